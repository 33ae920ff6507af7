"""The mails that tell recruiters what was decided of their organisation, or asked of them.

The write that decides says which notices are due (`notices_due`), in the recruiter's document or the organisation's;
from it one mail of the outbox is made for each who is to be told, once for each decision. Whoever dies in between
leaves them due. Each is made of what is so when it is sent: decided otherwise meanwhile, it is not sent any more.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.messages import notice_message
from indexer.engine.documents import change, get
from indexer.mail import outbox
from indexer.mail.outbox import Mail, Render
from indexer.recruiters.belonging import members
from indexer.recruiters.document import (
    ASKED,
    BLOCKED,
    BLOCKED_NOW,
    LET_IN,
    TAKES_OVER,
    TURNED_AWAY,
    VOUCHED,
    VOUCHED_FOR,
    Organisation,
    Recruiter,
)
from indexer.settings import settings

ORGANISATION, PUBLISH, OFFERS = "/recruteurs/organisation", "/recruteurs", "/recruteurs/offres"
TO_MEMBERS = (VOUCHED_FOR, BLOCKED_NOW, ASKED)
OWNERS = ("organisations", "recruiters")
"""The kinds of documents in which notices are due."""

Document = dict[str, Any]


def put_due_notices(client: Elasticsearch) -> None:
    """Put every notice that is due into the outbox. Twice is as good as once."""
    for owner in OWNERS:
        outbox.put_each(client, owner, "notices_due.kind", partial(put_notices_of, owner))


def put_notices_of(owner: str, client: Elasticsearch, identifier: str) -> None:
    """Put the notices that one document says are due into the outbox; killed in between, the next run does it again."""
    due = (get(client, owner, identifier) or {}).get("notices_due") or []
    for notice in due:
        about = {"organisation": notice["organisation"]}
        if owner == "recruiters":
            about["recruiter"] = identifier
        at = notice["at"]
        if notice["kind"] == ASKED:
            # Who asks, goes elsewhere and asks again is told of once a day, unless they were turned away in between.
            at = f"{at[:10]} {outbox.count_about(client, TURNED_AWAY, about)}"
        cause = " ".join((notice["organisation"], about.get("recruiter", ""), at))
        told = [identifier]
        if notice["kind"] in TO_MEMBERS:
            told = [member["id"] for member in members(client, notice["organisation"])]
        for recipient in told:
            mail = outbox.put(client, notice["kind"], recipient, cause, about, {"at": notice["at"]})
            if notice["kind"] == ASKED and mail.get("reason") == outbox.OVERTAKEN:
                outbox.put_again(client, mail["id"])

    def put(doc: Document) -> Document | None:
        left = [notice for notice in doc.get("notices_due") or [] if notice not in due]
        return {**doc, "notices_due": left or None}

    if due:
        change(client, owner, identifier, put)


def vouched(recruiter: Recruiter, organisation: Organisation) -> EmailMessage:
    """Return what tells a recruiter that their organisation may see CVs from now on."""
    paragraphs = [
        f"{organisation['vouched_by']} s’est porté garant de {organisation['name']}. Vous pouvez maintenant voir les CV"
        " des personnes qui ont choisi d’être vues, et recevoir ceux qui conviennent à vos offres.",
        "Chacune de ces personnes attend une réponse, même négative : merci de la lui donner.",
    ]
    return notice_message(recruiter["email"], "Les CV vous sont ouverts", paragraphs, "Ouvrir mon espace", ORGANISATION)


def blocked(recruiter: Recruiter, organisation: Organisation) -> EmailMessage:
    """Return what tells a recruiter that their organisation is blocked, why, and how to object."""
    object_to = f" à {settings().contact}" if settings().contact else ""
    paragraphs = [
        f"Nous avons bloqué {organisation['name']} : vos offres sont closes et les CV ne vous sont plus montrés.",
        f"La raison : {organisation['reason']}",
        f"Si c’est une erreur, écrivez-nous{object_to} : nous regarderons de nouveau.",
    ]
    subject, label = "Votre organisation est bloquée", "Voir mon organisation"
    return notice_message(recruiter["email"], subject, paragraphs, label, ORGANISATION)


def asked(recruiter: Recruiter, organisation: Organisation) -> EmailMessage:
    """Return what tells a member of an organisation that somebody asks to join them."""
    paragraphs = [
        f"Quelqu’un demande à rejoindre {organisation['name']} pour y recruter avec vous. Son nom et son adresse sont"
        " sur la page de votre organisation.",
        "N’acceptez que si vous connaissez cette personne : elle verra vos offres et les CV qui vous sont envoyés.",
    ]
    return notice_message(
        recruiter["email"], "Quelqu’un demande à vous rejoindre", paragraphs, "Répondre", ORGANISATION
    )


def let_in(recruiter: Recruiter, organisation: Organisation) -> EmailMessage:
    """Return what tells a recruiter that they belong to an organisation now."""
    paragraphs = [f"Vous recrutez maintenant pour {organisation['name']} sur Estey."]
    return notice_message(
        recruiter["email"], "Votre demande est acceptée", paragraphs, "Ouvrir mon espace", ORGANISATION
    )


def turned_away(recruiter: Recruiter, organisation: Organisation) -> EmailMessage:
    """Return what tells a recruiter that they do not belong to an organisation, kindly."""
    object_to = f" à {settings().contact}" if settings().contact else ""
    paragraphs = [
        f"Vous ne recrutez pas pour {organisation['name']} sur Estey : votre demande n’a pas été acceptée, ou votre"
        " accès a été retiré.",
        f"Si c’est une erreur, parlez-en avec vos collègues, ou écrivez-nous{object_to}.",
    ]
    subject, label = "Votre demande n’est pas acceptée", "Voir la page des recruteurs"
    return notice_message(recruiter["email"], subject, paragraphs, label, PUBLISH)


def takes_over(recruiter: Recruiter, organisation: Organisation) -> EmailMessage:
    """Return what tells a recruiter that the offers of a colleague who left are theirs to see to now."""
    paragraphs = [
        f"Une personne qui recrutait avec vous pour {organisation['name']} ne le fait plus sur Estey. Vous êtes"
        " maintenant responsable de ses offres.",
        "Les CV qui leur conviennent vous seront envoyés, et ceux qui attendent une réponse l’attendent de vous. Si un"
        " poste est pourvu, fermez l’offre.",
    ]
    subject = "Vous reprenez les offres d’un collègue"
    return notice_message(recruiter["email"], subject, paragraphs, "Voir nos offres", OFFERS)


def _rendered(client: Elasticsearch, mail: Mail, *, told: str) -> EmailMessage | None:
    """Return a notice as things stand; None when who or what it is about is gone, or it is not so any more."""
    recruiter = get(client, "recruiters", mail["recipient"])
    organisation = get(client, "organisations", mail["about"]["organisation"])
    if recruiter is None or organisation is None:
        return None
    by_whom = get(client, "recruiters", mail["about"].get("recruiter") or "-")
    is_so = _is_so(told, recruiter, organisation, by_whom or {}, mail["said"]["at"])
    return _WORDS[told](recruiter, organisation) if is_so else None


def _is_so(told: str, recruiter: Recruiter, organisation: Organisation, about: Recruiter, at: str) -> bool:
    """Say whether what a notice tells is so still. Pure."""
    belongs = recruiter.get("organisation") == organisation["id"]
    asks = about.get("asks_to_join") == organisation["id"]
    if told in _STATES:
        return bool(belongs and organisation["state"] == _STATES[told] and organisation["state_since"] == at)
    if told == ASKED:
        # While nobody vouches, members do not decide who belongs: the operator is told.
        return bool(belongs and asks and organisation["state"] == VOUCHED)
    return bool(belongs) == (told in (LET_IN, TAKES_OVER))


_STATES = {VOUCHED_FOR: VOUCHED, BLOCKED_NOW: BLOCKED}
_WORDS: dict[str, Callable[[Recruiter, Organisation], EmailMessage]] = {
    VOUCHED_FOR: vouched,
    BLOCKED_NOW: blocked,
    ASKED: asked,
    LET_IN: let_in,
    TURNED_AWAY: turned_away,
    TAKES_OVER: takes_over,
}
KINDS: dict[str, Render] = {told: partial(_rendered, told=told) for told in _WORDS}
"""How each is made, for the outbox."""
