"""The employers a person does not want to be seen by, and the names that an employer answers to. Pure functions.

A person writes names: `Leclerc` is every employer whose name holds all its words (`E.Leclerc Drive`, `Groupe Leclerc`),
whatever the case, accents, dots, articles and legal form. Or they write a SIREN, for that company alone.

An employer answers to every choice of words of its name, a SIREN to itself: each is one term, kept with the offer
(`employer_names`), and a person's exclusions are terms too. Both directions then ask the same: have
they one in common?
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from stdnum.fr import siren as siren_numbers
from stdnum.fr import siret as siret_numbers

from indexer.language.normalisation import fold, folded_words
from indexer.offers.legal_gate.legible import letter_as_read

SIREN = "siren:"
_FOREIGN = 0x250
"""From which code point a letter is none of ours, or drawn like one of ours."""
MOST_WORDS = 5
"""Of an exclusion; words beyond are passed over, so that it excludes rather more."""
_MOST_WORDS_OF_NAME = 12
"""Words of an employer's name that are looked at: a name of twelve gives some 1,600 terms, one of three gives eight."""
# Legal forms, and what an employer is called beside its name; the article of a name goes with the stop words.
_LEGAL = frozenset(
    fold(word)
    for word in (
        *("sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "scop", "scic", "selarl", "selas", "gie", "ets"),
        *("etablissement", "societe", "ste", "cie", "compagnie", "s"),
    )
)
_GENERAL = frozenset(fold(word) for word in ("groupe", "holding", "association", "asso", "entreprise"))
# What people write beside the name of a shop or a firm; in what they exclude these say nothing ("centre Leclerc",
# "leclerc.fr", "magasin Auchan"), unless there is nothing else.
BESIDE = _GENERAL | frozenset(
    fold(word)
    for word in (
        *("centre", "magasin", "hyper", "super", "hypermarché", "supermarché", "enseigne", "marque", "boutique"),
        *("www", "http", "https", "fr", "com", "org"),
    )
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ACRONYM = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\u00a0]?\d){8,13}(?!\d)")


def excluded_terms(written: str) -> list[str]:
    """Return the terms of an exclusion as a person wrote it: its SIREN (or SIRET) if it holds one, else its words.

    Words written apart exclude them written together too (`Mc Donald`, `McDonald`). Nothing of what holds no word.
    """
    if siren := siren_in(written):
        return [f"{SIREN}{siren}"]
    # A place in brackets would have them hidden from that one shop: "Auchan (Brive)".
    named = _BRACKETS.sub(" ", written).strip() or written
    return list(dict.fromkeys(term for form in _forms(named) for term in _excluded(form)))


def _excluded(words: list[str]) -> list[str]:
    named = [word for word in words if word not in BESIDE]
    # "Super U": one letter alone says too little.
    words = named if any(len(word) > 1 for word in named) else [word for word in words if word not in _GENERAL] or words
    if not words:
        return []
    return [_term(words[:MOST_WORDS]), *(["".join(words)] if len(words) <= 3 else [])]


def names_answered(name: str, siren: str = "") -> list[str]:
    """Return every term an employer of this name, and SIREN if it is known, is excluded by."""
    terms = dict.fromkeys(term for form in _forms(name) for term in _answered(form[:_MOST_WORDS_OF_NAME]))
    return [*terms, *([f"{SIREN}{siren}"] if siren else [])]


def _answered(words: list[str]) -> Iterator[str]:
    once = list(dict.fromkeys(words))
    for many in range(1, MOST_WORDS + 1):
        yield from map(_term, combinations(once, many))
    for some in (2, 3):
        yield from ("".join(words[start : start + some]) for start in range(len(words) - some + 1))


def _forms(name: str) -> list[list[str]]:
    """Return the words of a name as they are read, and where an article is written together: `L'Oréal`, `LOREAL`."""
    name = _as_drawn(name)
    together = _APOSTROPHE.sub("", name)
    return [name_words(name), *([name_words(together)] if together != name else [])]


def _as_drawn(name: str) -> str:
    """Return a name in our own letters as it looks: an employer is not seen for a letter that nobody can tell apart."""
    shown = (letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter) != "Cf")
    return "".join(letter if ord(letter) < _FOREIGN else letter_as_read(letter) for letter in shown)


def name_words(name: str) -> list[str]:
    """Return the words of an employer's name in order, folded: without articles, legal form, dots or first initial.

    A name that holds nothing else keeps its words.
    """
    apart = _ACRONYM.sub(lambda match: match[0].replace(".", "") + " ", name).replace(".", " ").replace("_", " ")
    words = folded_words(apart)
    kept = [word for word in words if word not in _LEGAL] or words
    # "E. Leclerc": an initial says little. Not the U of shops, nor "H & M".
    if len(kept) > 1 and len(kept[0]) == 1 and kept[0].isalpha() and kept[0] != "u" and len(kept[1]) > 2:
        kept = kept[1:]
    return kept


def siren_in(written: str) -> str:
    """Return the SIREN that a text holds, by itself or in a SIRET, its key right; nothing when it holds none."""
    for match in _DIGITS.finditer(written):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 9 and siren_numbers.is_valid(digits):
            return digits
        if len(digits) == 14 and siret_numbers.is_valid(digits):
            return digits[:9]
    return ""


def sirens_of(terms: list[str]) -> Iterator[str]:
    """Yield the SIRENs among the terms of exclusions."""
    yield from (term.removeprefix(SIREN) for term in terms if term.startswith(SIREN))


def _term(words: list[str] | tuple[str, ...]) -> str:
    return " ".join(sorted(set(words)))
