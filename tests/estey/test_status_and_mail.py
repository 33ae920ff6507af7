"""`estey status`, `estey alerts send` and `estey mailbox`, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.client import Client, Person, welder_offer
from tests.cv_files import WELDER, as_pdf
from tests.estey.command_line import assert_one_sentence, run_command, type_command

NIORT = {"libelle": "79 - NIORT", "latitude": 46.3239, "longitude": -0.4641, "codePostal": "79000", "commune": "79191"}


@pytest.fixture
def weekly(client: Client) -> Iterator[Person]:
    """A welder in Niort who hears of offers once a week, and leaves in the end: others are counted here."""
    email = f"weekly-{uuid4().hex[:8]}@example.org"
    person = client.deposit("cv.pdf", as_pdf(WELDER), email, commune="Niort", wanted="soudeur", frequency="weekly")
    client.confirm(person)
    client.send_alerts()
    yield person
    requests.delete(person.api_url, timeout=30)


def test_status_tells_what_is_stored_and_on_which_engine(client: Client) -> None:
    client.settle()
    status = client.estey("status")
    assert status["in_flight"] == 0
    assert set(status["counts"]) >= {"offers", "profiles", "matches"}
    assert all(isinstance(count, int) for count in status["counts"].values())
    assert status["engine"]["name"] in ("opensearch", "elasticsearch")
    assert int(status["engine"]["version"].split(".")[0]) >= 3
    assert status["url"] == client.stack.url


def test_status_counts_what_came_in_and_what_is_in_flight(client: Client) -> None:
    client.settle()
    before = client.estey("status")["counts"]["profiles"]
    client.deposit("cv.pdf", as_pdf(WELDER), f"status-{uuid4().hex[:8]}@example.org", commune="Niort")
    assert client.estey("status")["counts"]["profiles"] == before + 1
    client.settle()
    status = client.estey("status")
    assert status["stages"]["profiles"].get("received", 0) == 0


@pytest.mark.parametrize("command", [("status",), ("alerts", "send", "--now"), ("mailbox",)])
def test_for_people_it_is_written_in_lines(client: Client, command: tuple[str, ...]) -> None:
    done = type_command(client.stack.home, *command)
    assert done.returncode == 0
    assert done.stdout.strip()
    assert "{" not in done.stdout


def test_alerts_send_now_counts_its_mails_and_the_mailbox_shows_them_whole(
    client: Client, weekly: Person, tmp_path: Path
) -> None:
    email = weekly.email
    before = len(client.mails(email))
    client.import_offers(tmp_path, *(welder_offer(uuid4().hex, lieuTravail=NIORT) for _ in range(2)))
    assert client.estey("alerts", "send", "--now") == {"mails": 1, "offers_told": 2, "delayed": 0}
    assert client.estey("alerts", "send", "--now") == {"mails": 0, "offers_told": 0, "delayed": 0}
    mails = client.estey("mailbox")
    assert all(set(mail) == {"to", "subject", "date", "headers", "text", "html"} for mail in mails)
    assert [mail["date"] for mail in mails] == sorted(mail["date"] for mail in mails)
    [mail] = client.mails(email)[before:]
    assert datetime.fromisoformat(mail["date"]).tzinfo is not None
    assert {"From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe"} <= set(mail["headers"])
    assert mail["subject"] == "2 offres d’emploi pour vous"
    assert mail["html"].lstrip().lower().startswith("<!doctype html")
    assert "<" not in mail["text"].replace("<http", "")


def test_without_now_a_weekly_person_waits_for_their_hour(client: Client, weekly: Person, tmp_path: Path) -> None:
    before = len(client.alerts(weekly.email))
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=NIORT))
    client.estey("alerts", "send")
    assert len(client.alerts(weekly.email)) == before
    client.send_alerts()
    assert len(client.alerts(weekly.email)) == before + 1


def test_where_no_mail_is_captured_the_mailbox_says_so(client: Client, tmp_path: Path) -> None:
    done = run_command(tmp_path, "mailbox", "--json", ESTEY_ENGINE_URL=client.stack.environment["ESTEY_ENGINE_URL"])
    assert "no captured mail here" in assert_one_sentence(done)
