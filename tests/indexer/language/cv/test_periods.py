"""Periods as CVs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.cv.periods import months_covered, periods
from indexer.language.normalisation import without_accents
from tests.indexer.language.cv.cvs import NOW


@pytest.mark.parametrize(
    ("text", "since", "until", "months"),
    [
        ("depuis 2019", "2019", "", 89),
        ("Depuis janvier 2019 : soudeur", "2019-01", "", 95),
        ("2018 à ce jour", "2018", "", 101),
        ("2020 - présent", "2020", "", 77),
        ("09/2021 à aujourd'hui", "2021-09", "", 63),
        ("03/2015 - 06/2017", "2015-03", "2017-06", 28),
        ("Sept. 2016 – juin 2018", "2016-09", "2018-06", 22),
        ("du 1er mars 2015 au 30 juin 2015", "2015-03", "2015-06", 4),
        ("de 01/03/2015 à 30/06/2015", "2015-03", "2015-06", 4),
        ("été 2020", "2020-07", "2020-07", 2),
        ("hiver 2023 - 2024", "2023-12", "2024-02", 3),
        ("2015-2018", "2015", "2018", 36),
        ("2017 -> 2026", "2017", "2026", 108),
        ("2019 / 2025", "2019", "2025", 72),
        ("2020 > 2022", "2020", "2022", 24),
        ("2018/19", "2018", "2019", 12),
        ("avril - juillet 2026", "2026-04", "2026-07", 4),
        ("Nov 2025 - mars 2026", "2025-11", "2026-03", 5),
        ("09/21 – auj.", "2021-09", "", 63),
        ("09/21 - 03/24", "2021-09", "2024-03", 31),
        ("janv-20 à août-21", "2020-01", "2021-08", 20),
        ("15/03/98 au 18/12/99", "1998-03", "1999-12", 22),
        ("Sep 2018 – Present", "2018-09", "", 99),
        ("2019-...", "2019", "", 89),
        ("2017", "2017", "2017", 6),
        ("février 2024", "2024-02", "2024-02", 1),
    ],
)
def test_a_period_is_read(text: str, since: str, until: str, months: int) -> None:
    [found] = periods(without_accents(text), NOW)
    assert (found.since, found.until, found.last - found.first) == (since, until, months)


@pytest.mark.parametrize(
    "text",
    [
        "en 2045",
        "09/21",
        "12-14 ans",
        "CACES R489",
        "06 39 98 10 21",
        "2022 - 2015",
        "17000 La Rochelle",
        "NF C 15-100",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert [one for one in periods(without_accents(text), NOW) if one.spans] == []


@given(st.text(alphabet="0129/-. àaumarsjinteé’'", max_size=60))
def test_periods_stay_within_the_text_and_do_not_run_backwards(text: str) -> None:
    for one in periods(without_accents(text), NOW):
        assert 0 <= one.start < one.end <= len(text)
        assert one.first < one.last


def test_a_month_counts_once() -> None:
    assert months_covered([(0, 10), (5, 12), (20, 22), (21, 22)]) == 14
    assert months_covered([]) == 0
