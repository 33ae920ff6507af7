"""How alike two short texts are: words and pieces of words weighed by rarity, and words that keep the same company.

Built for tens of thousands of job titles: sparse matrices, a millisecond a title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from indexer.language.normalisation import folded_words

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]

# Pieces of 3 to 5 letters: an inflected or mistyped word still shares most of its own.
SHORTEST_PIECE, LONGEST_PIECE = 3, 5
DIMENSIONS = 100


def words_of(text: str) -> list[str]:
    """Return the folded words of a title, each once: "Serveur / Serveuse" says one thing."""
    return list(dict.fromkeys(folded_words(text)))


def pieces_of(words: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of each word, its ends marked by spaces."""
    for word in words:
        marked = f" {word} "
        for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
            if len(marked) <= size:
                yield marked
                break
            for start in range(len(marked) - size + 1):
                yield marked[start : start + size]


class Weights:
    """Features weighed by rarity (tf-idf with logarithmic counts), in vectors of length one."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """Learn from texts given as their features how rare each feature is."""
        seen: Counter[str] = Counter()
        count = 0
        for features in texts:
            seen.update(set(features))
            count += 1
        self.columns = {feature: column for column, feature in enumerate(sorted(seen))}
        frequencies = np.array([seen[feature] for feature in self.columns], dtype=np.float32)
        self.rarity: Vector = np.log((1 + count) / (1 + frequencies)) + 1
        self._rarity = self.rarity.tolist()

    def vectors(self, texts: Iterable[Iterable[str]]) -> sparse.csr_matrix:
        """Return one row a text; features never seen are passed over."""
        indices: list[int] = []
        values: list[float] = []
        starts = [0]
        for features in texts:
            counts = Counter(self.columns[feature] for feature in features if feature in self.columns)
            weights = [(1 + log(number)) * self._rarity[column] for column, number in counts.items()]
            length = sqrt(sum(weight * weight for weight in weights)) or 1.0
            indices.extend(counts)
            values.extend(weight / length for weight in weights)
            starts.append(len(indices))
        shape = (len(starts) - 1, len(self.columns))
        return sparse.csr_matrix((np.array(values, dtype=np.float32), indices, starts), shape=shape)

    def rarity_of(self, feature: str) -> float:
        """Return the weight of a feature; one that was never seen weighs as the rarest."""
        column = self.columns.get(feature)
        return float(self.rarity[column] if column is not None else self.rarity.max(initial=1.0))


class Company:
    """Words as vectors, learnt from which words describe the same jobs (latent semantic analysis)."""

    def __init__(self, documents: Sequence[str]) -> None:
        """Learn from texts that each describe one job."""
        words = [folded_words(document) for document in documents]
        spread = Counter(word for document in words for word in set(document))
        known = [[word for word in document if spread[word] > 1] for document in words]
        weights = Weights(known)
        table = weights.vectors(known)
        self.columns = weights.columns
        size = min(DIMENSIONS, min(table.shape) - 1)
        self.directions: Matrix = np.zeros((0, 1), dtype=np.float32)
        if size < 1:
            self.columns = {}
            return
        # A fixed start: the same files give the same vectors on every machine.
        _, strengths, parts = svds(table, k=size, v0=np.ones(min(table.shape), dtype=np.float32))
        self.directions = unit_rows((parts.T * strengths).astype(np.float32))

    def vectors(self, texts: Sequence[Sequence[str]], weights: Weights) -> Matrix:
        """Return one row of length one for each text, given as its words: the rarer a word, the more it counts."""
        rows = np.zeros((len(texts), self.directions.shape[1]), dtype=np.float32)
        for number, words in enumerate(texts):
            for word in words:
                column = self.columns.get(word)
                if column is not None:
                    rows[number] += weights.rarity_of(word) * self.directions[column]
        return unit_rows(rows)


def unit_rows(matrix: Matrix) -> Matrix:
    """Return the rows at length one; a row of nothing stays so."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Matrix = (matrix / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
