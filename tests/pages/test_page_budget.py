"""Each page weighs little, asks seldom, and fetches nothing from elsewhere: as a browser loads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from indexer.offers.search import Results
from scripts.page_budget import MOST_BYTES, MOST_REQUESTS, Weight, watch
from tests.pages.conftest import SITE
from tests.pages.invented import PAU, answered, line, offer, profile

Keep = Callable[..., None]
FULL = [offer(id=f"o{number}", location={"lat": 43.3, "lon": number / 50}, departement="64") for number in range(20)]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=soudeur&lieu=Pau",
        "/offres/offer1?q=soudeur&lieu=Pau",
        "/offres/offer1/signaler",
        "/deposer",
        "/suivi/secret",
        "/confidentialite",
        "/accessibilite",
        "/nulle-part",
    ],
)
def test_a_page_is_within_its_budget(
    web: FlaskClient, keep_search: Keep, keep_profile: Keep, show: Callable[..., Page], address: str
) -> None:
    # A full page of results, a long offer, a person for whom twenty fit.
    found = answered(place=PAU)
    full = answered(place=PAU, results=Results(FULL, 400, found.results.facets, 20))
    keep_search(full, offer(description="Un texte assez long pour une offre. " * 150))
    keep_profile(profile(), [line() for _ in range(20)], 34)
    weight = Weight(address)
    page = show(
        web.get(address),
        watch=lambda page: watch(page, weight, SITE),
        viewport={"width": 1400, "height": 900},
    )
    page.wait_for_load_state("networkidle")
    assert weight.faults == []
    assert weight.bytes > 10_000, "it was weighed"


def test_what_is_over_the_budget_or_from_elsewhere_is_a_fault() -> None:
    weight = Weight("/", bytes=MOST_BYTES + 1, requests=MOST_REQUESTS + 1, elsewhere=["https://example.org/font.woff2"])
    assert len(weight.faults) == 3
    assert Weight("/", bytes=MOST_BYTES, requests=MOST_REQUESTS, map_bytes=10**6).faults == []


def test_what_a_page_fetches_from_elsewhere_is_seen_also_where_the_policy_refuses_it(
    show: Callable[..., Page], web: FlaskClient
) -> None:
    weight = Weight("/")
    page = show(web.get("/confidentialite"), watch=lambda page: watch(page, weight, SITE))
    with page.expect_event("requestfailed"):
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/pixel.png'}))")
    assert weight.elsewhere == ["https://example.org/pixel.png"]
    assert weight.faults == ["/ fetches https://example.org/pixel.png"]
