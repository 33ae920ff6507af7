"""A saved search as it is stored. Pure functions."""

from __future__ import annotations

import secrets
from typing import Any

from indexer.language.vocabulary import Vocabulary
from indexer.offers.facet_labels import alone
from indexer.offers.facets import accepted
from indexer.places.circles import circle_fields
from indexer.places.communes import Gazetteer
from indexer.places.neighbours import with_neighbours
from indexer.profiles.document import is_alertable, person_of
from indexer.searches.queries import NOT_KEPT, SavedSearch, stored_query
from indexer.searches.wanted import Wanted, read_wish, wish_of


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
        "wish": wish_of(wanted),
    }
    return complete(document, vocabulary, communes)


def complete(saved: SavedSearch, vocabulary: Vocabulary, communes: Gazetteer) -> SavedSearch:
    """Return a saved search with every derived field computed anew: query, place, facets, label, `alertable`."""
    wanted = read_wish(saved["wish"])
    kept = {name: values for name, values in wanted.chosen.items() if name not in NOT_KEPT}
    return {
        **{name: value for name, value in saved.items() if name not in ("contracts", "families")},
        "wish": wish_of(wanted),
        **_place(wanted, communes),
        "query": stored_query(wanted.words, vocabulary),
        "facets": {name: accepted(name, values, precise=wanted.precise) for name, values in kept.items()},
        "label": label_of(wanted, vocabulary, communes),
        "alertable": is_alertable(saved),
    }


def label_of(wanted: Wanted, vocabulary: Vocabulary, communes: Gazetteer) -> str:
    """Return a search in words: `soudeur, à 30 km autour de Pau (64), CDI`."""
    places = [communes.communes[code].label for code in wanted.communes if code in communes.communes]
    names = [f"{communes.departements.get(code, code)} ({code})" for code in wanted.departements]
    chosen = [alone(facet, value, vocabulary) for facet, values in wanted.chosen.items() for value in values]
    parts = [
        wanted.words.strip(),
        f"à {wanted.radius_km} km autour de {' ou de '.join(places)}" if places else "",
        " ou ".join(names) + (" et les départements voisins" if names and wanted.neighbours else ""),
        *chosen,
        "seulement les offres qui le précisent" if wanted.precise and chosen else "",
    ]
    return ", ".join(filter(None, parts))


def _place(wanted: Wanted, communes: Gazetteer) -> dict[str, Any]:
    """Return where it looks. Like the page: around the communes, the offers known by their départements alone, and
    whole départements; of a commune that no file places on the map, its département.
    """
    known = [communes.communes[code] for code in wanted.communes if code in communes.communes]
    unplaced = [one.departement for one in known if not one.point]
    whole = with_neighbours(wanted.departements) if wanted.neighbours else wanted.departements
    return {
        **circle_fields((one.point, wanted.radius_km) for one in known if one.point),
        "departements": sorted({one.departement for one in known if one.point and one.departement}),
        "whole_departements": sorted({*whole, *unplaced}),
    }
