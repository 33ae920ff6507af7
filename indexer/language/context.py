"""What the words around a skill, a licence or a language say of it: "sans permis", "formation CACES assurée".

An offer that says so does not ask for it; a person who says so does not have it. Only words next to it, in its own
clause, count: "le travail en hauteur n'est pas un obstacle" denies nothing. A word of wish ("souhaité", "serait un
plus", "(optionnel)") leaves it as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.language.phrases import Found

# How far to look; what is further speaks of something else.
_REACH = 60
# A clause ends at a line, a sentence, a semicolon, or where the text turns round. The stop of "cat. 3" or of an address
# ("v2.1") ends nothing: a sentence's is followed by a space.
_END = re.compile(r"[\n;!?•*¶]|\.(?=\s|$)|\bmais\b")

# What may stand between the cue and the item.
_ARTICLES = r"(?:de|d['’]|du|des|la|les?|l['’]|une?|au|aux|votre|vos|son|ses|mon|mes|cette|ces?)"
_BETWEEN = (
    rf"(?:{_ARTICLES}|encore|forcement|obligatoirement|obligation|besoin|avoir|etre|posseder|detenir|titulaire|necessaire"
    r"|formations?|certificats?|diplomes?|attestations?|habilitations?|titres?|permis|niveau|maitrise|connaissances?"
    r"|pratique|en|pour|specifique|particulieres?|\(|:|\s)*"
)
_NOT_BEFORE = re.compile(rf"\b(?:pas|sans|aucune?|ni|dispensee?s? d[e'’])\s*(?:{_BETWEEN})$")
# "Non titulaire du permis B". Before a skill, "non" belongs to what came before: "relationnelles et non MySQL".
_NOT_LICENCE_BEFORE = re.compile(rf"\bnon[\s-]+(?:{_BETWEEN})$")

_ASKED = r"(?:obligatoires?|(?:exige|demande)e?s?|requise?s?|necessaires?|indispensables?|imperati(?:f|ve)s?)"
_TO_BE = r"(?:n['’ ]?\s?(?:est|sont|etait)|(?:ne )?(?:sera|seront))"
_NOT_AFTER = re.compile(
    rf"^[\s(),:\-–]*(?:{_TO_BE}\s+)?(?:(?:pas|non|nullement)\s*(?:forcement |absolument )?[\s-]*{_ASKED}"
    rf"|(?:est |sont )?(?:facultati(?:f|ve)s?|inutiles?)\b)"
)
_NO_AFTER = re.compile(r"^\s*[:=(]\s*(?:non|aucune?|neant)\s*(?=$|[,)/])")

# The employer gives it. Only for licences: an offer that teaches a skill is an offer of that trade all the same.
_GIVEN = r"(?:(?:finance|assure|paye|delivre)e?s?|prise?s? en charge|offerte?s?|fournie?s?)"
_TAUGHT = rf"(?:{_GIVEN}|(?:prevu|propose|dispense)e?s?|possibles?|internes?|en interne|par nos soins|a notre charge)"
_WILL = r"(?:\s|\(|,|:|est|sont|sera|seront|etre|peu(?:ven)?t|pourra|entierement|integralement|totalement|100\s?%)*"
_GIVEN_AFTER = re.compile(rf"^{_WILL}(?:{_GIVEN}|passee?s? avec nous|par nos soins)\b")
_TAUGHT_AFTER = re.compile(rf"^{_WILL}{_TAUGHT}\b")
_TRAINING = re.compile(rf"\bformations?\s*(?:\s|{_ARTICLES}|:|/)*$")
_GIVEN_BEFORE = re.compile(
    rf"(?:possibilites? (?:de |d['’])\s*(?:passer|passage|obtenir|obtention|formations?|former|preparer)"
    rf"|formations?\s+(?:est |sera )?{_TAUGHT}"
    r"|nous (?:vous )?(?:formons|financons|payons|offrons|prenons en charge|ferons passer)"
    r"|(?:prise en charge|financement)\s+(?:du|de|des|d['’]))"
    rf"\s*(?:{_BETWEEN})$"
)

# A person on the way to it. "En cours de validité" is the contrary.
_NOT_YET_AFTER = re.compile(
    r"^[\s(,:\-–]*(?:(?:est |sont )?en (?:cours(?! de validite)|preparation)|en passe d|prevue?s?\b|a passer\b"
    r"|bientot\b|a venir\b)"
)
_NOT_YET_BEFORE = re.compile(
    rf"(?:\bsi\b|\ben (?:cours (?:d['’](?:obtention|apprentissage|acquisition)|de (?:passage|preparation))"
    rf"|preparation)|\bprepar(?:e|ation)|\bpass(?:e|age) actuellement)\s*(?:{_BETWEEN})$"
)

_AND = re.compile(rf"^\s*(?:et|ou|/|&)\s*(?:{_ARTICLES}\s*)*$")
_OR = re.compile(rf"^\s*ou\s*(?:{_ARTICLES}\s*)*$")
_PLURAL = re.compile(r"^[^.;\n]{0,40}?(?:es|is|ts|fs|res|les|ves)\b")


def asserted(plain: str, found: list[Found], *, held: bool = False) -> list[Found]:
    """Return those of `found` that their context does not deny.

    `plain` is the text as `without_accents` gives it; `held`: it is what a person says of themselves, not what an offer
    asks for.
    """
    before = [_said_before(plain, one, held=held) for one in found]
    after = [_said_after(plain, one, held=held) for one in found]
    # "Sans permis ou CACES": what is denied first is denied of both.
    for number, (first, second) in enumerate(pairwise(found)):
        if before[number] and _OR.match(plain[first.end : second.start]):
            before[number + 1] = True
    # "Permis B et CACES non exigés": the plural says both; "Permis B et CACES non exigé" does not.
    for number in range(len(found) - 2, -1, -1):
        first, second = found[number], found[number + 1]
        joined = _AND.match(plain[first.end : second.start])
        if after[number + 1] and joined and _PLURAL.match(plain[second.end : second.end + _REACH]):
            after[number] = True
    return [one for number, one in enumerate(found) if not before[number] and not after[number]]


def _said_before(plain: str, one: Found, *, held: bool) -> bool:
    left = plain[max(0, one.start - _REACH) : one.start]
    left = left[max((end.end() for end in _END.finditer(left)), default=0) :]
    if _NOT_BEFORE.search(left):
        return True
    if not _is_obtained(plain, one):
        return False
    return bool(_NOT_LICENCE_BEFORE.search(left) or (_NOT_YET_BEFORE if held else _GIVEN_BEFORE).search(left))


def _said_after(plain: str, one: Found, *, held: bool) -> bool:
    right = plain[one.end : one.end + _REACH]
    end = _END.search(right)
    right = right[: end.start()] if end else right
    if _NOT_AFTER.match(right) or _NO_AFTER.match(right):
        return True
    if not _is_obtained(plain, one):
        return False
    if held:
        return bool(_NOT_YET_AFTER.match(right))
    wording, left = plain[one.start : one.end], plain[max(0, one.start - _REACH) : one.start]
    # "La formation des utilisateurs internes" is the work itself: only what is a licence is also had by "interne".
    training = _is_licence(one) and (wording.startswith("formation") or _TRAINING.search(left))
    return bool((_TAUGHT_AFTER if training else _GIVEN_AFTER).match(right))


def _is_obtained(plain: str, one: Found) -> bool:
    """Say whether it is something one is trained for and then has: a licence, or what is named "formation …"."""
    return _is_licence(one) or plain.startswith("formation", one.start)


def _is_licence(one: Found) -> bool:
    return any(identifier.startswith("licence:") for identifier in one.identifiers)
