"""The pages of recruiters' offers, every state, in real Chromium: what axe finds; and what can be said without it.

Each is opened as in test_accessibility, by a recruiter who signed in by a link, and by the operator in another browser.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.alerts.links import renewal_token
from indexer.publications import document as state
from indexer.recruiters import operator_links
from tests.factories.documents import store, store_all
from tests.factories.profiles import make_welder
from tests.factories.publications import TEXT, facts, make_publication, make_published
from tests.factories.recruiters import make_organisation, make_recruiter
from tests.pages.conftest import Show, SignIn
from tests.pages.markup import Markup
from tests.pages.readable import assert_everybody_can_read

Ask = Callable[..., TestResponse]

NOW = datetime.now(UTC)
ORGANISATION = make_organisation(name="Atelier de l'Exemple")
UNLAWFUL = facts(
    description=f"{TEXT} Vous avez moins de 30 ans. Bonne présentation exigée.", pay_from=None, pay_to=None
)
DOUBTFUL = facts(description=f"{TEXT} Bonne présentation exigée.", required=["soudag-tig"])
WHOLE = facts(required=["soudag-tig"], licences=["CACES-R489-3"])
SOON = (NOW + timedelta(days=6)).isoformat()
ME = "recruiter-r"
FORM = {
    "title": "Soudeur TIG (H/F)",
    "description": TEXT,
    "commune": "Pau",
    "contract": "CDI",
    "apply": "a@example.org",
}


def draft(name: str, written: dict[str, Any] = WHOLE, **changes: Any) -> state.Publication:
    """An offer of the organisation that a colleague began."""
    begun = {"at": NOW.isoformat(), "organisation": ORGANISATION["id"], "written": written}
    return make_publication(name, **{**begun, **changes})


def published(name: str, **changes: Any) -> state.Publication:
    """The same, open."""
    opened = make_published(name, at=NOW.isoformat(), organisation=ORGANISATION["id"], written=WHOLE)
    return {**opened, **changes}


def of_the_organisation() -> dict[str, state.Publication]:
    """A publication in each state but waiting, by the name that is its id."""
    said = {"settled": {"reason": "Ce n’est pas une offre d’emploi."}}
    found = {
        "draft": draft("draft"),
        "unlawful": draft("unlawful", UNLAWFUL),
        "open": published("open"),
        "edited": published("edited", draft=facts(title="Soudeuse, soudeur (H/F)")),
        "refused": state.moved(draft("refused", DOUBTFUL), state.REFUSED, NOW, **said),
        "closed": state.closed(published("closed"), state.FILLED_HERE, NOW) or {},
        "full": state.closed(published("full"), state.FULL, NOW) or {},
        "soon": published("soon", expires_at=SOON),
        "mine": published("mine", recruiter=ME, frequency=state.NO_MAIL),
    }
    return {name: {**one, "carried": True} for name, one in found.items()}


@pytest.fixture
def ask(web: FlaskClient, engine: Elasticsearch, sign_in: SignIn) -> Ask:
    """The answer of the application to a recruiter whose organisation has publications in every state."""
    store(engine, "organisations", ORGANISATION)
    me = {"email": "atelier@example.org", "frequency": "daily", "organisation": ORGANISATION["id"]}
    store(engine, "recruiters", make_recruiter(ME, **me))
    store_all(engine, "publications", of_the_organisation().values())
    sign_in(ME)
    return lambda path, form=None: web.get(path) if form is None else web.post(path, data=form)


@pytest.fixture
def operate(application: Flask, ask: Ask, engine: Elasticsearch) -> Ask:
    """The answer of the application to the operator, in a browser of their own."""
    browser = application.test_client()
    link = operator_links.make_link(engine, "Estey", timedelta(days=1), publications=True)
    assert browser.post("/operateur/entrer/" + link.rpartition("/")[2]).status_code == 303
    return lambda path, form=None: browser.get(path) if form is None else browser.post(path, data=form)


def let_two_wait(engine: Elasticsearch) -> None:
    """Have two of the organisation's offers wait for the operator: one that may be accepted, and one that was edited
    meanwhile, so that nobody may.
    """
    earlier = NOW - timedelta(hours=1)
    one = state.moved(draft("one", DOUBTFUL, at=earlier.isoformat()), state.WAITING, earlier)
    other = {**state.moved(draft("waiting", DOUBTFUL), state.WAITING, NOW), "draft": UNLAWFUL}
    store_all(engine, "publications", ({**waits, "carried": True} for waits in (one, other)))


def reading(engine: Elasticsearch, identifier: str, stage: str, **said: Any) -> str:
    """Store a file that the recruiter sent, and return the address that says how far it is."""
    sent = {"id": identifier, "purpose": "form", "origin": "file", "stage": stage, "recruiter": ME}
    store(engine, "readings", {**sent, **said})
    return f"/recruteurs/offres/lecture/{identifier}"


def people(engine: Elasticsearch) -> None:
    """Store people whom the offer finds, and some that it would find further away, or without what it requires."""
    welder = make_welder(visibility="named")
    further = make_welder(visibility="named", commune="64422", radius_km=20)
    other = make_welder(visibility="named", cv="Soudeur")
    of_each = [(welder, 12), (further, 9), (other, 8)]
    store_all(
        engine,
        "profiles",
        (
            {**one, "id": f"{kind}-{number}", "person": f"person-{kind}-{number}"}
            for kind, (one, count) in enumerate(of_each)
            for number in range(count)
        ),
    )


def pages(ask: Ask, operate: Ask, engine: Elasticsearch) -> dict[str, TestResponse]:
    """Every page in every state that looks otherwise."""
    people(engine)
    new = "/recruteurs/offres/nouvelle"
    nothing = operate("/operateur/offres")
    let_two_wait(engine)
    return {
        "list": ask("/recruteurs/offres"),
        **{f"offer {name}": ask(f"/recruteurs/offres/{name}") for name in (*of_the_organisation(), "waiting")},
        "no reason": ask("/recruteurs/offres/open/fermer", {}),
        "no rhythm": ask("/recruteurs/offres/open/rythme", {"rythme": "x"}),
        "empty form": ask(new),
        "skills": ask(new, {**FORM, "then": "metier"}),
        "counted": ask(new, {**FORM, "required": "soudag-tig", "then": "estimer"}),
        "errors": ask(new, {**FORM, "commune": "Xyzzy", "hours": "x", "apply": "", "then": "apercu"}),
        "no text": ask("/recruteurs/offres/nouvelle/texte", {"texte": ""}),
        "reading": ask(reading(engine, "unread", "received")),
        "not to be read": ask(reading(engine, "unreadable", "failed", failure={"code": "file_scan"})),
        "read": ask("/recruteurs/offres/draft/modifier?lue=1"),
        "findings": ask("/recruteurs/offres/unlawful/modifier?refusee=1"),
        "renew": ask(f"/renouveler/{renewal_token('soon', SOON)}"),
        "renewed": ask(f"/renouveler/{renewal_token('open', SOON)}"),
        "over": ask(f"/renouveler/{renewal_token('closed', SOON)}"),
        "nothing to read": nothing,
        "to read": operate("/operateur/offres"),
        "decided": operate("/operateur/offres?fait=acceptee"),
        "no reason to refuse": operate("/operateur/offres/waiting/refuser", {"reason": "x"}),
    }


def test_every_page_is_sound(ask: Ask, operate: Ask, engine: Elasticsearch) -> None:
    shown = pages(ask, operate, engine)
    assert {name: Markup(page.text).problems() for name, page in shown.items()} == {name: [] for name in shown}
    refused = {name for name, page in shown.items() if page.status_code != 200}
    assert refused == {"no reason", "no rhythm", "errors", "no text", "no reason to refuse"}


def test_what_the_law_says_stands_at_the_field_with_the_sentence_and_how_to_mend_it(ask: Ask) -> None:
    form = ask("/recruteurs/offres/unlawful/modifier?refusee=1").text
    description = form[form.index('for="description"') : form.index('id="description"')]
    assert "Vous <mark>avez moins de 30 ans</mark>." in description
    assert "L5331-2" in description
    offer = ask("/recruteurs/offres/unlawful").text
    assert "Publier l’offre" not in offer
    assert "Publier l’offre" in ask("/recruteurs/offres/draft").text


def test_whoever_did_not_write_an_offer_is_not_told_of_their_own_account(ask: Ask) -> None:
    assert "Comme dans le compte de la personne qui a écrit l’offre" in ask("/recruteurs/offres/open").text
    mine = ask("/recruteurs/offres/mine").text
    assert "Comme dans mon compte&nbsp;: une fois par jour" in mine
    assert '<option value="none" selected>' in mine


def test_people_are_counted_in_tens_and_what_would_find_more_is_said_without_a_number(
    ask: Ask, engine: Elasticsearch
) -> None:
    people(engine)
    form = ask("/recruteurs/offres/nouvelle", {**FORM, "required": "soudag-tig", "then": "estimer"}).text
    counted = Markup(form).text.replace("\u00a0", " ")
    assert "Au moins 10 personnes" in counted
    gains = counted[counted.index("Ce qui apporterait nettement plus") :]
    for said in ("sans exiger « soudage TIG »", "en cherchant 10 km plus loin"):
        assert said in gains, said
    for number in ("12", "21", "20", "9", "8"):
        assert f"{number} personne" not in counted


def test_the_operator_reads_the_whole_offer_and_what_was_found_in_it(operate: Ask, engine: Elasticsearch) -> None:
    let_two_wait(engine)
    page = operate("/operateur/offres").text
    waits = page[page.index('id="offre-one"') : page.index('id="offre-waiting"')]
    for said in (
        "<mark>Bonne présentation exigée</mark>",
        "L1132-1",
        TEXT.replace("'", "&#39;"),
        "atelier@example.org",
    ):
        assert said in waits, said
    assert "Accepter et publier" in waits
    # What is written now may not be published, whoever accepts it.
    assert "Accepter et publier" not in page[page.index('id="offre-waiting"') :]
    assert "Offres à relire (2)" in page


def test_a_reason_that_is_missing_is_said_at_its_offer_and_what_was_typed_stays(
    operate: Ask, engine: Elasticsearch
) -> None:
    let_two_wait(engine)
    page = operate("/operateur/offres/waiting/refuser", {"reason": "x" * 1001}).text
    refused = page[page.index('id="offre-waiting"') :]
    assert f'aria-invalid="true">{"x" * 1001}</textarea>' in refused
    assert "l’auteur de l’offre lira cette raison" in refused
    assert page.index('id="offre-waiting"') < page.index('id="offre-one"')


def test_everybody_can_read_them(ask: Ask, operate: Ask, engine: Elasticsearch, look: Show) -> None:
    # Those that hold all that the others do.
    shown = pages(ask, operate, engine)
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
        assert_everybody_can_read(look(shown[name]))
