"""A saved search as it is stored. Pure functions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from indexer.language.normalisation import folded_words
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import CONTRACTS
from indexer.places.circles import circle_fields, radius_step
from indexer.places.communes import Gazetteer
from indexer.profiles.document import is_alertable, person_of
from indexer.searches.queries import SavedSearch, stored_query


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, a place (INSEE code) and a distance, contracts and job families."""

    words: str = ""
    commune: str = ""
    radius_km: int = 30
    contracts: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    @property
    def restricts(self) -> bool:
        """Say whether it leaves most offers out: words, a place or a family do; a contract alone does not."""
        return bool(folded_words(self.words) or self.commune or self.families)


def saved_search(
    wanted: Wanted, email: str, frequency: str, vocabulary: Vocabulary, communes: Gazetteer, now: str
) -> SavedSearch:
    """Return the document of a search just saved, its address not confirmed yet. `now` is an ISO 8601 time."""
    document: SavedSearch = {
        "id": secrets.token_hex(12),
        "person": person_of(email),
        "email": email.strip(),
        "link_key": secrets.token_urlsafe(9),
        "frequency": frequency,
        "confirmation": "pending",
        "consent_at": now,
        "received_at": now,
        "last_contact_at": now,
        "paused": False,
        "wish": {
            "words": wanted.words,
            "commune": wanted.commune,
            "radius_km": radius_step(wanted.radius_km),
            "contracts": list(wanted.contracts),
            "families": list(wanted.families),
        },
    }
    return complete(document, vocabulary, communes)


def complete(saved: SavedSearch, vocabulary: Vocabulary, communes: Gazetteer) -> SavedSearch:
    """Return a saved search with every derived field computed anew: query, place, facets, label, `alertable`."""
    wish = saved["wish"]
    return {
        **saved,
        **_place(wish, communes),
        "query": stored_query(wish["words"], vocabulary),
        "contracts": wish["contracts"],
        "families": wish["families"],
        "label": label_of(wish, vocabulary, communes),
        "alertable": is_alertable(saved),
    }


def label_of(wish: dict[str, Any], vocabulary: Vocabulary, communes: Gazetteer) -> str:
    """Return a search in words: `soudeur, à 30 km autour de Pau (64), CDI`."""
    commune = communes.communes.get(wish["commune"])
    parts = [
        wish["words"].strip(),
        f"à {wish['radius_km']} km autour de {commune.label}" if commune else "",
        *(CONTRACTS.get(code, code) for code in wish["contracts"]),
        *(vocabulary.families.get(code, code) for code in wish["families"]),
    ]
    return ", ".join(filter(None, parts))


def _place(wish: dict[str, Any], communes: Gazetteer) -> dict[str, Any]:
    """Return where it looks. Like the page: around the commune, and the offers known by its département alone."""
    commune = communes.communes.get(wish["commune"])
    if commune is None:
        return {**circle_fields(()), "departements": []}
    around = [(commune.point, wish["radius_km"])] if commune.point else []
    return {**circle_fields(around), "departements": [commune.departement]}
