"""How many people an offer would find, and what a change brings, on the real engine: rounded, never fewer than ten."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.indices import index_name
from indexer.publications.estimate import DISTANCE, LICENCE, SKILL, TRAINING, Estimate, estimate, told
from indexer.publications.reading import offer_as_matched
from indexer.reference.in_force import gazetteer, vocabulary
from tests.factories.profiles import make_profile
from tests.factories.publications import ORGANISATION, facts

TIG = "soudag-tig"
# Some 39 km from Pau.
ORTHEZ = "64430"


def people(many: int, **given: Any) -> list[dict[str, Any]]:
    chosen = {"wanted": ["soudeur"], "visibility": "anonymous", **given}
    name = "-".join(str(value) for value in given.values())
    return [make_profile(f"p{number}-{name}", **chosen) for number in range(many)]


def count(engine: Elasticsearch, profiles: list[dict[str, Any]], **written: Any) -> Estimate:
    bulk(
        engine, ({"_index": index_name("profiles"), "_id": one["id"], "_source": one} for one in profiles), refresh=True
    )
    said = facts(**written)
    return estimate(engine, offer_as_matched(said, ORGANISATION, vocabulary(), gazetteer()), said["required"])


def gains(found: Estimate) -> list[str]:
    return [one.kind for one in found.gains]


def test_those_who_chose_to_be_seen_are_counted_and_fewer_than_ten_are_not_told(engine: Elasticsearch) -> None:
    assert count(engine, people(9)).people is None
    assert count(engine, people(10)).people == 10
    hidden = people(12, visibility="hidden")
    excluding = people(12, avoided_employers=["Atelier de l'Exemple"])
    assert count(engine, [*hidden, *excluding]).people == 10


def test_one_person_more_is_not_seen_in_the_count(engine: Elasticsearch) -> None:
    assert count(engine, people(13)).people == count(engine, people(17)).people == 10


def test_the_greater_the_coarser_and_never_more_than_there_are() -> None:
    steps = {number: told(number) for number in range(2000)}
    assert all(said is None for number, said in steps.items() if number < 10)
    assert all(said is not None and said <= number for number, said in steps.items() if number >= 10)
    assert (told(99), told(149), told(499), told(799)) == (90, 100, 450, 700)


def test_a_skill_and_a_licence_that_are_not_required_bring_those_who_lack_them(engine: Elasticsearch) -> None:
    holds = people(10, items=[f"skill:{TIG}", "licence:CACES-R489-3"])
    without_skill = people(23, items=["licence:CACES-R489-3"])
    without_licence = people(12, items=[f"skill:{TIG}", "licence:CACES-R486-A"])
    found = count(engine, [*holds, *without_skill, *without_licence], required=[TIG], licences=["CACES-R489-3"])
    assert found.people == 10
    assert [kind for kind in gains(found) if kind != TRAINING] == [SKILL, LICENCE]
    assert not any(str(number) in repr(found.gains) for number in (12, 20, 22, 23, 33))


def test_ten_kilometres_more_bring_more_and_a_few_are_not_said(engine: Elasticsearch) -> None:
    here, farther = people(10), people(11, commune=ORTHEZ, radius_km=30)
    too_far = people(12, commune=ORTHEZ, radius_km=10)
    apprentices = people(3, wanted=["chaudronnier"], open_to_training=True)
    found = count(engine, [*here, *farther, *too_far, *apprentices])
    assert found.people == 10
    assert gains(found) == [DISTANCE]


def test_a_person_with_two_profiles_is_one(engine: Elasticsearch) -> None:
    same = [{**one, "person": "somebody"} for one in people(12)]
    assert count(engine, same).people is None


@pytest.mark.parametrize("title", ["zzz", "Dresseur d’ours savants"])
def test_an_unknown_job_finds_nobody_and_breaks_nothing(engine: Elasticsearch, title: str) -> None:
    assert count(engine, people(6), title=title, job="", description="").people is None
