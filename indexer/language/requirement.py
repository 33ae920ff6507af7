"""Which of the licences a text names it requires: "permis C obligatoire" does, "CACES souhaité" does not.

Only a word of demand beside it, in its own clause, makes a requirement; a word of wish anywhere in the clause unmakes
it. What is merely named stays "not specified", so that nobody is left out for what an employer only listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.language.phrases import Found

# A demand stands close by: "Permis C exigé", "vous êtes titulaire du CACES R489".
_REACH = 70
_END = re.compile(r"[\n;!?•*¶]|\.(?=\s|$)|\bmais\b")
_DEMAND = re.compile(
    r"\bobligatoires?\b|\b(?:exige|demande)e?s?\b|\brequise?s?\b|\bindispensables?\b|\bimperati(?:f|fs|ve|ves|vement)\b"
    r"|\bnecessaires?\b|\btitulaires?\b|\bvous (?:possedez|detenez|disposez|avez)\b|\bdoit (?:posseder|detenir|avoir)\b"
    r"|\ba jour\b"
)
_WISH = re.compile(
    r"\b(?:souhaite|apprecie|demande si possible|recommande|optionnel)(?:l?e?s?)\b|\b(?:un|des) (?:plus|atouts?)\b"
    r"|\bideal(?:ement)?\b|\bsi possible\b|\bde preference\b|\bbienvenue?s?\b|\bfaculta|\bou (?:pret|equivalent|motive)"
    r"|\b(?:pas|non|plus|ni)\b[^,]{0,25}\b(?:obligatoires?|exigee?s?|requise?s?|necessaires?|indispensables?|demandee?s?)\b"
)


def required(plain: str, found: Iterable[Found]) -> tuple[str, ...]:
    """Return the licences among `found` that the text requires, in its order and without repeats.

    `plain` is the text as `without_accents` gives it; `found` are the spans that its context does not deny.
    """
    demanded: dict[str, None] = {}
    for one in found:
        licences = [identifier for identifier in one.identifiers if identifier.startswith("licence:")]
        if licences and _is_demanded(plain, one):
            demanded.update(dict.fromkeys(licences))
    return tuple(demanded)


def _is_demanded(plain: str, one: Found) -> bool:
    left = plain[max(0, one.start - _REACH) : one.start]
    left = left[max((end.end() for end in _END.finditer(left)), default=0) :]
    right = plain[one.end : one.end + _REACH]
    end = _END.search(right)
    clause = f"{left} \N{MIDDLE DOT} {right[: end.start()] if end else right}"
    return bool(_DEMAND.search(clause)) and not _WISH.search(clause)
