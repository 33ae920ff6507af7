"""The set found backwards is the set found forwards (design §1), on the real engine with the real builders."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.engine.indices import KINDS, index_name, refresh
from indexer.matching.matches import DIRECT, WITH_TRAINING, Due
from indexer.matching.percolation import due_for_offers, due_for_profile, offers_answered, people_fitting
from indexer.matching.points import THRESHOLD
from indexer.matching.queries import STORED_QUERIES
from indexer.matching.traits import shared_points
from indexer.offers.document import PlaceGiven
from indexer.places.circles import circle_fields
from indexer.trainings import catalogue
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.factories.strategies import offers, profiles, trainings

SIZE = 12
MANY_PROFILES = st.tuples(*(profiles(f"p{number}") for number in range(SIZE)))
MANY_TRAININGS = st.tuples(*(trainings(f"t{number}") for number in range(4)))
MANY_OFFERS = st.tuples(*(offers(f"o{number}") for number in range(SIZE)))


def stored(engine: Elasticsearch, *kinds: tuple[str, list[dict[str, Any]]]) -> None:
    """Have the indices hold these documents and no others."""
    names = ",".join(index_name(kind) for kind in KINDS)
    engine.delete_by_query(index=names, query={"match_all": {}}, conflicts="proceed")
    bulk(
        engine,
        [
            {"_index": index_name(kind), "_id": doc["id"], "_source": doc}
            for kind, documents in kinds
            for doc in documents
        ],
    )
    refresh(engine)
    catalogue.forget()


def both_ways(
    engine: Elasticsearch, people: list[dict[str, Any]], jobs: list[dict[str, Any]]
) -> dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]]:
    """Return by kind, direct or with a training, the (profile, offer) pairs found forwards and backwards."""
    forwards = [due for one in people if one["alertable"] for due in due_for_profile(engine, one)]
    backwards = list(due_for_offers(engine, jobs))
    return {kind: (_pairs(forwards, kind), _pairs(backwards, kind)) for kind in (DIRECT, WITH_TRAINING)}


def _pairs(found: list[Due], kind: str) -> set[tuple[str, str]]:
    return {(due.profile, due.offer) for due in found if due.kind == kind}


@hypothesis_settings(
    max_examples=20,
    deadline=None,
    # Each example is a population: shrinking it costs more than it tells.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(MANY_PROFILES, MANY_OFFERS, MANY_TRAININGS)
def test_what_is_percolated_is_what_is_searched(
    engine: Elasticsearch,
    people: tuple[dict[str, Any], ...],
    jobs: tuple[dict[str, Any], ...],
    courses: tuple[dict[str, Any], ...],
) -> None:
    stored(engine, ("profiles", list(people)), ("offers", list(jobs)), ("trainings", list(courses)))
    found = both_ways(engine, list(people), list(jobs))
    forwards, backwards = found[DIRECT]
    assert forwards == backwards
    trained_forwards, trained_backwards = found[WITH_TRAINING]
    assert trained_forwards == trained_backwards
    assert not forwards & trained_forwards, "what fits as it is is never told as reached by a training"
    seen_forwards = {(profile, offer["id"]) for offer in jobs for profile in people_fitting(engine, offer)}
    seen_backwards = {(person["id"], offer) for person in people for offer in offers_answered(engine, person)}
    assert seen_forwards == seen_backwards, "a recruiter searches and is told of the same people"
    by_id = {document["id"]: document for document in (*people, *jobs)}
    for profile, offer in forwards:
        shared = shared_points(by_id[profile]["wants"], by_id[offer]["traits"])
        assert sum(shared.values()) >= THRESHOLD, "the explanation never says less than the engine counted"
    # A stored query that the percolator cannot extract is run against every offer.
    complete = {"term": {"query.extraction_result": "complete"}}
    for kind, fields in (("profiles", STORED_QUERIES), ("offers", ("query",))):
        failed = [{"term": {f"{field}.extraction_result": "failed"}} for field in fields]
        assert engine.count(index=index_name(kind), query={"bool": {"should": failed}})["count"] == 0
    assert engine.count(index=index_name("profiles"), query=complete)["count"] == len(people)


def test_every_hard_criterion_lets_pass_and_excludes_the_same_both_ways(engine: Elasticsearch) -> None:
    pau = {"wanted": ["soudeur"], "commune": "64445"}
    people = [
        make_profile("near", **pau),
        make_profile("cdi", **pau, contracts=["CDI"]),
        make_profile("far", wanted=["soudeur"], commune="59350"),
        make_profile("wide", wanted=["soudeur"], commune="40088", radius_km=200),
        make_profile("two", wanted=["soudeur"], commune="75056", around=[{"commune": "64445", "radius_km": 5}]),
        make_profile("paused", **pau, paused=True),
        make_profile("ended", **pau, unsubscribed_at="2026-11-01T00:00:00+00:00"),
        make_profile("cook", wanted=["cuisinier"], commune="64445"),
        {**make_profile("unplaced", **pau), **circle_fields(()), "departements": ["64"]},
        {**make_profile("anywhere", **pau), **circle_fields(()), "departements": []},
    ]
    jobs = [
        make_offer("pau-cdi", place=PlaceGiven(insee="64445"), contract="CDI"),
        make_offer("pau-mis", place=PlaceGiven(insee="64445"), contract="MIS"),
        make_offer("pau", place=PlaceGiven(insee="64445")),
        make_offer("some-64", place=PlaceGiven(label="64 - QUELQUE PART")),
        make_offer("nowhere", place=PlaceGiven()),
        make_offer("at-home", place=PlaceGiven(), working_time_label="Poste en full remote"),
        make_offer("lille", place=PlaceGiven(insee="59350")),
    ]
    stored(engine, ("profiles", people), ("offers", jobs))
    forwards, backwards = both_ways(engine, people, jobs)[DIRECT]
    everything = {"pau-cdi", "pau-mis", "pau", "some-64", "at-home"}
    expected = {
        "near": everything,
        "cdi": everything - {"pau-mis"},
        "far": {"lille", "at-home"},
        "wide": everything,
        "two": everything,
        "unplaced": everything,
        "anywhere": everything | {"lille", "nowhere"},
    }
    assert forwards == backwards == {(profile, offer) for profile, found in expected.items() for offer in found}
