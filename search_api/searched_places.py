"""The places of a search, from what was typed: communes looked around, territories, whole départements and regions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.offers.search_places import Around
from indexer.places.communes import AmbiguousCommuneError, Commune, Gazetteer, UnknownCommuneError
from indexer.places.neighbours import with_neighbours
from indexer.places.regions import departements_of_region
from indexer.places.territories import territory_of
from search_api.problems import unknown_sentence

MOST_PLACES = 5
COMMUNE, DEPARTEMENT, WIDER = "commune", "departement", "wider"
_BETWEEN = re.compile(r"\s*;\s*")
_LABEL = re.compile(r"(?P<name>.+?)\s*\((?P<code>\d[\dAB]\d?)\)$", re.IGNORECASE)
_WHOLE_REGION = re.compile(r"^(?:toute?\s+)?(?:(?:la\s+|l['’]|le\s+)?(?:ancienne\s+)?r[ée]gion\s+)?", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:toute?\s+)?(?:(?:le\s+)?d[ée]partement\s+(?:de\s+|d['’]|du\s+|des\s+)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """One place as it was typed and understood: a commune; a département; or something wider, by its name.

    What is wider is looked for `km` around the `towns` of a territory, or in whole `departements`; without either it is
    the whole region that this service is for, and restricts nothing.
    """

    typed: str
    commune: Commune | None = None
    departements: tuple[str, ...] = ()
    name: str = ""
    towns: tuple[Commune, ...] = ()
    km: int = 0

    @property
    def departement(self) -> str:
        """Return the code of the département that it is; empty when it is something else."""
        return self.departements[0] if self.kind == DEPARTEMENT else ""

    @property
    def kind(self) -> str:
        """Return what it is: COMMUNE, DEPARTEMENT or WIDER."""
        if self.commune:
            return COMMUNE
        return DEPARTEMENT if len(self.departements) == 1 else WIDER

    @property
    def name_alone(self) -> str:
        """Return its name without its département's number."""
        return self.commune.name if self.commune else self.name

    @property
    def label(self) -> str:
        """Return its name as people recognise it."""
        if self.commune:
            return self.commune.label
        return f"{self.name} ({self.departement})" if self.kind == DEPARTEMENT else self.name


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
    def wider(self) -> list[Place]:
        """Return the territories and regions."""
        return [place for place in self.known if place.kind == WIDER]

    @property
    def named(self) -> tuple[str, ...]:
        """Return the whole départements that were typed, those of regions among them."""
        return tuple(dict.fromkeys(code for place in self.known for code in place.departements))

    @property
    def whole_region(self) -> bool:
        """Say whether the region that this service is for was typed: nothing is restricted."""
        return any(not place.departements and not place.towns for place in self.wider)

    @property
    def looked_around(self) -> list[Commune]:
        """Return the communes and the towns of territories, as a saved search keeps them; none where all is meant."""
        towns = [town for place in self.wider for town in place.towns]
        return [] if self.whole_region else [*self.communes, *towns]

    @property
    def widest(self) -> int:
        """Return the kilometres around the towns of territories, where nothing else is looked around; else 0."""
        return 0 if self.communes else max((one.km for one in self.wider), default=0)

    @property
    def departements(self) -> tuple[str, ...]:
        """Return the whole départements, with their neighbours where these are asked for."""
        if self.whole_region:
            return ()
        return with_neighbours(self.named) if self.neighbours else self.named

    @property
    def around(self) -> tuple[Around, ...]:
        """Return the points looked around: of communes, and of the towns of territories, with their own distance."""
        own = [Around(one.point, one.departement) for one in self.communes if one.point]
        wider = [
            Around(town.point, town.departement, place.km) for place in self.wider for town in place.towns if town.point
        ]
        return () if self.whole_region else (*own, *wider)

    @property
    def whole(self) -> tuple[str, ...]:
        """Return the départements looked at whole: also those of communes that no file places on the map."""
        unplaced = () if self.whole_region else (one.departement for one in self.communes if not one.point)
        return tuple(dict.fromkeys([*self.departements, *unplaced]))


def split_places(typed: Sequence[str]) -> list[str]:
    """Return each place typed: fields given several times, and several in one with semicolons between."""
    return [place for text in typed for place in _BETWEEN.split(text.strip()) if place]


def places_of(typed: Sequence[str], gazetteer: Gazetteer, *, neighbours: bool = False, region: str = "") -> Places:
    """Understand places; what is not understood does not restrict, and is said.

    `region`: the name of the one this service is for: it is everywhere, and its homonyms are proposed first.
    """
    known: list[Place] = []
    problems: list[PlaceProblem] = []
    beside: tuple[str, Commune] | None = None
    for text in split_places(typed)[:MOST_PLACES]:
        place, problem, namesake = _place(text, gazetteer, region)
        if place and place.label not in [one.label for one in known]:
            known.append(place)
        if problem:
            problems.append(problem)
        if namesake and beside is None:
            beside = (text, namesake)
    return Places(known, problems, beside, neighbours)


def _place(text: str, gazetteer: Gazetteer, region: str) -> tuple[Place | None, PlaceProblem | None, Commune | None]:
    if wider := _wider(text, gazetteer, region):
        return wider, None, None
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
        here = departements_of_region(region)
        candidates = sorted(ambiguous.candidates, key=lambda one: one.departement not in here)
        return None, PlaceProblem(text, sentence, candidates[:8]), None
    return Place(text, commune), None, None


def _departement(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return the département meant by `33`, `Gironde`, `Gironde (33)`, `toute la Gironde`, `département des Landes`."""
    written = _LABEL.match(text.strip())
    code = gazetteer.departement(_WHOLE.sub("", written["name"] if written else text))
    if code is None or (written and gazetteer.departement(written["code"]) != code):
        return None
    return Place(text, None, (code,), gazetteer.departements.get(code, code))


def _wider(text: str, gazetteer: Gazetteer, region: str) -> Place | None:
    """Return the territory or the region meant: `Pays basque`, `Limousin`, `toute la Nouvelle-Aquitaine`."""
    bare = _WHOLE_REGION.sub("", text.strip())
    if territory := territory_of(bare):
        towns = territory.communes(gazetteer)
        # Of a territory of which no town is known here nothing is known.
        known = territory.departements or towns
        return Place(text, None, territory.departements, territory.name, towns, territory.km) if known else None
    codes = departements_of_region(bare)
    if not codes:
        return None
    if codes == departements_of_region(region):
        return Place(text, None, (), region)
    # Martinique is a region and a département.
    return Place(text, None, tuple(codes), bare[:1].upper() + bare[1:]) if len(codes) > 1 else None
