"""Searches as people make them, mixed: what is typed, where, and what is chosen beside it.

Words are titles and skills of the vocabulary, employers of the offers, and the same mistyped; places are towns of the
offers. The shares are ours, not measured: two thirds of the searches name a place, a third choose something beside.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

from indexer.language.vocabulary import Vocabulary
from indexer.offers.facets import EXPERIENCE, PAY_STEPS, SINCE_DAYS
from indexer.offers.search import Search
from indexer.offers.search_places import Around
from indexer.places.neighbours import with_neighbours
from indexer.searching.cursors import DATE, DISTANCE
from indexer.searching.kinds import YES

_KINDS = {"title": 35, "first": 20, "both": 12, "skill": 8, "employer": 8, "mistyped": 7, "none": 10}
_INCLUSIVE = re.compile(r"\s*(?:/|\().*$")


def searches(vocabulary: Vocabulary, offers: Sequence[dict[str, Any]], count: int, seed: int = 7) -> list[Search]:
    """Return so many searches; `offers` are some of those that are searched, for their places and employers."""
    chance = random.Random(f"searches {seed}")
    titles = [title for code in sorted(vocabulary.jobs) for title in vocabulary.jobs[code].titles]
    skills = [item.label for _, item in sorted(vocabulary.skills.items())]
    return [_search(chance, titles, skills, offers) for _ in range(count)]


def _search(
    chance: random.Random, titles: Sequence[str], skills: Sequence[str], offers: Sequence[dict[str, Any]]
) -> Search:
    around, departements = _where(chance, offers)
    return Search(
        words=_words(chance, titles, skills, offers),
        around=around,
        radius_km=chance.choice((10, 20, 30, 50, 100)),
        departements=departements,
        chosen=_chosen(chance) if chance.random() < 0.35 else {},
        precise=chance.random() < 0.1,
        order=chance.choices(("", DATE, DISTANCE), (70, 15, 15))[0],
    )


def _words(
    chance: random.Random, titles: Sequence[str], skills: Sequence[str], offers: Sequence[dict[str, Any]]
) -> str:
    title = _INCLUSIVE.sub("", chance.choice(titles)).lower()
    kind = chance.choices(
        ("title", "first", "both", "skill", "employer", "mistyped", "none"), (35, 20, 12, 8, 8, 7, 10)
    )[0]
    if kind == "first":
        return title.split()[0]
    if kind == "both":
        return f"{title} {chance.choice(skills).split()[0]}"
    if kind == "skill":
        return chance.choice(skills)
    if kind == "employer":
        return str(chance.choice(offers).get("employer", ""))
    if kind == "mistyped":
        at = chance.randrange(1, max(2, len(title)))
        return title[:at] + title[at + 1 :]
    return title if kind == "title" else ""


def _where(chance: random.Random, offers: Sequence[dict[str, Any]]) -> tuple[tuple[Around, ...], tuple[str, ...]]:
    kind = chance.choices(("nowhere", "around", "two", "departement", "neighbours"), (35, 45, 5, 10, 5))[0]
    placed = [chance.choice(offers) for _ in range(2)]
    points = tuple(
        Around((one["location"]["lat"], one["location"]["lon"]), one["departement"])
        for one in placed
        if one.get("location") and one.get("departement")
    )
    if kind in ("around", "two"):
        return points[: 1 if kind == "around" else 2], ()
    codes = tuple(one["departement"] for one in placed[:1] if one.get("departement"))
    if kind == "neighbours":
        return (), with_neighbours(codes)
    return (), codes if kind == "departement" else ()


def _chosen(chance: random.Random) -> dict[str, tuple[str, ...]]:
    possible: dict[str, tuple[str, ...]] = {
        "contract": tuple(chance.sample(("CDI", "CDD", "MIS", "SAI"), chance.randint(1, 2))),
        "family": (chance.choice("DFGHIJKMN"),),
        "working_time": ("full_time",),
        "remote": ("full", "partial"),
        "pay": (str(chance.choice(PAY_STEPS)),),
        "experience": tuple(chance.sample(sorted(EXPERIENCE), 2)),
        "diploma": ("3", "4"),
        "since": (str(chance.choice(SINCE_DAYS)),),
        "without_licence": (YES,),
    }
    weights = {"contract": 40, "family": 15, "working_time": 10, "since": 20}
    names = chance.choices(
        sorted(possible), [weights.get(name, 5) for name in sorted(possible)], k=chance.randint(1, 3)
    )
    return {name: possible[name] for name in names}
