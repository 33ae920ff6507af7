"""Licences: what counts as holding what is required."""

from __future__ import annotations

import pytest

from indexer.matching.licences import by_kind, families, families_required, family_of, kind_of
from indexer.reference.in_force import vocabulary


@pytest.mark.parametrize(
    ("licence", "family"),
    [
        ("CACES-R489-3", "CACES-R489"),
        ("CACES-R489", "CACES-R489"),
        ("CACES-R482-B1", "CACES-R482"),
        ("PERMIS-CE", "PERMIS-C"),
        ("PERMIS-C", "PERMIS-C"),
        ("HAB-B0-H0", "HAB-ELEC"),
        ("HAB-NUCLEAIRE", "HAB-NUCLEAIRE"),
        ("SSIAP-2", "SSIAP"),
        ("FCO-MARCHANDISES", "QUALIFICATION-MARCHANDISES"),
        ("DEAS", "DEAS"),
    ],
)
def test_a_licence_belongs_to_a_family(licence: str, family: str) -> None:
    assert family_of(licence) == family


def test_every_licence_of_the_vocabulary_has_one_family_and_one_kind() -> None:
    for licence in vocabulary().licences:
        assert family_of(family_of(licence)) == family_of(licence)
        assert kind_of(family_of(licence))


def test_a_diploma_or_an_unusual_licence_is_a_kind_of_its_own_and_so_excludes_nobody() -> None:
    assert kind_of("DEAS") == "DEAS"
    assert kind_of("TAXI") == "TAXI"
    assert by_kind(["CACES-R486", "CACES-R489", "DEAS"]) == {"machines": ["CACES-R486", "CACES-R489"], "DEAS": ["DEAS"]}


def test_what_most_adults_hold_says_that_a_person_named_their_permits_but_closes_no_offer() -> None:
    items = ["licence:PERMIS-B", "licence:PERMIS-CE", "skill:soudag-tig"]
    assert families(items) == ["PERMIS-B", "PERMIS-C"]
    assert families_required(items) == ["PERMIS-C"]
