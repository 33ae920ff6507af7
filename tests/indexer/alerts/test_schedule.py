"""When mails leave, on the clock of Paris, also on the nights when it changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.alerts.schedule import clock_of, is_due, last_departure
from indexer.places.time_zones import OVERSEAS, zone_of

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


def test_at_once_is_grouped_over_five_minutes_from_the_first_found() -> None:
    now = paris("2026-11-23T03:12")
    assert not is_due("at_once", now - timedelta(minutes=4, seconds=59), now, PARIS, 8)
    assert is_due("at_once", now - timedelta(minutes=5), now, PARIS, 8)


def test_what_is_found_after_a_departure_waits_for_the_next() -> None:
    found = paris("2026-11-23T08:02")
    assert not is_due("daily", found, paris("2026-11-23T23:59"), PARIS, 8)
    assert not is_due("daily", found, paris("2026-11-24T07:59"), PARIS, 8)
    assert is_due("daily", found, paris("2026-11-24T08:00"), PARIS, 8)


def test_a_departure_missed_is_caught_up() -> None:
    assert is_due("daily", paris("2026-11-23T07:58"), paris("2026-11-23T11:30"), PARIS, 8)


@pytest.mark.parametrize(
    ("commune", "zone"),
    [
        ("64445", "Europe/Paris"),  # Pau
        ("97411", "Indian/Reunion"),  # Saint-Denis
        ("97302", "America/Cayenne"),
        ("97209", "America/Martinique"),
        ("", "Europe/Paris"),
    ],
)
def test_the_hour_is_that_of_where_a_person_looks(commune: str, zone: str) -> None:
    assert clock_of({"commune": commune, "hour": 18}, PARIS, 8) == (ZoneInfo(zone), 18)
    assert clock_of({"wish": {"commune": commune}}, PARIS, 8) == (ZoneInfo(zone), 8)


def test_every_zone_named_exists() -> None:
    assert all(zone_of(code + "01", PARIS).key == name for code, name in OVERSEAS.items())


def test_midnight_is_an_hour_too() -> None:
    assert clock_of({"hour": 0}, PARIS, 8)[1] == 0


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
    """An offer is found every ten minutes; each mail takes all that was found up to its departure."""
    start, end = night - timedelta(days=15), night + timedelta(days=15)
    days, now, oldest = [], start, start
    while now < end:
        if is_due(frequency, oldest, now, PARIS, hour):
            days.append(now.astimezone(PARIS).date())
            departure = last_departure(frequency, now, PARIS, hour).astimezone(UTC)
            oldest += (departure - oldest) // timedelta(minutes=10) * timedelta(minutes=10) + timedelta(minutes=10)
        now += timedelta(minutes=5)
    assert {later - earlier for earlier, later in pairwise(days)} == {LENGTH[frequency]}
    assert len(days) >= (29 if frequency == "daily" else 4)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Miquelon", "Indian/Reunion"])
@pytest.mark.parametrize("change", ["2026-10-25", "2027-03-28", "2027-10-31", "2027-11-07"])
@pytest.mark.parametrize("hour", range(24))
def test_each_day_has_one_departure_also_when_the_hour_comes_twice_or_not_at_all(
    zone: str, change: str, hour: int
) -> None:
    """Every quarter of an hour for five days around a change of clocks, told by the instants alone."""
    clock, quarter = ZoneInfo(zone), timedelta(minutes=15)
    start = (datetime.fromisoformat(change) - timedelta(days=2)).replace(tzinfo=clock).astimezone(UTC)
    moments = [start + number * quarter for number in range(5 * 24 * 4)]
    first = last_departure("daily", start - quarter, clock, hour).astimezone(UTC)
    seen = [last_departure("daily", moment, clock, hour).astimezone(UTC) for moment in moments]
    new = [(leaves, at) for before, leaves, at in zip([first, *seen], seen, moments, strict=False) if leaves != before]
    assert [at for _, at in new] == [leaves for leaves, _ in new], "noticed at once, and never again"
    days = [leaves.astimezone(clock).date() for leaves, _ in new]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) >= 4
    hours = {leaves.astimezone(clock).hour for leaves, _ in new}
    # On the short night an hour is missing: the mail leaves when the clock has jumped over it.
    assert hours == {hour} or (hours == {hour, hour + 1} and change == "2027-03-28" and hour == 2)


@given(FREQUENCIES, MOMENTS, MOMENTS, HOURS)
def test_what_is_found_now_is_never_due_now_but_at_the_very_hour(
    frequency: str, found: datetime, now: datetime, hour: int
) -> None:
    departure = last_departure(frequency, now, PARIS, hour)
    assert is_due(frequency, found, now, PARIS, hour) == (found <= departure)
    assert not is_due(frequency, now + timedelta(microseconds=1), now, PARIS, hour)
