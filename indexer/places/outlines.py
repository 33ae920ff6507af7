"""The outlines of départements, drawn from the points of their communes alone: a plain map that needs nothing fetched.

An alpha shape: of the triangles between neighbouring communes (Delaunay), those with a long side are left out, and the
sides that belong to one triangle only are the outline. It lies half a commune inside the true border, which is enough
to see where one is. Where few communes are known (the starter has some thirty a département), no side is too long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from scipy.spatial import Delaunay, QhullError

from indexer.places.communes import Commune, Gazetteer
from indexer.places.geometry import Point

Line = list[Point]

# A side is left out where it is so many times longer than the half of all: bays and salients stay, gaps are closed.
LONGEST_OF_MEDIAN = 3.0
# Fewer communes say nothing of bays: all triangles are kept, and neighbours overlap a little.
FEW = 100
FLAT = (1.0, 0.7)
"""What makes a degree of longitude as long as one of latitude in the middle of France."""
DIGITS = 3
"""Of degrees: about a hundred metres."""
MOST_TOWNS = 5


@dataclass(frozen=True)
class Outline:
    """A département as it is drawn: closed lines of (latitude, longitude), and its largest towns with their points."""

    code: str
    name: str
    lines: tuple[tuple[Point, ...], ...]
    towns: tuple[tuple[str, Point], ...]


@lru_cache(maxsize=2)
def outlines(communes: Gazetteer) -> dict[str, Outline]:
    """Return the outline of every département by its code; takes about a second for all of France, once a list."""
    by_code: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes.communes.values():
        if commune.point:
            by_code[commune.departement].append(commune)
    return {code: _outline(code, there) for code, there in sorted(by_code.items())}


def _outline(code: str, communes: list[Commune]) -> Outline:
    towns = sorted(communes, key=lambda one: -one.population)[:MOST_TOWNS]
    lines = tuple(tuple(line) for line in border({one.point for one in communes if one.point}))
    named = tuple((one.name, _rounded(one.point)) for one in towns if one.point)
    return Outline(code, communes[0].departement_name, lines, named)


def border(points: Iterable[Point]) -> list[Line]:
    """Return the closed lines around points, the first point of each repeated at its end; none for fewer than three."""
    places = sorted(set(points))
    if len(places) < 3:
        return []
    try:
        triangles = Delaunay(np.array(places) * FLAT).simplices
    except QhullError:
        # All on one line: an island of three communes.
        return []
    flat = np.array(places) * FLAT
    lengths = {
        side: float(np.linalg.norm(flat[side[0]] - flat[side[1]])) for each in triangles for side in _sides(each)
    }
    if not lengths:
        return []
    median = float(np.median(list(lengths.values())))
    longest = LONGEST_OF_MEDIAN * median if len(places) >= FEW else float("inf")
    kept = [each for each in triangles if all(lengths[side] <= longest for side in _sides(each))]
    counts = Counter(side for each in kept for side in _sides(each))
    return [
        [_rounded(places[number]) for number in ring] for ring in _rings(s for s, count in counts.items() if count == 1)
    ]


def _sides(triangle: Iterable[int]) -> Iterator[tuple[int, int]]:
    return combinations(sorted(int(number) for number in triangle), 2)


def _rings(sides: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Join sides into closed rings; where two touch in one point, either way round is as good."""
    next_to: dict[int, list[int]] = defaultdict(list)
    for one, other in sides:
        next_to[one].append(other)
        next_to[other].append(one)
    for start in list(next_to):
        while next_to[start]:
            ring = [start]
            while True:
                after = next_to[ring[-1]].pop()
                next_to[after].remove(ring[-1])
                ring.append(after)
                if after == start:
                    break
            yield ring


def _rounded(point: Point) -> Point:
    return round(point[0], DIGITS), round(point[1], DIGITS)


def with_neighbours(codes: Iterable[str], known: dict[str, Outline]) -> list[str]:
    """Return these départements, as far as they are known, and those whose borders come near theirs, sorted."""
    wanted = [known[code] for code in codes if code in known]
    boxes = [_box(each) for each in wanted]
    return sorted(
        {each.code for each in wanted}
        | {code for code, each in known.items() if each.lines and any(_touch(_box(each), box) for box in boxes)}
    )


@lru_cache(maxsize=256)
def _box(outline: Outline) -> tuple[float, float, float, float]:
    points = [point for line in outline.lines for point in line] or [point for _, point in outline.towns]
    latitudes, longitudes = zip(*points, strict=True)
    return min(latitudes), max(latitudes), min(longitudes), max(longitudes)


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    apart = 0.15
    return (
        one[0] <= other[1] + apart
        and other[0] <= one[1] + apart
        and one[2] <= other[3] + apart
        and other[2] <= one[3] + apart
    )
