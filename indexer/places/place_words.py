"""A place of work as people write it. Pure functions."""

from __future__ import annotations

import re

from indexer.places.communes import Gazetteer

_CODED = re.compile(r"(\d{2,3}|2[AB]) - (.+)")


def place_in_words(label: str, commune: str, communes: Gazetteer) -> str:
    """Return `Nersac (16)` for `16 - Nersac`, or for any label whose commune (INSEE code) is known; else the label."""
    known = communes.communes.get(commune)
    if known:
        return known.label
    coded = _CODED.fullmatch(label)
    return f"{coded[2]} ({coded[1]})" if coded else label
