"""SIRETs as people write them, and those that are none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.recruiters.sirets import SiretError, checked_siret, siren_of
from tests.search_api.recruiting import invented_siret

# INSEE's own example of a SIRET, and two establishments of La Poste, whose key is another.
EXAMPLE = "73282932000074"
LA_POSTE, LA_POSTE_SEAT = "35600000049837", "35600000000048"


@pytest.mark.parametrize(
    "written", [EXAMPLE, "732 829 320 00074", "732.829.320.00074", " 732\u00a0829\u202f320 00074 "]
)
def test_spaces_and_dots_are_passed_over(written: str) -> None:
    assert checked_siret(written) == EXAMPLE
    assert siren_of(EXAMPLE) == "732829320"


@pytest.mark.parametrize("written", [LA_POSTE, LA_POSTE_SEAT])
def test_la_poste_has_a_key_of_its_own(written: str) -> None:
    assert checked_siret(written) == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "siret_missing"),
        (" - ", "siret_missing"),
        ("732 829 320", "siret_is_siren"),
        ("7328293200007", "siret_invalid"),
        ("732829320000745", "siret_invalid"),
        ("7328293200007A", "siret_invalid"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "siret_invalid"),
        ("73282932000075", "siret_key"),
        ("37282932000074", "siret_key"),
        ("35600000049838", "siret_key"),
    ],
)
def test_what_is_no_siret_is_said(written: str, code: str) -> None:
    with pytest.raises(SiretError) as refused:
        checked_siret(written)
    assert refused.value.code == code


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, more: int) -> None:
    digit = (int(EXAMPLE[place]) + more) % 10
    with pytest.raises(SiretError):
        checked_siret(f"{EXAMPLE[:place]}{digit}{EXAMPLE[place + 1 :]}")


@given(st.text())
def test_no_text_breaks_it(written: str) -> None:
    with suppress(SiretError):
        assert len(checked_siret(written)) == 14


def test_the_sirets_of_tests_have_a_right_key() -> None:
    assert all(checked_siret(invented_siret()) for _ in range(50))
