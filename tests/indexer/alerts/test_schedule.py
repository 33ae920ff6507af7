"""When mails leave, on the clock of Paris, also on the nights when it changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.alerts.schedule import is_due, last_departure

PARIS = ZoneInfo("Europe/Paris")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))
HOURS = st.integers(0, 23)
FREQUENCIES = st.sampled_from(["daily", "weekly"])
LENGTH = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
SUMMER_NIGHT, WINTER_NIGHT = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("frequency", "now", "departure"),
    [
        ("daily", "2026-11-23T08:00", "2026-11-23T08:00"),
        ("daily", "2026-11-23T07:59", "2026-11-22T08:00"),
        ("daily", "2026-03-29T09:00", "2026-03-29T08:00"),
        ("daily", "2026-10-25T07:00", "2026-10-24T08:00"),
        ("weekly", "2026-11-23T08:00", "2026-11-23T08:00"),
        ("weekly", "2026-11-23T07:59", "2026-11-16T08:00"),
        ("weekly", "2026-11-29T23:00", "2026-11-23T08:00"),
        ("weekly", "2026-10-26T09:00", "2026-10-26T08:00"),
    ],
)
def test_mails_leave_at_eight_in_paris_and_weekly_ones_on_mondays(frequency: str, now: str, departure: str) -> None:
    assert last_departure(frequency, paris(now), PARIS, 8) == paris(departure)


def test_at_once_leaves_at_once() -> None:
    now = paris("2026-11-23T03:12")
    assert last_departure("at_once", now, PARIS, 8) == now
    profile = {"frequency": "at_once", "confirmed_at": now.isoformat()}
    assert is_due(profile, now, PARIS, 8)


def test_nobody_unconfirmed_is_due() -> None:
    for frequency in ("at_once", "daily", "weekly"):
        assert not is_due({"frequency": frequency}, paris("2026-11-23T08:00"), PARIS, 8)


def test_a_mail_sent_after_the_departure_waits_for_the_next() -> None:
    profile = {
        "frequency": "daily",
        "confirmed_at": "2026-01-01T00:00:00+00:00",
        "last_digest_at": "2026-11-23T07:02:00+00:00",
    }
    assert not is_due(profile, paris("2026-11-23T23:59"), PARIS, 8)
    assert not is_due(profile, paris("2026-11-24T07:59"), PARIS, 8)
    assert is_due(profile, paris("2026-11-24T08:00"), PARIS, 8)


@given(FREQUENCIES, MOMENTS, HOURS)
def test_the_last_departure_is_past_and_the_next_is_not(frequency: str, now: datetime, hour: int) -> None:
    departure = last_departure(frequency, now, PARIS, hour)
    assert departure <= now
    # A day of the clock is 23 to 25 hours long.
    assert now - departure.astimezone(UTC) <= LENGTH[frequency] + timedelta(hours=1)
    assert departure.hour == hour
    assert frequency == "daily" or departure.weekday() == 0


@given(FREQUENCIES, MOMENTS, st.integers(0, 60 * 24 * 10), HOURS)
@example("daily", WINTER_NIGHT + timedelta(minutes=45), 60, 2)
def test_departures_never_go_back(frequency: str, now: datetime, minutes: int, hour: int) -> None:
    later = now + timedelta(minutes=minutes)
    first, second = (last_departure(frequency, moment, PARIS, hour).astimezone(UTC) for moment in (now, later))
    assert first <= second


@pytest.mark.parametrize("night", [SUMMER_NIGHT, WINTER_NIGHT, datetime(2026, 6, 1, tzinfo=UTC)])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 8, 23])
@pytest.mark.parametrize("frequency", ["daily", "weekly"])
def test_whoever_is_looked_at_every_five_minutes_gets_one_mail_a_departure(
    night: datetime, hour: int, frequency: str
) -> None:
    start, end = night - timedelta(days=15), night + timedelta(days=15)
    profile = {"frequency": frequency, "confirmed_at": start.isoformat()}
    days, now = [], start
    while now < end:
        if is_due(profile, now, PARIS, hour):
            days.append(now.astimezone(PARIS).date())
            profile["last_digest_at"] = now.isoformat()
        now += timedelta(minutes=5)
    assert {later - earlier for earlier, later in pairwise(days)} == {LENGTH[frequency]}
    assert len(days) >= (29 if frequency == "daily" else 4)


@given(FREQUENCIES, MOMENTS, MOMENTS, HOURS)
def test_right_after_a_mail_none_is_due(frequency: str, confirmed: datetime, now: datetime, hour: int) -> None:
    profile = {"frequency": frequency, "confirmed_at": confirmed.isoformat(), "last_digest_at": now.isoformat()}
    assert not is_due(profile, now, PARIS, hour)
