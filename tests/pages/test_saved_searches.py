"""Saving a search as an alert: what its pages say it would bring, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.searches.volume import FEWEST_TO_JUDGE
from tests.factories.documents import store_all
from tests.factories.offers import copies, make_welder_offer
from tests.pages.markup import Markup
from tests.pages.states import saved_search_page

LAST_WEEK = (datetime.now(UTC) - timedelta(days=7)).isoformat()


def page(web: FlaskClient, address: str, **sent: Any) -> tuple[int, Markup]:
    answer = web.post(address, data=sent) if sent else web.get(address)
    shown = Markup(answer.get_data(as_text=True))
    assert shown.problems() == []
    return answer.status_code, shown


def published(engine: Elasticsearch, count: int, title: str = "Soudeur TIG (H/F)") -> None:
    """Store so many offers of this title, published last week."""
    offer = make_welder_offer(title, title=title, description="", skill_labels=(), published_at=LAST_WEEK)
    store_all(engine, "offers", copies(offer, count))


def test_a_search_that_everything_answers_is_refused_with_what_to_add(web: FlaskClient, engine: Elasticsearch) -> None:
    for address in ("/alerte", "/alerte?contrat=CDI", "/alerte?q=de+la"):
        assert "Ajoutez un métier, un lieu ou un domaine" in page(web, address)[1].text
    status, shown = page(web, "/alerte", contrat="CDI", email="lou@example.org", consent="true")
    assert (status, "Ajoutez un métier" in shown.text) == (422, True)
    published(engine, FEWEST_TO_JUDGE)
    status, shown = page(web, "/alerte", q="soudeur", email="lou@example.org", consent="true")
    assert (status, "Ajoutez un métier" in shown.text) == (422, True)


def test_what_is_wrong_is_said_beside_its_field_and_the_search_is_kept(web: FlaskClient, engine: Elasticsearch) -> None:
    status, shown = page(web, "/alerte", q="soudeur", email="lou", frequency="weekly")
    assert status == 422
    assert "n’est pas complète" in shown.text
    assert "Sans votre accord" in shown.text
    assert shown.one("input", name="q")["value"] == "soudeur"
    assert shown.one("input", name="email")["value"] == "lou"
    assert "checked" in shown.one("input", id="frequency-weekly")
    status, shown = page(web, f"{saved_search_page(engine)}/rythme", frequency="yearly")
    assert (status, "Choisissez le rythme" in shown.text) == (422, True)


@pytest.mark.parametrize(
    ("in_a_month", "said"),
    [(0, "aucune offre"), (2, "moins d’une offre par semaine"), (5, "environ 1 offre"), (53, "environ 12 offres")],
)
def test_the_page_says_how_many_offers_a_week_it_would_have_brought(
    web: FlaskClient, engine: Elasticsearch, in_a_month: int, said: str
) -> None:
    published(engine, in_a_month)
    # As many others, without which the search would be one that everything answers.
    published(engine, 60, title="Cuisinier")
    assert said in page(web, "/alerte?q=soudeur")[1].text.replace("\u00a0", " ")


def test_a_link_that_is_not_ours_opens_nothing(web: FlaskClient) -> None:
    for address in ("/alerte/nothing", "/alerte/confirmer/nothing"):
        assert web.get(address).status_code == 404
    assert web.post("/alerte/nothing/supprimer").status_code == 404
