"""The end of a deposit: the first offers, and the mail they would come in, which is the real one without its links."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.alerts.offer_lines import MOST_OFFERS
from search_api.pages.deposit_end import without_links
from tests.pages.invented import NO_MAIL, PUBLISHED, draft, line, profile
from tests.pages.markup import Markup

Keep = Callable[..., None]
FIT = [line(identifier=f"offer{number}", employer=f"Atelier {number}") for number in range(14)]


def test_the_first_offers_are_shown_with_why_they_fit_and_the_address_is_to_be_confirmed(
    web: FlaskClient, keep_deposit: Keep
) -> None:
    keep_deposit(profile(confirmed_at=None), FIT[:5], 14)
    answer = web.get("/deposer/secret/fini")
    page = Markup(answer.text)
    assert page.problems() == []
    assert "14 offres pour vous aujourd’hui" in page.text.replace("\xa0", " ")
    assert page.text.count("Pourquoi cette offre") == 5
    assert "Confirmez votre adresse" in page.text
    frame = page.one("iframe")
    assert frame["src"] == "/deposer/secret/apercu"
    assert frame["sandbox"] == ""
    assert "Refresh" not in answer.headers


def test_while_the_cv_is_still_being_read_the_page_comes_again_until_told_to_stop(
    web: FlaskClient, keep_deposit: Keep
) -> None:
    keep_deposit(profile(confirmed_at=None, stage="received", understood=None))
    answer = web.get("/deposer/secret/fini")
    assert answer.headers["Refresh"] == "3"
    assert Markup(answer.text).one("a", href="/deposer/secret/fini?arret=1")
    assert "Refresh" not in web.get("/deposer/secret/fini?arret=1").headers


def test_the_mail_is_that_of_a_digest_may_do_nothing_and_leads_nowhere(web: FlaskClient, keep_deposit: Keep) -> None:
    keep_deposit(profile(confirmed_at=None), FIT, 14)
    answer = web.get("/deposer/secret/apercu")
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


def test_of_equal_employers_two_are_shown_as_in_a_digest(web: FlaskClient, keep_deposit: Keep) -> None:
    keep_deposit(profile(), [line(identifier=f"offer{number}") for number in range(5)], 5)
    page = Markup(web.get("/deposer/secret/apercu").text)
    assert page.text.count("Soudeur TIG (H/F)") == 2
    assert "Et 3 autres offres" in page.text


def test_without_an_offer_or_an_end_there_is_no_mail_to_look_at(web: FlaskClient, keep_deposit: Keep) -> None:
    keep_deposit(profile(), [], 0)
    assert web.get("/deposer/secret/apercu").status_code == 404
    assert "iframe" not in web.get("/deposer/secret/fini").text
    keep_deposit(draft(), FIT, 14)
    assert web.get("/deposer/secret/apercu").status_code == 404
    assert web.get("/deposer/secret/fini").headers["Location"] == "/deposer/secret"


def test_who_wants_no_mail_is_shown_none(web: FlaskClient, keep_deposit: Keep) -> None:
    keep_deposit(profile(unsubscribed_at=PUBLISHED, consents=NO_MAIL), FIT[:5], 14)
    page = Markup(web.get("/deposer/secret/fini").text)
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
