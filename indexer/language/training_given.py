"""Whether an offer says that it trains whoever is taken: "vous serez formé", "formation assurée", a POEI.

What every firm promises those it has ("formation continue", "parcours de formation", "plateforme de formations") is not
meant, nor the training one must have had ("issu d'une formation bac +2"), nor the work of training others.
"""

from __future__ import annotations

import re

from indexer.language.normalisation import without_accents

_GIVEN = r"(?:(?:assure|prevu|dispense|fourni|finance|garanti|paye|remunere)e?s?|prises? en charge|par nos soins)"
_TRAINS = re.compile(
    r"\b(?:vous serez|tu seras|la personne (?:\w+ )?(?:sera|est)|le candidat (?:\w+ )?sera)\s+"
    r"(?:(?:d'abord|ensuite|entierement|integralement|accompagnee?s?|(?:et|puis)|toutefois|donc|alors)\s+){0,3}"
    r"forme(?:e|\(e\)|·e|\.e)?s?\b"
    r"|\bnous (?:vous |te )?(?:formons|formerons)\b(?! (?:des|les|nos)\b)"
    r"|\b(?:nous (?:assurons|assurerons|prevoyons)|qui assure(?:ra)?|on assure)\s+(?:votre|ta) formation\b"
    r"|\bformations?\s+(?:(?!(?:continue|professionnelle|et|ou)\b)[\w'-]+\s+){0,4}?(?:est |sera |vous (?:est|sera) )?"
    rf"{_GIVEN}\b"
    r"|\bperiodes? de formation (?:en )?interne\b"
    r"|\bformation (?:prealable|initiale) a l'(?:embauche|emploi)\b"
    r"|\bune formation complete (?:a |aux? |sur |qui )"
    r"|\b(?:poei|poec|poe|afpr)\b|\bpreparation operationnelle a l'emploi\b",
)
# "Formation demandée, non prise en charge", "sans formation prévue".
_DENIED = re.compile(r"\b(?:sans|aucune|pas de)\s+(?:\w+\s+)?$")


def trains(text: str) -> bool:
    """Say whether a text of an offer says that it comes with a training."""
    plain = without_accents(text).lower().replace("’", "'")
    return any(
        not _DENIED.search(plain[max(0, match.start() - 30) : match.start()]) for match in _TRAINS.finditer(plain)
    )
