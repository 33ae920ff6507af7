"""How a training is told to a person: what, who gives it, where and when. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.reference.trainings import SESSION


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """What a person is told of a training; `url` is empty when none is known."""

    title: str
    details: str
    """Who gives it, where and from when, in French words."""
    url: str


def training_line(training: dict[str, Any]) -> TrainingLine:
    """Return what to tell of a training, as the catalogue holds it."""
    details = [training.get("organisation", ""), _place(training), _time(training)]
    return TrainingLine(training["title"], ", ".join(filter(None, details)), training.get("url", ""))


def _place(training: dict[str, Any]) -> str:
    return "à distance" if training.get("remote") else str(training.get("place_label", ""))


def _time(training: dict[str, Any]) -> str:
    if training.get("starts_on"):
        return f"à partir du {date.fromisoformat(training['starts_on']):%d/%m/%Y}"
    # A certification says what qualifies, not when or where it is taught.
    return "" if training.get("kind") == SESSION else "certification : demandez où la préparer"
