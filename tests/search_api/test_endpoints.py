"""Every method of every address, asked by every kind of asker, on the running service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pytest
import requests

from indexer.recruiters.document import organisation_of_siret
from indexer.settings import PROJECT_ROOT
from search_api.app import create_app
from search_api.endpoints import ACCESS, page, rows_of
from search_api.roles import (
    KEY,
    NOBODY,
    OPERATOR,
    OTHER,
    OWNER,
    PARTNER,
    RECRUITERS,
    ROLES,
    SIGNED_IN,
    WRONG,
    WRONG_KEY,
)
from tests.client import Client
from tests.running import RunningStack
from tests.search_api.asking import address, begin_deposit, leave, unheard_word, wait_for_stage
from tests.search_api.recruiting import operator_cookies, recruiter_cookies

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
ROWS = sorted(ACCESS)
# Addresses that end whoever asks them, or their sessions; elsewhere one browser of each role does for all.
ENDING = {
    "POST /espace/effacer",
    "POST /espace/autres-sessions",
    "POST /recruteurs/compte/effacer",
    "POST /recruteurs/compte/autres-sessions",
}
KEPT: dict[str, dict[str, str]] = {}
# What is sent where nothing would be looked at before the link.
CONTENT = {"PUT /api/profiles/<secret>/pause": {"paused": True}}


@dataclass(frozen=True)
class Tokens:
    """The links of one person, of a profile and of a saved search that may be changed and erased."""

    page: str
    draft: str
    search: str
    confirm: str
    confirm_search: str
    unsubscribe: str
    mail: str
    followed: str
    sign_in: str
    adviser: str
    operator: str
    answer: str
    contact: str

    def of(self, row: str) -> str:
        """The link made for an address."""
        if "/alerte/confirmer/" in row:
            return self.confirm_search
        if "/confirm/" in row:
            return self.confirm
        if "/desabonnement/" in row:
            return self.unsubscribe
        if "/mails/" in row:
            return self.mail
        if "/connexion/" in row:
            return self.sign_in
        if row == "GET /conseiller/<token>":
            return self.adviser
        if "/operateur/" in row:
            return self.operator
        if "/renouveler/" in row:
            return renewal_link()
        if "/reponse/" in row:
            return self.answer
        if "/contact/" in row:
            return self.contact
        if "/vers/" in row:
            return self.followed
        if "/deposer/" in row:
            return self.draft
        return self.search if "/alerte/" in row else self.page

    def other(self, row: str) -> str:
        """A link of ours that was made for something else."""
        return self.page if self.of(row) != self.page else self.unsubscribe


def fresh_tokens(client: Client) -> Tokens:
    """New ones for each row, since a row may erase what it is asked about."""
    # The stack's key signs links here too: settings are the instance's.
    from indexer.alerts.links import (
        answer_token,
        confirm_token,
        contact_token,
        followed,
        mail_token,
        search_confirm_token,
        unsubscribe_token,
    )

    person = leave(client)
    # A profile that is still being read may be changed by the one who reads it.
    wait_for_stage(person.api_url, "matched")
    # Words of no offer: a search that most offers answer is refused.
    asked = {"q": unheard_word(), "lieu": "Limoges", "email": address(), "frequency": "weekly", "consent": "true"}
    saved = requests.post(f"{client.stack.url}/alerte", data=asked, timeout=30, allow_redirects=False)
    search = saved.headers["Location"].rpartition("/")[2]
    from indexer.alerts.links import read_search_secret

    return Tokens(
        person.follow_url.rpartition("/")[2],
        begin_deposit(client).rpartition("/")[2],
        search,
        confirm_token(person.identifier),
        search_confirm_token(read_search_secret(search)[0]),
        unsubscribe_token("nobody-in-particular"),
        mail_token("no-digest"),
        followed("nobody-in-particular", "/offres/x").split("/")[-3],
        sign_in_link(person.email),
        adviser_link(person.identifier),
        operator_link(),
        answer_token("no-match"),
        contact_token("no-match"),
    )


def adviser_link(identifier: str) -> str:
    """A link as the person gives it to their adviser."""
    from indexer.alerts.links import adviser_token
    from indexer.engine.client import engine
    from indexer.profiles.adviser import share

    profile = share(engine(), identifier)
    assert profile is not None
    return adviser_token(profile)


def operator_link() -> str:
    """A link as `estey organisations page` prints it."""
    from indexer.engine.client import engine
    from indexer.recruiters.operator_links import make_link

    return make_link(engine(), "Mission locale de l'Exemple", timedelta(hours=1)).rpartition("/")[2]


@cache
def renewal_link() -> str:
    """A link as the mail holds it that says an offer is soon over."""
    from indexer.alerts.links import renewal_token
    from indexer.engine.client import engine
    from indexer.publications import lifecycle
    from indexer.recruiters.organisations import join
    from tests.indexer.publications.written import PAU, facts
    from tests.search_api.recruiting import invented_siret

    siret, client = invented_siret(), engine()
    join(client, {"id": "nobody-in-particular"}, siret, "Atelier de l'Exemple", PAU)
    begun = lifecycle.begin(client, organisation_of_siret(siret), "nobody-in-particular", facts())
    published = lifecycle.publish(client, begun["id"])
    assert published is not None
    return renewal_token(begun["id"], published[0]["expires_at"])


def sign_in_link(email: str) -> str:
    """A link as the mail would hold it."""
    from indexer.accounts.sign_in_links import make_link
    from indexer.engine.client import engine
    from indexer.profiles.document import person_of

    return make_link(engine(), person_of(email), "/suivi")


def cookies_of(stack: RunningStack, role: str, row: str) -> dict[str, str]:
    """What the browser of a role keeps: of somebody new where the row ends them or their sessions."""
    if row in ENDING:
        return new_cookies(stack, role)
    if role not in KEPT:
        KEPT[role] = new_cookies(stack, role)
    return KEPT[role]


def new_cookies(stack: RunningStack, role: str) -> dict[str, str]:
    if role == SIGNED_IN:
        return signed_in_cookies(stack)
    if role in (PARTNER, OPERATOR):
        return operator_cookies(stack, publications=role == OPERATOR)
    return recruiter_cookies(stack, role) if role in RECRUITERS else {}


def signed_in_cookies(stack: RunningStack) -> dict[str, str]:
    """What the browser of a person who signed in keeps; somebody new, since a row may erase them."""
    link = f"{stack.url}/connexion/{sign_in_link(leave(Client(stack)).email)}"
    return dict(requests.post(link, timeout=60, allow_redirects=False).cookies)


def altered(token: str) -> str:
    return token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")


def filled(row: str, secret: str) -> str:
    values = {"secret": secret, "token": secret, "kind": "offres"}
    return re.sub(r"<(?:[^<>]+:)?(\w+)>", lambda match: values.get(match[1], "unknown"), row)


def ask(stack: RunningStack, row: str, role: str, tokens: Tokens | None, method: str = "") -> requests.Response:
    own_method, _, path = row.partition(" ")
    own, other = (tokens.of(row), tokens.other(row)) if tokens else ("x", "x")
    secret = {WRONG: altered(own) if tokens else "x", OWNER: own, OTHER: other}.get(role, "x")
    keys = {KEY: stack.api_key, WRONG_KEY: "0" * 64, WRONG: stack.api_key[:-4] + "0000"}
    headers = {"Authorization": f"Bearer {keys[role]}"} if role in keys else {}
    return requests.request(
        method or own_method,
        stack.url + filled(path, secret),
        headers=headers,
        cookies=cookies_of(stack, role, row),
        json=CONTENT.get(row),
        timeout=60,
        allow_redirects=False,
    )


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert sorted(name for name, _ in rows_of(create_app())) == ROWS


def test_the_page_says_what_the_table_says() -> None:
    written = (PROJECT_ROOT / "docs" / "endpoints.md").read_text(encoding="utf-8")
    assert written == page(), "run .venv/bin/python scripts/endpoints.py"


@pytest.mark.parametrize("row", ROWS)
def test_each_kind_of_asker_gets_what_the_table_says(row: str, stack: RunningStack) -> None:
    tokens = fresh_tokens(Client(stack)) if "<secret>" in row or "<token>" in row else None
    expected = ACCESS[row].statuses
    # The owner last: they may erase it all.
    for role in sorted(ROLES, key=lambda role: role == OWNER):
        answer = ask(stack, row, role, tokens)
        assert answer.status_code == expected[role], role
        if row.startswith("GET "):
            head = ask(stack, row, role, tokens, "HEAD")
            assert (head.status_code, head.content) == (expected[role], b""), role
            assert head.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", sorted({row.partition(" ")[2] for row in ROWS}))
def test_other_methods_are_refused_with_those_that_exist_and_options_tell_nothing_more(
    path: str, stack: RunningStack
) -> None:
    own = {row.partition(" ")[0] for row in ROWS if row.partition(" ")[2] == path}
    allowed = own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set())
    for role in (NOBODY, KEY):
        for method in METHODS:
            answer = ask(stack, f"GET {path}", role, None, method)
            if method not in allowed:
                assert answer.status_code == 405, method
                assert set(answer.headers["Allow"].split(", ")) == allowed
            elif method == "OPTIONS":
                assert (answer.status_code, answer.content) == (200, b"")
                assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/nowhere", "/suivi/", "/suivi/x/nowhere", "/admin", "/.env", "/.git/config"]
)
def test_what_is_nowhere_is_missing_for_all(path: str, stack: RunningStack) -> None:
    for role in ROLES:
        assert ask(stack, f"GET {path}", role, None).status_code == 404, role
