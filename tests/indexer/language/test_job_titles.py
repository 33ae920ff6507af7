"""Which jobs a title names, and how surely. The starter's words; every example has the form of a real title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.job_titles import SURE, guess_jobs, jobs_of_title
from indexer.language.title_parts import MOST, parts_of
from indexer.language.vocabulary import Item, Job, Sheet, Vocabulary
from indexer.reference.in_force import vocabulary

WORDS = vocabulary()


@pytest.mark.parametrize(
    "title",
    [
        "Agent",
        "Technicien supérieur H/F",
        "Assistant polyvalent",
        "Stagiaire",
        "Mission intérim",
        "Chef d'équipe",
        "Ingénieur débutant",
        "Poste à pourvoir à Bordeaux",
        "Recrutement urgent - plusieurs postes !",
        "Consultant senior",
        "Coordinateur",
    ],
)
def test_what_means_nothing_alone_is_not_known(title: str) -> None:
    assert jobs_of_title(title, WORDS) == ()
    assert all(guess.confidence < SURE for guess in guess_jobs(title, WORDS))


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Serveur / barman", {"G1803", "G1801"}),
        ("Peintre en bâtiment ou plaquiste", {"F1606", "F1604"}),
        ("Boulanger et serveur", {"D1102", "G1803"}),
    ],
)
def test_several_jobs_in_one_title_are_all_found(title: str, codes: set[str]) -> None:
    assert set(jobs_of_title(title, WORDS)) >= codes


@pytest.mark.parametrize(
    ("title", "code"),
    [
        # Cut short as employers do.
        ("Secrétaire compta", "M1608"),
        ("Resp. magasin", "D1301"),
        ("Conducteur trx TP", "F1201"),
        ("Agt de sécurité", "K2503"),
        ("Électro-mécanicien", "I1304"),
        # One letter off, in a word of eight letters or more.
        ("Plombier chaufagiste", "F1603"),
        ("Comtpable fournisseurs", "M1203"),
        ("Electricein du bâtiment", "F1602"),
        # Decorated.
        ("URGENT !! Maçon VRD N3P2 - CDI - Dax", "F1702"),
        ("Serveur H/F - LEON", "G1803"),
    ],
)
def test_a_title_is_read_as_it_was_meant(title: str, code: str) -> None:
    assert code in jobs_of_title(title, WORDS)


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        # A known title inside a longer one that names another job.
        ("Gardien responsable de déchetterie (H/F)", "K2501"),
        # A town that is one letter away from a word of titles.
        ("Recherche Poitiers", "H2602"),
        ("Poissonnerie", "D1101"),
    ],
)
def test_a_wrong_job_is_not_said(title: str, wrong: str) -> None:
    assert wrong not in jobs_of_title(title, WORDS)


def test_guesses_come_best_first_with_a_confidence_that_falls() -> None:
    guesses = guess_jobs("Infirmier de nuit en EHPAD", WORDS)
    assert guesses[0].code == "J1506"
    assert guesses[0].confidence >= SURE
    assert [guess.score for guess in guesses] == sorted((guess.score for guess in guesses), reverse=True)
    assert all(guess.confidence <= 1 - guesses[0].confidence + 0.001 for guess in guesses[1:])


def test_a_guess_names_the_sheet_that_holds_the_nearest_title() -> None:
    job = Job("M1805", "développement", ("Développeur web", "Testeur logiciel"), (), ())
    sheets = {
        "M1855": Sheet("M1855", "M1805", "Développeur web", ("Développeur web",)),
        "M1876": Sheet("M1876", "M1805", "Testeur", ("Testeur logiciel",)),
    }
    words = Vocabulary({"M1805": job}, {"x": Item("x", "x")}, {}, {}, sheets=sheets)
    assert guess_jobs("testeuse logiciel", words)[0].sheet == "M1876"
    assert guess_jobs("Développeur web", words)[0].sheet == "M1855"
    assert guess_jobs("Développeur web", WORDS)[0].sheet == ""


@given(st.text(max_size=100))
def test_no_title_is_too_strange(title: str) -> None:
    assert set(jobs_of_title(title, WORDS)) <= set(WORDS.jobs)
    assert all(0 <= guess.confidence <= 1 and guess.code in WORDS.jobs for guess in guess_jobs(title, WORDS))
    assert len(parts_of(title)) <= MOST


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Serveur / barman", ["Serveur", "barman"]),
        ("Technico-commercial", []),
        ("IDE bloc opératoire (IBODE)", ["IDE bloc opératoire", "IBODE"]),
        ("AS de nuit - SSIAD 24", ["AS de nuit", "SSIAD 24"]),
        ("Cariste CACES 1/3", ["Cariste CACES 1"]),
        ("", []),
    ],
)
def test_the_parts_of_a_title(title: str, parts: list[str]) -> None:
    assert parts_of(title) == parts
