"""An offer as schema.org/JobPosting: what Google requires is there, and nothing that no source said."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import hypothesis
import hypothesis.strategies as some
import pytest
from flask import Flask, render_template_string

from indexer.offers.document import PlaceGiven
from indexer.reference.in_force import gazetteer
from search_api.job_posting import job_posting
from tests.factories.offers import make_welder_offer

URL = "https://estey.example.org/offres/offer1"
# https://developers.google.com/search/docs/appearance/structured-data/job-posting#job-posting-definition
REQUIRED = ("title", "description", "datePosted", "hiringOrganization", "jobLocation")
TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}


@cache
def offer() -> dict[str, Any]:
    return make_welder_offer()


def posted(**changes: Any) -> dict[str, Any]:
    found = job_posting({**offer(), **changes}, URL, gazetteer())
    assert found is not None
    return found


def test_what_google_requires_is_there() -> None:
    posting = posted(departement="64", postcode="64000", location={"lat": 43.3, "lon": -0.37}, source_id="7")
    assert set(REQUIRED) <= set(posting)
    assert (posting["@context"], posting["@type"], posting["title"]) == (
        "https://schema.org",
        "JobPosting",
        "Soudeur TIG (H/F)",
    )
    assert posting["datePosted"] == offer()["published_at"]
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": "Atelier de l’Exemple"}
    assert posting["jobLocation"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Pau",
            "addressRegion": "Pyrénées-Atlantiques",
            "postalCode": "64000",
            "addressCountry": "FR",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 43.3, "longitude": -0.37},
    }
    assert posting["identifier"] == {"@type": "PropertyValue", "name": "exemple", "value": "7"}
    assert "validThrough" not in posting, "no other source than ourselves says when an offer ends"
    assert posting["directApply"] is False


def test_the_text_is_html_in_which_nothing_of_the_offer_is_markup() -> None:
    assert posted()["description"] == (
        "<p>Premier paragraphe.<br>Sa suite.</p><p>Second &lt;b&gt;paragraphe&lt;/b&gt;.</p>"
    )
    assert posted(description="")["description"] == "<p>Soudeur TIG (H/F)</p>"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"contract": "CDI", "working_time": "full_time"}, ["FULL_TIME"]),
        ({"contract": "CDD", "working_time": "part_time"}, ["PART_TIME", "TEMPORARY"]),
        ({"contract": "MIS"}, ["TEMPORARY"]),
        ({"contract": "STA", "working_time": "full_time"}, ["FULL_TIME", "INTERN"]),
        ({"contract": "LIB"}, ["CONTRACTOR"]),
        ({"contract": "CDI"}, None),
        ({"contract": None}, None),
    ],
    ids=str,
)
def test_contract_and_working_time_are_said_in_googles_words(facts: dict[str, Any], expected: list[str] | None) -> None:
    found = posted(**facts).get("employmentType")
    assert found == expected
    assert set(found or []) <= TYPES


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ((2000.0, 2400.0), {"minValue": 2000.0, "maxValue": 2400.0}),
        ((1880.708, None), {"minValue": 1880.71}),
        ((2100.0, 2100.0), {"value": 2100.0}),
    ],
    ids=str,
)
def test_pay_is_gross_euros_a_month(pay: tuple[float | None, float | None], expected: dict[str, float]) -> None:
    salary = posted(pay_monthly_min=pay[0], pay_monthly_max=pay[1])["baseSalary"]
    value = {"@type": "QuantitativeValue", "unitText": "MONTH", **expected}
    assert salary == {"@type": "MonetaryAmount", "currency": "EUR", "value": value}
    assert "baseSalary" not in posted()


def test_who_is_not_named_and_where_is_not_said() -> None:
    posting = job_posting(make_welder_offer(employer="", place=PlaceGiven()), URL, gazetteer()) or {}
    assert posting["hiringOrganization"] == "confidential"
    assert posting["jobLocation"]["address"] == {"@type": "PostalAddress", "addressCountry": "FR"}


def test_an_offer_that_ends_by_itself_says_when() -> None:
    ends = "2027-01-14T09:00:00+00:00"
    assert posted(ends_at=ends)["validThrough"] == ends
    assert "validThrough" not in posted(ends_at="")


def test_work_wholly_at_a_distance_says_from_where() -> None:
    posting = posted(remote="full")
    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["applicantLocationRequirements"] == {"@type": "Country", "name": "France"}


@pytest.mark.parametrize("facts", [{"status": "closed"}, {"status": "unread"}, {"departement": "ailleurs"}], ids=str)
def test_closed_offers_and_those_abroad_have_none(facts: dict[str, Any]) -> None:
    assert job_posting({**offer(), **facts}, URL, gazetteer()) is None


@hypothesis.given(some.text(), some.text(), some.text())
@hypothesis.example("</script><script>alert(1)</script>", "<!--<script>", "]]>\u2028")
def test_no_text_of_an_offer_ends_the_block_it_is_written_in(title: str, description: str, employer: str) -> None:
    posting = posted(title=title or "x", description=description, employer=employer)
    with Flask("test").app_context():
        written = render_template_string("{{ posting | tojson }}", posting=posting)
    assert not set("<>&") & set(written)
    assert json.loads(written) == posting
