"""What a person asks for: jobs, places, and what an offer must not lack or have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

FULL_TIME, PART_TIME = "full_time", "part_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Everything a person may ask for; an empty or absent value does not restrict."""

    commune: str
    """INSEE code of the commune they look around, already resolved."""
    radius_km: int
    around: Sequence[Mapping[str, Any]] = ()
    """Further places: `{"commune": INSEE code, "radius_km": …}`."""
    whole_departements: Sequence[str] = ()
    """Codes of départements accepted whole: `40`, `2A`."""
    remote_anywhere: bool = False
    """Also offers anywhere whose work is all done from home."""
    wanted: Sequence[str] = ()
    """Job titles in the person's own words."""
    contracts: Sequence[str] = ()
    working_times: Sequence[str] = ()
    """`full_time`, `part_time`; both or none do not restrict."""
    available_from: str | None = None
    """The day from which they can begin, as an ISO 8601 date (see `indexer.profiles.availability`); None: not said."""
    pay_least: int | None = None
    """Gross euros for a full-time month: offers that say they pay less are left out."""
    experience_most: int | None = None
    """Months: offers that ask for more experience are left out; 0 leaves only those open to beginners."""
    avoided_employers: Sequence[str] = ()
    avoided_words: Sequence[str] = ()
    """Offers of these employers, and with these words in their title, are left out."""
    frequency: str = "daily"
    hour: int | None = None
    """When daily and weekly mails leave, 0 to 23, on the clock of the commune; None: the installation's hour."""
    open_to_training: bool = False
    visibility: str = "hidden"


def stored(wish: Wish) -> dict[str, Any]:
    """Return the fields of a profile that hold a wish, as the engine keeps them."""
    values = {field.name: getattr(wish, field.name) for field in fields(Wish)}
    return {name: list(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
