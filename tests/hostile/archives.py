"""DOCX and ODT that are bombs, ask for entities, carry programs or other archives, or are not whole."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.cv_files import WELDER, as_docx, as_odt, as_pdf
from tests.hostile.sent import READ, Sent, sent

MEGABYTE = 1024 * 1024
DOCX, ODT = as_docx(WELDER), as_odt(WELDER)
BODY = {"docx": "word/document.xml", "odt": "content.xml"}
WHOLE = {"docx": DOCX, "odt": ODT}
# What a file must never make Tika fetch or read.
SECRET_FILE = "file:///etc/passwd"
SECRET_URL = "http://127.0.0.1:9/secret"


def rebuilt(kind: str, changes: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """A CV with parts replaced, changed or added."""
    source, target = zipfile.ZipFile(io.BytesIO(WHOLE[kind])), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            change = changes.get(name, source.read(name))
            archive.writestr(name, change(source.read(name)) if callable(change) else change)
        for name, content in changes.items():
            if name not in source.namelist() and isinstance(content, bytes):
                archive.writestr(name, content)
    return target.getvalue()


def more_types(part: bytes) -> bytes:
    kinds = "".join(f'<Default Extension="{kind}" ContentType="application/x"/>' for kind in ("zip", "pdf", "docx"))
    return part.replace(b"</Types>", f"{kinds}</Types>".encode())


# A DOCX lists the kinds of its parts; one it does not list makes it no DOCX at all.
TYPES: dict[str, bytes | Callable[[bytes], bytes]] = {"[Content_Types].xml": more_types}


def after_declaration(addition: bytes, encoding: str = "utf-8") -> Callable[[bytes], bytes]:
    """Put a DOCTYPE between the declaration of a part and its root."""

    def change(part: bytes) -> bytes:
        root = part.partition(b"?>")[2] if part.startswith(b"<?xml") else part
        declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
        return (declared + addition + root).decode().encode(encoding)

    return change


def with_text(text: bytes) -> Callable[[bytes], bytes]:
    """Put something in the place of the person's name."""
    return lambda part: part.replace(b"Camille Exemple", text, 1)


def laughs(levels: int) -> bytes:
    lines = [b'<!ENTITY l0 "ha">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">'.encode() for n in range(1, levels)]
    return b"<!DOCTYPE w [" + b"".join(lines) + b"]>"


ENTITIES = {
    "a billion laughs": laughs(10),
    "few laughs": laughs(3),
    "a quadratic blow-up": b'<!DOCTYPE w [<!ENTITY l0 "' + b"x" * 100_000 + b'">]>',
    "an entity that reads a file": f'<!DOCTYPE w [<!ENTITY l0 SYSTEM "{SECRET_FILE}">]>'.encode(),
    "an entity that asks an address": f'<!DOCTYPE w [<!ENTITY l0 SYSTEM "{SECRET_URL}">]>'.encode(),
    "a DTD from elsewhere": f'<!DOCTYPE w SYSTEM "{SECRET_URL}">'.encode(),
    "a parameter entity": f'<!DOCTYPE w [<!ENTITY % p SYSTEM "{SECRET_URL}"> %p;]>'.encode(),
    "an entity of itself": b'<!DOCTYPE w [<!ENTITY l0 "&l0;">]>',
}


def entities() -> Iterator[Sent]:
    for kind, body in BODY.items():
        for what, doctype in ENTITIES.items():
            for encoding in ("utf-8", "utf-16"):
                content = rebuilt(kind, {body: after_declaration(doctype, encoding)})
                yield sent(f"{what}, {kind} in {encoding}", f"cv.{kind}", content, "file_entities", "file_archive_bomb")
        hidden = b"<!--" + b"-" * 0 + b" " * 9000 + b"-->" + ENTITIES["an entity that reads a file"]
        yield sent(
            f"an entity behind a long comment, {kind}",
            f"cv.{kind}",
            rebuilt(kind, {body: after_declaration(hidden)}),
            "file_entities",
        )
        odd = ENTITIES["few laughs"].decode().encode("cp037")
        yield sent(f"EBCDIC, {kind}", f"cv.{kind}", rebuilt(kind, {body: odd}), "file_damaged")
    styles = rebuilt("docx", {"word/styles.xml": after_declaration(ENTITIES["an entity that reads a file"])})
    yield sent("an entity in the styles", "cv.docx", styles, "file_entities")
    relations = rebuilt("docx", {"_rels/.rels": after_declaration(ENTITIES["a DTD from elsewhere"])})
    yield sent("a DTD in the relations", "cv.docx", relations, "file_entities")


def bombs() -> Iterator[Sent]:
    for kind, body in BODY.items():
        for size in (20, 50, 200):
            content = rebuilt(kind, {body: b" " * size * MEGABYTE})
            yield sent(f"{size} MB of blanks, {kind}", f"cv.{kind}", content, "file_archive_bomb")
            if size < 200:
                lie = content.replace(struct.pack("<I", size * MEGABYTE), struct.pack("<I", 1000))
                yield sent(f"{size} MB said to be 1,000 bytes, {kind}", f"cv.{kind}", lie, "file_damaged")
                more = content.replace(struct.pack("<I", size * MEGABYTE), struct.pack("<I", 0xFFFFFFFF))
                wanted = ("file_archive_bomb", "file_damaged")
                yield sent(f"{size} MB said to be 4 GB, {kind}", f"cv.{kind}", more, *wanted)
        many = rebuilt(kind, {f"part{number}.xml": b"<a/>" for number in range(2500)})
        yield sent(f"2,500 parts, {kind}", f"cv.{kind}", many, "file_archive_bomb")
        picture = rebuilt(kind, {"media/image.bmp": b"\0" * 60 * MEGABYTE})
        yield sent(f"a picture of 60 MB, {kind}", f"cv.{kind}", picture, "file_archive_bomb")
        deep = b"<a>" * 200_000 + b"</a>" * 200_000
        refusals = ("file_damaged", "file_scan", "file_archive_bomb", "file_too_slow")
        yield sent(f"200,000 elements deep, {kind}", f"cv.{kind}", rebuilt(kind, {body: deep}), *refusals)
        attributes = b"<a " + b" ".join(f'a{number}="1"'.encode() for number in range(40_000)) + b"/>"
        broad = rebuilt(kind, {body: attributes})
        yield sent(f"40,000 attributes, {kind}", f"cv.{kind}", broad, "file_damaged", "file_scan")


def carried() -> Iterator[Sent]:
    """Programs are refused; other documents inside are left alone."""
    yield sent("Word's macros", "cv.docx", rebuilt("docx", {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "file_macros")
    yield sent("LibreOffice's", "cv.odt", rebuilt("odt", {"Basic/Standard/Module1.xml": b"<a/>"}), "file_macros")
    yield sent("a script", "cv.odt", rebuilt("odt", {"Scripts/python/run.py": b"import os"}), "file_macros")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inner:
        inner.writestr("../../etc/cron.d/x", b"hidden words")
    for kind in WHOLE:
        for name, inner_content in (("a.zip", archive.getvalue()), ("a.docx", DOCX), ("a.pdf", as_pdf("hidden words"))):
            content = rebuilt(kind, {f"word/embeddings/{name}": inner_content, **TYPES})
            yield sent(f"{name} inside a {kind}", f"cv.{kind}", content, READ)
        nested = DOCX
        for _ in range(20):
            nested = rebuilt("docx", {"word/embeddings/a.docx": nested, **TYPES})
        yield sent(
            f"twenty documents in each other, in {kind}",
            f"cv.{kind}",
            rebuilt(kind, {"o/a.docx": nested, **TYPES}),
            READ,
        )
        for name in ("../../../etc/passwd", "/etc/passwd", "C:\\windows\\x", "a\x01b", "x" * 5000, "\u202etxt.exe"):
            content = rebuilt(kind, {name: b"hidden words"})
            yield sent(f"a part named {name[:20]!r}, {kind}", f"cv.{kind}", content, READ, "file_damaged")


def broken() -> Iterator[Sent]:
    for kind, content in WHOLE.items():
        for share in (1, 5, 20, 40, 60, 80, 95, 99):
            cut = content[: len(content) * share // 100]
            yield sent(f"{share} % of a {kind}", f"cv.{kind}", cut, "file_damaged", "file_type_mismatch")
        yield sent(f"a {kind} without its end", f"cv.{kind}", content[:-30], "file_damaged")
        yield sent(f"a {kind} behind rubbish", f"cv.{kind}", b"rubbish" + content, "file_type_mismatch")
        yield sent(f"a {kind} before rubbish", f"cv.{kind}", content + b"rubbish" * 99, READ, "file_damaged")
        empty = rebuilt(kind, {BODY[kind]: b""})
        yield sent(f"a {kind} whose text is empty", f"cv.{kind}", empty, "file_damaged", "file_scan")
        for at in range(100, len(content) - 100, len(content) // 8):
            odd = content[:at] + bytes(byte ^ 0xFF for byte in content[at : at + 40]) + content[at + 40 :]
            outcomes = (READ, "file_damaged", "file_encrypted", "file_archive_bomb", "file_scan", "file_type_mismatch")
            yield sent(f"a {kind} with 40 wrong bytes at {at}", f"cv.{kind}", odd, *outcomes)


def all_archives() -> Iterator[Sent]:
    for several in (entities, bombs, carried, broken):
        yield from several()
