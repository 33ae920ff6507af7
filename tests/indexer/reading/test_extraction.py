"""What of a file is its text. The real Tika."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from indexer.reading.extraction import read_text
from indexer.reading.file_checks import check_file
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
