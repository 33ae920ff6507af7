"""What a person corrects on their page, from the forms to what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from indexer.language.cv.periods import periods
from indexer.language.normalisation import without_accents
from indexer.language.understanding import understand_items, understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.profiles.read import DIPLOMA_LEVELS, experience_said
from search_api.presentation import KINDS
from search_api.problems import refusal

LONGEST = 120
MOST_SAID = 5
WANTED_JOB = "métier recherché"
FIELDS = ("add", "held_title", "held_employer", "held_since", "held_until", "diploma", "diploma_level")


def corrections_of(form: Mapping[str, str], known: Vocabulary) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a form adds (`added`, `experiences`, `diplomas`), and what is wrong, a sentence by field.

    What is wrong is counted (`problems.refusal`).
    """
    said = {name: " ".join(form.get(name, "").split())[:LONGEST] for name in FIELDS}
    errors: dict[str, str] = {}
    added: dict[str, Any] = {"added": [], "experiences": [], "diplomas": []}
    if said["add"]:
        added["added"] = traits_named(said["add"], known)
        if not added["added"]:
            errors["add"] = refusal("trait_unknown")
    if any(said[name] for name in ("held_title", "held_employer", "held_since", "held_until")):
        added["experiences"] = _held(said, known, errors)
    if said["diploma"] or said["diploma_level"]:
        added["diplomas"] = _diploma(said, errors)
    return added, errors


def traits_named(text: str, known: Vocabulary) -> list[str]:
    """Return the traits that words stand for: those of the one label they are, else all they name."""
    jobs, items = known.job_finder.exact(text), known.item_finder.exact(text)
    if items or jobs:
        return [*items] or [f"job:{code}" for code in jobs]
    return [*(f"job:{code}" for code in understand_title(text, known)), *understand_items(text, known)]


def added_of(arguments: Iterable[str], known: Vocabulary) -> list[str]:
    """Return in words what an address says was just added: `Docker (compétence)`; what is no trait is passed over."""
    words = []
    for trait in list(arguments)[:MOST_SAID]:
        kind, _, _ = trait.partition(":")
        label = known.label(trait)
        # An unknown one is labelled by its own name: nothing of an address is shown that is not in the vocabulary.
        if kind in KINDS and label not in (trait, trait.partition(":")[2]):
            words.append(f"{label} ({WANTED_JOB if kind == 'job' else KINDS[kind]})")
    return words


def _held(said: dict[str, str], known: Vocabulary, errors: dict[str, str]) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    month = now.year * 12 + now.month - 1
    since, until = month_said(said["held_since"], month), month_said(said["held_until"], month)
    if len(said["held_title"]) < 2:
        errors["held_title"] = refusal("wanted_invalid")
    if not since:
        errors["held_since"] = refusal("month_invalid")
    if said["held_until"] and (not until or until[: len(since)] < since[: len(until)]):
        errors["held_until"] = refusal("month_invalid") if not until else refusal("month_order")
    if any(name in errors for name in ("held_title", "held_since", "held_until")):
        return []
    return [experience_said(said["held_title"], said["held_employer"], since, until, known, month)]


def month_said(text: str, now: int) -> str:
    """Return "2019-03" for "03/2019" or "mars 2019", "2019" for "2019", nothing for what is no date of the past."""
    found = next(periods(without_accents(text), now), None)
    return found.since if found and found.first <= now + 6 else ""


def _diploma(said: dict[str, str], errors: dict[str, str]) -> list[dict[str, Any]]:
    level = int(said["diploma_level"]) if said["diploma_level"].isdecimal() else 0
    if len(said["diploma"]) < 2:
        errors["diploma"] = refusal("diploma_missing")
        return []
    return [{"label": said["diploma"], "level": level if level in DIPLOMA_LEVELS else None, "year": "", "held": True}]
