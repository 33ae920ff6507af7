"""What the imported synonyms add to a vocabulary: how common skills are in real offers. Pure functions.

Of the four files only the counted words are used. ESCO's labels and the gender pairs were tried and left out, since
they helped nothing that was measured (docs/language.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from indexer.language.normalisation import folded_words
from indexer.language.vocabulary import Item, Vocabulary
from indexer.reference.synonyms import Keywords

SYNONYMS_USED = ("keywords",)
"""Kinds of synonyms that a vocabulary is built with."""
OFFERS_COUNTED = 32_629
"""The offers in which La bonne alternance counted skill words."""
# A skill named by 3 % of the offers still tells people apart better than one that 3 % of the jobs ask for: "mise en
# rayon" is in 3.9 % of the offers and in 1.3 % of the jobs, "vente" in 6.4 % and 0.6 %. A third makes the two alike.
OFFERS_WEIGHT = 1 / 3


def with_synonyms(words: Vocabulary, synonyms: Mapping[str, Any]) -> Vocabulary:
    """Return `words` completed by the imported data sets (kind → data set); those not imported change nothing."""
    keywords = synonyms.get("keywords")
    return replace(words, frequencies=frequencies(words.skills, keywords)) if keywords else words


def frequencies(skills: Mapping[str, Item], keywords: Keywords) -> dict[str, float]:
    """Return for each skill that a counted word names how common it is in offers, on the scale of shares of jobs.

    Only a word that is a wording of the skill as a whole counts; a skill that no word names is not in it. Forms of one
    word ("relation client", "relations clients") may be in the same offers: the greatest counts, not their sum.
    """
    counted: dict[tuple[str, ...], int] = defaultdict(int)
    for keyword in keywords.keywords:
        fold = tuple(folded_words(keyword.word))
        counted[fold] = max(counted[fold], keyword.offers)
    shares = {}
    for identifier, item in skills.items():
        folds = {tuple(folded_words(wording)) for wording in (item.label, *item.wordings)}
        if offers := max((counted.get(fold, 0) for fold in folds if fold), default=0):
            shares[identifier] = min(offers / OFFERS_COUNTED, 1.0) * OFFERS_WEIGHT
    return shares
