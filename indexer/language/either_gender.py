"""A title of job said of either sex: `soudeuse TIG` and `soudeur TIG` are both `soudeur TIG (H/F)`. Pure functions.

Sex is a criterion nobody may be chosen by (Code du travail L1132-1), and French says it of most jobs. Only words of
which the vocabulary knows both forms are changed: what is no title of a job, or has one form, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.language.normalisation import without_accents
from indexer.language.vocabulary import Vocabulary

EITHER = "(H/F)"
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"\b(?:[HF] ?/ ?[HF]|[FH]/[HF]/X)\b|[(·./-]\s?(?:e|se|trice|euse|ière|ne)\b\)?", re.IGNORECASE)
# Feminine endings and their masculine ones; the longest first.
_ENDINGS = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("ffe", "f"),
    ("enne", "en"),
    ("onne", "on"),
    ("ante", "ant"),
    ("ente", "ent"),
    ("inte", "int"),
    ("ère", "er"),
    ("ive", "if"),
    ("ale", "al"),
    ("elle", "el"),
    ("ée", "é"),
    ("ie", "i"),
)


def of_either_sex(title: str, vocabulary: Vocabulary) -> str:
    """Return a title with the masculine form of its words, marked `(H/F)` when one of them says the sex."""
    known = vocabulary.title_words
    gendered = False

    def neutral(match: re.Match[str]) -> str:
        nonlocal gendered
        word = match[0]
        masculine = _masculine(word)
        if masculine and _has(known, masculine) and _has(known, word):
            gendered = True
            return masculine
        gendered = gendered or any(_has(known, feminine) for feminine in _feminines(word) if _has(known, word))
        return word

    said = _WORD.sub(neutral, title)
    return f"{said} {EITHER}" if gendered and not _MARKED.search(title) else said


def job_name(code: str, vocabulary: Vocabulary) -> str:
    """Return the name of a job (ROME code) in the vocabulary, said of either sex; nothing for a code it has not."""
    known = vocabulary.jobs.get(code)
    return of_either_sex(known.label, vocabulary) if known else ""


def job_names(codes: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return the names of jobs in the vocabulary, each once; codes it has not are passed over."""
    return list(dict.fromkeys(name for code in codes if (name := job_name(code, vocabulary))))


def _masculine(word: str) -> str:
    """Return the masculine form of a word that ends as feminine ones do, in its own capitals; else nothing."""
    for feminine, masculine in _ENDINGS:
        if word.lower().endswith(feminine):
            return word[: len(word) - len(feminine)] + (masculine.upper() if word.isupper() else masculine)
    return ""


def _feminines(word: str) -> list[str]:
    return [
        word[: len(word) - len(masculine)] + feminine
        for feminine, masculine in _ENDINGS
        if word.lower().endswith(masculine)
    ]


def _has(known: frozenset[str], word: str) -> bool:
    return without_accents(word).lower() in known
