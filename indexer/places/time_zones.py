"""The time zone of a commune: that of the installation, but overseas, where the day begins elsewhere."""

from __future__ import annotations

from zoneinfo import ZoneInfo

# First three digits of the INSEE code; zones of the IANA time zone database.
OVERSEAS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


def zone_of(insee: str, default: ZoneInfo) -> ZoneInfo:
    """Return the time zone of a commune by its INSEE code; `default` on the mainland, and where none is known."""
    name = OVERSEAS.get(insee[:3])
    return ZoneInfo(name) if name else default
