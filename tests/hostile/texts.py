"""Texts, pages, RTF and DOC that nest, lie, pretend or would make a pattern run for ever."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cv_files import WELDER, as_doc, as_docx, as_html, as_pdf, as_rtf
from tests.hostile.archives import MEGABYTE, SECRET_FILE, SECRET_URL
from tests.hostile.sent import READ, Sent, sent

DOC = as_doc()
VBA = "_VBA_PROJECT".encode("utf-16-le")
REPEATED = ["r489/r482,", "CAP ", "lecture, plans de ", "Camille Exemple\n"]


def plain() -> Iterator[Sent]:
    for unit in REPEATED:
        yield sent(f"{unit!r} for 300 KB", "cv.txt", (unit * 300_000)[:300_000].encode(), READ)
    yield sent("5 MB of one letter", "cv.txt", b"a" * 5 * MEGABYTE, READ)
    yield sent("one line of 2 MB", "cv.txt", (WELDER.replace("\n", " ") * 3000).encode()[: 2 * MEGABYTE], READ)
    yield sent("5 MB of blanks", "cv.txt", b" \n" * (5 * MEGABYTE // 2), "file_scan")
    yield sent("bidi overrides", "cv.txt", ("\u202e" + WELDER + "\u2066").encode(), READ)
    yield sent(
        "half characters in UTF-16",
        "cv.txt",
        b"\xff\xfe" + (WELDER + "\ud800").encode("utf-16-le", "surrogatepass"),
        READ,
    )
    yield sent("wrong UTF-8", "cv.txt", WELDER.encode() + b"\xc3\x28\xa0\xa1\xf8\x88" * 50, READ)
    yield sent("UTF-7", "cv.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4- " + WELDER.encode(), READ)
    yield sent("zero-width letters", "cv.txt", "\u200b\u200d\u2060".join(WELDER).encode(), READ)
    yield sent("accents on accents", "cv.txt", (WELDER + "e" + "\u0301" * 100_000).encode(), READ)
    yield sent("an empty text", "cv.txt", b"", "file_empty")
    yield sent("zeros", "cv.txt", b"\0" * 5000, "file_type_mismatch")
    yield sent("controls", "cv.txt", b"\x01\x02\x03\x1b[31m" + WELDER.encode(), "file_type_mismatch")
    yield sent("a program of Linux", "cv.txt", b"\x7fELF\2\1\1" + b"\0" * 99, "file_type_mismatch")
    yield sent("a shell script", "cv.txt", b"#!/bin/sh\nrm -rf /\n" + WELDER.encode(), READ)
    yield sent("formulas", "cv.txt", b"=cmd|' /C calc'!A0\n@SUM(1)\n" + WELDER.encode(), READ)
    yield sent("templates", "cv.txt", b"{{ 7*7 }} ${7*7} <%= 7*7 %> %s %n {0}\n" + WELDER.encode(), READ)
    yield sent("queries", "cv.txt", b'"}}, {"match_all": {}} -- \'; DROP TABLE x\n' + WELDER.encode(), READ)
    yield sent("a test virus' beginning", "cv.txt", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}\n" + WELDER.encode(), READ)


def pages() -> Iterator[Sent]:
    scripts = "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>"
    asks = f'<link rel=stylesheet href="{SECRET_URL}"><iframe src="{SECRET_FILE}"></iframe><base href="{SECRET_URL}">'
    body = as_html(WELDER).decode()
    yield sent("scripts", "cv.html", (body + scripts).encode(), READ)
    yield sent("a page that asks", "cv.html", (body + asks).encode(), READ)
    yield sent(
        "a page that goes elsewhere",
        "cv.html",
        f'<meta http-equiv=refresh content="0;{SECRET_URL}">{body}'.encode(),
        READ,
    )
    entity = f'<!DOCTYPE html [<!ENTITY l0 SYSTEM "{SECRET_FILE}">]><p>&l0;</p>'
    yield sent("a page with an entity", "cv.html", (entity + body).encode(), READ)
    xhtml = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 SYSTEM "{SECRET_FILE}">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&l0;</p>'
    yield sent("XHTML with an entity", "cv.html", (xhtml + body).encode(), READ)
    nested = "<div>" * 5000 + WELDER + "</div>" * 5000
    yield sent("5,000 elements deep", "cv.html", nested.encode(), READ, "file_scan", "file_damaged")
    wide = "<p " + " ".join(f"a{number}=1" for number in range(20_000)) + f">{WELDER}"
    yield sent("20,000 attributes", "cv.html", wide.encode(), READ, "file_scan")
    yield sent("an element without end", "cv.html", b"<p " + b"a" * MEGABYTE, "file_scan")
    yield sent("a comment without end", "cv.html", b"<!--" + WELDER.encode() * 300, "file_scan")
    data = '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a><a href="javascript:alert(1)">y</a>'
    yield sent("links that run", "cv.html", (body + data).encode(), READ)
    yield sent("another encoding than said", "cv.html", body.encode("utf-16"), READ)
    yield sent(
        "SVG",
        "cv.html",
        f'<svg xmlns="http://www.w3.org/2000/svg"><text>{WELDER}</text></svg>'.encode(),
        READ,
        "file_type_mismatch",
    )


def rich() -> Iterator[Sent]:
    start, body = b"{\\rtf1\\ansi ", as_rtf(WELDER)
    broken = ("file_scan", "file_damaged")
    yield sent("50,000 groups deep", "cv.rtf", start + b"{" * 50_000 + b"}" * 50_001, *broken)
    yield sent("groups never closed", "cv.rtf", body[:-1] + b"{" * 100_000, READ, *broken)
    yield sent("groups closed too often", "cv.rtf", body + b"}" * 100_000, READ, *broken)
    yield sent("4 GB said to follow", "cv.rtf", body[:-1] + b"{\\*\\bin4294967295 x}}", READ, *broken)
    yield sent("less than nothing follows", "cv.rtf", body[:-1] + b"{\\bin-1 x}}", READ, *broken)
    yield sent("a program inside", "cv.rtf", body[:-1] + b"{\\object\\objdata " + b"4d5a" * 9000 + b"}}", READ)
    yield sent("a picture of nothing", "cv.rtf", body[:-1] + b"{\\pict\\wmetafile8 " + b"0" * 90_001 + b"}}", READ)
    yield sent("a template elsewhere", "cv.rtf", body[:-1] + b"{\\*\\template " + SECRET_URL.encode() + b"}}", READ)
    yield sent(
        "a field that asks", "cv.rtf", body[:-1] + b'{\\field{\\*\\fldinst INCLUDETEXT "file:///etc/passwd"}}}', READ
    )
    yield sent("a word of a million letters", "cv.rtf", start + b"\\" + b"a" * MEGABYTE + b"}", *broken)
    yield sent("characters that are none", "cv.rtf", body[:-1] + b"\\u-99999?\\u999999999? \\'zz}", READ, *broken)
    yield sent("only its mark", "cv.rtf", b"{\\rtf1", *broken)


def old() -> Iterator[Sent]:
    yield sent("DOC with macros", "cv.doc", DOC + VBA, "file_macros")
    yield sent("only the mark of a DOC", "cv.doc", DOC[:8], "file_damaged", "file_scan")
    for share in (5, 25, 50, 75, 95):
        cut = DOC[: len(DOC) * share // 100]
        yield sent(f"{share} % of a DOC", "cv.doc", cut, READ, "file_damaged", "file_scan")
    for at in range(30, 600, 40):
        odd = DOC[:at] + b"\xff" * 8 + DOC[at + 8 :]
        yield sent(
            f"a DOC with 8 wrong bytes at {at}", "cv.doc", odd, READ, "file_damaged", "file_scan", "file_encrypted"
        )


def names() -> Iterator[Sent]:
    """The name a browser sends is a claim: a part of it is shown to its owner, and none of it becomes a path."""
    pdf = as_pdf(WELDER)
    for name in (
        "../../../etc/passwd.pdf", "..\\..\\windows\\cv.pdf", "/etc/cv.pdf", "cv.pdf.pdf", "a" * 3000 + ".pdf",
        "\u202efdp.exe.pdf", "<script>alert(1)</script>.pdf", "'; DROP TABLE cv.pdf", "CON.pdf", "é̀🦀.PDF",
        "%2e%2e%2fcv.pdf", "{{7*7}}.pdf", "cv\t.pdf", ".pdf.pdf", "cv.pdf/",
    ):  # fmt: skip
        yield sent(f"named {name[:40]!r}", name, pdf, READ)
    for name in ("cv.exe", "cv.docm", "cv.zip", "cv", "cv.pdf\u202e", ".pdf", "cv.svg", "cv.php"):
        yield sent(f"named {name!r}", name, pdf, "file_extension")
    for name, content in (
        ("cv.docx", pdf),
        ("cv.odt", as_docx(WELDER)),
        ("cv.rtf", pdf),
        ("cv.doc", pdf),
        ("cv.txt", pdf),
    ):
        yield sent(f"a wrong mark under {name}", name, content, "file_type_mismatch")
    yield sent("a picture", "cv.png", b"\x89PNG\r\n\x1a\n", "file_is_image")
    yield sent("6 MB", "cv.pdf", b"%PDF-1.7\n" + b"0" * 6 * MEGABYTE, "file_too_large")


def all_texts() -> Iterator[Sent]:
    for several in (plain, pages, rich, old, names):
        yield from several()
