"""Communes: finding one by what a person types, and the communes around it."""

from __future__ import annotations

import csv
import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path

from indexer.language.spelling import SHORTEST, one_edit_apart
from indexer.places.geometry import Point, distance_km
from indexer.places.typed import Typed, name_key, typed, whole_key, with_its_last

# "Paris 1er Arrondissement", "Lyon 3e Arrondissement": districts of one commune.
_DISTRICT = re.compile(r" (\d+)(?:er|e|ème)? Arrondissement$")

# Letters of one word that is taken for the beginning of a name ("Gujan").
_SHORTEST_BEGINNING = 5
STARTER = Path(__file__).parent / "starter_communes.csv"


@dataclass(frozen=True, slots=True)
class Commune:
    """A French commune. `point` is its centre (latitude, longitude), None where unknown."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    departement_name: str
    population: int
    point: Point | None
    old_names: tuple[str, ...] = ()
    """Names of communes that were merged into this one."""

    @property
    def label(self) -> str:
        """Return the name and département people recognise: `Pau (64)`."""
        return f"{self.name} ({self.departement})"


class UnknownCommuneError(ValueError):
    """Nothing is known by that name, postcode or code."""

    def __init__(self, text: str, alike: Callable[[], list[Commune]] = list) -> None:
        super().__init__(text)
        self._alike = alike

    @property
    def suggestions(self) -> list[Commune]:
        """Return the communes written nearly so; looked for when asked, since all names are gone through."""
        return self._alike()


class AmbiguousCommuneError(ValueError):
    """Several communes answer; `candidates` lists them, the most populated first."""

    def __init__(self, candidates: list[Commune]) -> None:
        super().__init__(", ".join(commune.label for commune in candidates))
        self.candidates = candidates


class Gazetteer:
    """All the communes known to this installation."""

    def __init__(self, communes: Iterable[Commune]) -> None:
        self.communes = {commune.insee: commune for commune in _all_placed(list(communes))}
        self._by_name: dict[str, list[Commune]] = defaultdict(list)
        self._by_old_name: dict[str, list[Commune]] = defaultdict(list)
        self._by_postcode: dict[str, list[Commune]] = defaultdict(list)
        self._districts: dict[tuple[str, int], Commune] = {}
        for commune in sorted(self.communes.values(), key=lambda commune: -commune.population):
            self._by_name[name_key(commune.name)].append(commune)
            for name in commune.old_names:
                self._by_old_name[name_key(name)].append(commune)
            if number := _DISTRICT.search(commune.name):
                self._districts[name_key(_town(commune)), int(number[1])] = commune
            for postcode in commune.postcodes:
                self._by_postcode[postcode].append(commune)
        self._names = sorted(self._by_name)

    def resolve(self, text: str) -> Commune:
        """Return the commune meant by a name, a postcode, an INSEE code, or several of them (`Pau 64000`, `Pau (64)`).

        A postcode shared by several communes gives the most populated one: their centres are a few kilometres apart.
        A number that is both a postcode and an INSEE code (19100) means the postcode, unless "INSEE" stands before it.
        Raises UnknownCommuneError, or AmbiguousCommuneError when a name stands for several places.
        """
        asked = typed(text)
        code = asked.insee or text.strip().upper()
        if code in self.communes and (asked.insee or code not in self._by_postcode):
            return self.communes[code]
        candidates = self._candidates(asked)
        if not candidates:
            first, last = with_its_last(text)
            departement = self.departement(last) if last else None
            if departement or name_key(last) == "france":
                named = self._candidates(typed(first))
                candidates = [one for one in named if departement in (None, one.departement)]
        if not candidates:
            raise UnknownCommuneError(text, lambda: self._alike(asked.name))
        if len(candidates) > 1:
            # "La Vergne (17)" is not "Vergné (17)", though both have the same key.
            candidates = [one for one in candidates if whole_key(one.name) == asked.whole] or candidates
        if len(candidates) > 1:
            raise AmbiguousCommuneError(candidates)
        return candidates[0]

    def find(self, text: str) -> Commune | None:
        """Return the commune that a text surely means (`resolve`); None where it means none, or one of several."""
        try:
            return self.resolve(text)
        except (UnknownCommuneError, AmbiguousCommuneError):
            return None

    def is_place(self, text: str) -> bool:
        """Say whether a text means a commune, or one of several."""
        try:
            return bool(self.resolve(text))
        except AmbiguousCommuneError:
            return True
        except UnknownCommuneError:
            return False

    def _candidates(self, asked: Typed) -> list[Commune]:
        if asked.district and asked.district in self._districts:
            return [self._districts[asked.district]]
        named = self._named(asked) if asked.name else []
        if asked.code:
            here = self._by_postcode.get(asked.code, [])
            if both := [commune for commune in named if commune in here]:
                # "75015 Paris", "Marseille 13012": the district that has this postcode says more than the town.
                inside = [one for one in here if _DISTRICT.search(one.name) and _town(one) == both[0].name]
                return inside[:1] or both
            if here:
                return here[:1]
            # "17026 LA ROCHELLE CEDEX 1" is delivered in the département its code begins with.
            near = [commune for commune in named if asked.code.startswith(commune.departement)]
            return near or named
        # "Paris 15" where no districts are known is Paris.
        if asked.departement and not asked.district:
            return [commune for commune in named if commune.departement == asked.departement]
        return named

    def _named(self, asked: Typed) -> list[Commune]:
        """Return the communes of a name: today's, else an old one, else of which it is the beginning ("La Teste").

        One word is a beginning only where one commune alone has it ("Gujan"); "Mont" is nobody's.
        """
        if everyday := self._everyday.get(asked.name) if not (asked.code or asked.departement) else None:
            return [everyday]
        found = self._by_name.get(asked.name) or self._by_old_name.get(asked.name, [])
        if found or (len(asked.whole.split()) < 2 and len(asked.name) < _SHORTEST_BEGINNING):
            return found
        if self.departement(asked.name):
            # Gironde is no beginning of Gironde-sur-Dropt.
            return []
        begun = self.beginning_with(asked.name)
        return begun if len(asked.whole.split()) > 1 or len(begun) == 1 else []

    def beginning_with(self, text: str) -> list[Commune]:
        """Return the communes whose name is these words and more (`Évry`, Évry-Courcouronnes), the largest first."""
        start = name_key(text) + " "
        names = takewhile(lambda name: name.startswith(start), self._names[bisect_left(self._names, start) :])
        return sorted((one for name in names for one in self._by_name[name]), key=lambda one: -one.population)

    def _alike(self, name: str) -> list[Commune]:
        """Return the communes whose name is one letter away: as in titles, one of the two has eight letters or more."""
        names = (other for other in self._names if max(len(name), len(other)) >= SHORTEST)
        near = (other for other in names if one_edit_apart(name, other))
        return sorted((one for other in near for one in self._by_name[other]), key=lambda one: -one.population)

    @cached_property
    def _everyday(self) -> dict[str, Commune]:
        """Return the towns that people call by another name than the official one (`everyday_names.toml`)."""
        found: dict[str, Commune] = {}
        for said, official in _everyday_names().items():
            name, _, departement = official.rpartition(" (")
            named = self._by_name.get(name_key(name), [])
            found |= {name_key(said): one for one in named if one.departement == departement.rstrip(")")}
        return found

    @cached_property
    def departements(self) -> dict[str, str]:
        """Return the names of the départements by their code: `{"40": "Landes"}`."""
        return {commune.departement: commune.departement_name for commune in self.communes.values()}

    def departement(self, text: str) -> str | None:
        """Return the code of the département meant by its code or its name (`40`, `landes`, `les Landes`)."""
        code = text.strip().upper().zfill(2)
        return code if code in self.departements else self._departement_names.get(name_key(text))

    @cached_property
    def _departement_names(self) -> dict[str, str]:
        return {name_key(name): code for code, name in self.departements.items() if name}

    def around(self, centre: Point, radius_km: float) -> list[Commune]:
        """Return the communes whose centre lies within `radius_km` kilometres."""
        margin = radius_km / 111 + 0.01
        return [
            commune
            for commune in self.communes.values()
            if commune.point is not None
            and abs(commune.point[0] - centre[0]) <= margin
            and distance_km(commune.point, centre) <= radius_km
        ]

    def departements_within(self, centre: Point, radius_km: float) -> list[str]:
        """Return the départements that have a commune within `radius_km` kilometres, sorted."""
        return sorted({commune.departement for commune in self.around(centre, radius_km)})


def _all_placed(communes: list[Commune]) -> list[Commune]:
    """Give a point to the communes that have none: the middle of their districts, else of their département.

    The official file places neither Paris, Lyon and Marseille, whose districts it places, nor some merged communes. A
    person or an offer without a point would be in nobody's reach, or in everybody's.
    """
    points: dict[str, list[Point]] = defaultdict(list)
    for commune in communes:
        if commune.point:
            points[commune.departement].append(commune.point)
            points[_DISTRICT.sub("", commune.name) + commune.departement].append(commune.point)
    return [
        commune
        if commune.point
        else replace(commune, point=_middle(points[commune.name + commune.departement] or points[commune.departement]))
        for commune in communes
    ]


def _middle(points: list[Point]) -> Point | None:
    if not points:
        return None
    return (sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points))


def _town(district: Commune) -> str:
    """Return the name of the town a district belongs to."""
    return _DISTRICT.sub("", district.name)


@cache
def _everyday_names() -> dict[str, str]:
    read = tomllib.loads(Path(__file__).with_name("everyday_names.toml").read_text(encoding="utf-8"))
    names: dict[str, str] = read["names"]
    return names


def load_communes(path: Path) -> Gazetteer:
    """Read a CSV of communes whose header is that of the starter (docs/vocabulary.md)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return Gazetteer(commune_of(row) for row in csv.DictReader(lines))


def commune_of(row: dict[str, str]) -> Commune:
    """Return the commune of one row of such a CSV. Raises ValueError when a number is none."""
    placed = row["latitude"] and row["longitude"]
    return Commune(
        insee=row["code_insee"],
        name=row["nom"],
        postcodes=tuple(re.findall(r"\d{5}", row["codes_postaux"])),
        departement=row["departement"],
        departement_name=row["nom_departement"],
        population=int(float(row["population"] or 0)),
        point=(float(row["latitude"]), float(row["longitude"])) if placed else None,
        old_names=tuple(name.strip() for name in row.get("anciens_noms", "").split("|") if name.strip()),
    )
