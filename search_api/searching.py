"""From the address of a search to its results; the page and the API both come through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.engine.client import engine
from indexer.language.vocabulary import vocabulary
from indexer.offers.search import Results, Search, search
from indexer.places.communes import AmbiguousCommuneError, Commune, UnknownCommuneError, gazetteer
from indexer.searches.document import Wanted
from search_api.problems import unknown_sentence


@dataclass(frozen=True)
class Answered:
    """A search answered: its results, the place understood, and what could not be understood of it."""

    results: Results
    place: Commune | None
    place_problem: str
    place_choices: list[Commune]


def run_search(wanted: dict[str, Any]) -> Answered:
    """Search with the validated fields of SearchSchema.

    A place that is not understood does not restrict, and the answer says so.
    """
    place, problem, choices = _place(wanted["lieu"])
    wish = Search(
        words=wanted["q"],
        centre=place.point if place else None,
        departement=place.departement if place else "",
        radius_km=wanted["rayon"],
        contracts=tuple(wanted["contrat"]),
        families=tuple(wanted["famille"]),
        since_days=wanted["depuis"],
        page=wanted["page"],
    )
    return Answered(search(engine(), wish, vocabulary()), place, problem, choices)


def wanted_of(wanted: dict[str, Any]) -> Wanted:
    """Return what a search of the page looks for, as it would be saved; a place not understood is none."""
    place, _, _ = _place(wanted["lieu"])
    return Wanted(
        words=wanted["q"],
        commune=place.insee if place else "",
        radius_km=wanted["rayon"],
        contracts=tuple(wanted["contrat"]),
        families=tuple(wanted["famille"]),
    )


def _place(text: str) -> tuple[Commune | None, str, list[Commune]]:
    if not text.strip():
        return None, "", []
    try:
        return gazetteer().resolve(text), "", []
    except AmbiguousCommuneError as error:
        return None, "Plusieurs communes portent ce nom. Choisissez la vôtre :", error.candidates[:8]
    except UnknownCommuneError as error:
        return None, unknown_sentence(error), []
