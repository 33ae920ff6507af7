"""Contracts to learn by (apprenticeship, traineeship): in an offer's title, and among what a person asks for. Pure.

A source files most of them under "CDD" or nothing: the title says it. And few others want them: an apprenticeship is
paid by age, a traineeship needs a school's agreement (Code du travail L6222-1, Code de l'éducation L124-1).
"""

from __future__ import annotations

import re

from indexer.language.normalisation import without_accents

APPRENTICE, TRAINEE = "ALT", "STA"
LEARNING = (APPRENTICE, TRAINEE)

_ALT = (
    r"(?:alternances?|alternante?s?|apprenti(?:e|es|s)?|apprentissage|professionnalisation"
    r"|contrats? (?:pro|d['’ ]?apprentissage|de professionnalisation))"
)
_STA = r"(?:stages?|stagiaires?)"
# Beside the trade, not what it deals with: "Formateur d'apprentis", "Responsable des stages", "Maître d'apprentissage".
_EDGE = r"(?:^|[-–—:/|,;()\[\]+&•.]|\b(?:en|recherche|cherche|offre|poste|h ?/ ?f|f ?/ ?h|cdd|1|une?|notre|nos)\b)"
# Right after the trade: "Chauffeur livreur ALTERNANCE", where the word before is none whose work it is.
_WORK = r"(?:relations?|poles?|services?|missions?|charge|conseils?|campus|referente?|responsable|coordin\w+|insertion)"
_AFTER = rf"(?<!\w)(?!{_WORK}\b)\w{{4,}} (?:alternance|apprentissage)(?![a-z])(?! et\b)"
_SAID = {
    code: re.compile(
        rf"{_EDGE}[\s\"'«#(]*(?:d['’ ]|de |en |un |une )?{words}(?![a-z])|\ben {words}(?![a-z])"
        + (f"|{_AFTER}" if code == APPRENTICE else "")
    )
    for code, words in ((APPRENTICE, _ALT), (TRAINEE, _STA))
}
_ASKS = {
    code: re.compile(
        r"(?:(?:re)?cherch\w*|souhait\w*|en quete|demande|postul\w*|candidat\w*|objectif|effectuer|trouver)"
        rf"[^.\n]{{0,80}}\b{words}(?![a-z])"
    )
    for code, words in ((APPRENTICE, _ALT), (TRAINEE, _STA))
}


def learning_contract(title: str) -> str | None:
    """Return ALT or STA where an offer's title says it is one: "Apprenti boucher", "Assistante RH - stage"."""
    plain = without_accents(title).lower()
    return next((code for code, said in _SAID.items() if said.search(plain)), None)


def learning_wanted(titles: list[str], text: str) -> list[str]:
    """Return which of LEARNING a person asks for, in the titles they want or in so many words of their CV."""
    plain = without_accents(text).lower()
    wished = [learning_contract(title) for title in titles]
    return [code for code in LEARNING if code in wished or _ASKS[code].search(plain)]
