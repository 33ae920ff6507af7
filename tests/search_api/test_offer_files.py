"""Offers posted as a file: read by Tika, understood, found, and told to the people they fit."""

from __future__ import annotations

import pytest
import requests

from tests.client import Client
from tests.cv_files import as_docx, as_odt, as_pdf, scan_like_pdf
from tests.search_api import hostile_files
from tests.search_api.asking import found, leave, post_offer, problems, unheard_word, wait_for_stage

WRITERS = {"pdf": as_pdf, "docx": as_docx, "odt": as_odt}


def announcement(word: str) -> str:
    return f"""Offre d'emploi
Soudeur TIG (H/F) {word}
Atelier de métallerie, contrat à durée indéterminée
Lieu : 87000 Limoges
Vous réalisez le soudage TIG sur inox et la lecture de plans.
Une première expérience en atelier est souhaitée, le permis B aussi.
Horaires de jour, du lundi au vendredi."""


def test_an_offer_in_each_format_is_understood_found_and_told_to_whom_it_fits(client: Client) -> None:
    person = leave(client, wanted="soudeur")
    client.confirm(person)
    client.send_alerts()
    before = len(client.alerts(person.email))
    words = {extension: unheard_word() for extension in WRITERS}
    for extension, word in words.items():
        content = WRITERS[extension](announcement(word))
        posted = post_offer(client, files={"file": (f"offer.{extension}", content)})
        assert (posted.status_code, posted.json()["outcome"]) == (202, "created")
        address = f"{client.stack.url}/api/offers/{posted.json()['id']}"
        assert requests.get(address, timeout=30).status_code == 200, "its stage can be followed from the first moment"
        seen = wait_for_stage(address, "matched", "failed")
        assert seen["title"] == f"Soudeur TIG (H/F) {word}"
        assert (seen["commune"], seen["contract"]) == ("87085", "CDI")
        assert "H2913" in seen["jobs"]
        assert "lecture de plans" in seen["description"]
        [hit] = found(client, q=word, lieu="Limoges", contrat="CDI")["offers"]
        assert hit["id"] == posted.json()["id"]
        assert word in requests.get(posted.json()["url"], timeout=30).text
        again = post_offer(client, files={"file": (f"offer.{extension}", content)})
        assert again.json() == {**posted.json(), "outcome": "unchanged"}
    client.send_alerts()
    told = " ".join(mail["text"] for mail in client.alerts(person.email)[before:])
    for word in words.values():
        assert word in told


def test_the_title_said_beside_the_file_wins(client: Client) -> None:
    word = unheard_word()
    file = {"file": ("offer.docx", as_docx(announcement(unheard_word())))}
    posted = post_offer(client, files=file, data={"intitule": f"  Chaudronnier\n{word} "})
    seen = wait_for_stage(f"{client.stack.url}/api/offers/{posted.json()['id']}", "matched")
    assert seen["title"] == f"Chaudronnier {word}"


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("offer.docx", as_pdf("Soudeur"), 415, "file_type_mismatch"),
        ("offer.png", hostile_files.picture(), 415, "file_is_image"),
        ("offer.csv", b"Soudeur;Pau", 415, "file_extension"),
        ("offer.pdf", b"", 422, "file_empty"),
        ("offer.pdf", hostile_files.of_size(6 * hostile_files.MEGABYTE), 413, "file_too_large"),
        ("offer.pdf", hostile_files.of_size(13 * hostile_files.MEGABYTE), 413, "file_too_large"),
        ("offer.docx", hostile_files.bomb(), 422, "file_archive_bomb"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_cannot_be_taken_is_refused_for_its_own_reason(
    client: Client, name: str, content: bytes, status: int, code: str
) -> None:
    answer = post_offer(client, files={"file": (name, content)})
    assert (answer.status_code, problems(answer)) == (status, [("file", code)])


@pytest.mark.parametrize("title", ["", "Soudeur"])
def test_a_file_that_cannot_be_read_is_failed_with_its_reason_and_shown_to_nobody(client: Client, title: str) -> None:
    word = unheard_word()
    content = scan_like_pdf() + f"\n% {word}".encode()
    data = {"intitule": f"{title} {word}"} if title else {}
    posted = post_offer(client, files={"file": ("offer.pdf", content)}, data=data).json()
    seen = wait_for_stage(f"{client.stack.url}/api/offers/{posted['id']}", "failed")
    assert seen["failure"]["code"] == "file_scan"
    assert "ressemble à un scan" in seen["failure"]["message"]
    assert found(client, q=word)["total"] == 0
    if not title:
        assert requests.get(posted["url"], timeout=30).status_code == 404


def test_when_files_cannot_be_stored_the_offer_is_put_off(client: Client) -> None:
    folder = client.stack.home / "files" / "offers"
    folder.parent.mkdir(exist_ok=True)
    client.settle()
    aside = folder.rename(folder.with_name("aside")) if folder.exists() else None
    folder.touch()
    try:
        answer = post_offer(client, files={"file": ("offer.pdf", as_pdf(announcement(unheard_word())))})
    finally:
        folder.unlink()
        if aside:
            aside.rename(folder)
    assert (answer.status_code, problems(answer)) == (503, [("file", "storage_unavailable")])
