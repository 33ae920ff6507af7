"""Signing in by a link sent by mail, through HTTP."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from itsdangerous import URLSafeTimedSerializer

from indexer.accounts import sign_in_links
from indexer.accounts.sign_in_links import MOST_A_DAY, TooManyLinksError, check_link, make_link, use_link
from indexer.alerts.links import LinkExpiredError, sign_in_token
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.profiles import lifecycle
from indexer.profiles.document import person_of
from tests.client import Client
from tests.search_api.asking import address, leave
from tests.signing_in import SUBJECT, ask_for_link, enter, signed_in


def opens(browser: requests.Session, client: Client) -> bool:
    answer = browser.get(f"{client.stack.url}/suivi", timeout=30, allow_redirects=False)
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def test_a_link_signs_in_once_and_reading_it_uses_nothing_up(client: Client) -> None:
    person = leave(client)
    link = ask_for_link(client, person.email)
    for _ in range(3):
        assert requests.get(link, timeout=30).status_code == 200
    browser = enter(link)
    assert opens(browser, client)
    for again in (requests.get(link, timeout=30), requests.post(link, timeout=30)):
        assert again.status_code == 410
        assert "Ce lien ne sert plus" in again.text
        assert "Set-Cookie" not in again.headers
    assert opens(browser, client)


def test_of_twenty_clicks_at_once_one_signs_in(client: Client) -> None:
    link = ask_for_link(client, leave(client).email)
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda _: requests.post(link, timeout=60, allow_redirects=False).status_code, range(20))
        )
    assert sorted(answers) == [303] + [410] * 19


def test_using_a_link_ends_the_others(client: Client) -> None:
    email = leave(client).email
    first, second = ask_for_link(client, email), ask_for_link(client, email, known=1)
    enter(second)
    assert requests.post(first, timeout=30, allow_redirects=False).status_code == 410


def test_an_unknown_address_is_answered_the_same_and_gets_no_mail(client: Client) -> None:
    known, unknown = leave(client).email, address()
    answers = [
        requests.post(f"{client.stack.url}/connexion", data={"email": email}, timeout=30, allow_redirects=False)
        for email in (known, unknown)
    ]
    said = [(one.status_code, one.headers["Location"], one.text, one.headers.get("Set-Cookie")) for one in answers]
    assert said[0] == said[1]
    deadline = time.monotonic() + 60
    while not [mail for mail in client.mails(known) if mail["subject"] == SUBJECT]:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    time.sleep(2)
    assert client.mails(unknown) == []
    assert get(engine(), "people", person_of(unknown)) is None


def test_the_page_that_was_asked_for_is_come_back_to_and_no_other_site(client: Client) -> None:
    email = leave(client).email
    asked = requests.get(f"{client.stack.url}/suivi", timeout=30, allow_redirects=False)
    assert asked.headers["Location"] == "/connexion?vers=/suivi"
    for number, (then, led) in enumerate((("/?q=soudeur", "/?q=soudeur"), ("//evil.example.com", "/suivi"))):
        link = ask_for_link(client, email, then, known=number)
        assert requests.post(link, timeout=30, allow_redirects=False).headers["Location"] == led


def test_the_cookie_is_out_of_reach_and_says_nothing_of_the_person(client: Client) -> None:
    email = leave(client).email
    link = ask_for_link(client, email)
    cookie = requests.post(link, timeout=30, allow_redirects=False).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    # Over http, as here: Secure would have the browser drop it. tests/search_api/test_sessions.py looks at https.
    assert "Secure" not in cookie
    days = datetime.strptime(cookie.partition("Expires=")[2].partition(";")[0], "%a, %d %b %Y %H:%M:%S GMT")
    assert timedelta(days=59) < days.replace(tzinfo=UTC) - datetime.now(UTC) < timedelta(days=61)
    shared = requests.post(
        ask_for_link(client, email, known=1), data={"shared": "true"}, timeout=30, allow_redirects=False
    ).headers["Set-Cookie"]
    assert "Expires" not in shared
    assert "Max-Age" not in shared


def test_signing_out_ends_this_session_and_ending_the_others_keeps_it(client: Client) -> None:
    email = leave(client).email
    here, there = signed_in(client, email), enter(ask_for_link(client, email, known=1))
    assert opens(here, client)
    assert opens(there, client)
    assert here.post(f"{client.stack.url}/espace/autres-sessions", timeout=30).status_code == 200
    assert opens(here, client)
    assert not opens(there, client)
    here.post(f"{client.stack.url}/deconnexion", timeout=30)
    assert not opens(here, client)


def test_a_session_ends_when_its_person_is_erased_and_does_not_come_back_with_them(client: Client) -> None:
    person = leave(client)
    browser = signed_in(client, person.email)
    cookies = dict(browser.cookies)
    lifecycle.delete(engine(), person.identifier)
    assert not opens(browser, client)
    leave(client, email=person.email)
    signed_in_again = enter(ask_for_link(client, person.email, known=1))
    assert opens(signed_in_again, client)
    old = requests.Session()
    old.cookies.update(cookies)
    assert not opens(old, client)


@pytest.mark.parametrize("alter", ["flip", "cut", "other key", "other person"])
def test_a_cookie_that_was_altered_signs_nobody_in(client: Client, alter: str) -> None:
    browser = signed_in(client, leave(client).email)
    [cookie] = [one for one in browser.cookies if one.name == "estey"]
    value = str(cookie.value)
    forged = {
        "flip": value[:5] + ("A" if value[5] != "A" else "B") + value[6:],
        "cut": value[:-1],
        "other key": URLSafeTimedSerializer("x" * 40, salt="cookie-session").dumps({"person": "x", "key": "y"}),
        "other person": value.replace(".", "..", 1),
    }[alter]
    stranger = requests.Session()
    stranger.cookies.set("estey", str(forged))
    assert not opens(stranger, client)


def test_another_sites_form_signs_nobody_out(client: Client) -> None:
    browser = signed_in(client, leave(client).email)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example.com"}):
        answer = browser.post(f"{client.stack.url}/deconnexion", headers=headers, timeout=30)
        assert answer.status_code == 403
    assert opens(browser, client)


def test_links_for_one_address_are_counted(client: Client) -> None:
    leave_, now = leave(client), datetime.now(UTC)
    person = person_of(leave_.email)
    tokens = [make_link(engine(), person, "/suivi", now) for _ in range(MOST_A_DAY)]
    with pytest.raises(TooManyLinksError):
        make_link(engine(), person, "/suivi", now + timedelta(hours=23))
    signed = use_link(engine(), tokens[0])
    assert signed.person == person
    # Using one does not make room for more.
    with pytest.raises(TooManyLinksError):
        make_link(engine(), person, "/suivi", now + timedelta(hours=23))
    assert make_link(engine(), person, "/suivi", now + timedelta(hours=25))


def test_a_token_of_our_own_that_was_never_written_down_signs_nobody_in(client: Client) -> None:
    person = person_of(leave(client).email)
    make_link(engine(), person, "/suivi")
    for token in (sign_in_token(person, "guessed", "/suivi"), sign_in_token(person, "", "/suivi")):
        for look in (check_link, use_link):
            with pytest.raises(LinkExpiredError):
                look(engine(), token)
    kept: dict[str, Any] = get(engine(), "people", person) or {}
    with pytest.raises(LinkExpiredError):
        use_link(engine(), sign_in_token(person, kept["sign_ins"][0]["digest"], "/suivi"))
    assert sign_in_links.session_is_good(engine(), person, "") is False


def test_what_is_no_address_is_said_beside_the_field(client: Client) -> None:
    for email, said in (("", "Indiquez votre adresse"), ("lou", "n’est pas complète"), ("é@example.org", "accents")):
        answer = requests.post(f"{client.stack.url}/connexion", data={"email": email}, timeout=30)
        assert (answer.status_code, said in answer.text) == (422, True), email
