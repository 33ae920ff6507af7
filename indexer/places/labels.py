"""What a source writes for the place of an offer, read as what it is: a commune, a département, or somewhere wider.

`Lognes, Torcy` (the commune, then its arrondissement), `18ème Arrondissement, Paris`, `Bordeaux, Nouvelle-Aquitaine,
France`, `FR-33-Bordeaux`, `Bordeaux et environs`, `Gironde`, `Hauts-de-Seine, Ile-de-France`. Pure functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.places.communes import AmbiguousCommuneError, Commune, Gazetteer, UnknownCommuneError
from indexer.places.geometry import distance_km
from indexer.places.regions import departements_of_region
from indexer.places.territories import territory_of
from indexer.places.typed import name_key

_PARTS = re.compile(r"\s*[,/|;()]\s*|\s+[-–—]\s+|\s+ou\s+")
_CODED_COUNTRY = re.compile(r"^fr-(\d{2,3}|2[ab])-", re.IGNORECASE)
_DISTRICT_FIRST = re.compile(r"^(\d{1,2})\s?(?:er|e|è|ème|eme)?\s+arrondissement\s*[,(-]\s*(\w+)\)?", re.IGNORECASE)
# What says nearby, or a part of a town: the town is what is known.
_AROUND = re.compile(
    r"^(?:secteur(?: de)?|proche(?: de)?|pres de|autour de|alentours de|environs de|region de|agglomeration (?:de|d)"
    r"|peripherie de|bassin de|zone de|ville de|commune de|centre de|centre ville de)\s+(?=\w)"
    r"|\s+(?:et (?:ses |sa |son |les )?(?:environs?|alentours?|peripherie|region|agglomeration)|metropole|agglomeration"
    r"|centre(?: ville)?|intra muros|rive (?:droite|gauche)|nord|sud|est|ouest|lac|cedex|aeroport|gare)$"
)
_COUNTRIES = frozenset(
    ["france", "fr", "france entiere", "france metropolitaine", "toute france", "national", "teletravail", "a distance"]
)
TOWN, FAR_LARGER = 10_000, 20
"""Inhabitants from which a name is rather a town's than a département's; how much larger the one is that is meant."""
FURTHEST_KM = 60
"""Between a commune and the town whose arrondissement it is said to be in."""


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A place as it was understood; nothing of what was not."""

    commune: Commune | None = None
    departement: str = ""
    wide: bool = False
    """A whole region or country is named, and nothing within it."""


def read_label(label: str, communes: Gazetteer) -> ReadPlace:
    """Return what a label means: the most exact of its parts that is known, within what the others say."""
    text = _CODED_COUNTRY.sub(r"\1 ", label.strip())
    if (code := communes.departement(text)) and not _is_town(text, communes):
        return ReadPlace(departement=code)
    if territory := _of_territory(text, communes):
        return territory
    if found := communes.find(_DISTRICT_FIRST.sub(r"\2 \1e arrondissement", text)):
        return ReadPlace(found, found.departement)
    parts = [part for part in _PARTS.split(text) if part]
    places: list[str] = []
    within: set[str] | None = None
    wide, departement = False, ""
    for part in parts:
        key = name_key(part)
        region = departements_of_region(key)
        code = communes.departement(part) if not region else None
        if key in _COUNTRIES:
            wide = True
        elif region:
            wide, within = True, within if within is not None else set(region)
        elif code and (part is not parts[0] or not _is_town(part, communes)):
            departement, within = code, {code}
        else:
            places.append(part)
    for number, place in enumerate(places):
        if found := _town(place, places[number + 1 :], within, communes):
            return ReadPlace(found, found.departement)
    if departement:
        return ReadPlace(departement=departement)
    return ReadPlace(wide=wide and not places)


def _of_territory(text: str, communes: Gazetteer) -> ReadPlace | None:
    """Return a territory (`Médoc`) as its main town: whoever looks around there is near enough to hear of it.

    Of whole départements (`Charentes`) nothing nearer is known than that they are wide.
    """
    territory = territory_of(text)
    if territory is None:
        return None
    if towns := territory.communes(communes):
        return ReadPlace(towns[0], towns[0].departement)
    return ReadPlace(wide=True) if territory.departements else None


def _is_town(name: str, communes: Gazetteer) -> bool:
    """Say whether a name that is a département's means a town first: Paris does, the village La Réunion not."""
    return any(one.population >= TOWN for one in _named(name, communes))


def _town(place: str, others: list[str], within: set[str] | None, communes: Gazetteer) -> Commune | None:
    """Return the commune of a name: in one of these départements, and of several the nearest to what stands beside."""
    known = [one for one in _all_named(place, communes) if within is None or one.departement in within]
    candidates = sorted(known, key=lambda one: -one.population)
    beside = [one for other in others for one in _all_named(other, communes) if one.point]
    if beside and candidates:
        near = [one for one in candidates if min(_apart(one, other) for other in beside) <= FURTHEST_KM]
        if near:
            return min(near, key=lambda one: (min(_apart(one, other) for other in beside), -one.population))
    # The most populated of a name, unless another is nearly as large: a homonym is not guessed.
    if len(candidates) > 1 and candidates[0].population < FAR_LARGER * candidates[1].population:
        exact = [one for one in candidates if name_key(one.name) == name_key(place)]
        return exact[0] if len(exact) == 1 else None
    return candidates[0] if candidates else None


def _all_named(place: str, communes: Gazetteer) -> list[Commune]:
    """Return the communes of a name, and those whose name it begins (`Évry` for Évry-Courcouronnes)."""
    beginning = communes.beginning_with(_AROUND.sub("", name_key(place)))
    return list(dict.fromkeys([*_named(place, communes), *beginning]))


def _apart(one: Commune, other: Commune) -> float:
    return distance_km(one.point, other.point) if one.point and other.point else float("inf")


def _named(place: str, communes: Gazetteer) -> list[Commune]:
    """Return the communes a name may mean, the most populated first; without what says nearby if need be."""
    name = name_key(place)
    while name:
        try:
            return [communes.resolve(name)]
        except AmbiguousCommuneError as several:
            return several.candidates
        except UnknownCommuneError:
            shorter = _AROUND.sub("", name).strip()
            if shorter == name:
                return []
            name = name_key(shorter)
    return []
