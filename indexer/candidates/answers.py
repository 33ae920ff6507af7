"""What a recruiter may answer a CV, and in which order. Pure functions.

The reasons are about the post and never about the person (Code du travail, L1132-1), and said so that they can be read
by who is turned down; what is added in free words passes the same gate as an offer.
"""

from __future__ import annotations

from typing import Any

from indexer.candidates.cases import ASKED, CONTACT_ASKED, CONTACT_REFUSED, DECLINED, INVITED
from indexer.matching.criteria import NAMED
from indexer.offers.legal_gate.findings import Finding
from indexer.offers.legal_gate.offers import check_offer
from indexer.offers.legal_gate.rules import ADVISED

Document = dict[str, Any]

ANSWERS = (INVITED, ASKED, DECLINED)
REASONS = {
    "skills": "Il manque une compétence ou un permis nécessaire à ce poste",
    "experience": "Nous cherchons une expérience dans un autre domaine",
    "contract": "Le contrat ou les horaires ne correspondent pas à ce que vous cherchez",
    "place": "Le lieu de travail est trop loin de l’endroit où vous cherchez",
    "another": "Nous avons retenu une autre candidature, plus proche du poste",
    "filled": "Le poste est déjà pourvu, ou n’est plus à pourvoir",
    "other": "Une autre raison, dite ci-dessous",
}
MOST_WORDS = 1000
"""Characters of what is written beside an answer."""
# What may follow what was answered; the same twice changes nothing.
_FOLLOWS = {"": ANSWERS, ASKED: (INVITED, DECLINED), INVITED: (DECLINED,), DECLINED: ()}


def may_answer(match: Document, answer: str) -> bool:
    """Say whether a recruiter may give this answer after those they gave; not to somebody who refused the contact."""
    if match.get("contact") == CONTACT_REFUSED and answer != DECLINED:
        return False
    return answer in _FOLLOWS[match.get("answer") or ""]


def possible(match: Document) -> list[str]:
    """Return the answers that may still be given."""
    return [answer for answer in ANSWERS if may_answer(match, answer)]


def answered(match: Document, visibility: str, answer: str, reason: str, text: str, now: str) -> Document:
    """Return the match with an answer; the letter to the person is still to be written (`letter`).

    Who is seen without a name is asked first whether the recruiter may reach them, once.
    """
    fields: Document = {"answer": answer, "answer_text": text, "answer_reason": reason or None, "answered_at": now}
    letter = answer
    if answer != DECLINED and not match.get("contacted_at"):
        fields["contacted_at"] = now
    if answer != DECLINED and visibility != NAMED and not match.get("contact"):
        fields |= {"contact": CONTACT_ASKED, "contact_at": now}
        letter = "contact"
    return {**match, **fields, "letter": letter}


def unlawful(text: str) -> list[Finding]:
    """Return what in these words is against the law to say to a candidate, or doubtful, the gravest first."""
    return [one for one in check_offer("", text) if one.rule.severity != ADVISED]
