"""Offers as they are stored once understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indexer.offers.document import OfferGiven, PlaceGiven, received, understood
from indexer.reference.in_force import gazetteer, vocabulary
from tests.factories.documents import NOW

Offer = dict[str, Any]

PAU = PlaceGiven(insee="64445")
DESCRIPTION = "Premier paragraphe.\nSa suite.\n\nSecond <b>paragraphe</b>."


def make_offer(identifier: str, **given: Any) -> Offer:
    """An offer as it is written once understood; in Pau unless another place is given."""
    facts = OfferGiven(**{"source": "test", "source_id": identifier, "title": "Soudeur TIG", "place": PAU, **given})
    return {**understood(received(facts, gazetteer(), NOW), vocabulary()), "id": identifier}


def make_welder_offer(identifier: str = "offer1", **given: Any) -> Offer:
    """A welder's job in Pau, matched, of which its source says a good deal.

    `given` are facts of `OfferGiven`; what becomes of an offer afterwards (`status`) is set too.
    """
    changes = {name: given.pop(name) for name in ("status", "withdrawn_at") if name in given}
    facts = {
        "source": "exemple",
        "title": "Soudeur TIG (H/F)",
        "description": DESCRIPTION,
        "employer": "Atelier de l’Exemple",
        "place": PlaceGiven(label="64 - PAU", insee="64445"),
        "contract": "CDI",
        "contract_label": "Contrat à durée indéterminée",
        "skill_labels": ("Soudage TIG",),
        "url": "https://example.org/annonce",
        "published_at": "2026-11-20T08:00:00.000Z",
    }
    return {**make_offer(identifier, **{**facts, **given}), "stage": "matched", "matched_at": NOW, **changes}


def copies(offer: Offer, count: int, change: Callable[[int], Offer] = lambda number: {}) -> list[Offer]:
    """The same offer so often, each with an id of its own and what `change` says of its number; nothing is read anew,
    so that hundreds are made in no time.
    """
    return [
        {**offer, **dict.fromkeys(("id", "source_id", "fingerprint"), f"{offer['id']}-{number}"), **change(number)}
        for number in range(count)
    ]
