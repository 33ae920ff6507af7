"""A title cut where it names several jobs, or says a job and then something else. Pure functions."""

from __future__ import annotations

import re

# "Serveur / barman", "Peintre ou plaquiste", "IDE bloc opératoire (IBODE)", "AS de nuit - SSIAD", "Data analyst, Lyon".
# A hyphen parts only between spaces: "technico-commercial" is one word; so does a slash that parts genders not.
_BETWEEN = re.compile(r"\s[-–—:]\s?|[-–—:]\s|\s?[/|,;()\[\]+&•]\s?|\s(?:ou|et|puis)\s", re.IGNORECASE)
MOST = 6


def parts_of(title: str) -> list[str]:
    """Return the parts of a title that hold a word, in order, at most `MOST`; none when it is all one."""
    parts = [part.strip() for part in _BETWEEN.split(title)]
    held = [part for part in parts if re.search(r"[^\W\d_]{2}", part)]
    return held[:MOST] if len(parts) > 1 else []
