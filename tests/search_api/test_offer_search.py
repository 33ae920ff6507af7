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
    "fresh": {
        "typeContrat": "CDI",
        "lieuTravail": LIMOGES,
        "dureeTravailLibelleConverti": "Temps plein",
        "experienceLibelle": "Débutant accepté",
        "salaire": {"libelle": "Mensuel de 2 100 € sur 12 mois"},
        "accessibleTH": True,
        **days_ago(0),
    },
    "recent": {
        "typeContrat": "CDI",
        "lieuTravail": LIMOGES,
        "dureeTravailLibelleConverti": "Temps partiel",
        "experienceLibelle": "2 An(s)",
        "salaire": {"libelle": "Mensuel de 2 600 € sur 12 mois"},
        "formations": [{"niveauLibelle": "CAP, BEP et équivalents"}],
        "description": "Soudage TIG. Télétravail possible. Une formation interne est assurée.",
        **days_ago(5),
    },
    "older": {
        "typeContrat": "CDD",
        "lieuTravail": LIMOGES,
        "permis": [{"libelle": "C - Poids lourd", "exigence": "E"}],
        **days_ago(12),
    },
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
    assert (results["total"], results["before"], results["next"], results["previous"]) == (7, 0, None, None)
    assert counts(results, "contract") == {"CDI": 2, "CDD": 2, "MIS": 1, "SAI": 1, "non_precise": 1}
    assert counts(results, "family") == {"H": 5, "G": 2}
    assert counts(results, "job") == {"H2913": 5, "G1602": 2}
    assert counts(results, "working_time") == {"full_time": 1, "part_time": 1, "non_precise": 5}
    assert counts(results, "remote") == {"partial": 1, "non_precise": 6}
    assert counts(results, "pay") == {
        "1800": 2, "2000": 2, "2200": 1, "2500": 1, "3000": 0, "3500": 0, "4000": 0, "non_precise": 5
    }  # fmt: skip
    assert counts(results, "experience") == {"0": 1, "12": 0, "24": 1, "60": 0, "plus": 0, "non_precise": 5}
    assert counts(results, "diploma") == {"3": 1, "non_precise": 6}
    assert counts(results, "source") == {"test": 7}
    assert counts(results, "accessible") == {"oui": 1}
    assert counts(results, "training") == {"oui": 1}
    assert counts(results, "without_licence") == {"oui": 6}
    assert counts(results, "since") == {"1": 1, "3": 4, "7": 5, "14": 6, "31": 6}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"q": "fresh"}, {"fresh"}),
        ({"q": "OLDEST,"}, {"oldest"}),
        # Two words of three are enough.
        ({"q": "fresh oldest"}, {"fresh", "oldest"}),
        ({"lieu": "Limoges"}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "87000"}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "87085", "rayon": 1}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "Bayonne"}, {"oldest", "cook"}),
        ({"lieu": "Biarritz", "rayon": 1}, set()),
        ({"lieu": "Biarritz", "rayon": 30}, {"oldest", "cook"}),
        ({"contrat": "CDI"}, {"fresh", "recent", "nowhere"}),
        ({"contrat": "CDI", "precis": "oui"}, {"fresh", "recent"}),
        ({"contrat": ["CDI", "MIS"], "precis": "oui"}, {"fresh", "recent", "oldest"}),
        ({"contrat": "non_precise"}, {"nowhere"}),
        ({"metier": "G1602"}, {"cook", "nowhere"}),
        ({"temps": "part_time", "precis": "oui"}, {"recent"}),
        ({"temps": "part_time"}, set(OFFERS) - {"fresh"}),
        ({"teletravail": "partial", "precis": "oui"}, {"recent"}),
        ({"salaire": 2500, "precis": "oui"}, {"recent"}),
        ({"salaire": 2500}, set(OFFERS) - {"fresh"}),
        ({"experience": ["0", "24"], "precis": "oui"}, {"fresh", "recent"}),
        ({"diplome": 3, "precis": "oui"}, {"recent"}),
        ({"source": "test"}, set(OFFERS)),
        ({"source": "elsewhere"}, set()),
        ({"accessible": "oui"}, {"fresh"}),
        ({"formation": "oui"}, {"recent"}),
        ({"sans_permis": "oui"}, set(OFFERS) - {"older"}),
        ({"lieu": "Haute-Vienne"}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": "87"}, {"fresh", "recent", "older", "vague"}),
        ({"lieu": ["Limoges", "Bayonne"], "rayon": 10}, set(OFFERS) - {"nowhere"}),
        ({"lieu": "Limoges ; Bayonne", "rayon": 10}, set(OFFERS) - {"nowhere"}),
        ({"lieu": "Landes"}, set()),
        ({"lieu": "Landes", "voisins": "oui"}, {"oldest", "cook"}),
        ({"famille": "G"}, {"cook", "nowhere"}),
        ({"famille": ["G", "H"], "contrat": "CDD", "precis": "oui"}, {"older", "cook"}),
        ({"depuis": 1}, {"fresh"}),
        ({"depuis": 7}, {"fresh", "recent", "cook", "vague", "nowhere"}),
        ({"lieu": "Limoges", "famille": "H", "contrat": "CDD", "depuis": 14, "q": "older"}, {"older"}),
    ],
    # The same in every process: a set is written in any order.
    ids=lambda one: str(sorted(one)) if isinstance(one, set) else str(one),
)
def test_each_choice_narrows_the_list(find: Find, chosen: dict[str, Any], expected: set[str]) -> None:
    results = find(**chosen)
    assert names(results) == expected
    assert results["total"] == len(expected)


def test_a_chosen_value_leaves_the_counts_of_the_others_of_its_facet(find: Find) -> None:
    results = find(contrat="CDI")
    assert counts(results, "contract") == counts(find(), "contract")
    assert counts(results, "family") == {"H": 2, "G": 1}
    assert counts(results, "since") == {"1": 1, "3": 2, "7": 3, "14": 3, "31": 3}


def test_each_facet_is_counted_under_the_choices_of_the_others(find: Find) -> None:
    results = find(contrat=["CDD", "SAI"], famille="G", depuis=7)
    assert names(results) == {"cook", "nowhere"}
    assert counts(results, "contract") == {"CDD": 1, "SAI": 0, "non_precise": 1}
    assert counts(results, "family") == {"G": 2, "H": 1}
    assert counts(results, "since") == {"1": 0, "3": 2, "7": 2, "14": 2, "31": 2}


def test_a_chosen_value_stays_at_zero_when_nothing_is_left_of_it(find: Find) -> None:
    assert counts(find(contrat="ALT", lieu="Limoges"), "contract") == {"CDI": 2, "CDD": 1, "SAI": 1, "ALT": 0}


@pytest.mark.parametrize("order", ["", "date", "distance"])
def test_pages_hold_each_offer_once_there_and_back(client: Client, tmp_path: Path, order: str) -> None:
    word = unheard_word()
    titles = {f"Soudeur {word} {number}" for number in range(45)}
    places = (LIMOGES, BAYONNE, {"libelle": "87 - Haute-Vienne"})
    offers = [
        welder_offer(uuid4().hex, intitule=title, lieuTravail=places[number % 3]) for number, title in enumerate(titles)
    ]
    client.import_offers(tmp_path, *offers)
    wanted = {"q": word, "lieu": ["Limoges", "64"], "tri": order}
    pages = [found(client, **wanted)]
    while pages[-1]["next"]:
        pages.append(found(client, **wanted, page=pages[-1]["next"]))
    assert [(len(page["offers"]), page["before"], page["total"]) for page in pages] == [
        (20, 0, 45),
        (20, 20, 45),
        (5, 40, 45),
    ]
    assert {offer["title"] for page in pages for offer in page["offers"]} == titles
    assert pages[0]["order"] == (order or "pertinence")
    if order == "distance":
        there = [offer["place_label"] for page in pages for offer in page["offers"]]
        assert there == sorted(there, key=["87 - LIMOGES", "64 - BAYONNE", "87 - Haute-Vienne"].index)
    back = [pages[-1]]
    while back[-1]["previous"]:
        back.append(found(client, **wanted, page=back[-1]["previous"]))
    assert [(page["offers"], page["before"]) for page in back[::-1]] == [(p["offers"], p["before"]) for p in pages]


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
        ({"page": 2}, "page", "page_invalid"),
        ({"page": "dernière"}, "page", "page_invalid"),
        ({"tri": "hasard"}, "tri", "order_invalid"),
        ({"voisins": "peut-être"}, "voisins", "boolean_invalid"),
        ({"temps": "plein"}, "temps", "choice_invalid"),
        ({"salaire": 1999}, "salaire", "choice_invalid"),
        ({"salaire": [2000, 2500]}, "salaire", "one_choice"),
        ({"lieu": ["Pau", "Limoges", "Bayonne", "33", "40", "64"]}, "lieu", "places_too_many"),
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
    # Where no other test has welders: a page holds twenty.
    tulle = {
        "libelle": "19 - TULLE",
        "latitude": 45.2672,
        "longitude": 1.7706,
        "codePostal": "19000",
        "commune": "19272",
    }
    offer = welder_offer(uuid4().hex, intitule=f"Soudeur {word}", lieuTravail=tulle)
    client.import_offers(tmp_path, offer)
    for words in ("soudeuse", "Soudeurs", f"soudeur {word}", f"{word.upper()} soudeur"):
        titles = [offer["title"] for offer in found(client, q=words, lieu="Tulle", rayon=5)["offers"]]
        assert offer["intitule"] in titles, words
    assert found(client, q=f"soudeur {word}")["offers"][0]["title"] == offer["intitule"], "best first"


def test_empty_fields_and_those_of_others_do_not_restrict(find: Find) -> None:
    assert (
        find(lieu="", rayon="", contrat="", famille="", depuis="", page="", tri="", salaire="", utm_source="lettre")
        == find()
    )
