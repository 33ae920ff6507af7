"""Searches of the CV base over a real engine: who is found, who never is, counts, pages, one result a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.candidates.employers import group_keys
from indexer.cv_search.facets import AVAILABLE_DAYS, FACETS
from indexer.cv_search.queries import CvSearch
from indexer.cv_search.search import CvResults, everybody_found, search
from indexer.engine.indices import index_name
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import employer_key
from indexer.offers.search_places import Around
from indexer.profiles.document import complete, person_of, place_fields
from indexer.reference.in_force import gazetteer
from indexer.searching.choices import values_of
from indexer.searching.kinds import NOT_SAID
from tests.starter import starter_words

VOCABULARY = starter_words()
PAU = Around((43.2951, -0.3708), "64")


@pytest.fixture(scope="module", autouse=True)
def prepared() -> Vocabulary:
    VOCABULARY.prepare()
    return VOCABULARY


def store(engine: Elasticsearch, identifier: str, **said: Any) -> dict[str, Any]:
    """A welder of Pau who chose to be seen without name, as a deposit would have written them."""
    email = said.pop("email", f"{identifier}@example.org")
    commune, radius = said.pop("commune", "64445"), said.pop("radius_km", 30)
    profile = {
        "id": identifier,
        "person": person_of(email),
        "email": email,
        "stage": "matched",
        "confirmed_at": "2026-11-01T08:00:00+00:00",
        "received_at": "2026-11-01T08:00:00+00:00",
        "last_contact_at": said.pop("last_contact_at", "2026-11-01T08:00:00+00:00"),
        "visibility": "anonymous",
        "wanted": ["soudeur"],
        "text": "Soudeur chez Dupontel, rue des Lilas.",
        **place_fields(commune, radius, gazetteer()),
        **said,
    }
    stored = complete(profile, VOCABULARY)
    engine.index(index=index_name("profiles"), id=identifier, document=stored, refresh=True)
    return stored


def found(engine: Elasticsearch, wish: CvSearch, *names: str, siren: str = "") -> list[str]:
    return [one["id"] for one in run(engine, wish, *names, siren=siren).profiles]


def run(engine: Elasticsearch, wish: CvSearch, *names: str, siren: str = "") -> CvResults:
    return search(engine, wish, VOCABULARY, group_keys(engine, siren, *(names or ("Atelier de l'Exemple",))))


def test_only_people_who_chose_to_be_seen_and_exclude_nobody_of_the_group_are_found(engine: Elasticsearch) -> None:
    store(engine, "anonymous")
    store(engine, "named", visibility="named")
    store(engine, "hidden", visibility="hidden")
    store(engine, "unconfirmed", confirmed_at=None)
    store(engine, "excludes", avoided_employers=["SARL Atelier de l'exemple"])
    store(engine, "excludes the group", avoided_employers=["Exemple Holding"])
    holding = {
        "id": "o",
        "siren": "732829320",
        "name": "Exemple Holding",
        "employer_key": employer_key("Exemple Holding"),
    }
    engine.index(index=index_name("organisations"), id="o", document=holding, refresh=True)
    assert sorted(found(engine, CvSearch("soudeur"), siren="732829320")) == ["anonymous", "named"]
    assert sorted(found(engine, CvSearch("soudeur"), "Another")) == [
        "anonymous",
        "excludes",
        "excludes the group",
        "named",
    ]
    wish = CvSearch("soudeur")
    keys = group_keys(engine, "732829320", "Atelier de l'Exemple")
    exported = everybody_found(engine, wish, VOCABULARY, keys, ["id"])
    assert sorted(one["id"] for one in exported) == ["anonymous", "named"]


def test_neither_name_nor_address_nor_the_text_of_a_cv_is_searched(engine: Elasticsearch) -> None:
    store(engine, "lou.dupontel", email="lou.dupontel@example.org", visibility="named")
    for words in ("Dupontel", "lou.dupontel@example.org", "Lilas", '"Dupontel"'):
        assert found(engine, CvSearch(words)) == [], words
    [shown] = run(engine, CvSearch("soudeur")).profiles
    assert not {"email", "text", "file", "understood", "person_name"} & set(shown)


def test_a_person_with_two_cvs_is_one_result_on_whatever_page(engine: Elasticsearch) -> None:
    for number in range(45):
        store(engine, f"p{number:02}", last_contact_at=f"2026-10-{1 + number % 28:02}T08:00:00+00:00")
    # The same person as p00, in the middle of the list and at its end.
    store(engine, "again1", email="p00@example.org", last_contact_at="2026-10-15T09:00:00+00:00")
    store(engine, "again2", email="p00@example.org", last_contact_at="2026-09-01T09:00:00+00:00")
    wish, pages, people = CvSearch("soudeur"), [], []
    result = run(engine, wish)
    assert result.total == 47
    while True:
        pages.append(result)
        people += [one["person"] for one in result.profiles]
        if result.next is None:
            break
        result = run(engine, replace(wish, cursor=result.next))
    assert len(pages) == 3
    assert len(people) == len(set(people)) == 45
    back = run(engine, replace(wish, cursor=pages[2].previous))
    assert [one["id"] for one in back.profiles] == [one["id"] for one in pages[1].profiles]
    assert person_of("p00@example.org") in people


def test_where_people_look_counts_and_not_where_they_live(engine: Elasticsearch) -> None:
    store(engine, "pau")
    store(engine, "bordeaux", commune="33063", radius_km=10)
    store(engine, "bordeaux, all of 64", commune="33063", radius_km=10, whole_departements=["64"])
    near = CvSearch(around=(PAU,), radius_km=30)
    assert sorted(found(engine, near)) == ["bordeaux, all of 64", "pau"]
    assert sorted(found(engine, CvSearch(departements=("33",)))) == ["bordeaux", "bordeaux, all of 64"]
    assert found(engine, CvSearch(around=(PAU,), chosen={"mobility": ("50",)})) == []


def test_facets_are_disjunctive_with_counts_under_the_choices_of_the_others(engine: Elasticsearch) -> None:
    store(engine, "cdi", contracts=["CDI"])
    store(engine, "cdd", contracts=["CDD"])
    store(engine, "any")
    store(engine, "remote", contracts=["CDI"], remote_anywhere=True, wanted=["comptable"])
    result = run(engine, CvSearch("soudeur", chosen={"contract": ("CDI",)}))
    assert sorted(one["id"] for one in result.profiles) == ["any", "cdi"]
    assert result.facets["contract"].counts == {"CDI": 1, "CDD": 1, "non_precise": 1}
    both = run(engine, CvSearch(chosen={"contract": ("CDI",), "remote": ("oui",)}))
    assert [one["id"] for one in both.profiles] == ["remote"]
    assert both.facets["contract"].counts["CDI"] == 1
    assert both.facets["remote"].counts == {"oui": 1}


def test_words_mean_jobs_and_skills_by_any_name_and_the_title_asked_for_comes_first(engine: Elasticsearch) -> None:
    store(engine, "welder", understood={"items": ["skill:soudag-tig"]})
    held = {"title": "", "employer": "", "since": "", "until": "", "months": 12, "first": 1, "jobs": ["H2913"]}
    store(engine, "was one", wanted=["boulanger"], understood={"experiences": [held], "jobs": ["H2913"]})
    assert found(engine, CvSearch("soudeur"))[:1] == ["welder"]
    assert found(engine, CvSearch("boulanger")) == ["was one"]
    assert found(engine, CvSearch("soudeuse"))[:1] == ["welder"]
    assert found(engine, CvSearch("plombier")) == []


def test_availability_is_filtered_and_counted_as_what_each_person_says(engine: Elasticsearch) -> None:
    today = datetime.now(UTC).date()
    said = [None, *((today + timedelta(days)).isoformat() for days in (-400, -1, 0, 1, 31, 32, 92, 93, 500))]
    people = [store(engine, f"p{number}", available_from=day) for number, day in enumerate(said)]
    values = {one["id"]: values_of(FACETS, one)["available"] for one in people}
    choices = [*(str(days) for days in AVAILABLE_DAYS), NOT_SAID]
    for choice in choices:
        result = run(engine, CvSearch("soudeur", chosen={"available": (choice,)}))
        expected = {name for name, has in values.items() if choice in has or NOT_SAID in has}
        assert {one["id"] for one in result.profiles} == expected, choice
        counts = result.facets["available"].counts
        # In the order of the steps, as the page shows them.
        assert list(counts) == choices
        assert counts == {one: sum(one in has for has in values.values()) for one in choices}
    assert run(engine, CvSearch("soudeur")).facets["available"].counts == counts
