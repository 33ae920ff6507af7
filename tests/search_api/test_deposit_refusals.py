"""Each refusal of a deposit has its code, its sentence and its status, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.client import Client
from tests.cv_files import WELDER, as_docx, as_pdf
from tests.search_api import hostile_files
from tests.search_api.asking import address, problems
from tests.search_api.hostile_files import MEGABYTE

PDF = as_pdf(WELDER)
SOUND = {"commune": "Limoges", "radius_km": "30", "email": "refused@example.org", "consent": "true"}

# What is sent as a file → status, code, words of the sentence.
FILES: dict[str, tuple[str, bytes, int, str, str]] = {
    "a picture named as a PDF": ("cv.pdf", hostile_files.picture(), 415, "file_type_mismatch", "correspond pas à son"),
    "a PDF named as a DOCX": ("cv.docx", PDF, 415, "file_type_mismatch", "correspond pas à son nom"),
    "a DOCX named as an ODT": ("cv.odt", as_docx(WELDER), 415, "file_type_mismatch", "correspond pas à son nom"),
    "a DOCX named as a DOC": ("cv.doc", as_docx(WELDER), 415, "file_type_mismatch", "correspond pas à son nom"),
    "a PDF named as a text": ("cv.txt", PDF, 415, "file_type_mismatch", "correspond pas à son nom"),
    "a program named as a text": ("cv.txt", b"MZ\x90\0\3\0\0\0" * 99, 415, "file_type_mismatch", "correspond pas"),
    "a text named as an RTF": ("cv.rtf", WELDER.encode(), 415, "file_type_mismatch", "correspond pas à son nom"),
    "a picture named as a page": ("cv.html", hostile_files.picture(), 415, "file_type_mismatch", "correspond pas"),
    "an empty file": ("cv.pdf", b"", 422, "file_empty", "est vide"),
    "a file of 6 MB": ("cv.pdf", hostile_files.of_size(6 * MEGABYTE), 413, "file_too_large", "dépasse 5 Mo"),
    "a request of 13 MB": ("cv.pdf", hostile_files.of_size(13 * MEGABYTE), 413, "file_too_large", "dépasse 5 Mo"),
    "a zip bomb": ("cv.docx", hostile_files.bomb(), 422, "file_archive_bomb", "anormalement gros"),
    "a locked DOCX": ("cv.docx", hostile_files.locked_docx(), 422, "file_encrypted", "protégé par un mot de passe"),
    "a damaged DOCX": ("cv.docx", hostile_files.damaged_docx(), 422, "file_damaged", "abîmé"),
    "half a DOCX": ("cv.docx", as_docx(WELDER)[:9000], 422, "file_damaged", "abîmé"),
    "a photo": ("cv.JPG", b"\xff\xd8\xff\xe0", 415, "file_is_image", "photo ou une image"),
    "a sheet": ("cv.xlsx", as_docx(WELDER), 415, "file_extension", "type de fichier n’est pas accepté"),
    "a file without extension": ("cv", PDF, 415, "file_extension", "type de fichier n’est pas accepté"),
    "a program behind two extensions": ("cv.pdf.exe", PDF, 415, "file_extension", "type de fichier n’est pas accepté"),
}

# What is said → field, code, words of the sentence; None leaves a field out.
FIELDS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"commune": "Trifouillis"}, "commune", "commune_unknown", "ne connaissons pas cette commune"),
    ({"commune": "99999"}, "commune", "commune_unknown", "ne connaissons pas cette commune"),
    ({"commune": "Saint-Denis"}, "commune", "commune_ambiguous", "Saint-Denis (974), Saint-Denis (93)"),
    ({"commune": None}, "commune", "commune_missing", "Indiquez la commune"),
    ({"commune": "  "}, "commune", "commune_missing", "Indiquez la commune"),
    ({"email": None}, "email", "email_missing", "Indiquez votre adresse électronique"),
    ({"email": ""}, "email", "email_missing", "Indiquez votre adresse électronique"),
    ({"email": "camille"}, "email", "email_invalid", "n’est pas complète"),
    ({"email": "camille@localhost"}, "email", "email_invalid", "n’est pas complète"),
    ({"email": "camille@[127.0.0.1]"}, "email", "email_invalid", "n’est pas complète"),
    ({"email": "a@example.org, b@example.org"}, "email", "email_invalid", "n’est pas complète"),
    ({"email": "a@example.org\r\nBcc: b@example.org"}, "email", "email_invalid", "n’est pas complète"),
    ({"email": '"a\x01b"@example.org'}, "email", "email_invalid", "n’est pas complète"),
    ({"email": f"{'a' * 250}@example.org"}, "email", "email_invalid", "n’est pas complète"),
    ({"email": "élodie@example.org"}, "email", "email_accents", "accents"),
    ({"consent": None}, "consent", "consent_required", "Sans votre accord"),
    ({"consent": "false"}, "consent", "consent_required", "Sans votre accord"),
    ({"consent": "peut-être"}, "consent", "consent_required", "Sans votre accord"),
    ({"radius_km": "0"}, "radius_km", "radius_invalid", "de 1 à 200"),
    ({"radius_km": "201"}, "radius_km", "radius_invalid", "de 1 à 200"),
    ({"radius_km": "abc"}, "radius_km", "radius_invalid", "de 1 à 200"),
    ({"radius_km": ""}, "radius_km", "radius_invalid", "de 1 à 200"),
    ({"contracts": ["CDI", "CDX"]}, "contracts", "contract_invalid", "CDI, CDD, MIS, SAI, ALT"),
    ({"frequency": "hourly"}, "frequency", "frequency_invalid", "at_once"),
    ({"hour": "25"}, "hour", "hour_invalid", "de 0 à 23"),
    ({"available_from": "bientôt"}, "available_from", "available_invalid", "Par exemple"),
    ({"available_from": "01/12/2999"}, "available_from", "available_far", "plus de deux ans"),
    ({"available": "date"}, "available_from", "available_missing", "ou choisissez une autre réponse"),
    ({"available": "", "available_from": "2027-01-01"}, "available_from", "available_unclear", "choisissez"),
    ({"visibility": "everybody"}, "visibility", "visibility_invalid", "anonymous"),
    ({"open_to_training": "sometimes"}, "open_to_training", "boolean_invalid", "true (oui) ou false (non)"),
    ({"wanted": ["soudeur", "x"]}, "wanted", "wanted_invalid", "2 à 120 caractères"),
    ({"wanted": "x" * 121}, "wanted", "wanted_invalid", "2 à 120 caractères"),
    ({"wanted": [f"métier {n}" for n in range(11)]}, "wanted", "wanted_too_many", "dix métiers au plus"),
    ({"age": "45"}, "age", "field_unknown", "n’existe pas ici"),
]


def post(client: Client, changes: dict[str, Any], name: str = "cv.pdf", content: bytes = PDF) -> requests.Response:
    fields = {field: value for field, value in {**SOUND, **changes}.items() if value is not None}
    return client.post_deposit(name, content, **fields)


def everything_kept(client: Client) -> tuple[int, set[Path]]:
    files = {path for path in (client.stack.home / "files").rglob("*") if path.is_file()}
    return client.estey("status")["counts"]["profiles"], files


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_taken_is_refused_for_its_own_reason(client: Client, what: str) -> None:
    name, content, status, code, words = FILES[what]
    answer = post(client, {}, name, content)
    assert (answer.status_code, problems(answer)) == (status, [("cv", code)])
    assert words in answer.json()["message"]


@pytest.mark.parametrize(("changes", "field", "code", "words"), FIELDS, ids=str)
def test_a_field_that_cannot_be_used_is_refused_for_its_own_reason(
    client: Client, changes: dict[str, Any], field: str, code: str, words: str
) -> None:
    answer = post(client, changes)
    assert (answer.status_code, problems(answer)) == (422, [(field, code)])
    assert words in answer.json()["message"]


def test_a_deposit_without_a_file_asks_for_one(client: Client) -> None:
    answer = requests.post(f"{client.stack.url}/api/profiles", data=SOUND, timeout=30)
    assert (answer.status_code, problems(answer)) == (422, [("cv", "file_missing")])
    assert "Choisissez un fichier" in answer.json()["message"]


def test_everything_wrong_is_said_at_once(client: Client) -> None:
    wrong = {"email": "x", "commune": "Trifouillis", "radius_km": "0", "consent": None, "age": "45"}
    answer = post(client, wrong, "photo.png", hostile_files.picture())
    assert answer.status_code == 422
    assert sorted(problems(answer)) == [
        ("age", "field_unknown"),
        ("commune", "commune_unknown"),
        ("consent", "consent_required"),
        ("cv", "file_is_image"),
        ("email", "email_invalid"),
        ("radius_km", "radius_invalid"),
    ]


def test_a_deposit_that_is_no_form_is_asked_for_its_fields(client: Client) -> None:
    answer = requests.post(f"{client.stack.url}/api/profiles", json=SOUND, timeout=30)
    assert answer.status_code == 422
    codes = {code for _, code in problems(answer)}
    assert codes == {"commune_missing", "consent_required", "email_missing", "file_missing"}


def test_a_cv_sent_as_a_text_field_is_no_file(client: Client) -> None:
    url = f"{client.stack.url}/api/profiles"
    assert problems(requests.post(url, data={**SOUND, "cv": WELDER}, timeout=30)) == [("cv", "file_missing")]
    files = {"cv": ("", b"")}
    assert problems(requests.post(url, data=SOUND, files=files, timeout=30)) == [("cv", "file_missing")]


def test_nothing_that_was_refused_is_kept(client: Client) -> None:
    client.settle()
    before = everything_kept(client)
    for name, content, *_ in FILES.values():
        assert post(client, {}, name, content).status_code >= 400
    for changes, *_ in FIELDS:
        assert post(client, changes).status_code >= 400
    client.settle()
    assert everything_kept(client) == before
    assert client.mails(SOUND["email"]) == []


def test_when_files_cannot_be_stored_the_deposit_is_put_off_and_nothing_is_kept(client: Client) -> None:
    client.settle()
    before, folder = everything_kept(client), client.stack.home / "files" / "profiles"
    folder.parent.mkdir(exist_ok=True)
    aside = folder.rename(folder.with_name("aside")) if folder.exists() else None
    folder.touch()
    try:
        answer = post(client, {"email": address()})
    finally:
        folder.unlink()
        if aside:
            aside.rename(folder)
    assert (answer.status_code, problems(answer)) == (503, [("cv", "storage_unavailable")])
    assert "Rien n’a été enregistré" in answer.json()["message"]
    client.settle()
    assert everything_kept(client) == before


@pytest.mark.parametrize("field", ["commune", "email", "wanted"])
def test_blanks_around_what_a_person_types_do_not_matter(client: Client, field: str) -> None:
    typed = {"commune": "Limoges", "email": address(), "wanted": "soudeur"}
    answer = post(client, {**typed, field: f"  {typed[field]} "})
    assert answer.status_code == 202, answer.text
    seen = requests.get(answer.json()["api_url"], timeout=30).json()
    assert (seen["commune"], seen["wanted"]) == ("87085", ["soudeur"])
