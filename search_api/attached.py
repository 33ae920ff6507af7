"""Files that are given to be kept: never shown by the browser, whatever is in them."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file


def attached(content: bytes, media_type: str, name: str) -> Response:
    """Return the answer that has a browser keep a file under this name, and not keep the answer itself."""
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=_plain(name))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _plain(name: str) -> str:
    """Return a file's name without what could lead out of a folder or turn the direction of writing."""
    return "".join(letter if letter.isalnum() or letter in " ._-" else "_" for letter in name)[-120:] or "cv"
