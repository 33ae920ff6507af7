"""From the address of a search to its results; the page and the API both come through here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.engine.client import engine
from indexer.language.searched import quoted
from indexer.offers.search import LOOSENED, Results, Search, is_looser, search
from indexer.offers.search_hints import FEW, Hint, hints
from indexer.offers.search_places import nearest_km
from indexer.places.regions import departements_of_region
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.searches.wanted import Wanted, read_wish
from indexer.searching.conditions import Condition, sort_words
from indexer.settings import settings
from search_api.search_schema import FIELDS, chosen_of
from search_api.searched_places import Places, places_of


@dataclass(frozen=True)
class Answered:
    """A search answered: its results, the places understood, and how far each offer is from the nearest of them."""

    results: Results
    places: Places
    distances: Mapping[str, int] = field(default_factory=dict)
    hints: list[Hint] = field(default_factory=list)
    """What else to try, where little was found."""


@dataclass(frozen=True)
class Sorted:
    """A search whose words were sorted: its fields as if conditions and places had been chosen, not typed.

    `read`: the conditions and places that stood in the words; `as_typed`: the fields with those taken as plain words.
    """

    wanted: dict[str, Any]
    read: tuple[Condition, ...] = ()
    as_typed: dict[str, Any] = field(default_factory=dict)


def sorted_search(wanted: Mapping[str, Any]) -> Sorted:
    """Sort the words of validated fields of SearchSchema: "soudeur cdi bordeaux" is a word, a contract and a place.

    Where a place was given, names in the words are words.
    """
    placed = bool(wanted["lieu"])
    home = departements_of_region(settings().region)
    found = sort_words(wanted["q"], vocabulary(), gazetteer(), home=home, placed=placed)
    names = {facet: name for name, facet in FIELDS.items()}
    chosen = {
        names[facet]: list(dict.fromkeys([*wanted[names[facet]], *values])) for facet, values in found.chosen.items()
    }
    fields = {**wanted, **chosen, "q": " ".join(found.words.split()), "lieu": [*wanted["lieu"], *found.places]}
    as_typed = {**wanted, "q": quoted(wanted["q"], [(one.start, one.end) for one in found.conditions])}
    return Sorted(fields, found.conditions, as_typed)


def run_search(wanted: Mapping[str, Any], *, hinted: bool = True) -> Answered:
    """Search with the validated fields of SearchSchema.

    A place that is not understood does not restrict, and the answer says so. `hinted`: where little is found, see what
    else would find more.
    """
    places = _places(wanted)
    wish = Search(
        words=wanted["q"],
        around=places.around,
        radius_km=wanted["rayon"],
        departements=places.whole,
        chosen=chosen_of(wanted),
        precise=wanted["precis"],
        order=wanted["tri"],
        cursor=wanted["page"],
    )
    results = _found(wish)
    distances = {offer["id"]: nearest_km(offer, wish.around) for offer in results.offers}
    total = 0 if results.loosened else results.total
    few = hinted and total < FEW and wish.cursor is None
    tried = hints(engine(), wish, results.parts, vocabulary(), total) if few else []
    known = {name: km for name, km in distances.items() if km is not None}
    return Answered(results, places, known, tried)


def _found(wish: Search) -> Results:
    """Return what a search finds; where nothing answers all its words, what it finds loosened."""
    results = search(engine(), wish, vocabulary())
    if not results.total:
        for kind in LOOSENED:
            if is_looser(kind, results.parts):
                looser = search(engine(), replace(wish, loosened=kind), vocabulary())
                if looser.total:
                    return looser
    return results


def wanted_of(wanted: Mapping[str, Any]) -> Wanted:
    """Return what a search of the page looks for, as it would be saved; a place not understood is none."""
    places = _places(wanted)
    return Wanted(
        words=wanted["q"],
        communes=tuple(commune.insee for commune in places.looked_around),
        radius_km=places.widest or wanted["rayon"],
        departements=places.named,
        neighbours=places.neighbours and bool(places.named),
        chosen={name: values for name, values in chosen_of(wanted).items() if name != "since"},
        precise=wanted["precis"],
    )


def searched_again(wish: Mapping[str, Any]) -> dict[str, Any]:
    """Return a saved search's wish as the fields of SearchSchema: the search of the page that it was."""
    wanted, known = read_wish(wish), gazetteer()
    communes = [known.communes[code] for code in wanted.communes if code in known.communes]
    return {
        "q": wanted.words,
        "lieu": [*(one.label for one in communes), *(known.departements.get(one, one) for one in wanted.departements)],
        "rayon": wanted.radius_km,
        "voisins": wanted.neighbours,
        "precis": wanted.precise and bool(wanted.chosen),
        **{name: list(wanted.chosen.get(facet, ())) for name, facet in FIELDS.items()},
    }


def _places(wanted: Mapping[str, Any]) -> Places:
    return places_of(wanted["lieu"], gazetteer(), neighbours=wanted["voisins"], region=settings().region)
