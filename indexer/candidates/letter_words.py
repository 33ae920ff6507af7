"""The words of the letters between recruiters and people. Pure functions.

Nobody's address is in a letter unless they agreed: a recruiter's when they invite or ask somebody seen with their name,
a person's once they accepted. Who is turned down is told so kindly, with the reason that was given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from indexer.alerts import links
from indexer.candidates.answers import REASONS
from indexer.candidates.cases import ASKED, CONTACT_ACCEPTED, CONTACT_REFUSED, DECLINED, INVITED, Case

CONTACT, WAITED_FOR, WAITING = "contact", "waited_for", "waiting"
"""May a recruiter reach somebody seen without a name; a recruiter who did not answer; somebody who heard nothing."""
TO_RECRUITERS = (CONTACT_ACCEPTED, CONTACT_REFUSED, WAITED_FOR)


@dataclass(frozen=True)
class Words:
    """A letter in words: its subject is its heading too."""

    subject: str
    paragraphs: list[str]
    quote: str = ""
    """What the other wrote, as they did."""
    after: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """What is on each button, and where it leads."""
    answer_to: str = ""
    """Whom an answer to the mail goes to."""


def words_of(template: str, case: Case, said: dict[str, str]) -> Words:
    """Return a letter about one match; `said` is what was written when it became due: `answer`, `reason`, `text`,
    `name`.
    """
    return _WORDS[template](case, said)


def _who(case: Case) -> str:
    name = case.recruiter.get("name") or ""
    return f"{name} ({case.organisation['name']})" if name else str(case.organisation["name"])


def _title(case: Case) -> str:
    return f"« {case.offer['title']} »"


def _offer_link(case: Case) -> tuple[str, str]:
    return "Voir l’offre", links.page(f"/offres/{case.offer['id']}")


def _invited(case: Case, said: dict[str, str]) -> Words:
    return Words(
        f"{case.organisation['name']} veut vous rencontrer",
        [
            f"{_who(case)} a vu votre CV sur Estey et souhaite vous rencontrer pour le poste {_title(case)}.",
        ],
        said["text"],
        [f"Pour répondre, écrivez à {case.recruiter['email']}, ou répondez simplement à ce message."],
        [_offer_link(case)],
        case.recruiter["email"],
    )


def _asked(case: Case, said: dict[str, str]) -> Words:
    return Words(
        f"{case.organisation['name']} a une question pour vous",
        [f"{_who(case)} a vu votre CV sur Estey et vous pose une question, pour le poste {_title(case)} :"],
        said["text"],
        [f"Pour répondre, écrivez à {case.recruiter['email']}, ou répondez simplement à ce message."],
        [_offer_link(case)],
        case.recruiter["email"],
    )


def _declined(case: Case, said: dict[str, str]) -> Words:
    reason = REASONS.get(said["reason"], "")
    why = [] if said["reason"] == "other" or not reason else [f"La raison donnée : {reason[:1].lower()}{reason[1:]}."]
    return Words(
        f"Votre CV n’a pas été retenu par {case.organisation['name']}",
        [
            f"Votre CV a été regardé pour le poste {_title(case)}, et n’a pas été retenu cette fois."
            " Nous savons que ce n’est pas la réponse espérée.",
            *why,
        ],
        said["text"],
        [
            "Cette réponse porte sur ce poste seulement. Votre CV reste visible des autres recruteurs, et nous"
            " continuons de chercher pour vous."
        ],
        [("Voir d’autres offres", links.page("/"))],
    )


def _contact(case: Case, said: dict[str, str]) -> Words:
    wants = "souhaite vous rencontrer" if said["answer"] == INVITED else "voudrait vous poser une question"
    return Words(
        f"{case.organisation['name']} voudrait vous contacter",
        [
            f"{_who(case)} a vu votre CV sans votre nom, et {wants} pour le poste {_title(case)}.",
        ],
        said["text"],
        [
            "Ce recruteur ne connaît ni votre nom ni votre adresse. C’est vous qui décidez : si vous acceptez, nous lui"
            " donnons votre adresse électronique, et votre nom si vous le souhaitez. Si vous refusez, nous le lui"
            " disons poliment, sans rien révéler.",
        ],
        [("Accepter ou refuser", _contact_url(case)), _offer_link(case)],
    )


def _accepted(case: Case, said: dict[str, str]) -> Words:
    name = f"{said['name']}, " if said["name"] else ""
    return Words(
        "Cette personne accepte d’être contactée",
        [
            f"La personne que vous vouliez joindre pour votre offre {_title(case)} accepte.",
            f"Voici comment la joindre : {name}{case.profile['email']}. Vous pouvez aussi répondre à ce message.",
        ],
        links=[("Revoir le CV", links.page(f"/recruteurs/cv/{case.match['id']}"))],
        answer_to=case.profile["email"],
    )


def _refused(case: Case, _said: dict[str, str]) -> Words:
    return Words(
        "Cette personne ne souhaite pas être contactée",
        [
            f"La personne que vous vouliez joindre pour votre offre {_title(case)} vous remercie de votre intérêt, et"
            " ne souhaite pas donner suite.",
            "Elle n’a pas à dire pourquoi. D’autres CV vous attendent peut-être.",
        ],
        links=[("Voir les CV de l’offre", _list_url(case))],
    )


def waited_for(case: Case, number: int) -> Words:
    """Return the letter that asks a recruiter for answers to `number` people of one publication."""
    people = f"{number} personnes attendent" if number > 1 else "Une personne attend"
    return Words(
        f"{people} votre réponse",
        [
            f"Nous vous avons envoyé leur CV il y a deux semaines pour votre offre {_title(case)}."
            if number > 1
            else f"Nous vous avons envoyé son CV il y a deux semaines pour votre offre {_title(case)}.",
            "Un mot suffit, même pour dire non : nous le transmettons avec tact. Et si le poste est pourvu, fermez"
            " l’offre : nous le dirons à chaque personne qui attend.",
        ],
        links=[("Répondre", _list_url(case))],
    )


def waiting(cases: list[Case]) -> Words:
    """Return the letter that asks a person whether they heard from recruiters who were sent their CV."""
    first = cases[0]
    where = f"à {first.organisation['name']}" if len(cases) == 1 else f"à {len(cases)} recruteurs"
    return Words(
        "Avez-vous eu des nouvelles ?",
        [
            f"Il y a deux semaines, nous avons envoyé votre CV {where}, qui n’a pas encore répondu."
            if len(cases) == 1
            else f"Il y a deux semaines, nous avons envoyé votre CV {where}, qui n’ont pas encore répondu.",
            "Nous le leur demandons aussi. Dites-nous si vous avez eu des nouvelles, et si le poste vous intéresse"
            " toujours.",
        ],
        links=[(f"{case.organisation['name']} : {case.offer['title']}", _contact_url(case)) for case in cases],
    )


def _contact_url(case: Case) -> str:
    return links.page(f"/contact/{links.contact_token(case.match['id'])}")


def _list_url(case: Case) -> str:
    return links.followed(case.recruiter["id"], f"/recruteurs/offres/{case.publication['id']}/cv")


_WORDS: dict[str, Callable[[Case, dict[str, str]], Words]] = {
    INVITED: _invited,
    ASKED: _asked,
    DECLINED: _declined,
    CONTACT: _contact,
    CONTACT_ACCEPTED: _accepted,
    CONTACT_REFUSED: _refused,
}
