"""What a file holds and its page does not show is no part of a CV: comments, deletions, hidden text, notes."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from odf import dc, office
from odf import style as odf_style
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Popup, Text

from indexer.reading.extraction import read_text
from indexer.reading.file_checks import check_file
from indexer.reading.refusals import FileRefusedError
from indexer.reading.unshown import shown_content
from indexer.reading.unshown_html import shown_html
from indexer.reading.unshown_rtf import shown_rtf
from tests.cv_files import as_pdf
from tests.running import RunningStack

SHOWN = (
    "Soudeuse en chaudronnerie, douze ans d’atelier naval à Bayonne.",
    "Lecture de plans, contrôle visuel des soudures, habilitation électrique.",
    "Formation en chaudronnerie industrielle, anglais courant, permis B.",
)
SECRETS = ("dépression", "Agente de sécurité", "Conductrice de bus", "licenciée pour faute", "syndiquée")


def _vanish(run: object, value: str = "") -> None:
    mark = OxmlElement("w:vanish")
    if value:
        mark.set(qn("w:val"), value)
    run._r.get_or_add_rPr().append(mark)  # type: ignore[attr-defined]


def docx_with_secrets() -> bytes:
    document = docx.Document()
    hidden_style = document.styles.add_style("Interne", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    hidden_style.font.hidden = True
    first, *others = [document.add_paragraph(line) for line in SHOWN]
    document.add_comment(first.runs, text=f"À ne pas dire : en {SECRETS[0]}", author="Conseiller", initials="C")
    _vanish(others[0].add_run(f" {SECRETS[3]}"))
    others[1].add_run(f" {SECRETS[4]}", style="Interne")
    _vanish(others[1].add_run(" et mention B1V"), "0")
    for name, inner, words in (("w:del", "w:delText", SECRETS[1]), ("w:moveFrom", "w:t", SECRETS[2])):
        change, run, text = OxmlElement(name), OxmlElement("w:r"), OxmlElement(inner)
        change.set(qn("w:id"), "7")
        change.set(qn("w:author"), "Conseiller")
        text.text = words
        run.append(text)
        change.append(run)
        others[0]._p.append(change)
    document.sections[0].header.paragraphs[0].text = "Visible en tête"
    _vanish(document.sections[0].header.paragraphs[0].add_run(SECRETS[0]))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def odt_with_secrets() -> bytes:
    document = OpenDocumentText()
    hidden = odf_style.Style(name="Interne", family="text")
    hidden.addElement(odf_style.TextProperties(display="none"))
    document.automaticstyles.addElement(hidden)
    below = odf_style.Style(name="Interne2", family="text", parentstylename="Interne")
    document.automaticstyles.addElement(below)
    for number, line in enumerate(SHOWN):
        paragraph = odf_text.P(text=line)
        if number == 0:
            note = office.Annotation()
            note.addElement(dc.Creator(text="Conseillère"))
            note.addElement(odf_text.P(text=f"en {SECRETS[0]}"))
            paragraph.addElement(note)
            paragraph.addText(" et la suite visible")
        paragraph.addElement(odf_text.Span(text=SECRETS[3], stylename=hidden if number else below))
        document.text.addElement(paragraph)
    document.text.addElement(odf_text.Section(name="s", display="none"))
    document.text.lastChild.addElement(odf_text.P(text=SECRETS[4]))
    written = io.BytesIO()
    document.write(written)
    region = f"<text:deletion><text:p>{SECRETS[1]} {SECRETS[2]}</text:p></text:deletion>"
    region = f"<text:changed-region text:id='d1'>{region}</text:changed-region>"
    begins = f"<office:text><text:tracked-changes>{region}</text:tracked-changes>"
    return _with_part(written.getvalue(), "content.xml", lambda xml: xml.replace("<office:text>", begins))


def _with_part(archive: bytes, name: str, change: Callable[[str], str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(member, change(content.decode()).encode() if member.filename == name else content)
    return written.getvalue()


def rtf_with_secrets() -> bytes:
    lines = [_rtf(line) for line in SHOWN]
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\pard\plain\f0 "
        rf"{lines[0]}{{\*\atnid CC}}{{\*\atnauthor Conseiller}}\chatn"
        rf"{{\*\annotation{{\pard en {_rtf(SECRETS[0])}\par}}}}\par "
        rf"{{\v {_rtf(SECRETS[3])}}}{lines[1]}\v {_rtf(SECRETS[4])}\v0\par "
        rf"{{\deleted {_rtf(SECRETS[1])}}}\deleted {_rtf(SECRETS[2])}\plain {lines[2]}\par}}"
    ).encode("ascii")


def _rtf(text: str) -> str:
    return "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in text)


def pdf_with_secrets() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(as_pdf("\n".join(SHOWN)))))
    note = writer.add_annotation(0, Text(rect=(50, 700, 80, 730), text=f"en {SECRETS[0]}", open=True))
    writer.add_annotation(0, Popup(rect=(90, 700, 200, 730), parent=note))
    writer.add_annotation(0, FreeText(rect=(50, 600, 400, 630), text=SECRETS[3]))
    writer.add_outline_item(title=SECRETS[4], page_number=0)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def html_with_secrets() -> bytes:
    return (
        "<!doctype html><html><head><title>CV</title><style>/* of mine */ .note, #aside { color: red; DISPLAY : none }"
        "@media print { p { display: none } } .seen { display: block }</style></head><body>"
        f"<p>{SHOWN[0]}<span hidden>{SECRETS[0]} Conseiller</span></p><!-- {SECRETS[1]} -->"
        f'<p class="seen">{SHOWN[1]}<b style="color:red;display:none !important">{SECRETS[1]}</b></p>'
        f'<p style="visibility: hidden">{SECRETS[2]}</p><div class="big note"><p>{SECRETS[3]}</p></div>'
        f'<p>{SHOWN[2]}</p><p id="aside">{SECRETS[4]}</p><template><p>{SECRETS[4]}</p></template></body></html>'
    ).encode()


FILES = {
    "docx": docx_with_secrets,
    "odt": odt_with_secrets,
    "rtf": rtf_with_secrets,
    "pdf": pdf_with_secrets,
    "html": html_with_secrets,
}


@pytest.mark.parametrize("extension", FILES)
def test_what_a_page_does_not_show_is_not_read(stack: RunningStack, extension: str) -> None:
    text = read_text(check_file(f"cv.{extension}", FILES[extension]())).text
    for line in SHOWN:
        assert line in text
    for secret in SECRETS:
        assert secret not in text
    assert "Conseiller" not in text


def test_what_says_that_it_is_not_hidden_stays_and_so_does_what_follows_a_note() -> None:
    document = zipfile.ZipFile(io.BytesIO(shown_content(check_file("cv.docx", docx_with_secrets()))))
    assert "et mention B1V" in document.read("word/document.xml").decode()
    note = zipfile.ZipFile(io.BytesIO(shown_content(check_file("cv.odt", odt_with_secrets()))))
    assert "et la suite visible" in note.read("content.xml").decode()


def test_a_file_with_nothing_of_the_kind_goes_to_the_reader_as_it_came() -> None:
    document = docx.Document()
    document.add_paragraph(SHOWN[0])
    written = io.BytesIO()
    document.save(written)
    assert shown_content(check_file("cv.docx", written.getvalue())) == written.getvalue()
    for name in ("cv.pdf", "cv.txt"):
        content = as_pdf(SHOWN[0]) if name.endswith("pdf") else SHOWN[0].encode()
        assert shown_content(check_file(name, content)) == content


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_letters_of_a_page_stay_what_they_are_when_something_hidden_is_taken_out(
    stack: RunningStack, encoding: str
) -> None:
    page = f"<html><body><p>{' '.join(SHOWN)} façonnée à Orléans</p><p hidden>séropositif</p></body></html>"
    text = read_text(check_file("cv.html", page.encode(encoding))).text
    assert "façonnée à Orléans" in text
    assert "séropositif" not in text


DELETED = '<w:del w:id="1" w:author="a"/>yyyyyyyy'
BASED = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20_000))
MADE_TO_TAKE_LONG = {
    "what follows each of many deletions": ("word/document.xml", "<w:body>", f"<w:body>{DELETED * 60_000}"),
    "a long chain of styles": ("word/styles.xml", "</w:styles>", f"{BASED}</w:styles>"),
}


@pytest.mark.parametrize("how", MADE_TO_TAKE_LONG)
def test_no_small_file_takes_minutes(how: str) -> None:
    part, before, after = MADE_TO_TAKE_LONG[how]
    file = check_file("cv.docx", _with_part(docx_with_secrets(), part, lambda xml: xml.replace(before, after, 1)))
    start = time.process_time()
    shown_content(file)
    assert time.process_time() - start < 15, "a minute or two when letters or styles are gone through again and again"


def test_no_style_of_a_page_takes_minutes() -> None:
    start = time.process_time()
    for style in ("@" * 2_000_000, "/*" * 1_000_000, "a{" * 1_000_000):
        shown_html(f"<style>{style}</style><p hidden>x</p>".encode())
    assert time.process_time() - start < 15


def test_xml_that_cannot_be_read_is_a_damaged_file_and_hides_nothing() -> None:
    broken = _with_part(docx_with_secrets(), "word/document.xml", lambda xml: xml[: len(xml) // 2])
    with pytest.raises(FileRefusedError) as refusal:
        shown_content(check_file("cv.docx", broken))
    assert refusal.value.code == "file_damaged"


_PIECES = st.sampled_from(
    [
        b"{",
        b"}",
        b"\\v ",
        b"\\v0 ",
        b"\\deleted ",
        b"\\plain ",
        b"{\\*\\annotation ",
        b"mots ",
        b"\\'e9",
        b"\\u233?",
        b"\\",
    ]
)


@given(st.one_of(st.binary(max_size=300), st.lists(_PIECES, max_size=40).map(b"".join)))
def test_no_bytes_make_the_reading_of_an_rtf_fail_and_twice_is_once(content: bytes) -> None:
    shown = shown_rtf(content)
    assert shown_rtf(shown) == shown
    assert shown.count(b"{") == content.count(b"{") or len(shown) <= len(content)


@given(
    st.text("abcdefghij ", min_size=3, max_size=20),
    st.sampled_from(
        ["{\\v %s}", "\\v %s\\v0 ", "{\\*\\annotation %s}", "{\\deleted {\\b %s}}", "\\deleted %s\\plain "]
    ),
)
def test_hidden_words_of_an_rtf_are_gone_and_the_words_around_them_are_not(words: str, how: str) -> None:
    content = "{\\rtf1 avant " + how % f"SECRET{words}" + "après{\\i fin}}"
    shown = shown_rtf(content.encode()).decode()
    assert "SECRET" not in shown
    assert "avant" in shown
    assert "après" in shown
    assert "{\\i fin}" in shown
