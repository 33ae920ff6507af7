"""What a file must be before anything opens it: size, extension, content that agrees, archive ratio.

The name and the media type a browser sends are only claims; the first bytes decide (OWASP File Upload Cheat Sheet).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import puremagic

from indexer.reading.archives import members_of
from indexer.reading.refusals import MAX_MEGABYTES, FileRefusedError

MAX_BYTES = MAX_MEGABYTES * 1024 * 1024

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "html": "text/html",
    "htm": "text/html",
}
IMAGES = frozenset({"jpg", "jpeg", "png", "gif", "heic", "webp", "bmp", "tif", "tiff"})

# The storage in which a DOC keeps its macros (MS-OVBA 2.2.1), as its directory names it.
_VBA = "_VBA_PROJECT".encode("utf-16-le")
# Control characters that no text holds; tab, line ends, form feed, and the end-of-file mark of DOS (0x1A) are some.
_NO_TEXT = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1a"})


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored and read: its content, its extension in lower case, its true media type."""

    content: bytes
    extension: str
    media_type: str


def check_file(name: str, content: bytes) -> CheckedFile:
    """Return the file if it may be taken.

    Raises FileRefusedError with the code of the first reason against it.
    """
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if not name:
        raise FileRefusedError("file_missing")
    if extension in IMAGES:
        raise FileRefusedError("file_is_image")
    if extension not in MEDIA_TYPES:
        raise FileRefusedError("file_extension")
    if not content:
        raise FileRefusedError("file_empty")
    if len(content) > MAX_BYTES:
        raise FileRefusedError("file_too_large")
    if not _agrees(extension, content):
        raise FileRefusedError("file_type_mismatch")
    return CheckedFile(content, extension, MEDIA_TYPES[extension])


def _agrees(extension: str, content: bytes) -> bool:
    """Say whether the content is what the extension claims."""
    if extension == "pdf":
        # Some generators put a few bytes before the mark; readers accept it in the first kilobyte (ISO 32000-1 H.3).
        return b"%PDF-" in content[:1024]
    if extension == "rtf":
        return content.lstrip()[:5] == b"{\\rtf"
    if extension == "doc":
        if _VBA in content:
            raise FileRefusedError("file_macros")
        # Word has always saved RTF under .doc on request; Tika reads both.
        return content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or content[:5] == b"{\\rtf"
    if extension == "docx":
        return "word/document.xml" in members_of(content)
    if extension == "odt":
        return "content.xml" in members_of(content)
    return _is_text(content)


def _is_text(content: bytes) -> bool:
    """Say whether these bytes are plain text or HTML: not a known binary format, and no control characters."""
    head = content[:8192]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if head.translate(None, _NO_TEXT) != head or head.startswith((b"%PDF-", b"{\\rtf")):
        return False
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return True
    binary = ("image/", "audio/", "video/", "application/zip", "application/x-", "font/")
    return not any(guess.confidence >= 0.8 and guess.mime_type.startswith(binary) for guess in guesses)
