"""Parts of the country that people name and no administration draws: `Médoc`, `Pays basque` (`territories.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.places.communes import Commune, Gazetteer
from indexer.places.typed import name_key


@dataclass(frozen=True, slots=True)
class Territory:
    """A part of the country: its usual name, and where it is looked for.

    Around `towns` (`Pau (64)`), `km` kilometres from each; or in whole `departements`.
    """

    name: str
    towns: tuple[str, ...] = ()
    km: int = 0
    departements: tuple[str, ...] = ()

    def communes(self, known: Gazetteer) -> tuple[Commune, ...]:
        """Return its towns, the main one first, without those that are not known here."""
        found = (known.find(town) for town in self.towns)
        return tuple(one for one in found if one)


def territory_of(name: str) -> Territory | None:
    """Return the territory of a name, by any of its names, with or without its article. Pure."""
    return _by_key().get(name_key(name))


@cache
def _by_key() -> Mapping[str, Territory]:
    listed = tomllib.loads(Path(__file__).with_name("territories.toml").read_text(encoding="utf-8"))
    found: dict[str, Territory] = {}
    for one in listed["territory"]:
        whole = Territory(
            one["names"][0], tuple(one.get("towns", ())), one.get("km", 0), tuple(one.get("departements", ()))
        )
        found |= {name_key(name): whole for name in one["names"]}
    return found
