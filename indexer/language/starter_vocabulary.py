"""The starter vocabulary, read from the YAML under `starter/`, which was written for this project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from indexer.language.vocabulary import Item, Job, Vocabulary, identifier_of

STARTER = Path(__file__).parent / "starter"

# The first skills of a job's list are its core (docs/vocabulary.md).
CORE_SKILLS = 4


def load_starter(folder: Path) -> Vocabulary:
    """Read the YAML files of `folder` (format in docs/vocabulary.md) into a vocabulary.

    Raises ValueError naming the job when a neighbour or the form of an entry is wrong.
    """
    documents = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    wordings: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for document in documents:
        for label, others in (document.get("skills") or {}).items():
            labels.setdefault(identifier_of(label), str(label))
            wordings.setdefault(identifier_of(label), []).extend(str(other) for other in others or [])
    jobs: dict[str, Job] = {}
    for entry in (job for document in documents for job in document.get("jobs") or []):
        for label in entry["skills"]:
            labels.setdefault(identifier_of(label), str(label))
        jobs[entry["code"]] = _job(entry)
    for job in jobs.values():
        unknown = set(job.neighbours) - set(jobs)
        if unknown:
            raise ValueError(f"{job.code}: neighbours {sorted(unknown)} are not among the jobs.")
    skills = {key: Item(key, label, tuple(wordings.get(key, []))) for key, label in labels.items()}
    return Vocabulary(jobs, skills, _items(documents, "licences"), _items(documents, "languages"))


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506 - a safe loader, in C


def _job(entry: dict[str, Any]) -> Job:
    titles = [title for pair in entry["titles"] for title in pair] + list(entry.get("also") or [])
    skills = tuple(identifier_of(label) for label in entry["skills"])
    core = frozenset(skills[:CORE_SKILLS])
    return Job(entry["code"], entry["label"], tuple(titles), tuple(entry.get("neighbours") or ()), skills, core)


def _items(documents: list[dict[str, Any]], kind: str) -> dict[str, Item]:
    entries = [entry for document in documents for entry in document.get(kind) or []]
    return {
        entry["id"]: Item(entry["id"], entry["label"], tuple(str(also) for also in entry.get("also") or ()))
        for entry in entries
    }
