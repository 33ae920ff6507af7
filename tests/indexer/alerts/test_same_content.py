"""The text part of a mail and its HTML part say the same, word for word, and lead to the same places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.alerts.messages import confirmation_message, digest_message, search_confirmation_message
from indexer.alerts.offer_lines import OfferLine, Reason
from indexer.trainings.training_lines import TrainingLine
from tests.indexer.alerts.test_messages import PROFILE, line, parts, sent
from tests.indexer.keyed import only_these

SAVED = {**PROFILE, "wish": {}, "label": "soudeur, à 30 km autour de Pau (64), CDI"}


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path, SECRET_KEY="k" * 32, PUBLIC_URL="https://estey.example"):
        yield


class Read(HTMLParser):
    """What a person sees of an HTML part, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.urls, self.hidden = "", [], False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = self.hidden or tag in ("style", "title")
        self.words += " "
        self.urls += [str(value) for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = self.hidden and tag not in ("style", "title")

    def handle_data(self, data: str) -> None:
        self.words += "" if self.hidden else data


def words(said: str) -> list[str]:
    return re.findall(r"\w+", said.casefold())


def of_text(text: str) -> tuple[list[str], list[str]]:
    """The words and the addresses of a text part; offers are numbered there, which the other part shows by lines."""
    urls = re.findall(r"https://estey\.example\S*", text)
    plain = re.sub(r"https://estey\.example\S*", " ", text)
    return words(re.sub(r"(?m)^\d+\. ", "", plain)), urls


def compare(message: EmailMessage) -> None:
    text, html = parts(sent(message))
    said, urls = of_text(text)
    shown = Read(html)
    assert said == words(shown.words)
    assert urls == shown.urls
    assert len(said) > 20


titles = st.text(st.sampled_from("abcéœ <&>’-/()"), min_size=1, max_size=30)
trainings = st.builds(TrainingLine, titles, titles, st.sampled_from(["", "https://estey.example/f/1"]))
lines = st.builds(
    OfferLine,
    identifier=st.just("1"),
    title=titles,
    employer=st.just("") | titles,
    place=st.just("") | titles,
    distance_km=st.none() | st.integers(0, 200),
    contract=st.sampled_from(["", "CDI"]),
    pay=st.just("") | titles,
    published_at=st.just("2026-11-20T08:00:00+00:00"),
    url=st.sampled_from(["https://estey.example/offres/1", "https://estey.example/offres/2"]),
    points=st.integers(0, 20),
    reasons=st.lists(st.builds(Reason, titles, st.integers(1, 6)), max_size=3),
    missing=st.lists(titles, max_size=2),
    trainings=st.just([]),
    search=st.just("") | titles,
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines, max_size=4), st.lists(lines, max_size=2), st.lists(trainings, max_size=3), st.integers(0, 3))
def test_every_offer_reason_training_and_link_is_in_both_parts_in_the_same_order(
    offers: list[OfferLine], reached: list[OfferLine], courses: list[TrainingLine], more: int
) -> None:
    trained = [OfferLine(**{**vars(one), "trainings": courses}) for one in reached]
    if offers or trained:
        compare(digest_message(PROFILE, "d", offers, more, trained))


def test_what_is_said_of_a_saved_search_and_to_confirm_is_the_same_too() -> None:
    compare(digest_message(SAVED, "d", [line(1, search="soudeur, à 30 km autour de Pau (64)")], 2))
    compare(confirmation_message(PROFILE))
    compare(search_confirmation_message(SAVED))


def test_a_word_that_stands_in_one_part_only_is_noticed() -> None:
    message = digest_message(PROFILE, "d", [line(1)], 0)
    text = message.get_body(("plain",))
    assert text is not None
    text.set_content(text.get_content() + "\nOublié de l’autre côté.")  # type: ignore[attr-defined]
    with pytest.raises(AssertionError):
        compare(message)
