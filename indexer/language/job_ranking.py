"""Which jobs a title may stand for, best first: every title is compared to every known title of every job.

Nothing here is a rule about one title: a job is as near as its nearest wording, by words, by pieces of words (an
inflected or mistyped word) and, where titles are compared with each other, by the company words keep in the
descriptions of jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.language.similarity import Company, Matrix, Vector, Weights, pieces_of, unit_rows, words_of
from indexer.language.spelling import Spelling

# How much a neighbourhood of good titles counts beside the best one (found on the hand-labelled titles, where anything
# from 0 to 1 gives the same result).
NEIGHBOURHOOD = 0.45
NEAREST = 60
SHARPNESS = 0.15

# For comparing titles with each other (docs/language.md): the company of words, and the jobs both stand for.
COMPANY_WEIGHT = 1.0
JOBS_WEIGHT = 1.5
JOBS_NEAREST, JOBS_SHARPNESS = 50, 0.2


@dataclass(frozen=True, slots=True)
class JobGuess:
    """A job a title may stand for: parent ROME code, score (0 to about 2.5) and the known title nearest to it."""

    code: str
    score: float
    title: str


class JobRanking:
    """The known titles of all jobs, ready to be compared."""

    def __init__(
        self, titled: Sequence[tuple[str, str]], documents: Callable[[], list[str]], others: Iterable[str] = ()
    ) -> None:
        """Take (title, parent ROME code) pairs, and what gives texts that each describe one job, asked for when needed.

        `others`: texts whose words are no typing errors, though no title holds them.
        Takes about a second for each three thousand titles.
        """
        titled = sorted(titled, key=lambda pair: pair[1])
        self.titles = [title for title, _ in titled]
        self.spelling = Spelling(self.titles, others)
        self.codes = sorted({code for _, code in titled})
        self.number = {code: position for position, code in enumerate(self.codes)}
        self._job_of = np.array([self.number[code] for _, code in titled], dtype=np.intp)
        self._first = np.flatnonzero(np.diff(self._job_of, prepend=-1))
        words = [self._read(title) for title in self.titles]
        self.words = Weights(words)
        self.pieces = Weights([list(pieces_of(each)) for each in words])
        self._by_word = self.words.vectors(words).T.tocsr()
        self._by_piece = self.pieces.vectors([list(pieces_of(each)) for each in words]).T.tocsr()
        self._documents = documents
        self._company: Company | None = None

    def rank(self, title: str, most: int = 5) -> list[JobGuess]:
        """Return the jobs nearest to a title, best first, at most `most`; none when it shares nothing with any."""
        scores = self._scores([title])[0]
        if not scores.size or scores.max() <= 0:
            return []
        total = self._totals(scores)
        order = np.argsort(-total, kind="stable")[:most]
        return [self._guess(int(job), scores, total) for job in order if total[job] > 0]

    def totals(self, titles: Sequence[str]) -> Matrix:
        """Return how near each title is to each job of `codes` (0 to about 2.5)."""
        return np.array([self._totals(scores) for scores in self._scores(titles)], dtype=np.float32)

    def nearest_titles(self, title: str, codes: Sequence[str]) -> list[list[tuple[str, float]]]:
        """Return for each job its known titles with their likeness to `title` (0 to 2), the nearest first."""
        scores = self._scores([title])[0]
        nearest = []
        for code in codes:
            own = np.flatnonzero(self._job_of == self.number[code])
            ordered = own[np.argsort(-scores[own], kind="stable")]
            nearest.append([(self.titles[place], float(scores[place])) for place in ordered])
        return nearest

    def _read(self, title: str) -> list[str]:
        """Return the folded words of a title as they were meant, each once: "Serveur / Serveuse" says one thing."""
        return list(dict.fromkeys(word.fold for word in self.spelling.corrected(title)))

    def _totals(self, scores: Vector) -> Vector:
        """Return for each job the likeness of its nearest title, and its share of the neighbourhood beside."""
        if not scores.size or scores.max() <= 0:
            return np.zeros(len(self.codes), dtype=np.float32)
        best = np.maximum.reduceat(scores, self._first)
        shares = self._shares(scores, NEAREST, SHARPNESS)
        total: Vector = np.where(best > 0, best + NEIGHBOURHOOD * shares, 0)
        return total

    def _guess(self, job: int, scores: Vector, total: Vector) -> JobGuess:
        own = np.flatnonzero(self._job_of == job)
        nearest = int(own[np.argmax(scores[own])])
        return JobGuess(self.codes[job], float(total[job]), self.titles[nearest])

    def _scores(self, titles: Sequence[str]) -> Matrix:
        """Return the likeness of each title to each known title, by words and by pieces (0 to 2)."""
        words = [self._read(title) for title in titles]
        by_word = self.words.vectors(words) @ self._by_word
        by_piece = self.pieces.vectors([list(pieces_of(each)) for each in words]) @ self._by_piece
        dense: Matrix = (by_word + by_piece).toarray()
        return dense

    def _shares(self, scores: Vector, nearest: int, sharpness: float) -> Vector:
        """Return for each job its share of the nearest titles, the nearer the heavier; the shares sum to one."""
        count = min(nearest, len(scores))
        near = np.argpartition(-scores, count - 1)[:count]
        weights = np.exp((scores[near] - scores[near].max()) / sharpness)
        shares = np.zeros(len(self.codes), dtype=np.float32)
        np.add.at(shares, self._job_of[near], weights)
        whole: Vector = shares / shares.sum()
        return whole

    @property
    def company(self) -> Company:
        """Return the word vectors, learnt at first use from the descriptions of jobs."""
        if self._company is None:
            self._company = Company(self._documents())
        return self._company

    def jobs_and_company(self, titles: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Return for each title its place among the jobs, and among the words' company: two matrices of unit rows."""
        company = self.company.vectors([words_of(title) for title in titles], self.words)
        known = self.company.vectors([words_of(title) for title in self.titles], self.words)
        shares = np.zeros((len(titles), len(self.codes)), dtype=np.float32)
        for start in range(0, len(titles), 500):
            scores = self._scores(titles[start : start + 500]) + company[start : start + 500] @ known.T
            for row, each in enumerate(scores, start=start):
                shares[row] = self._shares(each, JOBS_NEAREST, JOBS_SHARPNESS)
        return unit_rows(shares), company
