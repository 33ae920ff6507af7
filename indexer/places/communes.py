"""Communes: finding one by what a person types, and the communes around it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from indexer.language.normalisation import without_accents
from indexer.places.geometry import Point, distance_km

# "Paris 1er Arrondissement", "Lyon 3e Arrondissement": districts of one commune.
_DISTRICT = re.compile(r" \d+(?:er|e|ème)? Arrondissement$")

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

    @property
    def label(self) -> str:
        """Return the name and département people recognise: `Pau (64)`."""
        return f"{self.name} ({self.departement})"


class UnknownCommuneError(ValueError):
    """Nothing is known by that name, postcode or code."""


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
        self._by_postcode: dict[str, list[Commune]] = defaultdict(list)
        for commune in sorted(self.communes.values(), key=lambda commune: -commune.population):
            self._by_name[_name_key(commune.name)].append(commune)
            for postcode in commune.postcodes:
                self._by_postcode[postcode].append(commune)

    def resolve(self, text: str) -> Commune:
        """Return the commune meant by a name, a postcode, an INSEE code, or several of them (`Pau 64000`, `Pau (64)`).

        A postcode shared by several communes gives the most populated one: their centres are a few kilometres apart.
        Raises UnknownCommuneError, or AmbiguousCommuneError when a name stands for several places.
        """
        if text.strip().upper() in self.communes:
            found = self.communes[text.strip().upper()]
            # 33000 is a postcode and no INSEE code; where a number is both (19100), people mean the postcode.
            if found.insee not in self._by_postcode:
                return found
        text = re.sub(r"\bcedex\b(?:\s\d+)?", " ", text, flags=re.IGNORECASE)
        digits = re.search(r"\b(\d{5}|\d[\dAB]\d{3})\b", text)
        number = re.search(r"(?<![\dA-Za-z])(\d{2,3}|2[AB])(?![\dA-Za-z])", text)
        name = _name_key(re.sub(r"\b(?:\d[\dAB]\d{3}|\d{2,3}|2[AB])\b|[()]", " ", text))
        candidates = self._by_name.get(name, []) if name else []
        if digits:
            here = self._by_postcode.get(digits.group(1), [])
            both = [commune for commune in candidates if commune in here]
            candidates = both or here[:1] if not name or both or here else candidates
        elif number:
            candidates = [commune for commune in candidates if commune.departement == number.group(1).upper()]
        if not candidates:
            raise UnknownCommuneError(text)
        if len(candidates) > 1:
            raise AmbiguousCommuneError(candidates)
        return candidates[0]

    @cached_property
    def departements(self) -> dict[str, str]:
        """Return the names of the départements by their code: `{"40": "Landes"}`."""
        return {commune.departement: commune.departement_name for commune in self.communes.values()}

    def departement(self, text: str) -> str | None:
        """Return the code of the département meant by its code or its name (`40`, `landes`, `les Landes`)."""
        code = text.strip().upper().zfill(2)
        names = {_name_key(name): code for code, name in self.departements.items() if name}
        return code if code in self.departements else names.get(_name_key(text))

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


def _name_key(name: str) -> str:
    plain = without_accents(name)
    plain = re.sub(r"\bs[/.](?=\s?[a-z])", "sur ", plain)
    plain = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    plain = re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", plain))
    return re.sub(r"^(?:l|le|la|les) ", "", plain)


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
    )


def gazetteer() -> Gazetteer:
    """Return the communes in force: the list imported, else the starter's; read once a version."""
    # It builds on this module, and asks the engine; nothing else here does.
    from indexer.reference.in_force import GAZETTEER

    return GAZETTEER.get()
