"""The pages of recruiters' offers, every state, in real Chromium: what axe finds; and what can be said without it.

Rendered by the application over invented documents, as in test_accessibility.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from indexer.alerts.links import renewal_token
from indexer.publications import document as state
from indexer.publications.estimate import DISTANCE, SKILL, TRAINING, Estimate, Gain
from indexer.publications.sent import FAILED, FILE
from indexer.publications.sent import FORM as FORM_FILLED
from indexer.recruiters.document import new_organisation, new_recruiter
from indexer.recruiters.operator_links import Opened
from search_api import operator_menu, owned_publication, sessions
from search_api.pages import operator_publications, publication_form, publication_sources, publications, renewal
from search_api.recruiter_access import SignedRecruiter
from tests.indexer.publications.written import PAU, TEXT, facts
from tests.pages.markup import Markup
from tests.pages.readable import assert_everybody_can_read

NOW = datetime.now(UTC)
AT = NOW.isoformat()
ORGANISATION = new_organisation("73282932000074", "Atelier de l'Exemple", PAU, AT)
SIGNED = SignedRecruiter(new_recruiter("atelier@example.org", "Camille Exemple", AT), ORGANISATION)
UNLAWFUL = facts(
    description=f"{TEXT} Vous avez moins de 30 ans. Bonne présentation exigée.", pay_from=None, pay_to=None
)
DRAFT = state.begun(
    "pub", ORGANISATION["id"], "rec", facts(required=["soudag-tig"], licences=["CACES-R489-3"]), "form", NOW
)
OPEN = {**state.published(DRAFT, NOW, 60), "offer": "offer1"}
STATES: dict[str, state.Publication] = {
    "draft": DRAFT,
    "unlawful": {**DRAFT, "draft": UNLAWFUL},
    "open": OPEN,
    "edited": {**OPEN, "draft": facts(title="Soudeuse, soudeur (H/F)")},
    "waiting": state.moved({**DRAFT, "draft": UNLAWFUL}, state.WAITING, NOW),
    "refused": {**state.moved(DRAFT, state.REFUSED, NOW), "settled": {"reason": "Ce n’est pas une offre d’emploi."}},
    "closed": state.closed(OPEN, state.FILLED_HERE, NOW) or {},
    "full": state.closed(OPEN, state.FULL, NOW) or {},
}
READINGS = {
    "reading": {"purpose": FORM_FILLED, "origin": FILE, "stage": "received"},
    "unreadable": {"purpose": FORM_FILLED, "origin": FILE, "stage": FAILED, "failure": {"code": "file_scan"}},
}
ESTIMATE = Estimate(12, (Gain(DISTANCE, "", 7), Gain(SKILL, "soudag-tig", 5), Gain(TRAINING, "", None)))
FORM = {
    "title": "Soudeur TIG (H/F)",
    "description": TEXT,
    "commune": "Pau",
    "contract": "CDI",
    "apply": "a@example.org",
}


@pytest.fixture
def get(web: FlaskClient, monkeypatch: pytest.MonkeyPatch, secret_key: None) -> Callable[..., TestResponse]:
    """The answer of the application to a recruiter whose organisation has a publication in this state."""
    monkeypatch.setattr(publication_form, "estimate", lambda client, offer, required: ESTIMATE)
    of_recruiters = (owned_publication, publication_form, publication_sources, publications, renewal)
    for module in (*of_recruiters, operator_publications, operator_menu):
        if hasattr(module, "engine"):
            monkeypatch.setattr(module, "engine", lambda: None)
        if hasattr(module, "recruiter_or_sign_in"):
            monkeypatch.setattr(module, "recruiter_or_sign_in", lambda: SIGNED)

    opened = Opened("Estey", "key", AT, publications=True)
    monkeypatch.setattr(sessions, "signed_in_operator", lambda: opened)
    monkeypatch.setattr(operator_menu, "count", lambda client, state: 3)
    monkeypatch.setattr(operator_menu, "count_waiting", lambda client: 2)
    monkeypatch.setattr(operator_publications, "get_many", lambda client, kind, ids: {ORGANISATION["id"]: ORGANISATION})

    def ask(path: str, name: str = "draft", form: dict[str, Any] | None = None) -> TestResponse:
        if name in READINGS:
            reading = {**READINGS[name], "id": "r", "recruiter": SIGNED.recruiter["id"]}
            monkeypatch.setattr(publication_sources, "get", lambda client, kind, identifier: reading)
            return web.get(path)
        known = {**STATES[name], "organisation": ORGANISATION["id"]}
        for module in (owned_publication, renewal, operator_publications):
            monkeypatch.setattr(module, "get", lambda client, kind, identifier: known)
        monkeypatch.setattr(publications, "publications_of", lambda client, organisation: list(STATES.values()))
        waits = [doubtful("one", organisation=ORGANISATION["id"]), known] if name == "waiting" else []
        monkeypatch.setattr(operator_publications, "waiting", lambda client: waits)
        return web.get(path) if form is None else web.post(path, data=form)

    return ask


def doubtful(identifier: str, **changes: Any) -> state.Publication:
    """An offer that waits, and may be accepted."""
    written = facts(description=f"{TEXT} Bonne présentation exigée.", required=["soudag-tig"])
    return state.moved({**DRAFT, "id": identifier, "draft": written, **changes}, state.WAITING, NOW)


def pages(get: Callable[..., TestResponse]) -> dict[str, TestResponse]:
    """Every page in every state that looks otherwise."""
    soon = {**OPEN, "expires_at": (NOW + timedelta(days=6)).isoformat()}
    STATES["soon"] = soon
    token = renewal_token("pub", soon["expires_at"])
    new = "/recruteurs/offres/nouvelle"
    return {
        "list": get("/recruteurs/offres"),
        **{f"offer {name}": get("/recruteurs/offres/pub", name) for name in STATES},
        "no reason": get("/recruteurs/offres/pub/fermer", "open", {}),
        "no rhythm": get("/recruteurs/offres/pub/rythme", "open", {"rythme": "x"}),
        "empty form": get(new),
        "skills": get(new, form={**FORM, "then": "metier"}),
        "counted": get(new, form={**FORM, "then": "estimer"}),
        "errors": get(new, form={**FORM, "commune": "Xyzzy", "hours": "x", "apply": "", "then": "apercu"}),
        "no text": get("/recruteurs/offres/nouvelle/texte", form={"texte": ""}),
        "reading": get("/recruteurs/offres/lecture/r", "reading"),
        "not to be read": get("/recruteurs/offres/lecture/r", "unreadable"),
        "read": get("/recruteurs/offres/pub/modifier?lue=1"),
        "findings": get("/recruteurs/offres/pub/modifier?refusee=1", "unlawful"),
        "renew": get(f"/renouveler/{token}", "soon"),
        "renewed": get(f"/renouveler/{token}", "open"),
        "over": get(f"/renouveler/{token}", "closed"),
        "nothing to read": get("/operateur/offres"),
        "to read": get("/operateur/offres", "waiting"),
        "decided": get("/operateur/offres?fait=acceptee", "waiting"),
        "no reason to refuse": get("/operateur/offres/pub/refuser", "waiting", {"reason": "x"}),
    }


def test_every_page_is_sound(get: Callable[..., TestResponse]) -> None:
    shown = pages(get)
    assert {name: Markup(page.text).problems() for name, page in shown.items()} == {name: [] for name in shown}
    refused = {name for name, page in shown.items() if page.status_code != 200}
    assert refused == {"no reason", "no rhythm", "errors", "no text", "no reason to refuse"}


def test_what_the_law_says_stands_at_the_field_with_the_sentence_and_how_to_mend_it(
    get: Callable[..., TestResponse],
) -> None:
    form = get("/recruteurs/offres/pub/modifier?refusee=1", "unlawful").text
    description = form[form.index('for="description"') : form.index('id="description"')]
    assert "Vous <mark>avez moins de 30 ans</mark>." in description
    assert "L5331-2" in description
    offer = get("/recruteurs/offres/pub", "unlawful").text
    assert "Publier l’offre" not in offer
    assert "Publier l’offre" in get("/recruteurs/offres/pub", "draft").text


def test_whoever_did_not_write_an_offer_is_not_told_of_their_own_account(get: Callable[..., TestResponse]) -> None:
    assert "Comme dans le compte de la personne qui a écrit l’offre" in get("/recruteurs/offres/pub", "open").text
    STATES["mine"] = {**OPEN, "recruiter": SIGNED.recruiter["id"], "frequency": state.NO_MAIL}
    mine = get("/recruteurs/offres/pub", "mine").text
    assert "Comme dans mon compte&nbsp;: une fois par jour" in mine
    assert '<option value="none" selected>' in mine


def test_the_operator_reads_the_whole_offer_and_what_was_found_in_it(get: Callable[..., TestResponse]) -> None:
    page = get("/operateur/offres", "waiting").text
    waits = page[page.index('id="offre-one"') : page.index('id="offre-pub"')]
    for said in (
        "<mark>Bonne présentation exigée</mark>",
        "L1132-1",
        TEXT.replace("'", "&#39;"),
        "atelier@example.org",
    ):
        assert said in waits, said
    assert "Accepter et publier" in waits
    # What is written now may not be published, whoever accepts it.
    assert "Accepter et publier" not in page[page.index('id="offre-pub"') :]
    assert "Offres à relire (2)" in page


def test_a_reason_that_is_missing_is_said_at_its_offer_and_what_was_typed_stays(
    get: Callable[..., TestResponse],
) -> None:
    page = get("/operateur/offres/pub/refuser", "waiting", {"reason": "x" * 1001}).text
    refused = page[page.index('id="offre-pub"') :]
    assert f'aria-invalid="true">{"x" * 1001}</textarea>' in refused
    assert "l’auteur de l’offre lira cette raison" in refused
    assert page.index('id="offre-pub"') < page.index('id="offre-one"')


def test_everybody_can_read_them(get: Callable[..., TestResponse], show: Callable[..., Page]) -> None:
    # Those that hold all that the others do.
    shown = pages(get)
    for name in (
        "list",
        "offer unlawful",
        "offer open",
        "no reason",
        "counted",
        "reading",
        "errors",
        "findings",
        "renew",
        "to read",
        "no reason to refuse",
    ):
        assert_everybody_can_read(show(shown[name]))
