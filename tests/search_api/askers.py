"""Who asks for each address of the table: with which links, keys and cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import requests

from indexer.recruiters.document import organisation_of_siret
from search_api.endpoints import ACCESS
from search_api.roles import (
    KEY,
    OPERATOR,
    OTHER,
    OWNER,
    PARTNER,
    RECRUITERS,
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
    from tests.factories.publications import PAU, facts
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
