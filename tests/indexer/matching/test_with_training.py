"""Offers that a training would open: who hears of them, and who does not, on the real engine."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.matching.matches import DIRECT, WITH_TRAINING
from indexer.matching.training import MOST_LACKING, may_train
from indexer.offers.document import PlaceGiven
from indexer.reference.in_force import vocabulary
from indexer.reference.trainings import CERTIFICATION
from indexer.trainings.catalogue import trainings_towards
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.factories.trainings import make_training
from tests.indexer.matching.test_both_directions import both_ways, stored

PAU = PlaceGiven(insee="64445")
NEAR = next(iter(vocabulary().jobs["H2913"].neighbours))
"""A job next to welding."""
SHARED = {"items": ["skill:meulag"]}
WELDING = {"title": "Poste à pourvoir", "description": "Meulage.", "rome": (NEAR,), "place": PAU}
"""An offer of that job that shares a skill with a welder."""


def told(engine: Elasticsearch, people: list[dict[str, Any]], jobs: list[dict[str, Any]], kind: str) -> set[str]:
    forwards, backwards = both_ways(engine, people, jobs)[kind]
    assert forwards == backwards
    return {profile for profile, _ in forwards}


def test_a_neighbouring_job_is_told_where_a_training_leads_to_it(engine: Elasticsearch) -> None:
    near_job = make_offer("o", **WELDING)
    people = [
        make_profile("open", wanted=["soudeur"], **SHARED, open_to_training=True),
        make_profile("not-open", wanted=["soudeur"], **SHARED),
        make_profile("elsewhere", wanted=["soudeur"], **SHARED, open_to_training=True, commune="59350"),
        make_profile("other-trade", wanted=["cuisinier"], open_to_training=True),
    ]
    leading = make_training("t", jobs=(NEAR,), place="Pau")
    stored(engine, ("profiles", people), ("offers", [near_job]), ("trainings", [leading]))
    assert told(engine, people, [near_job], WITH_TRAINING) == {"open"}
    assert told(engine, people, [near_job], DIRECT) == set()


def test_a_neighbouring_job_alone_is_not_enough_nor_is_one_where_beginners_are_taken(engine: Elasticsearch) -> None:
    person = make_profile("p", wanted=["soudeur"], open_to_training=True, **SHARED)
    jobs = [
        make_offer("nothing-shared", title="Poste à pourvoir", rome=(NEAR,), place=PAU),
        make_offer("beginners", **{**WELDING, "description": "Meulage. Débutant accepté."}),
        make_offer("shared", **WELDING),
    ]
    leading = make_training("t", jobs=(NEAR,), place="Pau")
    stored(engine, ("profiles", [person]), ("offers", jobs), ("trainings", [leading]))
    forwards, backwards = both_ways(engine, [person], jobs)[WITH_TRAINING]
    assert forwards == backwards == {("p", "shared")}


def test_a_diploma_may_be_one_level_above_and_no_more(engine: Elasticsearch) -> None:
    def holding(identifier: str, level: int) -> dict[str, Any]:
        diploma = {"label": "Diplôme", "level": level, "held": True, "year": None}
        read = {"jobs": [], "items": SHARED["items"], "diplomas": [diploma]}
        return make_profile(identifier, wanted=["soudeur"], open_to_training=True, understood=read)

    people = [holding("cap", 3), holding("bac", 4), holding("licence", 6)]
    asks = make_offer("o", **{**WELDING, "description": "Meulage. Vous avez un BTS."})
    assert asks["diploma_level"] == 5
    leading = make_training("t", jobs=(NEAR,), place="Pau")
    stored(engine, ("profiles", people), ("offers", [asks]), ("trainings", [leading]))
    assert told(engine, people, [asks], WITH_TRAINING) == {"bac", "licence"}


def test_a_training_far_away_or_begun_opens_nothing_and_one_at_a_distance_does(engine: Elasticsearch) -> None:
    near_job = make_offer("o", **WELDING)
    person = make_profile("p", wanted=["soudeur"], **SHARED, open_to_training=True)
    others = make_training("elsewhere", jobs=(NEAR,), place="Lille")
    for course, expected in [
        ({"place": "Lille"}, set()),
        ({"place": "Pau", "starts_on": "2020-01-06"}, set()),
        ({"place": "Formation à distance"}, {"p"}),
        ({"place": "Pau", "starts_on": ""}, {"p"}),
    ]:
        course = make_training("t", jobs=(NEAR,), **course)
        stored(engine, ("profiles", [person]), ("offers", [near_job]), ("trainings", [course, others]))
        assert told(engine, [person], [near_job], WITH_TRAINING) == expected


def test_certifications_count_where_there_are_no_sessions(engine: Elasticsearch) -> None:
    near_job = make_offer("o", **WELDING)
    person = make_profile("p", wanted=["soudeur"], **SHARED, open_to_training=True)
    certified = make_training("c", jobs=(NEAR,), kind=CERTIFICATION, starts_on="")
    stored(engine, ("profiles", [person]), ("offers", [near_job]), ("trainings", [certified]))
    assert told(engine, [person], [near_job], WITH_TRAINING) == {"p"}
    session = make_training("s", jobs=("G1602",), place="Pau")
    stored(engine, ("profiles", [person]), ("offers", [near_job]), ("trainings", [certified, session]))
    assert told(engine, [person], [near_job], WITH_TRAINING) == set()


def test_a_licence_required_and_lacking_is_made_up_for_by_a_training_that_teaches_it(engine: Elasticsearch) -> None:
    offer = make_offer("o", title="Cariste", place=PAU, required_labels=("CACES R489 catégorie 3",))
    people = [
        make_profile("holds", wanted=["cariste"], items=["licence:CACES-R489-5"], open_to_training=True),
        make_profile("lacks", wanted=["cariste"], items=["licence:CACES-R486-B"], open_to_training=True),
        make_profile("lacks-closed", wanted=["cariste"], items=["licence:CACES-R486-B"]),
        make_profile("says-nothing", wanted=["cariste"], open_to_training=True),
    ]
    teaching = make_training("t", skills=("CACES R489 catégorie 3",), place="Pau")
    stored(engine, ("profiles", people), ("offers", [offer]), ("trainings", [teaching]))
    assert told(engine, people, [offer], DIRECT) == {"holds", "says-nothing"}
    assert told(engine, people, [offer], WITH_TRAINING) == {"lacks"}
    [best] = trainings_towards(engine, people[1], offer)
    assert best["id"] == "t"


def test_the_trainings_told_are_those_in_reach_what_is_lacking_first_then_the_soonest(engine: Elasticsearch) -> None:
    offer = make_offer("o", title="Soudeur", place=PAU, required_labels=("CACES R489 catégorie 3",))
    person = make_profile("p", wanted=["chaudronnier"], open_to_training=True)
    courses = [
        make_training("late", jobs=("H2913",), place="Pau", starts_on="2037-01-04"),
        make_training("soon", jobs=("H2913",), place="Pau", starts_on="2036-01-07"),
        make_training("far", jobs=("H2913",), place="Lille", starts_on="2035-01-08"),
        make_training("licence", skills=("CACES R489 catégorie 3",), place="Pau", starts_on="2037-02-01"),
        make_training("other", jobs=("G1602",), place="Pau"),
    ]
    stored(engine, ("trainings", courses))
    found = trainings_towards(engine, person, offer)
    assert [course["id"] for course in found] == ["licence", "soon", "late"]


def test_two_kinds_of_licences_may_be_lacking_and_not_three() -> None:
    held = ["PERMIS-B", "CACES-R486", "QUALIFICATION-VOYAGEURS"]
    assert may_train(held, ["PERMIS-C", "CACES-R489"])
    assert may_train(held, ["PERMIS-C", "CACES-R489", "HAB-ELEC"]), "what was never spoken of is not lacking"
    assert not may_train(held, ["PERMIS-C", "CACES-R489", "QUALIFICATION-MARCHANDISES"])
    assert MOST_LACKING == 2
