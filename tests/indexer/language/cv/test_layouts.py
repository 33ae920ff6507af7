"""Facts of CVs in two dozen layouts: posts with title and both dates, employers, diplomas, languages, licences."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.language.cv.reading import Cv
from indexer.language.normalisation import folded_words
from tests.indexer.language.cv.cvs import read
from tests.indexer.language.cv.layouts import TUNED, WRITTEN_AFTERWARDS, Layout
from tests.indexer.language.cv.told import PEOPLE, Month, Told

GOALS = {"posts": 0.85, "employers": 0.80, "diplomas": 0.95, "languages": 0.95, "licences": 0.97}
"""Of all that CVs say, the share that has to be read; of each layout, four fifths of it."""
LEAST_PRECISE = 0.95


def month(said: Month | None) -> str:
    return f"{said[0]}-{said[1]:02}" if said else ""


def same(one: str, other: str) -> bool:
    return folded_words(one) == folded_words(other)


def counted(who: Told, cv: Cv) -> Counter[str]:
    """Count what `who` has (`posts`), what is read rightly of it (`posts read`), and the posts read that are none."""
    found: Counter[str] = Counter()
    for post in who.posts:
        dates = (month(post.since), month(post.until))
        there = [one for one in cv.experiences if (one.period.since, one.period.until) == dates]
        found["posts read"] += any(same(one.title, post.title) for one in there)
        found["employers read"] += any(same(one.employer, post.employer) for one in there)
    for label, level, year, held in who.diplomas:
        found["diplomas read"] += any(
            (one.level, one.year, one.held) == (level, year, held)
            and set(folded_words(label)[:2]) <= set(folded_words(one.label))
            for one in cv.diplomas
        )
    spoken = {(one.trait, one.level) for one in cv.languages}
    found["languages read"] += sum((f"language:{name.lower()}", level) in spoken for name, level in who.languages)
    found["licences read"] += sum(f"licence:{trait}" in cv.items for trait, _ in who.licences)
    found["posts"] = found["employers"] = len(who.posts)
    found["diplomas"], found["languages"], found["licences"] = map(len, (who.diplomas, who.languages, who.licences))
    found["posts said"] = len(cv.experiences)
    return found


def total(layout: Layout) -> Counter[str]:
    return sum((counted(who, read(layout(who))) for who in PEOPLE), Counter())


@pytest.mark.parametrize("name", [*TUNED, *WRITTEN_AFTERWARDS])
def test_most_of_a_cv_is_read_in_each_layout(name: str) -> None:
    found = total({**TUNED, **WRITTEN_AFTERWARDS}[name])
    assert {fact for fact, goal in GOALS.items() if found[f"{fact} read"] < 0.8 * goal * found[fact]} == set()


@pytest.mark.parametrize("layouts", [TUNED, WRITTEN_AFTERWARDS], ids=["tuned", "written afterwards"])
def test_of_all_layouts_the_goals_are_reached(layouts: dict[str, Layout]) -> None:
    found = sum(map(total, layouts.values()), Counter())
    assert {
        fact: found[f"{fact} read"] / found[fact]
        for fact, goal in GOALS.items()
        if found[f"{fact} read"] < goal * found[fact]
    } == {}
    assert found["posts said"] * LEAST_PRECISE <= found["posts"]
