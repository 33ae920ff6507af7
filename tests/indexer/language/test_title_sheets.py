"""Which sheets a title means under the code of its job."""

from __future__ import annotations

import dataclasses

import pytest

from indexer.language.title_sheets import own_sheets, sheets_of_title
from indexer.language.vocabulary import Sheet, Vocabulary
from indexer.reference.in_force import vocabulary

STARTER = vocabulary()


@pytest.fixture(scope="module")
def with_sheets() -> Vocabulary:
    """Return the starter with two sheets under the code of cooks, one of them of another name."""
    job = STARTER.jobs["G1602"]
    sheets = {
        "G1602": Sheet("G1602", "G1602", "Commis de cuisine", ("Commis de cuisine", "Aide-cuisinier")),
        "G1606": Sheet("G1606", "G1602", "Cuisinier de collectivité", ("Cuisinier de collectivité", "Chef gérant")),
    }
    titles = tuple(dict.fromkeys([*job.titles, *(title for sheet in sheets.values() for title in sheet.titles)]))
    jobs = {**STARTER.jobs, "G1602": dataclasses.replace(job, titles=titles)}
    return dataclasses.replace(STARTER, jobs=jobs, sheets=sheets)


@pytest.mark.parametrize(
    ("title", "sheets"),
    [
        ("Chef gérant", ("G1606",)),
        ("Commis de cuisine H/F", ("G1602",)),
        ("COMMIS DE CUISINE - restaurant du port", ("G1602",)),
        ("Cuisinière de collectivités", ("G1606",)),
    ],
)
def test_known_titles_in_a_title_decide(title: str, sheets: tuple[str, ...], with_sheets: Vocabulary) -> None:
    assert sheets_of_title(title, "G1602", with_sheets) == sheets


def test_a_title_near_to_none_is_taken_for_the_sheet_of_the_code_itself(with_sheets: Vocabulary) -> None:
    assert sheets_of_title("Zinzolin", "G1602", with_sheets) == ("G1602",)
    assert own_sheets("G1602", with_sheets) == ("G1602",)


def test_without_sheets_a_job_is_its_own(with_sheets: Vocabulary) -> None:
    assert sheets_of_title("Soudeur", "H2913", with_sheets) == ("H2913",)
    assert own_sheets("H2913", STARTER) == ("H2913",)
