"""How many people an offer would find, and what a change brings, on the real engine; never fewer than five told."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.indices import index_name
from indexer.publications.estimate import DISTANCE, LICENCE, SKILL, TRAINING, Estimate, estimate
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


def gain(found: Estimate, kind: str) -> int | None:
    [one] = [one for one in found.gains if one.kind == kind]
    return one.people


def test_those_who_chose_to_be_seen_are_counted_and_fewer_than_five_are_not_told(engine: Elasticsearch) -> None:
    assert count(engine, people(4)).people is None
    assert count(engine, people(5)).people == 5
    hidden = people(6, visibility="hidden")
    excluding = people(6, avoided_employers=["Atelier de l'Exemple"])
    assert count(engine, [*hidden, *excluding]).people == 5


def test_a_skill_and_a_licence_that_are_not_required_bring_those_who_lack_them(engine: Elasticsearch) -> None:
    holds = people(5, items=[f"skill:{TIG}", "licence:CACES-R489-3"])
    without_skill = people(7, items=["licence:CACES-R489-3"])
    without_licence = people(6, items=[f"skill:{TIG}", "licence:CACES-R486-A"])
    found = count(engine, [*holds, *without_skill, *without_licence], required=[TIG], licences=["CACES-R489-3"])
    assert found.people == 5
    assert (gain(found, SKILL), gain(found, LICENCE)) == (7, 6)
    assert found.gains[0].people == 7


def test_ten_kilometres_more_and_training_bring_more_and_a_few_are_not_told(engine: Elasticsearch) -> None:
    here, farther = people(5), people(8, commune=ORTHEZ, radius_km=30)
    too_far = people(6, commune=ORTHEZ, radius_km=10)
    apprentices = people(3, wanted=["chaudronnier"], open_to_training=True)
    found = count(engine, [*here, *farther, *too_far, *apprentices])
    assert (found.people, gain(found, DISTANCE)) == (5, 8)
    assert gain(found, TRAINING) is None


def test_a_person_with_two_profiles_is_one(engine: Elasticsearch) -> None:
    same = [{**one, "person": "somebody"} for one in people(5)]
    assert count(engine, same).people is None


@pytest.mark.parametrize("title", ["zzz", "Dresseur d’ours savants"])
def test_an_unknown_job_finds_nobody_and_breaks_nothing(engine: Elasticsearch, title: str) -> None:
    assert count(engine, people(6), title=title, job="", description="").people is None
