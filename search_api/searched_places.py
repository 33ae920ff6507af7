"""The places of a search, from what was typed: communes looked around, whole départements, and what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.offers.search_places import Around
from indexer.places.communes import AmbiguousCommuneError, Commune, Gazetteer, UnknownCommuneError
from indexer.places.neighbours import with_neighbours
from search_api.problems import unknown_sentence

MOST_PLACES = 5
_BETWEEN = re.compile(r"\s*;\s*")
_LABEL = re.compile(r"(?P<name>.+?)\s*\((?P<code>\d[\dAB]\d?)\)$", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:toute?\s+)?(?:(?:le\s+)?d[ée]partement\s+(?:de\s+|d['’]|du\s+|des\s+)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """One place as it was typed and understood: a commune, or the code and the name of a département."""

    typed: str
    commune: Commune | None = None
    departement: str = ""
    name: str = ""

    @property
    def name_alone(self) -> str:
        """Return its name without its département's number."""
        return self.commune.name if self.commune else self.name

    @property
    def label(self) -> str:
        """Return its name as people recognise it."""
        return self.commune.label if self.commune else f"{self.name} ({self.departement})"


@dataclass(frozen=True)
class PlaceProblem:
    """A place that was not understood: what to say, and the communes that may be meant."""

    typed: str
    sentence: str
    choices: list[Commune] = field(default_factory=list)


@dataclass(frozen=True)
class Places:
    """Everything that was typed for places."""

    known: list[Place]
    problems: list[PlaceProblem]
    beside: tuple[str, Commune] | None = None
    """What was typed and understood as a département ("Vienne"), and the commune of that name."""
    neighbours: bool = False

    @property
    def communes(self) -> list[Commune]:
        """Return the communes looked around."""
        return [place.commune for place in self.known if place.commune]

    @property
    def named(self) -> tuple[str, ...]:
        """Return the whole départements that were typed."""
        return tuple(place.departement for place in self.known if not place.commune)

    @property
    def departements(self) -> tuple[str, ...]:
        """Return the whole départements, with their neighbours where these are asked for."""
        return with_neighbours(self.named) if self.neighbours else self.named

    @property
    def around(self) -> tuple[Around, ...]:
        """Return the points looked around."""
        return tuple(Around(one.point, one.departement) for one in self.communes if one.point)

    @property
    def whole(self) -> tuple[str, ...]:
        """Return the départements looked at whole: also those of communes that no file places on the map."""
        return tuple(dict.fromkeys([*self.departements, *(one.departement for one in self.communes if not one.point)]))


def split_places(typed: Sequence[str]) -> list[str]:
    """Return each place typed: fields given several times, and several in one with semicolons between."""
    return [place for text in typed for place in _BETWEEN.split(text.strip()) if place]


def places_of(typed: Sequence[str], gazetteer: Gazetteer, *, neighbours: bool = False) -> Places:
    """Understand places; what is not understood does not restrict, and is said."""
    known: list[Place] = []
    problems: list[PlaceProblem] = []
    beside: tuple[str, Commune] | None = None
    for text in split_places(typed)[:MOST_PLACES]:
        place, problem, namesake = _place(text, gazetteer)
        if place and place.label not in [one.label for one in known]:
            known.append(place)
        if problem:
            problems.append(problem)
        if namesake and beside is None:
            beside = (text, namesake)
    return Places(known, problems, beside, neighbours)


def _place(text: str, gazetteer: Gazetteer) -> tuple[Place | None, PlaceProblem | None, Commune | None]:
    try:
        commune, ambiguous = gazetteer.resolve(text), None
    except AmbiguousCommuneError as error:
        commune, ambiguous = None, error
    except UnknownCommuneError as error:
        departement = _departement(text, gazetteer)
        return (departement, None, None) if departement else (None, PlaceProblem(text, unknown_sentence(error)), None)
    departement = _departement(text, gazetteer)
    # "Landes", "Vienne": the name alone means the département, unless the town is in it ("Paris").
    if departement and (commune is None or commune.departement != departement.departement):
        return departement, None, commune
    if ambiguous:
        sentence = "Plusieurs communes portent ce nom. Choisissez la vôtre\u00a0:"
        return None, PlaceProblem(text, sentence, ambiguous.candidates[:8]), None
    return Place(text, commune), None, None


def _departement(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return the département meant by `33`, `Gironde`, `Gironde (33)`, `toute la Gironde`, `département des Landes`."""
    written = _LABEL.match(text.strip())
    code = gazetteer.departement(_WHOLE.sub("", written["name"] if written else text))
    if code is None or (written and gazetteer.departement(written["code"]) != code):
        return None
    return Place(text, None, code, gazetteer.departements.get(code, code))
