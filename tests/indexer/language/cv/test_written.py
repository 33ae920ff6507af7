"""What is typed without a CV is understood by the code that reads CVs: written as one, it says the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.cv.reading import Cv, read_cv
from indexer.language.cv.spoken import BEGINNERS, LEVELS
from indexer.language.cv.written import HeldJob, Said, write_cv
from indexer.language.vocabulary import Vocabulary
from indexer.reference.in_force import gazetteer
from tests.starter import starter_words

NOW = 2026 * 12 + 10
STARTED = starter_words()
TITLES = ["soudeur", "aide-soignante", "maçon", "serveuse", "chauffeur poids lourd", "assistante comptable"]


def read(said: Said, known: Vocabulary = STARTED) -> Cv:
    return read_cv(write_cv(said), known, gazetteer(), NOW)


def test_every_part_of_the_form_is_understood() -> None:
    cv = read(
        Said(
            jobs=[
                HeldJob("aide-soignante", "2023", "Résidence des Pins"),
                HeldJob("soudeur", "2019-03", "Atelier de l’Exemple", "2022-06"),
                HeldJob("maçon", "2015", until="2015"),
            ],
            skills=["lecture de plans", "soudage TIG"],
            licences=["permis B", "CACES R489 catégorie 3"],
            diplomas=[("CAP maçon", "2014"), ("bac pro commerce", "")],
            languages=[("anglais", "courant"), ("espagnol", "notions")],
        )
    )
    assert [(one.title, one.employer, one.period.since, one.period.until) for one in cv.experiences] == [
        ("aide-soignante", "Résidence des Pins", "2023", ""),
        ("soudeur", "Atelier de l’Exemple", "2019-03", "2022-06"),
        ("maçon", "", "2015", "2015"),
    ]
    assert cv.jobs == ("J1501", "H2913", "F1703")
    assert {"skill:lectur-plan", "skill:soudag-tig", "licence:PERMIS-B", "licence:CACES-R489-3"} <= set(cv.items)
    assert [(one.label, one.level, one.year) for one in cv.diplomas] == [
        ("CAP maçon", 3, "2014"),
        ("bac pro commerce", 4, ""),
    ]
    assert [(one.trait, one.level) for one in cv.languages] == [
        ("language:anglais", "courant"),
        ("language:espagnol", "notions"),
    ]
    assert "language:espagnol" not in cv.items


@pytest.mark.parametrize("said", [Said(), Said(skills=["soudage TIG"]), Said(languages=[("anglais", "")])])
def test_a_form_of_one_thing_or_none_is_read_too(said: Said) -> None:
    assert bool(said) == bool(write_cv(said))
    assert len(read(said).items) == int(bool(said))


months = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(1975, 2020), st.integers(1, 12))
since = months | st.integers(1975, 2020).map(str)
until = st.just("") | st.builds(lambda year, month: f"{year}-{month:02}", st.integers(2021, 2025), st.integers(1, 12))
jobs = st.lists(st.builds(HeldJob, st.sampled_from(TITLES), since, until=until), max_size=5, unique_by=str)


@given(jobs=jobs, level=st.sampled_from(LEVELS))
def test_jobs_with_their_dates_and_levels_come_back_as_they_were_typed(jobs: list[HeldJob], level: str) -> None:
    cv = read(Said(jobs=jobs, languages=[("allemand", level)]))
    typed = {(one.title, one.since, one.until) for one in jobs}
    assert {(one.title, one.period.since, one.period.until) for one in cv.experiences} == typed
    assert [(one.trait, one.level) for one in cv.languages] == [("language:allemand", level)]
    assert ("language:allemand" in cv.items) is (level not in BEGINNERS)
