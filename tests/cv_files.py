"""CVs of one fictitious person in every format people send, made by the libraries of those formats."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from odf.opendocument import OpenDocumentText
from odf.text import P
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas

DATA = Path(__file__).parent / "data"

WELDER = """Camille Exemple
12 rue des Essais, 64000 Pau
camille@example.org

Soudeur TIG

Compétences
Soudage TIG et soudage MIG sur acier et inox, lecture de plans, meulage, contrôle visuel des soudures.
CACES R489 catégorie 3, habilitation électrique, permis B.

Expérience
2019 à 2026 : soudeur en chaudronnerie, atelier naval, Bayonne
2015 à 2019 : soudeur monteur, tuyauterie industrielle, Lacq

Formation
2014 : CAP réalisation en chaudronnerie industrielle"""


def as_pdf(text: str) -> bytes:
    target = io.BytesIO()
    page = canvas.Canvas(target)
    for number, line in enumerate(text.splitlines()):
        page.drawString(50, 800 - 18 * number, line)
    page.save()
    return target.getvalue()


def as_docx(text: str) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


def as_odt(text: str) -> bytes:
    document, target = OpenDocumentText(), io.BytesIO()
    for line in text.splitlines():
        document.text.addElement(P(text=line))
    document.write(target)
    return target.getvalue()


def as_rtf(text: str) -> bytes:
    escaped = "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in text)
    return ("{\\rtf1\\ansi\\deff0 " + escaped.replace("\n", "\\par\n") + "}").encode("ascii")


def as_html(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>CV</title>{paragraphs}</html>'.encode()


def as_doc() -> bytes:
    """The same CV as Word 97 writes it: no Python library does, so this one file is kept (written by LibreOffice)."""
    return (DATA / "cv_welder.doc").read_bytes()


def in_every_format(text: str = WELDER) -> dict[str, bytes]:
    return {
        "pdf": as_pdf(text),
        "docx": as_docx(text),
        "doc": as_doc(),
        "odt": as_odt(text),
        "rtf": as_rtf(text),
        "txt": text.encode(),
        "html": as_html(text),
    }


def scan_like_pdf() -> bytes:
    """A page with a picture of text and no text."""
    target = io.BytesIO()
    page = canvas.Canvas(target)
    page.rect(50, 50, 400, 600, fill=1)
    page.save()
    return target.getvalue()


def encrypted_pdf(text: str = WELDER) -> bytes:
    target = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(text))))
    writer.encrypt("mot de passe")
    writer.write(target)
    return target.getvalue()
