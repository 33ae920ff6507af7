"""A search as its page shows it: what was understood and how to undo it, the facets, and the addresses of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from indexer.language.searched import Part, as_written, without
from indexer.offers.facet_labels import TITLES, alone, value_label
from indexer.offers.facets import ONE_ONLY
from indexer.offers.search import Results
from indexer.offers.search_hints import EVERYWHERE, Hint
from indexer.places.communes import Commune
from indexer.reference.in_force import vocabulary
from indexer.searching.cursors import DATE, DISTANCE, ORDERS, RELEVANCE, Cursor, token_of
from indexer.searching.kinds import YES
from search_api.presentation import KINDS
from search_api.search_schema import FIELDS, SearchSchema
from search_api.searched_places import COMMUNE, DEPARTEMENT, Places
from search_api.searching import Answered, Sorted

ORDER_NAMES = {RELEVANCE: "pertinence", DATE: "date", DISTANCE: "distance"}
# Shown unfolded; the others behind "Plus de critères", unless something is chosen there.
FIRST = ("family", "job", "contract", "working_time", "remote", "since")
TOGETHER = ("accessible", "training", "without_licence")
"""Facets of one value, shown under one title."""


@dataclass(frozen=True)
class Chip:
    """A thing that was understood or chosen: its words, the address without it, and with its words as written."""

    label: str
    remove: str
    plain: str = ""
    words: str = ""


@dataclass(frozen=True)
class Box:
    """A value of a facet: what the form sends, its words, how many offers have it."""

    name: str
    value: str
    label: str
    count: int
    ticked: bool

    @property
    def identifier(self) -> str:
        """Return an id for the page: letters, digits and hyphens."""
        return f"{self.name}-" + "".join(letter if letter.isalnum() else "-" for letter in self.value)


@dataclass(frozen=True)
class Group:
    """A facet on the page; `one`: of its values one is chosen."""

    facet: str
    name: str
    title: str
    boxes: list[Box] = field(default_factory=list)
    one: bool = False
    chosen: bool = False


OFFERS = "search.home"
"""The page of the search over offers."""


def address_of(wanted: Mapping[str, Any], endpoint: str = OFFERS, **changes: Any) -> str:
    """Return the address of the same search with some fields changed; back to its first page unless one is named."""
    fields = {**wanted, "page": None, **changes}
    if not fields.get("lieu"):
        fields |= {"rayon": None, "voisins": None}
    return url_for(endpoint, **{name: _written(value) for name, value in fields.items() if value not in _NOTHING})


def fields_of(wanted: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return a search as hidden fields of a form: each name with each of its values."""
    kept = {name: value for name, value in wanted.items() if name in SearchSchema().fields and name != "page"}
    several = {name: value if isinstance(value, list) else [value] for name, value in kept.items()}
    return [(name, _written(one)) for name, values in several.items() for one in values if one not in _NOTHING]


_NOTHING: tuple[Any, ...] = (None, "", [], (), False)


def _written(value: Any) -> Any:
    if isinstance(value, Cursor):
        return token_of(value)
    return YES if value is True else value


def chips_of(wanted: Mapping[str, Any], answer: Answered) -> list[Chip]:
    """Return everything that was understood or chosen, each with how to undo it, in the order of the form."""
    return [
        *(part_chip(wanted, part) for part in answer.results.parts),
        *place_chips(wanted, answer.places),
        *_facet_chips(wanted),
    ]


def read_in_words(found: Sorted) -> Chip | None:
    """Return what was read in the words as conditions and places, with the address that takes it as it is written."""
    if not found.read:
        return None
    said = " et ".join(f"«\u00a0{one.text}\u00a0»" for one in found.read)
    return Chip(said, "", address_of(found.as_typed))


def part_chip(wanted: Mapping[str, Any], part: Part, endpoint: str = OFFERS) -> Chip:
    """Return what a piece of the words was understood as, with how to undo it."""
    kind = "tel quel" if part.quoted else KINDS[part.kind] if part.kind else "mot"
    plain = address_of(wanted, endpoint, q=as_written(wanted["q"], part)) if part.kind else ""
    remove = address_of(wanted, endpoint, q=without(wanted["q"], part))
    return Chip(f"{kind}\u00a0: {part.text}", remove, plain, part.text)


def place_chips(wanted: Mapping[str, Any], places: Places, endpoint: str = OFFERS) -> list[Chip]:
    """Return where is looked, each place with how to take it out."""
    chips = []
    for place in places.known:
        others = [typed for typed in wanted["lieu"] if typed != place.typed]
        if place.kind == COMMUNE:
            label = f"autour {of(place.label)}, {wanted['rayon']}\u00a0km"
        else:
            label = f"{'département' if place.kind == DEPARTEMENT else 'secteur'}\u00a0: {place.label}"
        chips.append(Chip(label, address_of(wanted, endpoint, lieu=others)))
    if places.neighbours and places.departements:
        chips.append(Chip("avec les départements voisins", address_of(wanted, voisins=None)))
    return chips


def _facet_chips(wanted: Mapping[str, Any]) -> list[Chip]:
    chips = [
        Chip(
            alone(facet, value, vocabulary()),
            address_of({**wanted, name: [other for other in wanted[name] if other != value]}),
        )
        for name, facet in FIELDS.items()
        for value in wanted[name]
    ]
    if wanted["precis"]:
        chips.append(Chip("seulement ce qui est précisé", address_of(wanted, precis=None)))
    return chips


def of(name: str) -> str:
    """Write a name after "de": `d’Arcachon`, `de Pau`, `du Mans`, `des Eyzies`."""
    first, _, rest = name.partition(" ")
    if first in ("Le", "Les") and rest:
        return f"{'du' if first == 'Le' else 'des'} {rest}"
    return f"d’{name}" if name[:1].lower() in "aeiouyâàéèêëîïôœh" and name[:1].lower() != "h" else f"de {name}"


def groups_of(wanted: Mapping[str, Any], results: Results) -> list[Group]:
    """Return the facets with their values in the order of the page; those of one value come under one title."""
    groups = []
    for name, facet in FIELDS.items():
        counts = results.facets[facet].counts if facet in results.facets else {}
        ticked = wanted[name]
        boxes = [
            Box(name, value, value_label(facet, value, vocabulary()), count, value in ticked)
            for value, count in counts.items()
            if count or value in ticked or facet in ONE_ONLY or facet in TOGETHER
        ]
        groups.append(Group(facet, name, TITLES[facet], boxes, facet in ONE_ONLY, bool(ticked)))
    conditions = [group for group in groups if group.facet in TOGETHER]
    merged = Group("conditions", "conditions", "Conditions", [box for one in conditions for box in one.boxes])
    return [*(group for group in groups if group.facet not in TOGETHER), merged]


def orders_of(wanted: Mapping[str, Any], answer: Answered) -> list[tuple[str, str, bool]]:
    """Return the orders that are possible: name, address, and whether it is the one shown."""
    parts, around = answer.results.parts, answer.places.around
    possible = [one for one in ORDERS if (one != RELEVANCE or parts) and (one != DISTANCE or around)]
    usual = RELEVANCE if parts else DATE
    shown = answer.results.order
    return [(ORDER_NAMES[one], address_of(wanted, tri=None if one == usual else one), one == shown) for one in possible]


def where(wanted: Mapping[str, Any], places: Places) -> str:
    """Say where was looked: ` à 30 km autour de Pau (64)`, ` en Gironde (33)`; nothing without a place."""
    around = " ou ".join(of(commune.label) for commune in places.communes)
    named = [place.label for place in places.known if place.kind == DEPARTEMENT]
    wider = [place.label for place in places.wider]
    beside = " et les départements voisins" if places.neighbours and named else ""
    said = [
        f"à {wanted['rayon']}\u00a0km autour {around}" if around else "",
        f"dans le département {' ou '.join(named)}{beside}" if named else "",
        f"dans le secteur {' ou '.join(wider)}" if wider else "",
    ]
    return "".join(f" {one}" for one in [" ou ".join(filter(None, said))] if one)


def replaced(typed: Sequence[str], place: str, commune: Commune) -> list[str]:
    """Return the places of a search with one of them said exactly."""
    exact = f"{commune.name} {next(iter(commune.postcodes), commune.insee)}"
    return [exact if one == place else one for one in typed]


@dataclass(frozen=True)
class Trial:
    """Another search to try: what it is, where it leads, and how many offers it finds."""

    label: str
    link: str
    count: int


def trials_of(wanted: Mapping[str, Any], answer: Answered) -> list[Trial]:
    """Return what else to try, in words."""
    around = " ou ".join(of(commune.name) for commune in answer.places.communes)
    trials = []
    for hint in answer.hints:
        label, changes = _trial(hint, around)
        trials.append(Trial(label, address_of({**wanted, **changes}), hint.count))
    return trials


def _trial(hint: Hint, around: str) -> tuple[str, dict[str, Any]]:
    if hint.kind == "spelling":
        return f"essayez\u00a0: {hint.value}", {"q": hint.value}
    if hint.kind == "radius":
        return f"à {hint.value}\u00a0km autour {around}", {"rayon": hint.value}
    if hint.kind == "part":
        return f"avec «\u00a0{hint.value}\u00a0» seulement", {"q": hint.value}
    if hint.kind == EVERYWHERE:
        return "sans limite de lieu", {"lieu": []}
    return "sans les filtres", {**dict.fromkeys(FIELDS), "precis": None}
