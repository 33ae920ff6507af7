"""The search over a real engine: what words admit and in which order, what facets count, what is hinted at."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.engine.indices import index_name
from indexer.language.engine_words import STOP, seen_by_engine
from indexer.offers.document import PlaceGiven
from indexer.offers.facets import FACETS, values_of
from indexer.offers.search import Results, Search, search
from indexer.offers.search_hints import hints
from indexer.offers.search_places import Around
from indexer.reference.in_force import vocabulary
from indexer.searching.kinds import NOT_SAID
from tests.factories.offers import make_offer
from tests.factories.strategies import offers
from tests.indexer.matching.test_both_directions import stored

OLORON = PlaceGiven(latitude=43.19, longitude=-0.61)
PAU = (Around((43.2951, -0.3708), "64"),)


def ask(engine: Elasticsearch, words: str = "", **given: Any) -> Results:
    return search(engine, Search(words, **given), vocabulary())


def found(engine: Elasticsearch, words: str = "", **given: Any) -> list[str]:
    return [offer["id"] for offer in ask(engine, words, **given).offers]


def test_the_engine_leaves_out_the_words_that_are_not_counted(engine: Elasticsearch) -> None:
    text = " , ".join(sorted(STOP))
    assert not engine.indices.analyze(index=index_name("offers"), analyzer="french_text", text=text)["tokens"]
    for word in ("as", "soudeur", "l’arc", "3x8", "b", "été", "aide-soignant"):
        kept = engine.indices.analyze(index=index_name("offers"), analyzer="french_text", text=word)["tokens"]
        assert bool(kept) is seen_by_engine(word), word


def test_gender_and_number_are_one_and_a_description_alone_admits_nothing(engine: Elasticsearch) -> None:
    stored(
        engine,
        (
            "offers",
            [
                make_offer("title", title="Zinqueuses sur toit"),
                make_offer("described", title="Manutention", description="Vous aidez le zinqueur, soudage TIG"),
                make_offer("skilled", title="Soudeur", description="soudage TIG"),
            ],
        ),
    )
    assert found(engine, "zinqueur") == found(engine, "zinqueuse") == ["title"]
    assert found(engine, "soudeur TIG") == ["skilled"]
    assert found(engine, "TIG") == [], "a skill of the description only"
    assert found(engine, "TIG manutention") == ["described"]


def test_long_words_may_be_one_letter_off_and_come_after_the_exact_ones(engine: Elasticsearch) -> None:
    stored(
        engine,
        (
            "offers",
            [
                make_offer("near", title="Poste de zinguistorien", description="zinguistorian"),
                make_offer("exact", title="Poste de zinguistorian"),
                make_offer("short", title="Poste de zingot"),
            ],
        ),
    )
    assert found(engine, "zinguistorian") == ["exact", "near"]
    assert "exact" in found(engine, "zinguistorin")
    assert found(engine, "zinguistzzian") == [], "two letters are too many"
    assert found(engine, "zingat") == [], "short words are themselves only"
    assert found(engine, '"zinguistorian"') == ["exact"]


def test_all_words_up_to_two_all_but_one_up_to_four(engine: Elasticsearch) -> None:
    stored(
        engine,
        (
            "offers",
            [
                make_offer("a", title="Zava zevo"),
                make_offer("b", title="Zava zevo zivu"),
                make_offer("c", title="Zava"),
            ],
        ),
    )
    assert set(found(engine, "zava zevo")) == {"a", "b"}
    assert found(engine, "zava zevo zivu")[0] == "b", "what holds all comes first"
    assert set(found(engine, "zava zevo zivu")) == {"a", "b"}
    assert set(found(engine, "zava zevo zivu zovy")) == {"b"}
    assert set(found(engine, "la zava de l’zevo")) == {"a", "b"}


def test_what_would_find_more_is_said_with_its_count(engine: Elasticsearch) -> None:
    stored(
        engine,
        (
            "offers",
            [
                make_offer(
                    "oloron", title="Zinqueur", place=PlaceGiven(latitude=43.19, longitude=-0.61), contract="CDI"
                ),
                make_offer("lille", title="Zinqueur", place=PlaceGiven(insee="59350"), contract="MIS"),
            ],
        ),
    )
    wish = Search("zinqueur", PAU, 10, chosen={"contract": ("CDI",)})
    said = hints(engine, wish, ask(engine, "zinqueur").parts, vocabulary(), 0)
    assert [(hint.kind, hint.value, hint.count) for hint in said] == [("radius", "25", 1), ("everywhere", "", 1)]
    assert hints(engine, Search("zinqueur"), ask(engine, "zinqueur").parts, vocabulary(), 2) == []


@hypothesis_settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.tuples(*(offers(f"o{number}") for number in range(15))), st.booleans())
def test_a_facet_filters_and_counts_what_the_values_of_an_offer_say(
    engine: Elasticsearch, jobs: tuple[dict[str, Any], ...], precise: bool
) -> None:
    stored(engine, ("offers", list(jobs)))
    values = {offer["id"]: values_of(offer) for offer in jobs}
    facets = ask(engine).facets
    for name, kind in FACETS.items():
        if name == "since":
            continue
        for value, count in facets[name].counts.items():
            having = {identifier for identifier, of in values.items() if value in of[name]}
            assert count == len(having), (name, value)
            lets = kind.lets_through and not precise and value != NOT_SAID
            unsaid = {identifier for identifier, of in values.items() if of[name] == [NOT_SAID]} if lets else set()
            results = ask(engine, chosen={name: (value,)}, precise=precise)
            assert {offer["id"] for offer in results.offers} == having | unsaid, (name, value)
            assert results.facets[name].counts[value] == count, "its own choice leaves its count"


@pytest.mark.parametrize("order", ["", "date"])
def test_an_offer_that_comes_while_pages_are_read_repeats_and_hides_none(engine: Elasticsearch, order: str) -> None:
    jobs = [make_offer(f"o{number:02}", title=f"Soudeur {number}") for number in range(41)]
    stored(engine, ("offers", jobs))
    pages = [ask(engine, "soudeur", order=order)]
    for number in range(3):
        new = make_offer(
            f"new{number}", title="Soudeur et chaudronnier", published_at=f"203{number}-01-01T00:00:00+00:00"
        )
        engine.index(index=index_name("offers"), id=new["id"], document=new, refresh=True)
        if pages[-1].next:
            pages.append(ask(engine, "soudeur", order=order, cursor=pages[-1].next))
    shown = [offer["id"] for page in pages for offer in page.offers]
    assert sorted(shown) == sorted(job["id"] for job in jobs)
