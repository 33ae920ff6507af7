"""The end of a deposit: the first offers, and the mail they would come in, which is the real one without its links."""

from __future__ import annotations

import re

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.alerts.offer_lines import MOST_OFFERS
from search_api.pages.deposit_end import without_links
from tests.factories.documents import store_all
from tests.factories.offers import copies, make_welder_offer
from tests.factories.profiles import NOT_READ
from tests.pages.markup import Markup
from tests.pages.states import UNCONFIRMED, draft_steps, finished_steps


def offers_that_fit(engine: Elasticsearch, count: int, *, of_one: bool = False) -> None:
    """Store so many welders' jobs in Pau, each of another employer or all `of_one`."""

    def employer(number: int) -> dict[str, str]:
        return {} if of_one else {"employer": f"Atelier {number}"}

    store_all(engine, "offers", copies(make_welder_offer(), count, employer))


def test_the_first_offers_are_shown_with_why_they_fit_and_the_address_is_to_be_confirmed(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    offers_that_fit(engine, 14)
    steps = finished_steps(engine, **UNCONFIRMED)
    answer = web.get(f"{steps}/fini")
    page = Markup(answer.text)
    assert page.problems() == []
    assert "14 offres pour vous aujourd’hui" in page.text.replace("\xa0", " ")
    assert page.text.count("Pourquoi cette offre") == 5
    assert "Confirmez votre adresse" in page.text
    frame = page.one("iframe")
    assert frame["src"] == f"{steps}/apercu"
    assert frame["sandbox"] == ""
    assert "Refresh" not in answer.headers


def test_while_the_cv_is_still_being_read_the_page_comes_again_until_told_to_stop(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    end = f"{finished_steps(engine, **UNCONFIRMED, **NOT_READ)}/fini"
    answer = web.get(end)
    assert answer.headers["Refresh"] == "3"
    assert Markup(answer.text).one("a", href=f"{end}?arret=1")
    assert "Refresh" not in web.get(f"{end}?arret=1").headers


def test_the_mail_is_that_of_a_digest_may_do_nothing_and_leads_nowhere(web: FlaskClient, engine: Elasticsearch) -> None:
    offers_that_fit(engine, 14)
    answer = web.get(f"{finished_steps(engine, **UNCONFIRMED)}/apercu")
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert policy.endswith("sandbox")
    assert "script" not in policy
    page = Markup(answer.text)
    assert "14 offres d’emploi pour vous" in page.text
    assert page.text.count("Soudeur TIG (H/F)") == MOST_OFFERS
    assert "Et 4 autres offres" in page.text
    assert "Ne plus recevoir d’offres" in page.text
    assert page.all("a")
    assert [link for link in page.all("a") if "href" in link] == []
    assert "http" not in re.sub(r"<style>.*?</style>", "", answer.text, flags=re.DOTALL)


def test_of_equal_employers_two_are_shown_as_in_a_digest(web: FlaskClient, engine: Elasticsearch) -> None:
    offers_that_fit(engine, 5, of_one=True)
    page = Markup(web.get(f"{finished_steps(engine)}/apercu").text)
    assert page.text.count("Soudeur TIG (H/F)") == 2
    assert "Et 3 autres offres" in page.text


def test_without_an_offer_or_an_end_there_is_no_mail_to_look_at(web: FlaskClient, engine: Elasticsearch) -> None:
    steps = finished_steps(engine)
    assert web.get(f"{steps}/apercu").status_code == 404
    assert "iframe" not in web.get(f"{steps}/fini").text
    offers_that_fit(engine, 14)
    steps = draft_steps(engine)
    assert web.get(f"{steps}/apercu").status_code == 404
    assert web.get(f"{steps}/fini").headers["Location"] == steps


def test_who_wants_no_mail_is_shown_none(web: FlaskClient, engine: Elasticsearch) -> None:
    offers_that_fit(engine, 14)
    page = Markup(web.get(f"{finished_steps(engine, mail=False)}/fini").text)
    assert page.all("iframe") == []
    assert "Nous ne vous écrivons pas" in page.text


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a href="x">y</a>', "<a>y</a>"),
        ('<a class="button" href="https://example.org/?a=1&amp;b=2">y</a>', '<a class="button">y</a>'),
        ('<a\n  href="x"\n  class="z">y</a>', '<a\n  class="z">y</a>'),
        ('<link href="style.css"><p>href="x"</p>', '<link href="style.css"><p>href="x"</p>'),
    ],
)
def test_only_the_addresses_of_links_are_left_out(html: str, left: str) -> None:
    assert without_links(html) == left
