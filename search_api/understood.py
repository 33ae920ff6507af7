"""What was understood of a CV, as a person's own page shows it: in groups, each thing with how to remove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.language.dates import MONTHS
from indexer.profiles.document import Profile, words_of
from indexer.profiles.read import (
    DIPLOMA_LEVELS,
    diploma_key,
    diplomas_of,
    experience_key,
    experiences_of,
    held_jobs,
    languages_of,
    place_read,
    wanted_key,
    wanted_read,
)
from indexer.reference.in_force import gazetteer, vocabulary
from search_api.presentation import count_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing understood: its words, what is said beside it, and the value that removes it (none: not from here)."""

    label: str
    detail: str = ""
    remove: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; `rows`: each on a line of its own. `note` says what is to be known of them."""

    title: str
    entries: list[Entry]
    rows: bool = False
    note: str = ""


def understood_groups(profile: Profile) -> list[Group]:
    """Return what was understood of a person, corrections applied, without the groups that are empty."""
    known = vocabulary()
    items = words_of(profile).items
    groups = [
        _wanted(profile),
        Group("Emplois occupés", [_held(one) for one in experiences_of(profile)], rows=True),
        Group("Métiers exercés", [_trait(f"job:{code}") for code in held_jobs(profile)]),
        Group("Compétences", [_trait(item) for item in items if item.startswith("skill:")]),
        Group("Diplômes", [_diploma(one) for one in diplomas_of(profile)], rows=True),
        Group("Permis et habilitations", [_trait(item) for item in items if item.startswith("licence:")]),
        Group(
            "Langues",
            [Entry(known.label(one["trait"]), one["level"], one["trait"]) for one in languages_of(profile)],
        ),
        _place(profile),
    ]
    return [group for group in groups if group.entries]


def _wanted(profile: Profile) -> Group:
    own = [Entry(title) for title in profile.get("wanted") or []]
    added = [item for item in (profile.get("corrections") or {}).get("added", []) if item.startswith("job:")]
    chosen = [_trait(item) for item in added]
    read = [] if own or chosen else [Entry(title, remove=wanted_key(title)) for title in wanted_read(profile)]
    note = "Lus dans votre CV. Si vous indiquez vous-même un métier, lui seul comptera." if read else ""
    return Group("Métiers recherchés", [*own, *chosen, *read], note=note)


def _trait(trait: str) -> Entry:
    return Entry(vocabulary().label(trait), remove=trait)


def _held(one: dict[str, Any]) -> Entry:
    when = f"depuis {month_written(one['since'])}" if not one["until"] else month_written(one["since"])
    if one["until"] and one["until"] != one["since"]:
        when = f"{when} – {month_written(one['until'])}"
    employer = one["employer"] if one["title"] else ""
    detail = " · ".join(part for part in (employer, when, duration(one["months"])) if part)
    return Entry(one["title"] or one["employer"], detail, experience_key(one))


def _diploma(one: dict[str, Any]) -> Entry:
    level = DIPLOMA_LEVELS.get(one["level"] or 0, "") if one["held"] else "en cours, ou non obtenu"
    return Entry(one["label"], " · ".join(part for part in (one["year"], level) if part), diploma_key(one))


def _place(profile: Profile) -> Group:
    insee = place_read(profile)
    commune = gazetteer().communes.get(insee)
    note = "Seul compte le lieu autour duquel vous cherchez, que vous choisissez vous-même."
    return Group("Commune lue", [Entry(commune.label, remove=f"place:{insee}")] if commune else [], note=note)


def month_written(month: str) -> str:
    """Write "2019-03" as `mars 2019`, and a year as it is."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else year


def duration(months: int) -> str:
    """Write a length of time: `2 ans et 3 mois`, `6 mois`."""
    years, rest = divmod(months, 12)
    parts = [count_of(years, "an")] if years else []
    if rest or not years:
        parts.append(f"{rest}\u00a0mois")
    return " et ".join(parts)
