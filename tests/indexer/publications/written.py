"""Offers as invented recruiters write them."""

from __future__ import annotations

from typing import Any

from indexer.publications.facts import EMPTY

PAU = "64445"
ORGANISATION = {"id": "org1", "name": "Atelier de l'Exemple", "siren": "732829320", "state": "new"}
TEXT = (
    "Au sein de l'atelier, avec quatre collègues, vous réalisez le soudage TIG de pièces en inox et la lecture de"
    " plans, du lundi au vendredi."
)


def facts(**changes: Any) -> dict[str, Any]:
    """A welder's job in Pau that may be published at once."""
    return {
        **EMPTY,
        "title": "Soudeur TIG (H/F)",
        "job": "H2913",
        "description": TEXT,
        "commune": PAU,
        "contract": "CDI",
        "working_time": "full_time",
        "pay_from": 2100.0,
        "pay_to": 2300.0,
        "apply": "atelier@example.org",
        **changes,
    }
