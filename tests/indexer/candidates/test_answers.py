"""What may be answered after what, and what may not be said to anybody."""

from __future__ import annotations

import pytest

from indexer.candidates.answers import ANSWERS, answered, may_answer, possible, unlawful


def test_a_question_may_be_followed_an_invitation_only_declined_and_a_no_is_the_last_word() -> None:
    assert possible({}) == list(ANSWERS)
    assert possible({"answer": "asked"}) == ["invited", "declined"]
    assert possible({"answer": "invited"}) == ["declined"]
    assert possible({"answer": "declined"}) == []


def test_nobody_is_asked_again_who_refused_to_be_contacted() -> None:
    refused = {"answer": "asked", "contact": "refused"}
    assert possible(refused) == ["declined"]
    assert not may_answer(refused, "invited")


def test_who_is_seen_without_a_name_is_asked_first_and_once() -> None:
    first = answered({"id": "m"}, "anonymous", "asked", "", "Travaillez-vous de nuit ?", "2026-11-24T10:00:00+00:00")
    assert (first["contact"], first["letter"], first["answer"]) == ("asked", "contact", "asked")
    accepted = {**first, "contact": "accepted"}
    after = answered(accepted, "anonymous", "invited", "", "Venez lundi.", "2026-11-25T10:00:00+00:00")
    assert (after["contact"], after["letter"]) == ("accepted", "invited")
    assert "contact" not in answered({"id": "m"}, "anonymous", "declined", "filled", "", "2026-11-24T10:00:00+00:00")
    assert "contact" not in answered({"id": "m"}, "named", "invited", "", "", "2026-11-24T10:00:00+00:00")


@pytest.mark.parametrize(
    "said",
    ["Nous cherchons quelqu’un de jeune, moins de 30 ans.", "Nous préférons une personne de nationalité française."],
)
def test_what_the_law_forbids_is_not_said_to_a_candidate_either(said: str) -> None:
    assert unlawful(said)


@pytest.mark.parametrize(
    "said", ["", "Pouvez-vous venir mardi à 10 h ?", "Il nous faut le CACES 3, que vous n’avez pas encore. Merci !"]
)
def test_kind_and_plain_words_pass(said: str) -> None:
    assert unlawful(said) == []
