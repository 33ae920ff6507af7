"""What a zip archive (DOCX, ODT) must be before Tika unfolds it: its size, its XML and what it carries."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from indexer.reading.refusals import FileRefusedError

# A CV in DOCX or ODT unfolds to about 10 times its size; images do not shrink. 100 times is a bomb, as is 100 MB.
MAX_RATIO = 100
MAX_UNFOLDED_BYTES = 100 * 1024 * 1024
MAX_MEMBERS = 2000
# All the XML of a CV of thirty pages is 3 MB.
MAX_XML_BYTES = 30 * 1024 * 1024
# What zipfile and zlib raise for archives that are not whole; OSError and EOFError too, for places that do not exist.
_BROKEN = (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError, EOFError, zlib.error)

_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
# Entities multiply ("billion laughs") or read files and addresses (XXE); no word processor writes any. An early
# OpenOffice names a DTD in its manifest, which declares nothing.
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)
_MANIFEST = "META-INF/manifest.xml"
# Programs inside a document: Word's, LibreOffice's, and the latter's in other languages.
_MACROS = re.compile(
    r"(?:^|/)vbaProject\.bin$|^Basic/.+/(?!script-l[bc]\.xml$)[^/]+\.xml$|^Scripts/.+[^/]$", re.IGNORECASE
)


def members_of(content: bytes) -> set[str]:
    """Return the names in a zip archive that may be unfolded; nothing when it is none.

    Raises FileRefusedError: `file_damaged`, `file_archive_bomb`, `file_encrypted`, `file_macros` or `file_entities`.
    """
    if content[:2] != b"PK":
        return set()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except _BROKEN as error:
        raise FileRefusedError("file_damaged") from error
    _check_sizes(members, len(content))
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefusedError("file_encrypted")
    if any(_MACROS.search(member.filename) for member in members):
        raise FileRefusedError("file_macros")
    for member in members:
        if _XML.search(member.filename):
            _check_xml(archive, member)
    return {member.filename for member in members}


def _check_sizes(members: list[zipfile.ZipInfo], archived: int) -> None:
    """Refuse what unfolds to too much, from the directory alone: nothing is unfolded to know it."""
    unfolded = sum(member.file_size for member in members)
    of_xml = sum(member.file_size for member in members if _XML.search(member.filename))
    too_much = unfolded > min(MAX_UNFOLDED_BYTES, MAX_RATIO * archived) or of_xml > MAX_XML_BYTES
    if len(members) > MAX_MEMBERS or too_much:
        raise FileRefusedError("file_archive_bomb")


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse entities; zipfile reads no more than the directory says, and notices when that was a lie."""
    try:
        # Without zeros UTF-16 and UTF-32 read as ASCII; an encoding in which `<` is another byte (EBCDIC) is refused.
        plain = archive.read(member).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    except _BROKEN as error:
        raise FileRefusedError("file_damaged") from error
    if plain and not plain.startswith(b"<"):
        raise FileRefusedError("file_damaged")
    if _ENTITY.search(plain) or (_DOCTYPE.search(plain) and member.filename != _MANIFEST):
        raise FileRefusedError("file_entities")
