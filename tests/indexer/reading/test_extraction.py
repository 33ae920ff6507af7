"""What of a file is its text. The real Tika."""

from __future__ import annotations

from io import BytesIO

import pytest
from odf import draw as odf_draw
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.extraction import read_text
from indexer.reading.file_checks import check_file
from indexer.reading.refusals import FileRefusedError
from tests.running import RunningStack

LINES = [
    "Soudeur TIG et MIG, dix ans d'atelier, lecture de plans et contrôle visuel des soudures.",
    "Formation en chaudronnerie industrielle, permis B, anglais courant, habilitation électrique.",
]


def pdf(title: str) -> bytes:
    written = BytesIO()
    canvas = Canvas(written)
    canvas.setTitle(title)
    for number, line in enumerate(LINES):
        canvas.drawString(50, 800 - 20 * number, line)
    canvas.save()
    return written.getvalue()


def test_what_a_program_called_a_pdf_is_no_part_of_its_text(stack: RunningStack) -> None:
    text = read_text(check_file("cv.pdf", pdf("Microsoft Word - cv_camille_exemple.doc"))).text
    assert text.startswith("Soudeur TIG et MIG")
    assert "camille" not in text


def test_the_title_of_a_web_page_is(stack: RunningStack) -> None:
    page = f"<html><head><title>Soudeur (H/F)</title></head><body><p>{'</p><p>'.join(LINES)}</p></body></html>"
    text = read_text(check_file("offre.html", page.encode())).text
    assert text.startswith("Soudeur (H/F)")


@pytest.mark.parametrize(
    "line",
    [
        "Numérisé avec ScanPoche - page {} sur 4 - version gratuite",
        "Page {} / 4 – document confidentiel à usage interne",
    ],
)
def test_a_scan_with_one_line_on_each_page_is_a_scan(stack: RunningStack, line: str) -> None:
    written = BytesIO()
    canvas = Canvas(written)
    for page in range(1, 5):
        canvas.drawString(50, 20, line.format(page))
        canvas.showPage()
    canvas.save()
    with pytest.raises(FileRefusedError) as refusal:
        read_text(check_file("cv.pdf", written.getvalue()))
    assert refusal.value.code == "file_scan"


def test_frames_of_an_odt_are_read_paragraph_by_paragraph(stack: RunningStack) -> None:
    document = OpenDocumentText()
    around = odf_text.P(text="Camille Exemple")
    for lines in (["EXPÉRIENCE", LINES[0]], ["FORMATION", LINES[1]]):
        box = odf_draw.TextBox()
        for line in lines:
            box.addElement(odf_text.P(text=line))
        frame = odf_draw.Frame(width="8cm", height="4cm", anchortype="paragraph")
        frame.addElement(box)
        around.addElement(frame)
    document.text.addElement(around)
    written = BytesIO()
    document.write(written)
    read = read_text(check_file("cv.odt", written.getvalue())).text.split("\n")
    assert [line for line in read if line] == ["Camille Exemple", "EXPÉRIENCE", LINES[0], "FORMATION", LINES[1]]
