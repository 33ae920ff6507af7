"""How what becomes of a publication is said to its recruiter."""

from __future__ import annotations

from typing import Any

from indexer.publications import document as state
from indexer.publications.facts import DIPLOMAS, PAY_PERIODS
from search_api.presentation import EXPERIENCE

DONE = "fait"
"""The parameter of the address that says what was just done."""
STATES = {
    state.DRAFT: "Brouillon",
    state.WAITING: "En attente de relecture",
    state.PUBLISHED: "En ligne",
    state.CLOSED: "Fermée",
    state.REFUSED: "Retirée",
}
CLOSING = {
    state.FILLED_HERE: "Le poste est pourvu, par une personne venue par Estey",
    state.FILLED_ELSEWHERE: "Le poste est pourvu, autrement",
    state.GIVEN_UP: "Nous ne recrutons plus pour ce poste",
}
CLOSED_FOR = {
    state.FILLED_HERE: "pourvue grâce à Estey",
    state.FILLED_ELSEWHERE: "pourvue autrement",
    state.GIVEN_UP: "recrutement abandonné",
    state.EXPIRED: "arrivée à son terme",
    state.FULL: "assez de personnes à qui répondre",
    state.BLOCKED: "votre organisation ne peut plus publier",
}
JUST_DONE = {
    "publiee": "C’est publié. L’offre est en ligne.",
    "attend": "Merci. Une personne relit votre offre avant qu’elle soit en ligne : nous vous écrirons.",
    "renouvelee": "C’est fait : l’offre reste en ligne.",
    "rythme": "C’est noté : ce rythme compte dès le prochain courriel.",
    "fermee": "L’offre est fermée. Elle n’apparaît plus nulle part, et plus personne ne la recevra.",
}
RHYTHMS = {
    "at_once": "Dès que possible",
    "daily": "Une fois par jour",
    "weekly": "Une fois par semaine",
    state.NO_MAIL: "Aucun courriel : je viens voir les CV ici",
}
"""Of the mails of one publication's CVs; as in the account: nothing."""
REMOTE_CHOICES = {"none": "Sur place", "partial": "En partie à distance", "full": "Entièrement à distance"}
EXPERIENCE_CHOICES = {
    0: "Débutant accepté",
    6: "6 mois",
    12: "1 an",
    24: "2 ans",
    36: "3 ans",
    60: "5 ans",
    120: "10 ans",
}


def labels() -> dict[str, Any]:
    """Return the labels that the templates of publications use, by the name they have there."""
    return {
        "STATES": STATES,
        "CLOSED_FOR": CLOSED_FOR,
        "JUST_DONE": JUST_DONE,
        "RHYTHMS": RHYTHMS,
        "PAY_PERIODS": PAY_PERIODS,
        "DIPLOMAS": DIPLOMAS,
        "REMOTE_CHOICES": REMOTE_CHOICES,
        "EXPERIENCE_CHOICES": EXPERIENCE,
    }
