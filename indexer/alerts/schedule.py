"""When a person's mail is due. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MONDAY = 0


def last_departure(frequency: str, now: datetime, zone: ZoneInfo, hour: int) -> datetime:
    """Return the latest moment, up to `now`, at which mails of this frequency leave.

    `at_once` leaves at every run; `daily` at `hour` local time; `weekly` at that hour on Mondays.
    """
    if frequency == "at_once":
        return now
    local = now.astimezone(zone)
    # The first of the two, on the night when the hour comes twice.
    departure = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if departure > local:
        departure -= timedelta(days=1)
    if frequency == "weekly":
        departure -= timedelta(days=(departure.weekday() - MONDAY) % 7)
    return departure


def is_due(profile: dict[str, Any], now: datetime, zone: ZoneInfo, hour: int) -> bool:
    """Say whether a mail to this profile may leave now: a departure has passed since the last mail or confirmation."""
    since = profile.get("last_digest_at") or profile.get("confirmed_at")
    if since is None:
        return False
    if profile.get("frequency") == "at_once":
        return True
    return datetime.fromisoformat(since) < last_departure(profile.get("frequency", "daily"), now, zone, hour)
