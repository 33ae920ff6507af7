"""Searching offers through the API: words, place, facets that keep the counts of their other values, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.client import Client, welder_offer
from tests.running import RunningStack
from tests.search_api.asking import BAYONNE, LIMOGES, found, problems, unheard_word

Find = Callable[..., dict[str, Any]]

COOK = {"intitule": "Cuisinier", "romeCode": "G1602", "description": "Cuisine."}


def days_ago(days: float) -> dict[str, str]:
    return {"dateCreation": (datetime.now(UTC) - timedelta(days=days)).isoformat()}


# By name: contract, family, age and place; each offer's employer is named after it.
OFFERS: dict[str, dict[str, Any]] = {
    "fresh": {"typeContrat": "CDI", "lieuTravail": LIMOGES, **days_ago(0)},
    "recent": {"typeContrat": "CDI", "lieuTravail": LIMOGES, **days_ago(5)},
    "older": {"typeContrat": "CDD", "lieuTravail": LIMOGES, **days_ago(12)},
    "oldest": {"typeContrat": "MIS", "lieuTravail": BAYONNE, **days_ago(60)},
    "cook": {**COOK, "typeContrat": "CDD", "lieuTravail": BAYONNE, **days_ago(2)},
    "vague": {"typeContrat": "SAI", "lieuTravail": {"libelle": "87 - Haute-Vienne"}, **days_ago(2)},
    "nowhere": {**COOK, "typeContrat": "", "lieuTravail": {}, **days_ago(2)},
}


@pytest.fixture(scope="module")
def find(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Find:
    """Search among the offers of this module."""
    client, word = Client(stack), unheard_word()
    records = [
        welder_offer(uuid4().hex, **{**offer, "entreprise": {"nom": f"{word} {name}"}})
        for name, offer in OFFERS.items()
    ]
    client.import_offers(tmp_path_factory.mktemp("search"), *records)

    def search(**fields: Any) -> dict[str, Any]:
        return found(client, **{**fields, "q": f"{word} {fields.get('q', '')}"})

    return search


def names(results: dict[str, Any]) -> set[str]:
    return {offer["employer"].split()[1] for offer in results["offers"]}


def counts(results: dict[str, Any], facet: str) -> dict[str, int]:
    return dict(results["facets"][facet]["counts"])


def test_every_offer_is_found_by_a_word_it_holds_and_counted_in_each_facet(find: Find) -> None:
    results = find()
    assert names(results) == set(OFFERS)
    assert (results["total"], results["pages"]) == (7, 1)
    assert counts(results, "contract") == {"CDI": 2, "CDD": 2, "MIS": 1, "SAI": 1}
    assert counts(results, "family") == {"H": 5, "G": 2}
    assert counts(results, "since") == {"1": 1, "3": 4, "7": 5, "14": 6, "31": 6}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"q": "fresh"}, {"fresh"}),
        ({"q": "OLDEST,"}, {"oldest"}),
        ({"q": "fresh oldest"}, set()),
        ({"lieu": "Limoges"}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "87000"}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "87085", "rayon": 1}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "Bayonne"}, {"oldest", "cook"}),
        ({"lieu": "Biarritz", "rayon": 1}, set()),
        ({"lieu": "Biarritz", "rayon": 30}, {"oldest", "cook"}),
        ({"contrat": "CDI"}, {"fresh", "recent"}),
        ({"contrat": ["CDI", "MIS"]}, {"fresh", "recent", "oldest"}),
        ({"famille": "G"}, {"cook", "nowhere"}),
        ({"famille": ["G", "H"], "contrat": "CDD"}, {"older", "cook"}),
        ({"depuis": 1}, {"fresh"}),
        ({"depuis": 7}, {"fresh", "recent", "cook", "vague", "nowhere"}),
        ({"lieu": "Limoges", "famille": "H", "contrat": "CDD", "depuis": 14, "q": "older"}, {"older"}),
    ],
    ids=str,
)
def test_each_choice_narrows_the_list(find: Find, chosen: dict[str, Any], expected: set[str]) -> None:
    results = find(**chosen)
    assert names(results) == expected
    assert results["total"] == len(expected)


def test_a_chosen_value_leaves_the_counts_of_the_others_of_its_facet(find: Find) -> None:
    results = find(contrat="CDI")
    assert counts(results, "contract") == counts(find(), "contract")
    assert counts(results, "family") == {"H": 2}
    assert counts(results, "since") == {"1": 1, "3": 1, "7": 2, "14": 2, "31": 2}


def test_each_facet_is_counted_under_the_choices_of_the_others(find: Find) -> None:
    results = find(contrat=["CDD", "SAI"], famille="G", depuis=7)
    assert names(results) == {"cook"}
    assert counts(results, "contract") == {"CDD": 1, "SAI": 0}
    assert counts(results, "family") == {"G": 1, "H": 1}
    assert counts(results, "since") == {"1": 0, "3": 1, "7": 1, "14": 1, "31": 1}


def test_a_chosen_value_stays_at_zero_when_nothing_is_left_of_it(find: Find) -> None:
    assert counts(find(contrat="ALT", lieu="Limoges"), "contract") == {"CDI": 2, "CDD": 1, "SAI": 1, "ALT": 0}


def test_pages_hold_each_offer_once(client: Client, tmp_path: Path) -> None:
    word = unheard_word()
    titles = {f"Soudeur {word} {number}" for number in range(45)}
    offers = [welder_offer(uuid4().hex, intitule=title, lieuTravail=LIMOGES) for title in titles]
    client.import_offers(tmp_path, *offers)
    pages = [found(client, q=word, page=number) for number in (1, 2, 3, 4, 50)]
    assert [len(page["offers"]) for page in pages] == [20, 20, 5, 0, 0]
    assert {(page["total"], page["pages"]) for page in pages} == {(45, 3)}
    assert {offer["title"] for page in pages for offer in page["offers"]} == titles


@pytest.mark.parametrize(
    ("search", "field", "code"),
    [
        ({"q": "x" * 201}, "q", "text_too_long"),
        ({"lieu": "Trifouillis"}, "lieu", "commune_unknown"),
        ({"lieu": "Saint-Denis"}, "lieu", "commune_ambiguous"),
        ({"rayon": 0}, "rayon", "radius_invalid"),
        ({"rayon": 201}, "rayon", "radius_invalid"),
        ({"rayon": "loin"}, "rayon", "radius_invalid"),
        ({"depuis": 2}, "depuis", "since_invalid"),
        ({"depuis": "hier"}, "depuis", "since_invalid"),
        ({"page": 0}, "page", "page_invalid"),
        ({"page": 51}, "page", "page_invalid"),
        ({"page": "dernière"}, "page", "page_invalid"),
        ({"contrat": "contrat long"}, "contrat", "field_invalid"),
        ({"famille": "HH"}, "famille", "field_invalid"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_search_that_makes_no_sense_is_refused(client: Client, search: dict[str, Any], field: str, code: str) -> None:
    answer = requests.get(f"{client.stack.url}/api/offers", params=search, timeout=30)
    assert (answer.status_code, problems(answer)) == (422, [(field, code)])


def test_a_job_is_found_by_its_other_name_and_other_gender(client: Client, tmp_path: Path) -> None:
    word = unheard_word()
    offer = welder_offer(uuid4().hex, intitule=f"Soudeur {word}", lieuTravail={**BAYONNE, "libelle": "64 - BAYONNE"})
    client.import_offers(tmp_path, offer)
    for words in ("soudeuse", "Soudeurs", f"soudeur {word}", f"{word.upper()} soudeur"):
        titles = [offer["title"] for offer in found(client, q=words, lieu="Bayonne", rayon=5)["offers"]]
        assert offer["intitule"] in titles, words
    assert found(client, q=f"soudeur {word}")["offers"][0]["title"] == offer["intitule"], "best first"


def test_empty_fields_and_those_of_others_do_not_restrict(find: Find) -> None:
    assert find(lieu="", rayon="", contrat="", famille="", depuis="", page="", utm_source="lettre") == find()
