"""What a file must be before anything opens it: size, extension, content that agrees, archive ratio.

The name and the media type a browser sends are only claims; the first bytes decide (OWASP File Upload Cheat Sheet).
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import puremagic

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

# A CV in DOCX or ODT unfolds to about 10 times its size; images do not shrink. 100 times is a bomb, as is 100 MB.
MAX_RATIO = 100
MAX_UNFOLDED_BYTES = 100 * 1024 * 1024
MAX_MEMBERS = 2000

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
        # Word has always saved RTF under .doc on request; Tika reads both.
        return content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or content[:5] == b"{\\rtf"
    if extension == "docx":
        return "word/document.xml" in _archive_members(content)
    if extension == "odt":
        return "content.xml" in _archive_members(content)
    return _is_text(content)


def _archive_members(content: bytes) -> set[str]:
    """Return the names in a zip archive, having checked from its directory alone that it may be unfolded."""
    if content[:2] != b"PK":
        return set()
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError) as error:
        raise FileRefusedError("file_damaged") from error
    unfolded = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unfolded > MAX_UNFOLDED_BYTES or unfolded > MAX_RATIO * len(content):
        raise FileRefusedError("file_archive_bomb")
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefusedError("file_encrypted")
    return {member.filename for member in members}


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
