"""Where each kind of document is shown; it is stored when its address is first asked for, or just before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import marks
from indexer.alerts.links import (
    CONFIRM_DAYS,
    MAIL_DAYS,
    confirm_token,
    draft_secret,
    follow_secret,
    mail_token,
    search_confirm_token,
    unsubscribe_token,
)
from indexer.offers.document import PlaceGiven
from tests.factories.candidacies import seen
from tests.factories.documents import store, store_all
from tests.factories.offers import copies, make_welder_offer
from tests.factories.profiles import make_draft, make_welder
from tests.factories.tokens import made_ago
from tests.factories.trainings import make_training
from tests.pages.states import LACKING, LICENCE, OFFER_STATES, draft_steps, own_page, saved_search_page

TOLD: dict[str, Any] = {"accessible": True, "pay_label": "2 100 €", "experience_label": "1 an"}
VAGUE = PlaceGiven(label="Nouvelle-Aquitaine")
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat()


class Addresses(dict[str, str]):
    """Addresses by the names that stand for them in braces."""

    def __init__(self, engine: Elasticsearch) -> None:
        super().__init__()
        self._engine = engine

    def __missing__(self, name: str) -> str:
        self[name] = _MADE[name](self._engine)
        return self[name]


def found_by_much(engine: Elasticsearch) -> str:
    """The page of an open welder whom offers fit, as they are or after a training, and whom a recruiter saw."""
    welder = store(engine, "profiles", make_welder(open_to_training=True, visibility="named"))
    seen(engine, welder)
    bare = make_welder_offer("bare", title="Soudeur", contract="", contract_label="", place=VAGUE)
    reached = make_welder_offer("reached", title="Chaudronnier", **{**LACKING, "skill_labels": (LICENCE, "gerbage")})
    store_all(engine, "offers", [make_welder_offer(pay_label="Mensuel de 2 100 €"), bare, reached])
    store_all(engine, "trainings", [course(), course("t2", title="Titre professionnel", jobs=("H2902",), link="")])
    return f"/suivi/{follow_secret(welder)}"


def course(identifier: str = "t1", **given: Any) -> dict[str, Any]:
    """A training in Pau that teaches the licence that is asked for."""
    facts = {"title": "CACES R489 en trois jours", "organisation": "Les Quais", "place": "Pau", "skills": (LICENCE,)}
    return make_training(identifier, **{**facts, "link": "https://example.org/f", **given})


def found_by_more_than_is_shown(engine: Elasticsearch) -> str:
    """The page of a welder whom more offers fit than are shown."""
    store_all(engine, "offers", copies(make_welder_offer(), 21))
    return own_page(engine)


def _confirmed(engine: Elasticsearch) -> str:
    own_page(engine)
    return confirm_token("profile1")


def _ending(engine: Elasticsearch) -> str:
    return unsubscribe_token(store(engine, "profiles", make_welder())["person"])


def _search_confirmed(engine: Elasticsearch) -> str:
    saved_search_page(engine)
    return search_confirm_token("search1")


def _confirmed_too_late(engine: Elasticsearch) -> str:
    own_page(engine, "unconfirmed")
    return made_ago(timedelta(days=CONFIRM_DAYS, seconds=1), confirm_token, "profile1")


_MADE: dict[str, Callable[[Elasticsearch], str]] = {
    "own": found_by_much,
    "own, more offers": found_by_more_than_is_shown,
    "steps": draft_steps,
    # Of a draft that was erased.
    "gone": lambda engine: f"/deposer/{draft_secret(make_draft())}",
    "saved": saved_search_page,
    "confirm": _confirmed,
    "confirm too late": _confirmed_too_late,
    "mail too late": lambda engine: made_ago(timedelta(days=MAIL_DAYS, seconds=1), mail_token, "digest"),
    "unsubscribe": _ending,
    "confirm search": _search_confirmed,
}


def results(engine: Elasticsearch) -> None:
    """Store offers of welders that say something of all that can be asked for, and one that says little."""
    aire = PlaceGiven(label="40 - Aire", latitude=43.65, longitude=-0.5)
    store_all(
        engine,
        "offers",
        [
            make_welder_offer(**TOLD, working_time="full_time", published_at=YESTERDAY, diploma_label="CAP soudage"),
            make_welder_offer(
                "o2", contract="MIS", working_time_label="Temps partiel, télétravail partiel", place=aire
            ),
            make_welder_offer("o3", contract="ALT", published_at=YESTERDAY, title="Soudeuse, soudeur en alternance"),
            make_welder_offer("o4", contract="CDI", contract_label="", employer="", place=VAGUE, title="Soudeur"),
            make_welder_offer("o5", pay_label="2 400 € brut par mois", place=PlaceGiven(insee="33063")),
        ],
    )


def many_results(engine: Elasticsearch) -> None:
    """Store more offers of welders than one page lists."""
    store_all(engine, "offers", copies(make_welder_offer(), 21))


def result_further_away(engine: Elasticsearch) -> None:
    """Store one offer, of a rare job, forty kilometres from Pau."""
    store(engine, "offers", make_welder_offer(title="Astronaute", place=PlaceGiven(latitude=43.65, longitude=-0.5)))


def offer_page(engine: Elasticsearch, state: str) -> str:
    """Store the offer `offer1` and a welder for whom it is in one of OFFER_STATES; return who they are."""
    given = OFFER_STATES[state]
    store(engine, "offers", make_welder_offer(**given.get("offer", {})))
    store(engine, "trainings", course())
    person = str(store(engine, "profiles", make_welder(**given.get("profile", {})))["person"])
    for said, *how in given.get("said", ()):
        getattr(marks, said)(engine, person, "offer1", *how)
    return person


def kept_and_refused(engine: Elasticsearch) -> str:
    """Store an offer that somebody keeps, closed since, and one that is not for them; return who they are."""
    person = str(store(engine, "profiles", make_welder())["person"])
    store_all(engine, "offers", [make_welder_offer(status="closed"), make_welder_offer("offer2")])
    marks.keep(engine, person, "offer1")
    marks.refuse(engine, person, "offer2", "too_far")
    return person
