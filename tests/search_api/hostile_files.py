"""Files that must not be taken, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.cv_files import WELDER, as_docx

MEGABYTE = 1024 * 1024


def of_size(size: int) -> bytes:
    """Something that begins like a PDF."""
    return b"%PDF-1.7\n" + b"0" * (size - 9)


def picture() -> bytes:
    """A whole PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )


def docx_with(body: bytes) -> bytes:
    """A CV in DOCX with another `word/document.xml`."""
    source, target = zipfile.ZipFile(io.BytesIO(as_docx(WELDER))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, body if name == "word/document.xml" else source.read(name))
    return target.getvalue()


def bomb() -> bytes:
    """A DOCX of 60 KB that unfolds to 50 MB."""
    return docx_with(b" " * 50 * MEGABYTE)


def lying_bomb() -> bytes:
    """The same, whose directory says that its text unfolds to 1,000 bytes."""
    body = 50 * MEGABYTE
    return docx_with(b" " * body).replace(struct.pack("<I", body), struct.pack("<I", 1000))


def damaged_docx() -> bytes:
    """A DOCX whose directory is whole and whose text was overwritten on the way."""
    content = bytearray(as_docx(WELDER))
    entry = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo("word/document.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + entry.compress_size] = b"\xff" * entry.compress_size
    return bytes(content)


def locked_docx() -> bytes:
    """A DOCX whose members are marked as encrypted."""
    content = bytearray(as_docx(WELDER))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)
