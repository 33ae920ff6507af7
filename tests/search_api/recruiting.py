"""Recruiters as tests need them, signed in through HTTP: alone, in a new, a vouched or a blocked organisation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from indexer.accounts.sign_in_links import make_link
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.recruiters import operator_links, organisations, vouching
from indexer.recruiters.document import Organisation, Recruiter
from indexer.recruiters.lifecycle import register
from search_api.roles import ALONE, BLOCKED, VOUCHED
from tests.running import RunningStack

BORDEAUX = "33063"


@dataclass(frozen=True)
class Recruiting:
    """A recruiter in a browser of their own, and their organisation if they have one."""

    browser: requests.Session
    recruiter: str
    organisation: str

    def stored(self) -> Recruiter:
        return get(engine(), "recruiters", self.recruiter) or {}

    def organisation_stored(self) -> Organisation:
        return get(engine(), "organisations", self.organisation) or {}


def invented_siret() -> str:
    """A SIRET of nobody in particular whose key is right: a company of random digits, its first establishment."""
    siren = _with_key(f"{secrets.randbelow(10**8):08d}")
    return _with_key(f"{siren}{1:04d}")


def recruiting(stack: RunningStack, role: str, siret: str = "") -> Recruiting:
    """Sign a new recruiter in, with what the role says of their organisation (search_api.endpoints)."""
    client = engine()
    recruiter = register(client, f"recruteur-{secrets.token_hex(5)}@example.org", "Camille Exemple")
    browser = requests.Session()
    link = f"{stack.url}/connexion/{make_link(client, recruiter, '/recruteurs/compte')}"
    assert browser.post(link, timeout=60, allow_redirects=False).status_code == 303
    if role == ALONE:
        return Recruiting(browser, recruiter, "")
    known: dict[str, Any] = get(client, "recruiters", recruiter) or {}
    assert organisations.join(client, known, siret or invented_siret(), "Atelier de l'Exemple", BORDEAUX)
    organisation = str((get(client, "recruiters", recruiter) or {}).get("organisation") or "")
    if role == VOUCHED:
        vouching.vouch(client, organisation, "Mission locale de l'Exemple")
    if role == BLOCKED:
        vouching.block(client, organisation, "Les offres n'existent pas.", "Estey")
    return Recruiting(browser, recruiter, organisation)


def recruiter_cookies(stack: RunningStack, role: str) -> dict[str, str]:
    """What the browser of such a recruiter keeps."""
    return dict(recruiting(stack, role).browser.cookies)


def operator_cookies(stack: RunningStack, *, publications: bool = False) -> dict[str, str]:
    """What the browser keeps of who opened the operator's pages: a partner body, or with `publications` the operator.

    The link is in the partner's name either way.
    """
    by, lasts = "Mission locale de l'Exemple", timedelta(hours=1)
    link = operator_links.make_link(engine(), by, lasts, datetime.now(UTC), publications=publications)
    return dict(requests.post(link, timeout=60, allow_redirects=False).cookies)


def _with_key(digits: str) -> str:
    """Add the digit that makes the key of Luhn right."""
    doubled = (int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(digits)))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return digits + str(-total % 10)


def post_offer(stack: RunningStack, key: str, record: dict[str, object]) -> requests.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return requests.post(f"{stack.url}/api/offers", json=record, headers=headers, timeout=60)
