"""Files that are refused only once they are opened: the person reads why on their page, and sends a better one."""

from __future__ import annotations

import pytest
import requests

from tests.client import Client
from tests.cv_files import WELDER, as_docx, as_pdf, encrypted_pdf, scan_like_pdf
from tests.search_api import hostile_files
from tests.search_api.asking import leave, wait_for_stage

UNREADABLE = {
    "a scan": ("cv.pdf", scan_like_pdf(), "file_scan", "ressemble à un scan"),
    "an encrypted PDF": ("cv.pdf", encrypted_pdf(), "file_encrypted", "protégé par un mot de passe"),
    "a PDF cut in the middle": ("cv.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 900, "file_damaged", "abîmé"),
    "a text of one line": ("cv.txt", b"Soudeur TIG, disponible.", "file_scan", "ressemble à un scan"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_is_failed_with_its_reason_and_a_good_one_mends_it(
    client: Client, what: str
) -> None:
    name, content, code, words = UNREADABLE[what]
    person = leave(client, name, content)
    seen = wait_for_stage(person.api_url, "failed")
    assert seen["failure"]["code"] == code
    assert words in seen["failure"]["message"]
    assert seen["understood"] == []

    answer = requests.post(f"{person.follow_url}/cv", files={"cv": ("cv.docx", as_docx(WELDER))}, timeout=30)
    assert answer.status_code == 200
    seen = wait_for_stage(person.api_url, "matched")
    assert seen["failure"] is None
    assert "skill:soudag-tig" in [trait["trait"] for trait in seen["understood"]]
    assert len(list((client.stack.home / "files").rglob(f"*{person.identifier}*"))) == 1


def test_a_bomb_that_lies_about_its_size_harms_nothing(client: Client) -> None:
    content = hostile_files.lying_bomb()
    assert len(content) < hostile_files.MEGABYTE
    answer = client.post_deposit("cv.docx", content, commune="Limoges", email="bomb@example.org", consent="true")
    if answer.status_code == 202:
        seen = wait_for_stage(answer.json()["api_url"], "failed")
        assert seen["failure"]["code"] in ("file_damaged", "file_archive_bomb", "file_scan")
    else:
        assert answer.json()["errors"][0]["code"] in ("file_damaged", "file_archive_bomb")
    assert wait_for_stage(leave(client).api_url, "matched", "failed")["stage"] == "matched"


def test_a_good_cv_is_not_replaced_by_a_file_that_cannot_be_taken(client: Client) -> None:
    person = leave(client)
    before = wait_for_stage(person.api_url, "matched")
    answer = requests.post(f"{person.follow_url}/cv", files={"cv": ("cv.pdf", b"")}, timeout=30)
    assert answer.status_code == 422
    assert "est vide" in answer.text
    assert person.view() == before


def test_a_text_in_the_old_encoding_of_windows_is_read(client: Client) -> None:
    person = leave(client, "cv.txt", WELDER.encode("cp1252"))
    seen = wait_for_stage(person.api_url, "matched", "failed")
    assert "skill:soudag-tig" in [trait["trait"] for trait in seen["understood"]]


def test_a_confirmed_person_whose_next_file_fails_keeps_their_wishes(client: Client) -> None:
    person = leave(client, content=as_pdf(WELDER), wanted="soudeur", radius_km=15)
    client.confirm(person)
    requests.post(f"{person.follow_url}/cv", files={"cv": ("cv.pdf", scan_like_pdf())}, timeout=30)
    seen = wait_for_stage(person.api_url, "failed")
    assert (seen["confirmed"], seen["wanted"], seen["radius_km"]) == (True, ["soudeur"], 15)
