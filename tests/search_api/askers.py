"""Who asks for each address of the table: with which links, keys and cookies.

The application runs in this process, over documents of this process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from flask import Flask
from werkzeug.test import TestResponse

from indexer.accounts.sign_in_links import make_link
from indexer.alerts import links
from indexer.engine.documents import get
from indexer.profiles import draft
from indexer.profiles.adviser import share
from indexer.profiles.deposit import Deposit, deposit
from indexer.publications import lifecycle
from indexer.reading.file_checks import check_file
from indexer.recruiters import operator_links, organisations, vouching
from indexer.recruiters.document import organisation_of_siret
from indexer.recruiters.lifecycle import register
from search_api.endpoints import ACCESS
from search_api.roles import (
    ALONE,
    BLOCKED,
    KEY,
    OPERATOR,
    OTHER,
    OWNER,
    PARTNER,
    RECRUITERS,
    SIGNED_IN,
    VOUCHED,
    WRONG,
    WRONG_KEY,
)
from tests.cv_files import WELDER
from tests.factories.documents import store
from tests.factories.publications import PAU, facts
from tests.indexer.searches.test_both_directions import make_search
from tests.search_api.asking import address
from tests.search_api.recruiting import invented_siret

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
ROWS = sorted(ACCESS)
# Addresses that end whoever asks them, or their sessions; elsewhere one browser of each role does for all.
ENDING = {
    "POST /deconnexion",
    "POST /espace/effacer",
    "POST /espace/autres-sessions",
    "POST /recruteurs/compte/effacer",
    "POST /recruteurs/compte/autres-sessions",
}
# What is sent where nothing would be looked at before the link.
CONTENT = {"PUT /api/profiles/<secret>/pause": {"paused": True}}
BODY = "Mission locale de l'Exemple"


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
    renewal: str
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
            return self.renewal
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


@dataclass
class Askers:
    """Everybody who asks: the application, the documents their links are about, and the browser of each role."""

    app: Flask
    client: Elasticsearch
    api_key: str
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    _tokens: Tokens | None = None

    def ask(self, row: str, role: str, tokens: Tokens | None, method: str = "") -> TestResponse:
        """Ask for an address as a role does, without content unless the row needs some."""
        own_method, _, path = row.partition(" ")
        own, other = (tokens.of(row), tokens.other(row)) if tokens else ("x", "x")
        secret = {WRONG: altered(own) if tokens else "x", OWNER: own, OTHER: other}.get(role, "x")
        keys = {KEY: self.api_key, WRONG_KEY: "0" * 64, WRONG: self.api_key[:-4] + "0000"}
        headers = {"Authorization": f"Bearer {keys[role]}"} if role in keys else {}
        browser = self.app.test_client()
        for name, value in self.cookies_of(role, row).items():
            browser.set_cookie(name, value)
        return browser.open(filled(path, secret), method=method or own_method, headers=headers, json=CONTENT.get(row))

    def tokens_for(self, row: str) -> Tokens | None:
        """The links for a row; new ones where it may change or erase what it is asked about."""
        if "<secret>" not in row and "<token>" not in row:
            return None
        if not row.startswith("GET "):
            return self.fresh_tokens()
        if self._tokens is None:
            self._tokens = self.fresh_tokens()
        return self._tokens

    def fresh_tokens(self) -> Tokens:
        """The links of somebody new."""
        profile = self.profile()
        identifier = profile["id"]
        begun = draft.begin(self.client, identifier, check_file("cv.txt", WELDER.encode()), "cv.txt")
        draft_read = store(self.client, "profiles", {**begun, "stage": "parsed"})
        saved = store(
            self.client,
            "searches",
            {**make_search(f"s-{identifier}", words="soudeur"), "link_key": "k", "confirmed_at": None},
        )
        shared = share(self.client, identifier)
        assert shared is not None
        return Tokens(
            page=links.follow_secret(profile),
            draft=links.draft_secret(draft_read),
            search=links.search_secret(saved),
            confirm=links.confirm_token(identifier),
            confirm_search=links.search_confirm_token(saved["id"]),
            unsubscribe=links.unsubscribe_token("nobody-in-particular"),
            mail=links.mail_token("no-digest"),
            followed=links.followed("nobody-in-particular", "/offres/x").split("/")[-3],
            sign_in=make_link(self.client, profile["person"], "/suivi"),
            adviser=links.adviser_token(shared),
            operator=self.operator_link(publications=False),
            renewal=self.renewal_link(),
            answer=links.answer_token("no-match"),
            contact=links.contact_token("no-match"),
        )

    def profile(self) -> dict[str, Any]:
        """Somebody new whose CV was read, and who did not confirm their address yet."""
        left = deposit(
            self.client,
            Deposit(
                cv=check_file("cv.txt", WELDER.encode()),
                cv_name="cv.txt",
                email=address(),
                commune=PAU,
                radius_km=30,
                wanted=["soudeur"],
            ),
        )
        return store(self.client, "profiles", {**left, "stage": "matched"})

    def operator_link(self, *, publications: bool) -> str:
        """A link as `estey organisations page` prints it."""
        lasts, now = timedelta(hours=1), datetime.now(UTC)
        made = operator_links.make_link(self.client, BODY, lasts, now, publications=publications)
        return made.rpartition("/")[2]

    def renewal_link(self) -> str:
        """A link as the mail holds it that says an offer is soon over."""
        siret = invented_siret()
        organisations.join(self.client, {"id": "nobody-in-particular"}, siret, "Atelier de l'Exemple", PAU)
        vouching.vouch(self.client, organisation_of_siret(siret), BODY)
        begun = lifecycle.begin(self.client, organisation_of_siret(siret), "nobody-in-particular", facts())
        published = lifecycle.publish(self.client, begun["id"])
        assert published is not None
        return links.renewal_token(begun["id"], published[0]["expires_at"])

    def cookies_of(self, role: str, row: str) -> dict[str, str]:
        """What the browser of a role keeps: of somebody new where the row ends them or their sessions."""
        if row in ENDING:
            return self._new_cookies(role)
        if role not in self._cookies:
            self._cookies[role] = self._new_cookies(role)
        return self._cookies[role]

    def _new_cookies(self, role: str) -> dict[str, str]:
        if role == SIGNED_IN:
            profile = self.profile()
            return self._opened(f"/connexion/{make_link(self.client, profile['person'], '/suivi')}")
        if role in (PARTNER, OPERATOR):
            return self._opened(f"/operateur/entrer/{self.operator_link(publications=role == OPERATOR)}")
        return self._recruiter_cookies(role) if role in RECRUITERS else {}

    def _recruiter_cookies(self, role: str) -> dict[str, str]:
        recruiter = register(self.client, address(), "Camille Exemple")
        cookies = self._opened(f"/connexion/{make_link(self.client, recruiter, '/recruteurs/compte')}")
        if role == ALONE:
            return cookies
        known: dict[str, Any] = get(self.client, "recruiters", recruiter) or {}
        assert organisations.join(self.client, known, invented_siret(), "Atelier de l'Exemple", PAU)
        organisation = str((get(self.client, "recruiters", recruiter) or {}).get("organisation") or "")
        if role == VOUCHED:
            vouching.vouch(self.client, organisation, BODY)
        if role == BLOCKED:
            vouching.block(self.client, organisation, "Les offres n'existent pas.", "Estey")
        return cookies

    def _opened(self, link: str) -> dict[str, str]:
        """What a browser keeps once the button of a link was pressed."""
        browser = self.app.test_client()
        assert browser.post(link).status_code == 303
        return {cookie.key: cookie.value for cookie in browser._cookies.values()}


def altered(token: str) -> str:
    return token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")


def filled(row: str, secret: str) -> str:
    values = {"secret": secret, "token": secret, "kind": "offres"}
    return re.sub(r"<(?:[^<>]+:)?(\w+)>", lambda match: values.get(match[1], "unknown"), row)
