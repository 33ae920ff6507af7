"""Which jobs a title names, how surely, and the job sheet nearest to it. "Not known" is an answer."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.language.empty_words import EMPTY_TITLE_WORDS
from indexer.language.job_ranking import JobRanking
from indexer.language.normalisation import Token, folded_words, tokens
from indexer.language.phrases import Found
from indexer.language.similarity import Vector
from indexer.language.title_parts import parts_of
from indexer.language.vocabulary import Vocabulary

# A title's parts count beside the whole, and a known title that stands in it word for word counts more the more of it
# it covers: "AS de nuit - SSIAD" is an AS, although "infirmier SSIAD" is near too. (Tuned on tests/data's tuning half
# and the real titles; anything about as large gives the same.)
PARTS_WEIGHT = 0.3
HELD, HELD_COVER = 0.1, 0.3

# What the first job that an offer's description names adds, the second half of it, and so on; only where the title
# alone is unsure. On the real offers: 26 more first guesses agree with their publisher, 5 fewer do.
DESCRIBED = 0.3
DESCRIPTION_READ = 2000
_MEANINGS = 2

# How often a first guess is right, by its score, its lead over the second and the share of the title that a known title
# covers: logistic regression on tests/data/own_titles_tuning.tsv, the hand-labelled and the real titles
# (docs/language.md).
_SCORE, _LEAD, _COVER, _CONSTANT = 2.94, 1.33, 1.47, -4.44
SURE = 0.7
"""The confidence from which a title is said to name a job."""
_UNSAID = 0.3
"""What remains of the confidence where no word tells trades apart ("chef d'équipe")."""
# Another job the title holds word for word is said beside the first when known titles are all it holds ("Soudeur
# chaudronnier"), or it is not far behind; the "opérateur de production" of "… de production agroalimentaire" is.
_BESIDE = 0.6


@dataclass(frozen=True, slots=True)
class TitleGuess:
    """A job a title may name: parent ROME code, the sheet under it ("" without sheets), the known title nearest to it.

    `confidence` (0 to 1) is how often such a guess is right; `score` its likeness (0 to about 2.8).
    """

    code: str
    sheet: str
    title: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Read:
    """A title as it was read: its words, the known titles in it, what these cover, and how near it is to each job."""

    words: Sequence[Token]
    spans: Sequence[Found]
    covers: dict[str, float]
    scores: Vector
    sure: float
    """The confidence in the nearest job."""


def guess_jobs(title: str, vocabulary: Vocabulary, most: int = 5, description: str = "") -> list[TitleGuess]:
    """Return the jobs a title may name, best first, at most `most`; none when it is like no known title.

    An offer's `description` helps where the title alone is unsure.
    """
    ranking = vocabulary.job_ranking
    read = _read(title, description, vocabulary)
    order = [int(job) for job in np.argsort(-read.scores, kind="stable")[:most] if read.scores[job] > 0]
    nearest = ranking.nearest_titles(title, [ranking.codes[job] for job in order])
    guesses: list[TitleGuess] = []
    for job, near in zip(order, nearest, strict=True):
        code, score = ranking.codes[job], float(read.scores[job])
        sure = read.sure
        if guesses:
            # A guess that is not the first is right only where the first is wrong.
            lead = score - guesses[0].score
            sure = min(_confidence(score, lead, read.covers.get(code, 0.0)), 1 - read.sure, read.sure)
        titles = [one for one, _ in near]
        guesses.append(TitleGuess(code, _sheet(titles, code, vocabulary), titles[0], score, round(sure, 3)))
    return guesses


def jobs_of_title(title: str, vocabulary: Vocabulary, description: str = "") -> tuple[str, ...]:
    """Return the ROME codes of the jobs that a title surely names; none when it is not known.

    A wrong job is worse than no job. An offer's `description` helps where the title alone is unsure.
    """
    ranking = vocabulary.job_ranking
    words = ranking.spelling.corrected(title)
    spans = _known_titles(title, words, vocabulary)
    if _whole(spans, words) or (
        len(spans) == 1 and _says_something(words, ranking) and _nothing_else(spans, words, ranking)
    ):
        return tuple(dict.fromkeys([*spans[0].identifiers, *_side_by_side(title, spans[0], vocabulary)]))
    read = _read(title, description, vocabulary)
    best = int(np.argmax(read.scores))
    if read.sure < SURE:
        return (ranking.codes[best],) if _heads(title, spans, ranking.codes[best], ranking) else ()
    least = 0.0 if _nothing_else(spans, words, ranking) else _BESIDE * float(read.scores[best])
    named = {code for one in spans if _by_itself(title, one, spans) for code in one.identifiers}
    beside = [other for other in read.covers if other in named and float(read.scores[ranking.number[other]]) >= least]
    return tuple(dict.fromkeys([ranking.codes[best], *beside]))


def _read(title: str, description: str, vocabulary: Vocabulary) -> _Read:
    ranking = vocabulary.job_ranking
    words = ranking.spelling.corrected(title)
    spans = _known_titles(title, words, vocabulary)
    covers = _covers(words, spans, ranking)
    scores = _scores(title, covers, ranking)
    tells = _says_something(words, ranking) or _whole(spans, words)
    sure = _first_confidence(scores, covers, ranking) * (1 if tells else _UNSAID)
    if description and sure < SURE:
        for place, code in enumerate(_named_in(description, vocabulary)):
            scores[ranking.number[code]] += DESCRIBED / (1 + place)
        sure = _first_confidence(scores, covers, ranking) * (1 if tells else _UNSAID)
    return _Read(words, spans, covers, scores, sure)


def known_titles(title: str, vocabulary: Vocabulary) -> list[Found]:
    """Return the known titles that a title holds, in its words as they were meant or as written: what covers more.

    Known titles are cut short too: "magasinier vendeur pièces auto".
    """
    return _known_titles(title, vocabulary.job_ranking.spelling.corrected(title), vocabulary)


def _known_titles(title: str, words: Sequence[Token], vocabulary: Vocabulary) -> list[Found]:
    meant, written = vocabulary.job_finder.find(list(words)), vocabulary.job_finder.find(tokens(title))
    return max(meant, written, key=lambda spans: sum(found.end - found.start for found in spans))


def _named_in(description: str, vocabulary: Vocabulary) -> list[str]:
    """Return the jobs that the beginning of a description names, in order: "nous recherchons un technicien réseau"."""
    found = vocabulary.job_finder.find(tokens(description[:DESCRIPTION_READ]))
    named = (code for one in found for code in one.identifiers if len(one.identifiers) <= _MEANINGS)
    return [code for code in dict.fromkeys(named) if code in vocabulary.job_ranking.number]


def _first_confidence(scores: Vector, covers: dict[str, float], ranking: JobRanking) -> float:
    best = int(np.argmax(scores))
    score = float(scores[best])
    if score <= 0:
        return 0.0
    lead = score - float(np.max(np.delete(scores, best), initial=0.0))
    return _confidence(score, lead, covers.get(ranking.codes[best], 0.0))


def _says_something(words: Iterable[Token], ranking: JobRanking) -> bool:
    """Return whether a word that some known title holds can tell trades apart."""
    return any(word.fold not in EMPTY_TITLE_WORDS and word.fold in ranking.words.columns for word in words)


def _whole(spans: Sequence[Found], words: Sequence[Token]) -> bool:
    """Return whether one known title is the whole title."""
    return len(spans) == 1 and bool(words) and spans[0].start == words[0].start and spans[0].end == words[-1].end


def _nothing_else(spans: Sequence[Found], words: Sequence[Token], ranking: JobRanking) -> bool:
    """Return whether all that stands beside known titles is words that name no trade, or that no known title holds."""
    inside = [word for word in words if any(found.start <= word.start < found.end for found in spans)]
    others = [word.fold for word in words if word not in inside]
    if others and all(word.fold in EMPTY_TITLE_WORDS for word in inside):
        return False
    return all(fold in EMPTY_TITLE_WORDS or fold.isdecimal() or fold not in ranking.words.columns for fold in others)


# What comes after says for whom, where or with what one works, not who one is: "formateur en maçonnerie".
_OF = re.compile(r"(?:^|[\s(])(?:en|d['’e]|des|du|pour|chez|à|au|aux|dans|sur|le|la|les|l['’])\s*$", re.IGNORECASE)
_PARTED = re.compile(r"\s*(?:$|[-–—:/|,;.()\[\]+&•]|(?:et|ou|puis|h|f)\b)", re.IGNORECASE)


def _by_itself(title: str, found: Found, spans: Sequence[Found]) -> bool:
    """Return whether a known title in a title is a trade of its own there, to be said beside the best.

    Not what follows a preposition or stands in brackets, nor one word that another specifies ("architecte data"), nor
    the first half of a title in both genders ("vendeur / vendeuse en boulangerie").
    """
    before, after = title[: found.start], title[found.end :]
    held = [word.fold for word in tokens(title[found.start : found.end])]
    if _OF.search(before) or before.count("(") > before.count(")"):
        return False
    twice = next((one for one in spans if one.start > found.end and not title[found.end : one.start].strip(" /")), None)
    if twice and [word.fold for word in tokens(title[twice.start : twice.end])][: len(held)] == held:
        return False
    beside = any(one.start > found.end and not title[found.end : one.start].strip() for one in spans)
    # "Vendeur se hôte sse": what is left of "vendeur·se" parts nothing.
    endings = re.match(r"(?:\s*(?:se|sse|euse|trice|e|ne|ère)\b)*", after)
    rest = after[endings.end() :] if endings else after
    return len(held) > 1 or beside or bool(_PARTED.match(after) or _PARTED.match(rest) or rest[:3] == "   ")


def _side_by_side(title: str, found: Found, vocabulary: Vocabulary) -> list[str]:
    """Return the jobs of two trades that make one known title: "Chaudronnier soudeur" is a welder too.

    Only where each word is a trade by itself: "assistant commercial" and "agent comptable" are one.
    """
    words = tokens(title[found.start : found.end])
    trades = [vocabulary.job_finder.exact(title[found.start + one.start : found.start + one.end]) for one in words]
    if len(words) != 2 or any(word.fold in EMPTY_TITLE_WORDS for word in words) or not all(trades):
        return []
    if title[found.start + words[0].end : found.start + words[1].start].strip(" -"):
        return []
    return [codes[0] for codes in trades if len(codes) == 1]


# What begins a complement of a title: where, when, how, with what.
_COMPLEMENT = re.compile(r"\s+(?:en|à|au|aux|avec|pour|chez|dans|sur|sans)\s|\s*[-–—(\[,:|/]", re.IGNORECASE)


def _heads(title: str, spans: Sequence[Found], code: str, ranking: JobRanking) -> bool:
    """Return whether a known title of this job, of several words, is all that stands before a title's complement.

    "Agent d'entretien en crèche à horaires atypiques": what comes after hides nothing, where the nearest job is the
    same one.
    """
    for found in spans:
        head = title[: found.end]
        beside = [word.fold for word in tokens(title[: found.start])]
        held = [word.fold for word in tokens(title[found.start : found.end])]
        tells = len(held) > 1 and any(fold not in EMPTY_TITLE_WORDS and fold in ranking.words.columns for fold in held)
        if code in found.identifiers and tells and all(fold in EMPTY_TITLE_WORDS for fold in beside):
            return bool(head) and (found.end == len(title.rstrip()) or bool(_COMPLEMENT.match(title[found.end :])))
    return False


def _covers(words: Sequence[Token], spans: Iterable[Found], ranking: JobRanking) -> dict[str, float]:
    """Return for each job held word for word the share of the title's words that its known title covers, by rarity."""
    whole = sum(ranking.words.rarity_of(word.fold) for word in words) or 1.0
    covers: dict[str, float] = defaultdict(float)
    for found in spans:
        inside = sum(ranking.words.rarity_of(w.fold) for w in words if found.start <= w.start < found.end)
        for code in found.identifiers:
            if code in ranking.number:
                covers[code] = max(covers[code], inside / whole)
    return dict(covers)


def _scores(title: str, held: dict[str, float], ranking: JobRanking) -> Vector:
    """Return how near a title is to each job: as a whole, by its best part, and by the known titles it holds."""
    totals = ranking.totals([title, *parts_of(title)])
    scores: Vector = totals[0]
    if len(totals) > 1:
        scores = (scores + PARTS_WEIGHT * totals[1:].max(axis=0)) / (1 + PARTS_WEIGHT)
    for code, cover in held.items():
        scores[ranking.number[code]] += HELD + HELD_COVER * cover
    return scores


def _confidence(score: float, lead: float, cover: float) -> float:
    return 1 / (1 + math.exp(-(_SCORE * score + _LEAD * lead + _COVER * cover + _CONSTANT)))


def _sheet(near: Sequence[str], code: str, vocabulary: Vocabulary) -> str:
    """Return the sheet under `code` that has the nearest of the known titles that any has."""
    owners = vocabulary.sheets_of_title
    found = (owners.get((code, tuple(folded_words(title)))) for title in near)
    return next((sheets[0] for sheets in found if sheets), "")
