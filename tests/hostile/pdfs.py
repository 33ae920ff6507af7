"""PDFs whose objects loop, lie, nest or ask for things, and PDFs that are something else as well."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.cv_files import WELDER, as_docx, as_html, as_pdf, encrypted_pdf, scan_like_pdf
from tests.hostile.archives import SECRET_FILE, SECRET_URL
from tests.hostile.sent import READ, Sent, sent

PDF = as_pdf(WELDER)
NOTHING = ("file_scan", "file_damaged")
"""No page can be shown, so there is no text: what is said depends on how the reader noticed."""


def pdf(*objects: bytes, root: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a true table of places."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} {root} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: bytes, said: str = "") -> bytes:
    return f"<< /Length {len(content)} {said} >>\nstream\n".encode() + content + b"\nendstream"


CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(resources: str = "/Font << /F1 5 0 R >>", more: str = "") -> bytes:
    head = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
    return f"{head} /Resources << {resources} >> {more} >>".encode()


def written() -> bytes:
    lines = "".join(f"({line}) Tj T* " for line in WELDER.replace("é", "e").replace("ô", "o").splitlines())
    return f"BT /F1 12 Tf 14 TL 50 780 Td {lines} ET".encode()


def with_font(font: bytes, *more: bytes) -> bytes:
    return pdf(CATALOG, PAGES, page(), stream(written()), font, *more)


def loops() -> Iterator[Sent]:
    body = stream(written())
    trees = {
        "a page tree that holds itself": pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        "two page trees that hold each other": pdf(
            CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"
        ),
        "a page that is its own parent": pdf(CATALOG, PAGES, b"<< /Type /Page /Parent 3 0 R >>"),
        "a catalog that is its own pages": pdf(b"<< /Type /Catalog /Pages 1 0 R >>"),
        "an object that refers to itself": pdf(b"1 0 R"),
        "two objects that refer to each other": pdf(b"2 0 R", b"1 0 R"),
        "no catalog": pdf(b"<< >>", root=""),
        "a page count of two billion": pdf(CATALOG, b"<< /Type /Pages /Kids [] /Count 2147483647 >>"),
    }
    for what, content in trees.items():
        yield sent(what, "cv.pdf", content, *NOTHING)
    drawing = "/XObject << /X 6 0 R >>"
    form = stream(b"/X Do /X Do", f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {drawing} >>")
    calls = pdf(CATALOG, PAGES, page(drawing), stream(b"/X Do " * 50), FONT, form)
    yield sent("a drawing that draws itself twice", "cv.pdf", calls, *NOTHING, "file_too_slow")
    length = b"<< /Length 4 0 R >>\nstream\n" + written() + b"\nendstream"
    yield sent("a length that is its own object", "cv.pdf", pdf(CATALOG, PAGES, page(), length, FONT), READ, *NOTHING)
    table = PDF.replace(b"trailer", b"trailer", 1)
    looped = table.replace(b"/Root", b"/Prev %d /Root" % table.rfind(b"xref\n0"), 1)
    yield sent("a table that follows itself", "cv.pdf", looped, READ, *NOTHING)
    outline = pdf(
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
        PAGES, page(), body, FONT,
        b"<< /First 7 0 R /Last 7 0 R >>", b"<< /Title (a) /Next 7 0 R /First 7 0 R /Parent 6 0 R >>",
    )  # fmt: skip
    yield sent("an outline that goes round", "cv.pdf", outline, READ, *NOTHING)


def fonts() -> Iterator[Sent]:
    glyph = stream(b"1000 0 0 0 900 900 d1 BT /F1 9 Tf (a) Tj ET")
    type3 = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97"
        b" /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >>"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    yield sent("a letter drawn with its own font", "cv.pdf", with_font(type3, glyph), READ, *NOTHING)
    descendant = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
    yield sent("a font that descends from itself", "cv.pdf", with_font(descendant), READ, *NOTHING)
    cmap = b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <00> <ffff> endcodespacerange " + (
        b"1 beginbfrange <0000> <ffff> <0041> endbfrange " * 3000
    )
    mapped = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    yield sent("a map of two hundred million letters", "cv.pdf", with_font(mapped, stream(cmap)), READ, *NOTHING,
               "file_too_slow")  # fmt: skip
    usecmap = stream(b"/CIDInit /ProcSet findresource begin /A usecmap", "/Type /CMap /CMapName /A /UseCMap 6 0 R")
    yield sent("a map that uses itself", "cv.pdf", with_font(mapped, usecmap), READ, *NOTHING)
    described = b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FontDescriptor 6 0 R >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /A /FontFile2 7 0 R >>"
    for what, program in (("rubbish", b"\0" * 9000), ("half a font", b"\0\1\0\0\xff\xff" + b"\xff" * 9000)):
        broken = with_font(described, descriptor, stream(program))
        yield sent(f"a font program of {what}", "cv.pdf", broken, READ, *NOTHING)


def sizes() -> Iterator[Sent]:
    def text_of(content: bytes) -> bytes:
        return pdf(CATALOG, PAGES, page(), content, FONT)

    packed = zlib.compress(b" " * 300_000_000)
    yield sent("a page of 300 MB of blanks", "cv.pdf", text_of(stream(packed, "/Filter /FlateDecode")), *NOTHING,
               "file_too_slow")  # fmt: skip
    for _ in range(3):
        packed = zlib.compress(packed)
    filters = "/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode]"
    yield sent("the same, packed four times", "cv.pdf", text_of(stream(packed, filters)), *NOTHING, "file_too_slow")
    many = " ".join(["/FlateDecode"] * 5000)
    yield sent("five thousand filters", "cv.pdf", text_of(stream(b"x", f"/Filter [{many}]")), READ, *NOTHING)
    yield sent("a length of 4 GB", "cv.pdf", PDF.replace(b"/Length ", b"/Length 99999999"), READ, *NOTHING)
    pages = 10_000
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + pages))
    tree = b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages
    empty = pdf(CATALOG, tree, b"<< >>", stream(b""), FONT, *[page()] * pages)
    yield sent("10,000 empty pages", "cv.pdf", empty, "file_scan")
    full = pdf(CATALOG, tree, b"<< >>", stream(written()), FONT, *[page()] * pages)
    yield sent("10,000 written pages", "cv.pdf", full, READ)
    deep = pdf(CATALOG, PAGES, page(more="/A " + "[" * 100_000 + "]" * 100_000), stream(written()), FONT)
    yield sent("100,000 brackets", "cv.pdf", deep, READ, *NOTHING)
    named = pdf(CATALOG, PAGES, page(more="/" + "a" * 1_000_000 + " 1"), stream(written()), FONT)
    yield sent("a name of a million letters", "cv.pdf", named, READ, *NOTHING)


def asking() -> Iterator[Sent]:
    """What asks for files, addresses or programs is read without any of it."""
    xfa = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 SYSTEM "{SECRET_FILE}">]>'
        '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><field name="a"><value><text>&l0;</text></value>'
        "</field></template></xdp:xdp>"
    )
    form = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 6 0 R >> >>"
    for what, content in (("XFA with an entity", xfa), ("XFA of an address", xfa.replace(SECRET_FILE, SECRET_URL))):
        made = pdf(form, PAGES, page(), stream(written()), FONT, stream(content.encode()))
        yield sent(what, "cv.pdf", made, READ)
    actions = {
        "JavaScript": "<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        "a program": "<< /S /Launch /F (cmd.exe) >>",
        "an address": f"<< /S /URI /URI ({SECRET_URL}) >>",
        "a form sent elsewhere": f"<< /S /SubmitForm /F ({SECRET_URL}) >>",
        "another file": f"<< /S /GoToR /F ({SECRET_FILE}) >>",
    }
    for what, action in actions.items():
        opened = f"<< /Type /Catalog /Pages 2 0 R /OpenAction {action} >>".encode()
        yield sent(f"opens {what}", "cv.pdf", pdf(opened, PAGES, page(), stream(written()), FONT), READ)
    outside = b"<< /Length 0 /F (" + SECRET_FILE.encode() + b") >>\nstream\n\nendstream"
    yield sent("a page that lies in another file", "cv.pdf", pdf(CATALOG, PAGES, page(), outside, FONT), *NOTHING)


def others() -> Iterator[Sent]:
    yield sent("an encrypted PDF", "cv.pdf", encrypted_pdf(), "file_encrypted")
    yield sent("a scan", "cv.pdf", scan_like_pdf(), "file_scan")
    yield sent("PDF and ZIP", "cv.pdf", PDF + as_docx(WELDER), READ, *NOTHING)
    yield sent("PDF and ZIP, as a DOCX", "cv.docx", PDF + as_docx(WELDER), "file_type_mismatch")
    yield sent("HTML before PDF, as a PDF", "cv.pdf", as_html("x")[:400] + PDF, READ, *NOTHING)
    yield sent("HTML and PDF, as HTML", "cv.html", PDF + as_html(WELDER), "file_type_mismatch")
    yield sent("a PDF behind 2 KB", "cv.pdf", b"x" * 2048 + PDF, "file_type_mismatch")
    yield sent("only the mark", "cv.pdf", b"%PDF-1.7", *NOTHING)
    yield sent("the mark and rubbish", "cv.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 400, *NOTHING)
    for share in (2, 10, 25, 40, 50, 60, 75, 90, 97, 99):
        cut = PDF[: len(PDF) * share // 100]
        outcomes = ("file_type_mismatch", READ, *NOTHING)
        yield sent(f"{share} % of a PDF", "cv.pdf", cut, *outcomes)
    for at in range(40, len(PDF), len(PDF) // 12):
        odd = PDF[:at] + bytes(byte ^ 0xFF for byte in PDF[at : at + 20]) + PDF[at + 20 :]
        yield sent(f"a PDF with 20 wrong bytes at {at}", "cv.pdf", odd, READ, *NOTHING)


def all_pdfs() -> Iterator[Sent]:
    for several in (loops, fonts, sizes, asking, others):
        yield from several()
