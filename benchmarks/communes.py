"""What a list of communes gives: `python -m benchmarks.communes FILE`, the official one or any in its form.

Prints JSON: the départements that touch each other by the list and not by `indexer/places/neighbours.py`, or the other
way round; how many lines and points their outlines have; the communes that are not found by what is written of them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from indexer.places.communes import AmbiguousCommuneError, Commune, Gazetteer, UnknownCommuneError
from indexer.places.geometry import distance_km
from indexer.places.neighbours import BY_HAND, NEIGHBOURS
from indexer.places.outlines import outlines
from indexer.reference.communes import read_communes

NEAR_KM = 7
# A cell is wider than NEAR_KM in both directions, wherever in France: what is near lies in the same or in the next.
_CELLS_A_DEGREE = (8, 6)

Pair = tuple[str, str]


def touching(communes: Iterable[Commune]) -> set[Pair]:
    """Return the pairs of départements with two communes or more within NEAR_KM of each other, both ways."""
    cells: dict[tuple[int, int], list[Commune]] = defaultdict(list)
    for commune in communes:
        if commune.point:
            cells[_cell(commune)].append(commune)
    met: Counter[Pair] = Counter()
    for (x, y), here in cells.items():
        around = [one for dx in (-1, 0, 1) for dy in (-1, 0, 1) for one in cells.get((x + dx, y + dy), ())]
        for commune in here:
            beside = {other.departement for other in around if _is_near(commune, other)}
            met.update((commune.departement, code) for code in beside - {commune.departement})
    return {(one, other) for one, other in met if one < other and met[one, other] > 1 and met[other, one] > 1}


def _cell(commune: Commune) -> tuple[int, int]:
    latitude, longitude = commune.point or (0.0, 0.0)
    return int(latitude * _CELLS_A_DEGREE[0]), int(longitude * _CELLS_A_DEGREE[1])


def _is_near(one: Commune, other: Commune) -> bool:
    return bool(one.point and other.point) and distance_km(one.point, other.point) <= NEAR_KM  # type: ignore[arg-type]


def written() -> set[Pair]:
    """Return the pairs of the table, without those added by hand."""
    return {(one, other) for one, others in NEIGHBOURS.items() for other in others if one < other} - BY_HAND


def not_found(known: Gazetteer) -> Iterator[str]:
    """Yield what is written of a commune and leads to another, or to none: label, INSEE code, postcode and name."""
    postcodes = {postcode for one in known.communes.values() for postcode in one.postcodes}
    for one in known.communes.values():
        texts = [one.label, f"INSEE {one.insee}", *([] if one.insee in postcodes else [one.insee])]
        yield from (text for text in texts if _found(known, text) != one)
        for postcode in one.postcodes:
            text = f"{postcode} {one.name.upper()}"
            found = _found(known, text)
            # In Paris, Lyon and Marseille the postcode tells the arrondissement.
            is_inside = found is not None and (found == one or found.name.startswith(f"{one.name} "))
            if found is None or not is_inside or postcode not in found.postcodes:
                yield text


def _found(known: Gazetteer, text: str) -> Commune | None:
    try:
        return known.resolve(text)
    except (UnknownCommuneError, AmbiguousCommuneError):
        return None


def measure(path: Path) -> dict[str, Any]:
    """Return what the list gives, and what it does not."""
    listed, tally = read_communes(path)
    known = Gazetteer(listed.communes)
    found, lines = touching(listed.communes), {code: one.lines for code, one in outlines(known).items()}
    return {
        "communes": len(listed.communes),
        "refused": dict(tally.refused),
        "neighbours": {"not_written": sorted(found - written()), "not_found": sorted(written() - found)},
        "outlines": {
            "departements": len(lines),
            "most_lines": max((len(of_one) for of_one in lines.values()), default=0),
            "most_points": max((len(line) for of_one in lines.values() for line in of_one), default=0),
        },
        "places_not_found": list(not_found(known)),
    }


@click.command(help=__doc__)
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(path: Path) -> None:
    """Print it."""
    click.echo(json.dumps(measure(path), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
