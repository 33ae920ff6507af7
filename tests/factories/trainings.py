"""Trainings as they are indexed."""

from __future__ import annotations

from typing import Any

from indexer.reference.in_force import gazetteer, vocabulary
from indexer.reference.training_index import training_document
from indexer.reference.trainings import SESSION, Training


def make_training(identifier: str, **given: Any) -> dict[str, Any]:
    """A training as it is indexed; a session that begins in ten years unless said otherwise."""
    facts = {"kind": SESSION, "title": "Formation", "organisation": "", "place": "", "starts_on": "2036-09-01"}
    facts |= {"ends_on": "", "jobs": (), "skills": (), "level": 0, "link": "", **given}
    return training_document(Training(identifier=identifier, **facts), vocabulary(), gazetteer())
