"""The facets, without an engine: what is chosen, accepted, filtered and counted."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.offers.facet_counts import counted, counting
from indexer.offers.facets import FACETS, accepted, facet_filter, facet_filters, values_of
from indexer.searching.kinds import ANY, NOT_SAID, YES


@pytest.mark.parametrize(
    ("facet", "values", "precise", "expected"),
    [
        ("contract", ["CDI"], False, ["CDI", NOT_SAID]),
        ("contract", ["CDI"], True, ["CDI"]),
        ("contract", ["CDI", NOT_SAID], True, ["CDI", NOT_SAID]),
        ("contract", [NOT_SAID], False, [NOT_SAID]),
        ("contract", [], False, []),
        ("job", ["H2913"], False, ["H2913"]),
        ("accessible", [YES], False, [YES]),
    ],
)
def test_what_is_not_said_is_let_through_of_conditions_only(
    facet: str, values: list[str], precise: bool, expected: list[str]
) -> None:
    assert accepted(facet, values, precise=precise) == expected


@pytest.mark.parametrize(
    ("offer", "facet", "expected"),
    [
        ({"contract": "CDI"}, "contract", ["CDI"]),
        ({}, "contract", [NOT_SAID]),
        ({"jobs": ["H2913", "H2902"]}, "job", ["H2913", "H2902"]),
        ({"pay_monthly_max": 2250.0}, "pay", ["1800", "2000", "2200"]),
        ({"pay_monthly_max": 1500.0}, "pay", [ANY]),
        ({}, "pay", [NOT_SAID]),
        ({"experience_months": 0}, "experience", ["0"]),
        ({"experience_months": 12}, "experience", ["12"]),
        ({"experience_months": 13}, "experience", ["24"]),
        ({"experience_months": 180}, "experience", ["plus"]),
        ({"diploma_level": 3}, "diploma", ["3"]),
        ({"accessible": True}, "accessible", [YES]),
        ({"accessible": False}, "accessible", []),
        ({"trains": True}, "training", [YES]),
        ({}, "training", []),
        ({"licences_required": []}, "without_licence", [YES]),
        ({"licences_required": ["PERMIS-C"]}, "without_licence", []),
    ],
)
def test_the_values_of_an_offer(offer: dict[str, Any], facet: str, expected: list[str]) -> None:
    assert values_of(offer)[facet] == expected


def test_each_facet_is_counted_under_the_choices_of_the_others() -> None:
    filters = facet_filters({"contract": ["CDI"], "pay": ["2000"], "job": []})
    assert set(filters) == {"contract", "pay"}
    groups = counting(filters)
    assert groups["contract"]["filter"] == {"bool": {"filter": [filters["pay"]]}}
    assert groups["pay"]["filter"] == {"bool": {"filter": [filters["contract"]]}}
    assert groups["unchosen"]["filter"] == {"bool": {"filter": [filters["contract"], filters["pay"]]}}
    named = [name for group in groups.values() for name in group["aggs"] if not name.endswith(NOT_SAID)]
    assert sorted(named) == sorted(FACETS)


def test_a_chosen_value_stays_at_zero() -> None:
    answer = {"doc_count": 0, **{name: {"buckets": []} for name in FACETS}}
    facets = counted({"unchosen": answer, "contract": answer}, {"contract": ["ALT", NOT_SAID]})
    assert facets["contract"].counts == {"ALT": 0, NOT_SAID: 0}
    assert facets["job"].counts == {}


def test_those_that_do_not_say_are_the_others() -> None:
    answer: dict[str, Any] = {"doc_count": 50, **{name: {"buckets": []} for name in FACETS}}
    answer["contract"] = {"buckets": [{"key": "CDI", "doc_count": 30}], "sum_other_doc_count": 4}
    answer["pay"] = {"buckets": [{"key": "any", "doc_count": 20}, {"key": "1800", "doc_count": 12}]}
    answer[f"job {NOT_SAID}"] = {"doc_count": 3}
    facets = counted({"unchosen": answer}, {})
    assert facets["contract"].counts == {"CDI": 30, NOT_SAID: 16}
    assert facets["pay"].counts == {"1800": 12, NOT_SAID: 30}
    assert facets["job"].counts == {NOT_SAID: 3}


def test_only_those_that_do_not_say_can_be_chosen() -> None:
    assert facet_filter("remote", [NOT_SAID]) == {
        "bool": {"should": [{"bool": {"must_not": [{"exists": {"field": "remote"}}]}}], "minimum_should_match": 1}
    }
