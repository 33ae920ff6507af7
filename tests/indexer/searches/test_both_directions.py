"""A saved search finds the same offers when it is run and when an offer is percolated against it."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.engine.indices import index_name
from indexer.offers.document import PlaceGiven
from indexer.offers.facets import EXPERIENCE, PAY_STEPS
from indexer.offers.search import Search, search
from indexer.offers.search_places import Around
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.searches.document import complete, saved_search
from indexer.searches.percolation import due_for_search, due_from_searches
from indexer.searches.wanted import Wanted
from indexer.searching.kinds import NOT_SAID
from tests.factories.documents import NOW
from tests.factories.offers import make_offer
from tests.factories.strategies import PLACES, offers
from tests.indexer.matching.test_both_directions import stored

WORDS = (
    "",
    "soudeur",
    "soudeuse tig",
    "chef de cuisine",
    "Ateliers du Gave",
    "aide-soignant",
    "maçon, coffreur",
    "soudeur TIG inox gave",
    '"soudeur" tig',
    "chaudronier",
    "permis C",
    "aide soignant de nuit en ateliers du gave",
)
FACETS = {
    "contract": ("CDI", "MIS", NOT_SAID),
    "family": ("H", "F", "G", NOT_SAID),
    "job": ("H2913", "G1602"),
    "working_time": ("full_time", "part_time"),
    "remote": ("full", "none", NOT_SAID),
    "pay": tuple(str(step) for step in PAY_STEPS[:4]),
    "experience": tuple(EXPERIENCE),
    "diploma": ("3", "5"),
    "source": ("test", "other"),
    "accessible": ("oui",),
    "training": ("oui",),
    "without_licence": ("oui",),
}


def make_search(identifier: str, **given: Any) -> dict[str, Any]:
    """A confirmed saved search, as the page and the confirmation write it."""
    since, paused = given.pop("since", NOW), given.pop("paused", False)
    saved = saved_search(Wanted(**given), f"{identifier}@example.org", "at_once", vocabulary(), gazetteer(), NOW)
    saved |= {"id": identifier, "confirmed_at": NOW, "since": since, "paused": paused}
    return complete(saved, vocabulary(), gazetteer())


def searches(identifier: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        make_search,
        st.just(identifier),
        words=st.sampled_from(WORDS),
        communes=st.lists(st.sampled_from(PLACES), max_size=2, unique=True).map(tuple),
        radius_km=st.sampled_from((5, 30, 150)),
        departements=st.sampled_from(((), (), ("33",), ("40", "59"))),
        neighbours=st.booleans(),
        chosen=choices(),
        precise=st.booleans(),
        since=st.sampled_from((NOW, "2027-01-01T00:00:00+00:00")),
        paused=st.booleans(),
    )


def choices() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """At most two facets of which something is chosen: with more, hardly an offer is left."""
    one = st.sampled_from(sorted(FACETS)).flatmap(
        lambda name: st.tuples(
            st.just(name), st.lists(st.sampled_from(FACETS[name]), min_size=1, max_size=2, unique=True).map(tuple)
        )
    )
    return st.lists(one, max_size=2).map(dict)


def both_ways(
    engine: Elasticsearch, saved: list[dict[str, Any]], jobs: list[dict[str, Any]]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    forwards = {(due.search, due.offer) for one in saved if one["alertable"] for due in due_for_search(engine, one)}
    backwards = {(due.search, due.offer) for due in due_from_searches(engine, jobs)}
    return forwards, backwards


@hypothesis_settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    st.tuples(*(searches(f"s{number}") for number in range(10))),
    st.tuples(*(offers(f"o{number}") for number in range(10))),
)
def test_what_is_percolated_is_what_is_searched(
    engine: Elasticsearch, saved: tuple[dict[str, Any], ...], jobs: tuple[dict[str, Any], ...]
) -> None:
    stored(engine, ("searches", list(saved)), ("offers", list(jobs)))
    forwards, backwards = both_ways(engine, list(saved), list(jobs))
    assert forwards == backwards
    failed = {"term": {"query.extraction_result": "failed"}}
    assert engine.count(index=index_name("searches"), query=failed)["count"] == 0


def test_the_page_shows_what_the_alert_tells(engine: Elasticsearch) -> None:
    jobs = [
        make_offer("tig", title="Soudeur TIG H/F", place=PlaceGiven(insee="64445"), contract="CDI"),
        make_offer("other-words", title="Soudeuse à l’arc", place=PlaceGiven(insee="64445"), contract="MIS"),
        make_offer("far", title="Soudeur TIG", place=PlaceGiven(insee="59350"), contract="CDI"),
        make_offer("cook", title="Cuisinier", place=PlaceGiven(insee="64445"), contract="CDI"),
        make_offer("low", title="Soudeur", place=PlaceGiven(insee="64445"), pay_label="Mensuel de 1500,00 Euros"),
        make_offer("said-only-below", title="Chaudronnier", description="Vous aidez le soudeur", contract="CDI"),
    ]
    saved = [
        make_search("welders", words="soudeur"),
        make_search("near", words="soudeur", communes=("64445",)),
        make_search("cdi", words="soudeur", communes=("64445",), chosen={"contract": ("CDI",)}),
        make_search("paid", words="soudeur", communes=("64445",), chosen={"pay": ("1800",)}),
        make_search("industry", chosen={"family": ("H",)}, communes=("64445",)),
    ]
    stored(engine, ("searches", saved), ("offers", jobs))
    forwards, backwards = both_ways(engine, saved, jobs)
    assert forwards == backwards
    pau = gazetteer().communes["64445"]
    for one in saved:
        wish = one["wish"]
        around = (Around(pau.point or (0, 0), "64"),) if wish["communes"] else ()
        page = Search(wish["words"], around, wish["radius_km"], chosen=wish["chosen"])
        shown = {offer["id"] for offer in search(engine, page, vocabulary()).offers}
        assert shown == {offer for name, offer in forwards if name == one["id"]}
    assert ("cdi", "tig") in forwards
    assert ("cdi", "other-words") not in forwards


def test_an_offer_counts_from_the_moment_of_the_confirmation_on(engine: Elasticsearch) -> None:
    offer = make_offer("o", title="Soudeur")
    later = make_search("later", words="soudeur", since="2026-11-23T08:00:01+00:00")
    then = make_search("then", words="soudeur", since=NOW)
    paused = make_search("paused", words="soudeur", paused=True)
    stored(engine, ("searches", [later, then, paused]), ("offers", [offer]))
    forwards, backwards = both_ways(engine, [later, then, paused], [offer])
    assert forwards == backwards == {("then", "o")}


def test_a_search_saved_by_an_earlier_release_finds_what_it_found(engine: Elasticsearch) -> None:
    jobs = [
        make_offer("cdi", title="Soudeur", place=PlaceGiven(insee="64445"), contract="CDI"),
        make_offer("temping", title="Soudeur", place=PlaceGiven(insee="64445"), contract="MIS"),
        make_offer("unsaid", title="Soudeur", place=PlaceGiven(insee="64445")),
    ]
    older = make_search("older", words="soudeur", communes=("64445",))
    del older["facets"], older["whole_departements"]
    older |= {"contracts": ["CDI"], "families": ["H"]}
    older["wish"] = {"words": "soudeur", "commune": "64445", "radius_km": 30, "contracts": ["CDI"], "families": ["H"]}
    for saved in (older, complete(older, vocabulary(), gazetteer())):
        stored(engine, ("searches", [saved]), ("offers", jobs))
        forwards, backwards = both_ways(engine, [saved], jobs)
        assert forwards == backwards == {("older", "cdi")}


def test_an_offer_that_does_not_say_is_told_unless_only_those_that_say_are_wanted(engine: Elasticsearch) -> None:
    jobs = [
        make_offer("cdi", title="Soudeur", contract="CDI"),
        make_offer("temping", title="Soudeur", contract="MIS"),
        make_offer("unsaid", title="Soudeur"),
    ]
    chosen = {"contract": ("CDI",)}
    saved = [make_search("any", chosen=chosen), make_search("precise", chosen=chosen, precise=True)]
    stored(engine, ("searches", saved), ("offers", jobs))
    forwards, backwards = both_ways(engine, saved, jobs)
    assert forwards == backwards == {("any", "cdi"), ("any", "unsaid"), ("precise", "cdi")}
    assert ("paid", "low") not in forwards, "its pay is said, and too low"
