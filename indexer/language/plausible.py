"""Which of the labels found in a text are only words that look alike: "son" is no sound, "CV" no C.

Real offers showed each of them; the official list holds hundreds of labels of one everyday word.
"""

from __future__ import annotations

import re

from indexer.language.normalisation import fold, folded_words
from indexer.language.phrases import Found

# A label of up to three letters is an abbreviation ("TRE", "Son", "PV", "API"): written small it is another word
# ("très", "son équipe").
_SHORT = 3
_SMALL_TOO = frozenset({"sql", "php", "css", "sap", "bim", "tig", "mig", "mag"})
# Labels of the official list that are everyday words: in an offer they speak of the employer ("technologies de
# pointe").
_EVERYDAY = frozenset(
    folded_words("technologie industrie sac finance assurance architecture design itinéraire concentration")
)
# A single letter is a language only among others: not "C.V.", "catégorie C", "vitamine C".
_AMONG_OTHERS = re.compile(r"[,/;(]\s*$")
_AND_OTHERS = re.compile(r"\s*[,/;)]")
# A phrase does not cross a sentence, nor a short one a comma: "en charge de la planification, à la maintenance".
_SENTENCE = re.compile(r"[;!?\n•]|\.(?=\s)|:\s")
_COMMA = re.compile(r",")
_LONG = 5
# A people's or a firm's language: "marque allemande", "expérimentateurs français", "groupe français".
_PEOPLES_BEFORE = re.compile(
    r"\b(?:groupe|marche|leader|territoire|sol|droit|etat|acteur|client|constructeur|fabricant|editeur|specialiste"
    r"|\w+(?:eurs|teurs|aires|ents|ants|istes))\s+$"
)
_LANGUAGE_SAID = re.compile(r"langue\s+$")
# What an employer gives: "(mutuelle, logement, garde enfant, déplacement…)"; what they say of themselves.
_BENEFITS = re.compile(r"(?:mutuelle|logement)[^.\n)]{0,30}$")
_BENEFITS_AFTER = re.compile(r"\s*,\s*(?:mutuelle|logement|deplacements?)\b")
_OWN_WORDS = re.compile(
    r"(?:(?:cabinet|processus|process|forums?|agences?|reseau|equipe|charges?) d[e'’]\s?|points? de "
    r"|remboursement d[e'’]\w* |(?:vos|tous vos|votre|leurs?) )$"
)
_GIVEN = frozenset(folded_words("recrutement vente facturation facture projet professionnel"))
_EQUAL_BEFORE = re.compile(
    r"(?:candidat\w*|accessibles?|ouverts?|emploi|recrut\w+|egalite|travailleurs?|handicap\w*|inclusi\w+)[^.\n]{0,60}$"
)


def plausible(text: str, plain: str, found: list[Found]) -> list[Found]:
    """Return those of `found` that the text means. `plain` is the text as `without_accents` gives it."""
    return [kept for one in found if _is_plausible(text, plain, one) and (kept := _as_language(plain, one))]


def _is_plausible(text: str, plain: str, one: Found) -> bool:
    written = text[one.start : one.end]
    if all(identifier.startswith("licence:") for identifier in one.identifiers):
        return True
    if _SENTENCE.search(written) or (_COMMA.search(written) and len(written.split()) <= _LONG):
        return False
    before = plain[max(0, one.start - 80) : one.start]
    if len(written) == 1:
        return bool(_AMONG_OTHERS.search(before) or _AND_OTHERS.match(plain, one.end)) and written.isupper()
    if (
        len(written.rstrip("s")) <= _SHORT
        and written == written.lower()
        and plain[one.start : one.end] not in _SMALL_TOO
    ):
        return False
    if fold(plain[one.start : one.end]) in _EVERYDAY:
        return False
    benefit = _BENEFITS.search(before) or _BENEFITS_AFTER.match(plain, one.end)
    if plain.startswith("garde", one.start) and benefit:
        return False
    if "handicap" in plain[one.start : one.end] and _EQUAL_BEFORE.search(before):
        return False
    return not (_OWN_WORDS.search(before) and set(folded_words(written)) <= _GIVEN)


def _as_language(plain: str, one: Found) -> Found | None:
    """Return a language as a language only: the official list has it as a piece of knowledge too."""
    languages = tuple(each for each in one.identifiers if each.startswith("language:"))
    if not languages:
        return one
    word, before = plain[one.start : one.end], plain[max(0, one.start - 40) : one.start]
    feminine = word.endswith(("ise", "ises", "ande", "andes", "enne", "ennes", "noise"))
    if (feminine and not _LANGUAGE_SAID.search(before)) or _PEOPLES_BEFORE.search(before):
        return None
    return Found(languages, one.start, one.end)
