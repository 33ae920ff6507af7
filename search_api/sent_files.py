"""A file of the request, checked at the door."""

from __future__ import annotations

from flask import request

from indexer.reading.file_checks import MAX_BYTES, CheckedFile, check_file


def sent_file(field: str) -> CheckedFile:
    """Return the file sent in this field; one that is not there is an empty one. Raises FileRefusedError."""
    sent = request.files.get(field)
    name = sent.filename or "" if sent else ""
    return check_file(name, sent.stream.read(MAX_BYTES + 1) if sent else b"")
