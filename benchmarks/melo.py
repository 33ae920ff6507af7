"""Ranking ESCO labels for ROME titles, as the MELO benchmark defines it: `estey bench melo DIR`.

All labels are ranked for each query; average precision over its relevant labels; mean over queries. Twice: each label
by itself, and each label lifted by the best one of its concept, as a search for jobs should.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from indexer.language.job_ranking import COMPANY_WEIGHT, JOBS_WEIGHT
from indexer.language.similarity import Matrix, Vector, Weights, pieces_of, unit_rows, words_of
from indexer.language.vocabulary import Vocabulary

# A label goes with its concept; its own score only orders labels within it.
LIFT = 0.95
FILES = ("queries.tsv", "corpus_elements.tsv", "annotations.tsv")

Positions = NDArray[np.intp]


class MeloFilesError(ValueError):
    """The folder does not hold the benchmark's files; the message says what was expected."""


@dataclass(frozen=True)
class Melo:
    """The benchmark: queries, labels, the concept of each label, the relevant labels of each query."""

    queries: list[str]
    labels: list[str]
    concept_of: Positions
    relevant: list[Positions]


def read_melo(folder: Path) -> Melo:
    """Read the benchmark's three tab-separated files."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise MeloFilesError(f"{folder}: expected the MELO files {', '.join(FILES)}; {', '.join(missing)} not found.")
    queries, labels, judged = (_rows(folder / name) for name in FILES)
    position = {row[0]: number for number, row in enumerate(labels)}
    concepts = {name: number for number, name in enumerate(dict.fromkeys(row[0].split("_")[0] for row in labels))}
    relevant: dict[str, list[int]] = defaultdict(list)
    for query, _, label, grade in judged:
        if int(grade) > 0:
            relevant[query].append(position[label])
    return Melo(
        [row[1] for row in queries],
        [row[1] for row in labels],
        np.array([concepts[row[0].split("_")[0]] for row in labels], dtype=np.intp),
        [np.array(sorted(relevant[row[0]]), dtype=np.intp) for row in queries],
    )


def measure(melo: Melo, vocabulary: Vocabulary, advance: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Return `{queries, labels, map_labels, map_concepts}`."""
    ranking = vocabulary.job_ranking
    written = _written_alike(melo)
    query_jobs, query_company = ranking.jobs_and_company(melo.queries)
    label_jobs, label_company = ranking.jobs_and_company(melo.labels)
    concept_jobs, concept_company = (_by_concept(melo, rows) for rows in (label_jobs, label_company))
    alone, lifted = [], []
    for number, relevant in enumerate(melo.relevant):
        own = written[number] + COMPANY_WEIGHT * (label_company @ query_company[number])
        alone.append(average_precision(own + JOBS_WEIGHT * (label_jobs @ query_jobs[number]), relevant))
        shared = COMPANY_WEIGHT * (concept_company @ query_company[number])
        shared += JOBS_WEIGHT * (concept_jobs @ query_jobs[number])
        best = np.full(len(shared), -np.inf, dtype=np.float32)
        np.maximum.at(best, melo.concept_of, own)
        lifted.append(
            average_precision((1 - LIFT) * own + LIFT * best[melo.concept_of] + shared[melo.concept_of], relevant)
        )
        advance()
    return {
        "queries": len(melo.queries),
        "labels": len(melo.labels),
        "map_labels": float(np.mean(alone)),
        "map_concepts": float(np.mean(lifted)),
    }


def average_precision(scores: Vector, relevant: Positions) -> float:
    """Return the mean, over the relevant labels, of the precision at each one's rank; ties keep the files' order."""
    order = np.argsort(-scores, kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(1, len(order) + 1)
    ranks = np.sort(rank[relevant])
    return float(np.mean(np.arange(1, len(ranks) + 1) / ranks))


def _written_alike(melo: Melo) -> Matrix:
    """Return for each query how alike each label is written, by words and by pieces."""
    label_words, query_words = ([words_of(text) for text in texts] for texts in (melo.labels, melo.queries))
    total = 0
    for features in (lambda words: words, lambda words: list(pieces_of(words))):
        label_features, query_features = (
            [features(each) for each in label_words],
            [features(each) for each in query_words],
        )
        weights = Weights(label_features)
        total = total + weights.vectors(query_features) @ weights.vectors(label_features).T
    dense: Matrix = total.toarray()  # type: ignore[attr-defined]
    return dense


def _by_concept(melo: Melo, rows: Matrix) -> Matrix:
    """Return one unit row a concept: what its labels say together."""
    count = len(melo.concept_of)
    groups = sparse.csr_matrix((np.ones(count, dtype=np.float32), (melo.concept_of, np.arange(count))))
    return unit_rows(groups @ rows)


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]
