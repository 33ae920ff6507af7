"""The regions of France and their départements, by any of their names (`regions.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from indexer.places.typed import name_key


def departements_of_region(name: str) -> Sequence[str]:
    """Return the codes of the départements of a region, by any of its names; none when it is no region. Pure."""
    key = name_key(name)
    return _by_key().get(key) or _by_key().get(key.removeprefix("region ")) or ()


@cache
def _by_key() -> Mapping[str, Sequence[str]]:
    listed = tomllib.loads(Path(__file__).with_name("regions.toml").read_text(encoding="utf-8"))
    regions: dict[str, list[str]] = listed["regions"]
    found = {name_key(name): codes for name, codes in regions.items()}
    return found | {name_key(name): regions[region] for name, region in listed["other_names"].items()}
