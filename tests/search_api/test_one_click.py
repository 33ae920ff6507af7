"""One-click unsubscription (RFC 8058), as a mail program does it: each sentence of the promise, through HTTP."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.client import Client, Person, welder_offer
from tests.running import RunningStack
from tests.search_api.asking import LIMOGES, leave

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class Told:
    """A person who was told of an offer, and the address in the header of their mail."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client = client
        self.person: Person = leave(client, wanted="soudeur")
        client.confirm(self.person)
        client.import_offers(folder, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
        client.send_alerts()
        [mail] = client.alerts(self.person.email)
        assert mail["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        [self.address] = re.findall(r"^<(http\S+)>$", mail["headers"]["List-Unsubscribe"])

    @property
    def unsubscribed(self) -> bool:
        return bool(self.person.view()["unsubscribed"])

    def press(self, **said: object) -> requests.Response:
        """One click: a request of its own, without a session, that follows nothing."""
        return requests.post(self.address, timeout=30, allow_redirects=False, **said)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def somebody(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(Client(stack), tmp_path_factory.mktemp("told"))


@pytest.fixture
def told(somebody: Told) -> Told:
    """Somebody whose alerts are on."""
    assert requests.post(f"{somebody.person.follow_url}/reprendre", timeout=30).status_code == 200
    somebody.client.settle()
    return somebody


def test_looking_at_the_address_changes_nothing_whoever_looks(told: Told) -> None:
    before = told.person.view()
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = requests.request(method, told.address, timeout=30, allow_redirects=False)
        assert answer.status_code == 200, method
        assert "Set-Cookie" not in answer.headers
    # As a scanner of links does, with the words of the click in the address.
    assert requests.get(told.address, params=ONE_CLICK, timeout=30).status_code == 200
    assert told.person.view() == before


def test_one_click_needs_no_cookie_answers_without_redirect_and_works_twice(told: Told) -> None:
    for _ in range(2):
        answer = told.press(data=ONE_CLICK)
        assert answer.status_code == 200
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert told.unsubscribed


@pytest.mark.parametrize("said", [{"files": {"List-Unsubscribe": (None, "One-Click")}}, {}, {"data": b"\xff\x00"}])
def test_one_click_may_be_said_as_multipart_and_whatever_is_said_the_person_is_heard(
    told: Told, said: dict[str, object]
) -> None:
    # RFC 8058 §3.2 allows multipart/form-data; whoever holds the address may end the alerts, in whatever words.
    headers = {"Origin": "https://mail.example.org", "Sec-Fetch-Site": "cross-site"}
    assert told.press(headers=headers, **said).status_code == 200
    assert told.unsubscribed


def test_nothing_leaves_after_one_click_and_the_address_of_an_older_mail_is_good_for_ever(
    told: Told, tmp_path: Path
) -> None:
    assert told.press(data=ONE_CLICK).status_code == 200
    told.client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
    told.client.send_alerts()
    assert len(told.client.alerts(told.person.email)) == 1
    assert requests.post(f"{told.person.follow_url}/reprendre", timeout=30).status_code == 200
    assert not told.unsubscribed
    assert told.press(data=ONE_CLICK).status_code == 200
    assert told.unsubscribed
