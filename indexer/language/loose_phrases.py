"""Finding labels said in other words, inflected, re-ordered, with a word between: "lire les plans", "Lecture de plans".

A label is the set of its stems (stems.py) without those that say nothing of the trade. It is found where all of them
stand close together in one clause. Looked up by the rarest stem of each label, so a document costs a millisecond.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from indexer.language.normalisation import Token, folded_words
from indexer.language.phrases import Found
from indexer.language.spans import outermost
from indexer.language.stems import stem
from indexer.language.wordings import without_brackets, wordings

# Said of any work: "Réaliser des opérations de soudage" is welding. In stems.
_EMPTY = frozenset(
    stem(word)
    for word in folded_words(
        """
        réaliser réalisation effectuer assurer utiliser utilisation connaître connaissance maîtriser maîtrise technique
        caractéristique pratique notion principe type opération travaux procéder participer
        différent divers ensemble chez selon ainsi etc son ses votre vos leur leurs notre nos
        """
    )
)
_CLAUSE = re.compile(r"[.;:!?\n•*|]")
_COMMA = re.compile(r"[.,;:!?\n•*|()]")
# They say what is done and not of what: the one object beside them has to be the label's own, not one of a row's.
_LIGHT = frozenset(
    stem(word)
    for word in folded_words(
        """
        mettre mise place oeuvre jour gérer gestion suivre suivi travailler travail domaine outil méthode bon bonne
        système produit projet équipe service organiser assister veiller développer améliorer contribuer
        faire preuve respecter respect
        """
    )
)
# Labels that name a diploma or a person's title, not something one does.
_NO_SKILL = frozenset(
    folded_words(
        """
        licence master mastère but bts btsa dut deust bac baccalauréat cap capa bep cqp bp titre diplôme certificat
        brevet concours ingénieur administrateur responsable expert technicien data formation doctorat chef
        """
    )
)
# "Vente et contrats" is not the selling of contracts.
_AND_COMMA = re.compile(_COMMA.pattern + r"|\b(?:et|ou)\b", re.IGNORECASE)
# How many words may stand between those of a label: two words are too few to be sure of across another.
_BETWEEN = {2: 0, 3: 1}
_MOST_BETWEEN = 2
_LONGEST = 9
# Turned round, two words mean the same only side by side: "TIG soudage", not "l'équipe de gestion".
_BOUND = re.compile(r"\b(?:de|des|du|en|au|aux|à|par|pour|sur|dans|avec|et|ou|le|la|les)\b|['’]", re.IGNORECASE)
# One action alone ("Techniques d'élagage") is a label's only where few labels speak of it.
_RARE_ACTION = 12
_TECHNIQUE, _LIKE = folded_words("technique caractéristique")


class LoosePhraseFinder:
    """Knows labels by their stems."""

    def __init__(self, labels: Iterable[tuple[str, str, int]]) -> None:
        """Take (label, identifier, weight); of several identifiers of the same stems the heaviest is meant."""
        keys: dict[frozenset[str], tuple[int, str]] = {}
        spread: Counter[str] = Counter()
        single: dict[frozenset[str], tuple[int, str]] = {}
        orders: dict[frozenset[str], str] = {}
        for label, identifier, weight in labels:
            seen: set[str] = set()
            if not (folded := folded_words(label)) or folded[0] in _NO_SKILL:
                continue
            whole = frozenset(stems_of(without_brackets(label)))
            said = wordings(label)
            first = frozenset(stems_of(said[0])) if said else whole
            for wording in said:
                key = frozenset(stems_of(wording))
                seen |= key
                if key < first:
                    # "… de sécurité de pyrotechnie, de sécurité": what is left has lost its own object.
                    continue
                if not key or len(key) > _LONGEST or (key != whole and len(key - _LIGHT) < 2) or key in _OFFERS_OWN:
                    continue
                if len(key) == 1 and (key != whole or folded[0] != _TECHNIQUE):
                    continue
                table = keys if len(key) > 1 else single
                if key not in table or weight > table[key][0]:
                    table[key] = (weight, identifier)
                    orders[key] = stems_of(wording)[0]
            spread.update(seen)
        for key, meant in single.items():
            [only] = key
            if only.endswith("~") and spread[only] <= _RARE_ACTION:
                keys.setdefault(key, meant)
        self._by_rarest: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._order = {key: order for key, order in orders.items() if key in keys}
        for key, (_, identifier) in keys.items():
            rarest = min(key, key=lambda each: (spread[each], each))
            self._by_rarest[rarest].append((key, identifier))

    def find(self, text: str, words: Sequence[Token]) -> list[Found]:
        """Return the labels found in the `words` of `text`, in order; one inside a longer one is left out."""
        told = [(stem(word.fold), word) for word in words]
        kept = [(each, word) for each, word in told if each not in _EMPTY]
        everything = {each for each, _ in kept}
        first_at = {word.start: each for each, word in reversed(kept)}
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for number, (each, _) in enumerate(kept):
            for key, identifier in self._by_rarest.get(each, ()):
                if key <= everything and (span := _around(kept, number, key, text)):
                    if len(key) == 2 and first_at[span[0]] != self._order[key] and _BOUND.search(text, *span):
                        continue
                    found[span].append(identifier)
        return [Found(tuple(dict.fromkeys(found[span])), *span) for span in outermost(found)]


def same_words(label: str) -> frozenset[str]:
    """Return the stems by which two labels are one skill: "palettisation" and "Techniques de palettisation" are.

    Nothing for a diploma or a person's title, nor for what a thing is like ("Caractéristiques des taille-haies").
    """
    folded = folded_words(label)
    if not folded or folded[0] in _NO_SKILL or folded[0] == _LIKE:
        return frozenset()
    stems = frozenset(stems_of(without_brackets(label)))
    # "Techniques de transmissions (guerre électronique, ...)": of one word, the brackets say which.
    return frozenset() if len(stems) == 1 and "(" in label else stems


def stems_of(label: str) -> list[str]:
    """Return the stems of a label that say something of the trade."""
    return [each for each in map(stem, folded_words(label)) if each not in _EMPTY]


def _around(kept: Sequence[tuple[str, Token]], number: int, key: frozenset[str], text: str) -> tuple[int, int] | None:
    """Return where all of `key` stands close around one of its words, in one clause; None when it does not."""
    width = len(key) + _BETWEEN.get(len(key), _MOST_BETWEEN)
    stop = _AND_COMMA if len(key) == 2 else _COMMA if len(key) == 3 else _CLAUSE
    for first in range(max(0, number - width + 1), number + 1):
        window = kept[first : first + width]
        if len(window) < len(key) or window[0][0] not in key or not key <= {each for each, _ in window}:
            continue
        last = first
        missing = set(key)
        for last in range(first, first + len(window)):
            missing.discard(kept[last][0])
            if not missing:
                break
        start, end = kept[first][1].start, kept[last][1].end
        if last >= number and not stop.search(text, start, end):
            return start, end
    return None


# What offers say of themselves: "Prise de poste : janvier", "Avantages sociaux : mutuelle".
_OFFERS_OWN = frozenset(
    frozenset(stems_of(phrase))
    for phrase in ("prise de poste", "avantages sociaux", "véhicule de société", "travailleurs handicapés")
)
