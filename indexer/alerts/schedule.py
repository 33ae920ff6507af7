"""When what was found for a person leaves. Pure functions.

An offer found leaves at the first departure after it was found: nothing has to be remembered of the mails before, and
a departure missed is caught up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from indexer.places.time_zones import zone_of
from indexer.searches.wanted import read_wish
from indexer.settings import settings

AT_ONCE, DAILY, WEEKLY = "at_once", "daily", "weekly"
MONDAY = 0
GROUPED = timedelta(seconds=settings().alerts_seconds)
"""`at_once`: what is found within this time of the first goes into the same mail."""


def last_departure(frequency: str, now: datetime, zone: ZoneInfo, hour: int) -> datetime:
    """Return the latest moment, up to `now`, at which mails of this frequency leave.

    `at_once` leaves at every run; `daily` at `hour` local time; `weekly` at that hour on Mondays.
    """
    if frequency == AT_ONCE:
        return now
    local = now.astimezone(zone)
    # The first of the two, on the night when the hour comes twice.
    departure = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if departure > local:
        departure -= timedelta(days=1)
    if frequency == WEEKLY:
        departure -= timedelta(days=(departure.weekday() - MONDAY) % 7)
    return departure


def is_due(frequency: str, found_at: datetime, now: datetime, zone: ZoneInfo, hour: int) -> bool:
    """Say whether an alert whose oldest offer was found at `found_at` leaves now."""
    if frequency == AT_ONCE:
        return found_at <= now - GROUPED
    return found_at <= last_departure(frequency, now, zone, hour)


def frequency_of(finder: dict[str, Any], *, slowed: bool = False) -> str:
    """Return when the mails of a profile or saved search leave; weekly at most for those whose mails slowed down."""
    return WEEKLY if slowed else finder.get("frequency") or DAILY


def clock_of(finder: dict[str, Any], default_zone: ZoneInfo, default_hour: int) -> tuple[ZoneInfo, int]:
    """Return the time zone of where a person looks for work, and the hour they chose for their mails (0–23)."""
    commune = finder.get("commune") or (_searched_in(finder["wish"]) if finder.get("wish") else "")
    hour = finder.get("hour")
    return zone_of(commune, default_zone), default_hour if hour is None else hour


def _searched_in(wish: dict[str, Any]) -> str:
    """Return the first place of a saved search: the code of a commune, or of a département, which begins as theirs."""
    wanted = read_wish(wish)
    return next(iter((*wanted.communes, *wanted.departements)), "")
