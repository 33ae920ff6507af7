"""Each page weighs little, asks seldom, and fetches nothing from elsewhere: as a browser loads it."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from scripts.page_budget import MOST_BYTES, MOST_REQUESTS, Weight, watch
from tests.factories.documents import store_all
from tests.factories.offers import copies, make_welder_offer
from tests.pages.conftest import SITE, Show
from tests.pages.states import own_page


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=soudeur&lieu=Pau",
        "/offres/offer1?q=soudeur&lieu=Pau",
        "/offres/offer1/signaler",
        "/deposer",
        "own page",
        "/confidentialite",
        "/accessibilite",
        "/nulle-part",
    ],
)
def test_a_page_is_within_its_budget(web: FlaskClient, engine: Elasticsearch, show: Show, address: str) -> None:
    # A full page of results at as many places, a long offer, a person for whom more than twenty fit.
    around = copies(make_welder_offer(), 34, lambda number: {"location": {"lat": 43.3, "lon": -0.4 + number / 100}})
    long = make_welder_offer(description="Un texte assez long pour une offre. " * 150)
    store_all(engine, "offers", [*around, long])
    mine = own_page(engine)
    address = mine if address == "own page" else address
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
    show: Show, web: FlaskClient
) -> None:
    weight = Weight("/")
    page = show(web.get("/confidentialite"), watch=lambda page: watch(page, weight, SITE))
    with page.expect_event("requestfailed"):
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/pixel.png'}))")
    assert weight.elsewhere == ["https://example.org/pixel.png"]
    assert weight.faults == ["/ fetches https://example.org/pixel.png"]
