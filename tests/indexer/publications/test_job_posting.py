"""Pages that carry schema.org/JobPosting, as sites write them, and what fills in the form from them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.publications.job_posting import offer_of, posting_of

ADDRESS = "https://emploi.example.org/offres/12"
POSTING: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Soudeur TIG (H/F)",
    "description": "<p>Vous soudez des pièces en <b>inox</b>.</p><ul><li>CDI</li><li>Permis B exigé</li></ul>",
    "employmentType": ["FULL_TIME"],
    "jobLocation": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Pau", "postalCode": "64000"},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": 12.5, "maxValue": "13,20", "unitText": "HOUR"},
    },
    "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24},
    "skills": "Soudage TIG, lecture de plans",
}
MICRODATA = """
<html><body><div itemscope itemtype="http://schema.org/JobPosting">
  <h1 itemprop="title">Serveur (H/F)</h1>
  <span itemprop="employmentType">PART_TIME</span>
  <div itemprop="description">Service du midi, CDI.</div>
  <span itemprop="jobLocation" itemscope itemtype="http://schema.org/Place">
    <span itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">
      <span itemprop="addressLocality">Bordeaux</span> <span itemprop="postalCode">33000</span></span></span>
</div></body></html>
"""


def page(*things: Any) -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)
    return f"<html><head>{scripts}</head><body><p>Offre</p></body></html>"


@pytest.mark.parametrize(
    "thing",
    [
        POSTING,
        [{"@type": "Organization", "name": "Atelier"}, POSTING],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, POSTING]},
        {"@type": "WebPage", "mainEntity": {**POSTING, "@type": ["JobPosting", "Thing"]}},
    ],
    ids=["alone", "in a list", "in a graph", "inside another"],
)
def test_a_posting_in_json_is_found_wherever_it_lies(thing: Any) -> None:
    posting = posting_of(page({"@type": "BreadcrumbList"}, thing), ADDRESS)
    assert posting is not None
    offer = offer_of(posting, ADDRESS)
    assert offer is not None
    assert (offer.title, offer.place.label, offer.place.postcode) == ("Soudeur TIG (H/F)", "Pau", "64000")
    assert (offer.working_time, offer.experience_label, offer.url) == ("full_time", "2 ans d’expérience", ADDRESS)
    assert offer.pay_label == "12,50 € à 13,20 € brut de l’heure"
    assert offer.skill_labels == ("Soudage TIG", "lecture de plans")
    assert "Vous soudez des pièces en inox." in offer.description
    assert "<" not in offer.description
    assert "CDI\nPermis B exigé" in offer.description


def test_a_posting_in_microdata_is_found() -> None:
    posting = posting_of(MICRODATA, ADDRESS)
    assert posting is not None
    offer = offer_of(posting, ADDRESS)
    assert offer is not None
    assert (offer.title, offer.working_time, offer.place.label) == ("Serveur (H/F)", "part_time", "Bordeaux")


def test_a_page_without_one_or_with_a_broken_one_has_none() -> None:
    assert posting_of(page({"@type": "Article"}), ADDRESS) is None
    assert posting_of('<script type="application/ld+json">{"@type": "JobPosting", </script>', ADDRESS) is None
    assert posting_of("", ADDRESS) is None
    assert offer_of({"@type": "JobPosting", "description": "Sans titre"}, ADDRESS) is None


def test_pay_that_is_not_ours_to_compare_is_left_out() -> None:
    for salary in (
        {"currency": "CHF", "value": {"value": 30, "unitText": "HOUR"}},
        {"currency": "EUR", "value": {"value": 150, "unitText": "DAY"}},
        {"currency": "EUR", "value": "selon profil"},
        "12 €",
    ):
        offer = offer_of({**POSTING, "baseSalary": salary}, ADDRESS)
        assert offer is not None
        assert offer.pay_label == ""


NAMES = ["@type", "name", "address", "value", "minValue", "unitText", "monthsOfExperience", "addressLocality"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "name", "address", "value", "minValue", "unitText"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted({*POSTING, "jobLocationType", "responsibilities"})), VALUES, max_size=8))
def test_whatever_a_page_says_breaks_nothing(posting: dict[str, Any]) -> None:
    offer = offer_of({"title": "Soudeur", **posting}, ADDRESS)
    assert offer is None or offer.title
