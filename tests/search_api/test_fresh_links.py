"""What cannot be undone on a person's page asks for more than a mail's link; signing out ends a session for good."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from indexer.alerts import people
from indexer.engine.client import engine
from indexer.engine.documents import change, get
from search_api.fresh_links import shown_no_more, shows_more
from tests.client import Client, Person
from tests.cv_files import WELDER, as_pdf, scan_like_pdf
from tests.search_api.asking import leave, wait_for_stage
from tests.signing_in import SUBJECT, ask_for_link, enter

WISH = {"commune": "Limoges", "radius_km": "30", "wanted": "tuyauteur", "frequency": "weekly"}


@pytest.fixture
def person(client: Client) -> Person:
    """Somebody whose address was confirmed an hour ago, in no browser."""
    left = leave(client, wanted="soudeur", avoided_employers="Chantiers de l'Exemple")
    client.confirm(left)
    then = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    change(engine(), "profiles", left.identifier, lambda doc: {**doc, "confirmed_at": then}, refresh=True)
    return left


def post(person: Person, path: str, browser: Any = requests, **sent: Any) -> requests.Response:
    answer: requests.Response = browser.post(f"{person.follow_url}{path}", timeout=60, allow_redirects=False, **sent)
    return answer


def stored(person: Person) -> dict[str, Any]:
    return get(engine(), "profiles", person.identifier) or {}


def mailed_link(client: Client, person: Person, answer: requests.Response) -> str:
    """Press the page's button and return the link that is mailed."""
    asked = dict(re.findall(r'name="(\w+)" value="(\w+)"', answer.text))
    before = [mail for mail in client.mails(person.email) if mail["subject"] == SUBJECT]
    assert post(person, "/lien", data=asked).status_code == 303
    while len(found := [mail for mail in client.mails(person.email) if mail["subject"] == SUBJECT]) == len(before):
        pass
    return str(re.findall(r"http\S+/connexion/\S+", found[-1]["text"])[0])


def led_to(link: str) -> tuple[requests.Session, str]:
    browser = requests.Session()
    answer = browser.post(link, timeout=30, allow_redirects=False)
    assert answer.status_code == 303
    return browser, answer.headers["Location"]


def test_the_link_of_a_mail_erases_nothing_and_a_fresh_one_leads_back_to_it(client: Client, person: Person) -> None:
    refused = post(person, "/supprimer")
    assert (refused.status_code, "Recevoir ce lien" in refused.text) == (403, True)
    assert stored(person)
    browser, path = led_to(mailed_link(client, person, refused))
    assert path == f"{urlsplit(person.follow_url).path}/supprimer"
    assert "Oui, tout effacer" in browser.get(f"{client.stack.url}{path}", timeout=30).text
    assert post(person, "/supprimer", browser).status_code == 200
    assert stored(person) == {}


def test_another_cv_is_taken_from_whoever_has_the_mailbox_at_hand(client: Client, person: Person) -> None:
    wait_for_stage(person.api_url, "matched")
    before, files = stored(person)["file"], {"cv": ("autre.pdf", as_pdf(f"{WELDER} Autre."))}
    refused = post(person, "/cv", files=files)
    assert (refused.status_code, stored(person)["file"]) == (403, before)
    browser, path = led_to(mailed_link(client, person, refused))
    assert "envoyer votre autre CV" in browser.get(f"{client.stack.url}{path}", timeout=30).text
    assert post(person, "/cv", browser, files=files).status_code == 303
    assert stored(person)["file"] != before


def test_a_cv_that_cannot_be_read_is_replaced_without(client: Client) -> None:
    left = leave(client, content=scan_like_pdf())
    wait_for_stage(left.api_url, "failed")
    then = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    change(engine(), "profiles", left.identifier, lambda doc: {**doc, "confirmed_at": then}, refresh=True)
    assert post(left, "/cv", files={"cv": ("cv.pdf", as_pdf(WELDER))}).status_code == 303


def test_being_shown_to_more_recruiters_asks_for_it_and_the_rest_of_the_form_is_kept(
    client: Client, person: Person
) -> None:
    refused = post(person, "/modifier", data={**WISH, "visibility": "named"})
    kept = stored(person)
    assert (refused.status_code, "Vos autres changements sont enregistrés" in refused.text) == (403, True)
    assert (kept["visibility"], kept["avoided_employers"]) == ("hidden", ["Chantiers de l'Exemple"])
    assert (kept["wanted"], kept["frequency"]) == (["tuyauteur"], "weekly")
    browser, path = led_to(mailed_link(client, person, refused))
    page = browser.get(f"{client.stack.url}{path}", timeout=30).text
    assert re.search(r'value="named" checked|value="named"[^>]* checked', page), "what was chosen is chosen still"
    assert post(person, "/modifier", browser, data={**WISH, "visibility": "named"}).status_code == 303
    assert stored(person)["visibility"] == "named"
    assert post(person, "/modifier", data={**WISH, "visibility": "hidden"}).status_code == 303, "to hide needs none"


@pytest.mark.parametrize(
    ("before", "wish", "more"),
    [
        (("hidden", []), {"visibility": "anonymous"}, True),
        (("anonymous", []), {"visibility": "named"}, True),
        (("named", []), {"visibility": "anonymous"}, False),
        (("named", ["Exemple"]), {"visibility": "named", "avoided_employers": []}, True),
        (("anonymous", ["Exemple"]), {"visibility": "anonymous", "avoided_employers": ["Exemple", "Autre"]}, False),
        (("hidden", ["Exemple"]), {"visibility": "hidden", "avoided_employers": []}, True),
        (("named", ["Exemple"]), {"visibility": "hidden", "avoided_employers": ["Exemple"]}, False),
        (("named", ["Exemple"]), {}, False),
    ],
)
def test_what_shows_a_cv_to_more(before: tuple[str, list[str]], wish: dict[str, Any], more: bool) -> None:
    assert shows_more({"visibility": before[0], "avoided_employers": before[1]}, wish) is more


def test_a_session_of_long_ago_or_of_somebody_else_is_not_enough(client: Client, person: Person) -> None:
    other = enter(ask_for_link(client, leave(client).email))
    assert post(person, "/supprimer", other).status_code == 403


def test_who_cannot_be_written_to_erases_all_the_same(person: Person) -> None:
    people.change(engine(), stored(person)["person"], lambda doc: {**doc, "mail_state": "stopped"})
    assert post(person, "/supprimer").status_code == 200


def test_what_is_not_confirmed_is_ended_by_its_link_alone(client: Client) -> None:
    left = leave(client)
    assert post(left, "/supprimer").status_code == 200


def test_the_link_of_a_mail_reads_and_pauses_through_the_api_and_changes_nothing(
    client: Client, person: Person
) -> None:
    secret = person.follow_url.rpartition("/")[2]
    assert secret not in person.api_url
    address = f"{client.stack.url}/api/profiles/{secret}"
    assert requests.get(address, timeout=30).status_code == 200
    assert requests.put(f"{address}/pause", json={"paused": True}, timeout=30).status_code == 200
    for method, said in (("PATCH", {"visibility": "named"}), ("DELETE", None)):
        answer = requests.request(method, address, json=said, timeout=30)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "link_reads_only")
    assert requests.patch(person.api_url, json={"frequency": "weekly"}, timeout=30).status_code == 200
    assert person.api_url.rpartition("/")[2] not in " ".join(mail["text"] for mail in client.mails(person.email))
    assert requests.delete(person.api_url, timeout=30).status_code == 204


@pytest.mark.parametrize("shared", [False, True])
def test_a_copied_cookie_is_worth_nothing_after_signing_out(client: Client, person: Person, shared: bool) -> None:
    browser, other = (enter(ask_for_link(client, person.email, known=known), shared=shared) for known in range(2))
    copy = requests.Session()
    copy.cookies.update(browser.cookies)
    page = f"{client.stack.url}/suivi"
    assert copy.get(page, timeout=30, allow_redirects=False).status_code == 200
    browser.post(f"{client.stack.url}/deconnexion", timeout=30)
    assert copy.get(page, timeout=30, allow_redirects=False).status_code == 303
    assert other.get(page, timeout=30, allow_redirects=False).status_code == 200, "their other browsers go on"


def test_hiding_is_done_at_once_and_the_employers_hidden_from_stay_until_a_fresh_link_says_so() -> None:
    profile = {"visibility": "named", "avoided_employers": ["Exemple"]}
    kept = shown_no_more(profile, {"visibility": "hidden", "avoided_employers": ["Autre"]})
    assert kept == {"visibility": "hidden", "avoided_employers": ["Exemple", "Autre"]}
    assert shown_no_more(profile, {"visibility": "named", "avoided_employers": []})["visibility"] == "named"
