"""Which job a title stands for, when no known title is in it word for word. Examples are titles of real offers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.job_ranking import JobRanking
from indexer.language.understanding import understand_title
from indexer.reference.in_force import vocabulary

RANKING = vocabulary().job_ranking


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Administratreur(trice) Système et Réseaux (H/F)", "M1801"),
        ("Administrateur-trice systèmes et réseaux H/F", "M1801"),
        ("Gardien responsable de déchetterie (H/F)", "K2303"),
        ("Chaudroniers soudeurs expérimentés", "H2902"),
        ("URGENT !! Boulangére", "D1102"),
    ],
)
def test_a_title_written_otherwise_or_mistyped_finds_its_job(title: str, code: str) -> None:
    assert code in [guess.code for guess in RANKING.rank(title, most=2)]


@pytest.mark.parametrize(
    "title",
    ["Chef d'équipe", "Agent polyvalent", "Assistant", "Technicien H/F", "Opérateur", "Consultant", "Employé H/F CDI"],
)
def test_words_that_name_no_trade_give_no_job(title: str) -> None:
    assert understand_title(title, vocabulary()) == ()


@pytest.mark.parametrize("title", ["Bonjour", "Astronaute", "Dresseur de fauves", "Recherche personne motivée", ""])
def test_a_trade_that_is_not_known_gives_no_job(title: str) -> None:
    assert understand_title(title, vocabulary()) == ()


def test_the_guess_says_which_known_title_is_near() -> None:
    [guess] = RANKING.rank("Ingenieur DATA confirmé", most=1)
    assert guess.title == "ingénieur data"
    assert guess.score >= 1.9


def test_a_job_is_as_near_as_its_nearest_title_and_never_twice_in_the_list() -> None:
    guesses = RANKING.rank("serveur en restauration rapide", most=20)
    codes = [guess.code for guess in guesses]
    assert len(codes) == len(set(codes))
    assert [guess.score for guess in guesses] == sorted((guess.score for guess in guesses), reverse=True)


@given(st.text(max_size=80))
def test_no_text_breaks_the_ranking(text: str) -> None:
    for guess in RANKING.rank(text):
        assert guess.code in vocabulary().jobs


def test_two_jobs_that_share_a_title_are_as_near() -> None:
    ranking = JobRanking([("monteur", "L1507"), ("monteur", "H2909"), ("pâtissier", "D1104")], lambda: ["monteur"])
    first, second = ranking.rank("monteur", most=2)
    assert first.score == second.score
    assert ranking.rank("pâtissière", most=1)[0].code == "D1104"


def test_titles_in_the_same_trade_are_nearer_than_titles_of_others() -> None:
    jobs, _ = RANKING.jobs_and_company(["soudeur TIG", "soudeur à l'arc", "caissière de supermarché"])
    assert jobs[0] @ jobs[1] > 0.5 > jobs[0] @ jobs[2]
