"""A mail comes back, on the running service: read by the operator, told to the person, undone by one button."""

from __future__ import annotations

import mailbox
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import requests

from tests.client import Client, Person, welder_offer
from tests.indexer.bounces.shapes import arf, dsn
from tests.search_api.asking import LIMOGES, leave


def told(client: Client, folder: Path) -> tuple[Person, str]:
    """Somebody who was told of an offer, and the Message-ID header of their mail."""
    person = leave(client, wanted="soudeur")
    client.confirm(person)
    client.import_offers(folder, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
    client.send_alerts()
    [mail] = client.alerts(person.email)
    return person, f"Message-ID: {mail['headers']['Message-ID']}\r\n"


def comes_back(client: Client, raw: bytes) -> None:
    mailbox.Maildir(str(client.stack.home / "returns"), create=True).add(raw)
    # Beat's own run may be first: then nothing is left for the command.
    read = client.estey("bounces", "read")
    assert set(read) == {"handled", "left"}
    client.settle()


def test_an_address_that_does_not_exist_is_told_and_one_button_has_mails_sent_again(
    client: Client, tmp_path: Path
) -> None:
    person, returned = told(client, tmp_path)
    assert person.view()["mail"] == {"state": "works", "reason": None, "retry_at": None}
    comes_back(client, dsn("5.1.1", returned=returned))
    assert person.view()["mail"] == {"state": "stopped", "reason": "no_such_address", "retry_at": None}
    page = requests.get(person.follow_url, timeout=30).text
    assert "n’existe pas ou n’existe plus" in page
    assert "Mon adresse fonctionne de nouveau" in page
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
    client.send_alerts()
    assert len(client.alerts(person.email)) == 1

    assert "Votre adresse est confirmée" in requests.post(f"{person.follow_url}/adresse", timeout=30).text
    client.settle()
    assert person.view()["mail"]["state"] == "works"
    client.send_alerts()
    assert len(client.alerts(person.email)) == 2, "what was published meanwhile is told"


def test_a_full_mailbox_waits_and_a_complaint_unsubscribes(client: Client, tmp_path: Path) -> None:
    person, returned = told(client, tmp_path)
    comes_back(client, dsn("4.2.2", returned=returned))
    assert person.view()["mail"]["state"] == "waits"
    assert "Notre dernier courriel n’est pas arrivé" in requests.get(person.follow_url, timeout=30).text
    comes_back(client, arf("abuse", returned=returned))
    assert person.view()["unsubscribed"]


def test_of_an_address_that_was_not_confirmed_nothing_is_told(client: Client, tmp_path: Path) -> None:
    person, returned = told(client, tmp_path)
    stranger = leave(client, wanted="soudeur", email=person.email)
    comes_back(client, dsn("5.1.1", returned=returned))
    assert person.view()["mail"]["state"] == "stopped"
    assert stranger.view()["mail"]["state"] == "works"
    assert requests.post(f"{stranger.follow_url}/adresse", timeout=30).status_code == 200
    assert person.view()["mail"]["state"] == "stopped", "whoever left an address may not speak for it"


def test_a_program_pauses_until_a_day_or_hears_what_is_wrong(client: Client) -> None:
    person = leave(client, wanted="soudeur")
    until = date.today() + timedelta(days=30)
    answer = requests.put(f"{person.api_url}/pause", json={"paused": True, "until": until.isoformat()}, timeout=30)
    assert answer.status_code == 200, answer.text
    assert answer.json()["paused"]
    assert answer.json()["paused_until"] is not None
    answer = requests.put(f"{person.api_url}/pause", json={"paused": True, "until": "2020-01-01"}, timeout=30)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "pause_date_invalid"
    answer = requests.put(f"{person.api_url}/pause", json={"paused": False}, timeout=30)
    assert (answer.json()["paused"], answer.json()["paused_until"]) == (False, None)
