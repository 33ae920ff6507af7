"""Searches that people saved."""

from __future__ import annotations

from typing import Any

from indexer.reference.in_force import gazetteer, vocabulary
from indexer.searches.document import complete, saved_search
from indexer.searches.wanted import Wanted
from tests.factories.documents import NOW

WELDERS = Wanted(words="soudeur", communes=("64445",), radius_km=30, chosen={"contract": ("CDI",)})


def make_search(identifier: str = "search1", wanted: Wanted = WELDERS, **changes: Any) -> dict[str, Any]:
    """A confirmed search for welders around Pau, as `save` and `confirm` would have written it."""
    email = changes.pop("email", "camille@example.org")
    saved = saved_search(wanted, email, changes.pop("frequency", "daily"), vocabulary(), gazetteer(), NOW)
    told = {"confirmation": "sent", "confirmed_at": NOW, "since": NOW, "hour": None}
    return complete({**saved, "id": identifier, "link_key": "key", **told, **changes}, vocabulary(), gazetteer())
