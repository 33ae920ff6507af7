"""The mails to recruiters and the letters: both parts say the same, and what each carries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.alerts.messages import message_of
from indexer.alerts.offer_lines import Reason
from indexer.candidates.answers import REASONS
from indexer.candidates.cases import Case
from indexer.candidates.cv_lines import CvLine, best_cvs_first, by_offer
from indexer.candidates.letter_words import CONTACT, Words, waited_for, waiting, words_of
from indexer.candidates.letters import values_of
from indexer.candidates.messages import cvs_message
from tests.indexer.alerts.test_same_content import Read, of_text, words
from tests.indexer.keyed import only_these

FINDER = {"person": "r", "email": "r@example.org", "frequency": "daily", "publication": {"id": "p"}}
SAID = {"answer": "invited", "reason": "skills", "text": "Bonjour,\nvenez mardi.", "name": "Camille Exemple"}


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path, SECRET_KEY="k" * 32, PUBLIC_URL="https://estey.example"):
        yield


def line(identifier: str, **given: Any) -> CvLine:
    facts: dict[str, Any] = {
        "publication": "p",
        "offer_title": "Soudeur TIG",
        "heading": "Soudeur",
        "area": "Pau (64), 30 km autour",
        "experience": "6 ans",
        "diploma": "niveau 3 (CAP, BEP)",
        "named": True,
        "points": 8,
        "kind": "direct",
        "url": f"https://estey.example/recruteurs/cv/{identifier}",
        "answer_url": f"https://estey.example/reponse/{identifier}",
        "reasons": [Reason("métier : soudage", 6), Reason("TIG", 2)],
        "missing": ["CACES R489"],
    }
    return CvLine(identifier=identifier, **{**facts, **given})


def case(number: int = 1) -> Case:
    return Case(
        match={"id": f"m{number}"},
        publication={"id": "p", "state": "published"},
        offer={"id": "o", "title": "Soudeur TIG", "status": "open"},
        recruiter={"id": "r", "email": "r@example.org", "name": "Dominique Exemple"},
        organisation={"id": "o", "name": f"Atelier {number}"},
        profile={"email": "camille@example.org", "visibility": "anonymous"},
        may_see=True,
    )


def parts(message: Any) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return text.get_content(), html.get_content()


@pytest.mark.parametrize("slowed", [True, False])
def test_both_parts_of_a_recruiter_s_mail_say_the_same(slowed: bool) -> None:
    cvs = [
        line("a", available="Disponible tout de suite"),
        line("b", kind="training", named=False),
        line("c", publication="q", experience="", diploma=""),
    ]
    message = cvs_message(FINDER, "d" * 24, cvs, 3, alone=False, slowed=slowed)
    text, html = parts(message)
    said, urls = of_text(text)
    read = Read(html)
    assert sorted(said) == sorted(words(read.words))
    assert sorted(urls) == sorted(read.urls)
    assert message["Subject"] == "6 CV pour vos offres"
    assert text.count("Disponible tout de suite") == 1
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"


def letters() -> list[Words]:
    several = [words_of(template, case(), SAID) for template in ("invited", "asked", "declined", CONTACT)]
    several += [words_of(template, case(), SAID) for template in ("accepted", "refused")]
    return [*several, waited_for(case(), 1), waited_for(case(), 3), waiting([case()]), waiting([case(), case(2)])]


def test_both_parts_of_every_letter_say_the_same() -> None:
    for letter in letters():
        message = message_of("a@example.org", letter.subject, "x" * 24, "letter", values_of(letter))
        text, html = parts(message)
        said, urls = of_text(text)
        read = Read(html)
        assert sorted(said) == sorted(words(read.words)), letter.subject
        assert sorted(urls) == sorted(read.urls)


def test_no_letter_gives_an_address_away_before_its_owner_said_so() -> None:
    for template in ("invited", "asked", "declined", CONTACT, "refused"):
        letter = words_of(template, case(), SAID)
        assert "camille@example.org" not in str(letter), template
    assert "r@example.org" not in str(words_of(CONTACT, case(), SAID))
    assert "Camille Exemple, camille@example.org" in str(words_of("accepted", case(), SAID))


def test_every_reason_reads_well_in_the_letter_and_the_last_is_the_recruiter_s_own() -> None:
    for code in REASONS:
        letter = words_of("declined", case(), {**SAID, "reason": code})
        assert any("La raison donnée" in paragraph for paragraph in letter.paragraphs) == (code != "other")
        assert letter.quote == SAID["text"]


def test_the_best_come_first_with_a_training_apart() -> None:
    lines = [line("t", kind="training", points=9), line("a", points=7), line("b", points=8), line("q", publication="q")]
    assert [one.identifier for one in best_cvs_first(lines)][-1] == "t"
    grouped = [
        ([one.identifier for one in direct], [one.identifier for one in more]) for _, direct, more in by_offer(lines)
    ]
    assert sorted(grouped) == [(["b", "a"], ["t"]), (["q"], [])]
