"""What a search looks for, as it is saved: written down, read again (from earlier releases too), said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.language.engine_words import seen_by_engine
from indexer.language.searched import words_of
from indexer.places.circles import radius_step


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, communes (INSEE codes) and a distance, whole départements, and choices of facets."""

    words: str = ""
    communes: tuple[str, ...] = ()
    radius_km: int = 30
    departements: tuple[str, ...] = ()
    neighbours: bool = False
    """Whether the départements beside these are meant too."""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    precise: bool = False
    """Whether offers that do not say what was chosen are left out."""

    @property
    def restricts(self) -> bool:
        """Say whether it leaves most offers out: words, a place, a family or a job do; a contract alone does not."""
        words = any(seen_by_engine(word) for word in words_of(self.words))
        return bool(words or self.communes or self.departements or self.chosen.get("family") or self.chosen.get("job"))


def wish_of(wanted: Wanted) -> dict[str, Any]:
    """Return what is looked for as it is stored."""
    return {
        "words": wanted.words,
        "communes": list(wanted.communes),
        "radius_km": radius_step(wanted.radius_km),
        "departements": list(wanted.departements),
        "neighbours": wanted.neighbours,
        "chosen": {name: list(values) for name, values in wanted.chosen.items() if values},
        "precise": wanted.precise,
    }


def read_wish(wish: Mapping[str, Any]) -> Wanted:
    """Return what is looked for from what is stored.

    Earlier releases kept one commune, contracts and families, and meant only the offers that say them.
    """
    if "chosen" in wish:
        return Wanted(
            wish["words"],
            tuple(wish["communes"]),
            wish["radius_km"],
            tuple(wish["departements"]),
            wish["neighbours"],
            {name: tuple(values) for name, values in wish["chosen"].items()},
            wish["precise"],
        )
    chosen = {"contract": tuple(wish.get("contracts") or ()), "family": tuple(wish.get("families") or ())}
    return Wanted(
        wish.get("words", ""),
        (wish["commune"],) if wish.get("commune") else (),
        wish.get("radius_km", 30),
        (),
        False,
        {name: values for name, values in chosen.items() if values},
        precise=True,
    )
