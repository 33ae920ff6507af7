"""From when a person can begin, as they said it, in words. Pure functions, but for `today`.

One day is kept (`available_from`); who said "at once" has the day they said it. A day that has come means "at once": it
is never shown as a date that is past. Days are UTC's, as they are for the engine (`now/d`), so that who says "at once"
in the small hours is found among those who can begin now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from indexer.language.dates import day_in_words

NOW = "now"
"""What is said for "at once"."""
_AT_ONCE = "tout de suite"


def today() -> date:
    """Return the day it is, as the engine counts days."""
    return datetime.now(UTC).date()


def day_to_come(profile: Mapping[str, Any], day: date) -> date | None:
    """Return the day from which a person can begin if it is after `day`; None when it has come, or was not said."""
    said = profile.get("available_from")
    begins = date.fromisoformat(said) if said else None
    return begins if begins and begins > day else None


def beginning(profile: Mapping[str, Any], day: date) -> str:
    """Return from when a person can begin as it stands on `day`, in words; nothing when they did not say.

    `tout de suite`, or `à partir du 1er décembre 2026`.
    """
    if not profile.get("available_from"):
        return ""
    to_come = day_to_come(profile, day)
    return f"à partir du {day_in_words(to_come)}" if to_come else _AT_ONCE


def availability(profile: Mapping[str, Any], day: date) -> str:
    """Return the same as recruiters read it: `Disponible tout de suite`; nothing when the person did not say."""
    words = beginning(profile, day)
    return f"Disponible {words}" if words else ""
