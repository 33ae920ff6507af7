"""The mails that tell recruiters what was decided of their organisation, or asked of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from elasticsearch import Elasticsearch

from indexer.alerts import people, smtp
from indexer.alerts.messages import notice_message
from indexer.alerts.people import MAIL_STOPPED
from indexer.recruiters.document import Organisation, Recruiter
from indexer.settings import settings

log = logging.getLogger(__name__)

ORGANISATION, PUBLISH = "/recruteurs/organisation", "/recruteurs"


def tell_vouched(client: Elasticsearch, recruiters: Iterable[Recruiter], organisation: Organisation) -> None:
    """Tell its recruiters that an organisation may see CVs from now on."""
    paragraphs = [
        f"{organisation['vouched_by']} s’est porté garant de {organisation['name']}. Vous pouvez maintenant voir les CV"
        " des personnes qui ont choisi d’être vues, et recevoir ceux qui conviennent à vos offres.",
        "Chacune de ces personnes attend une réponse, même négative : merci de la lui donner.",
    ]
    _tell(client, recruiters, "Les CV vous sont ouverts", paragraphs, "Ouvrir mon espace", ORGANISATION)


def tell_blocked(client: Elasticsearch, recruiters: Iterable[Recruiter], organisation: Organisation) -> None:
    """Tell its recruiters that an organisation is blocked, why, and how to object."""
    object_to = f" à {settings().contact}" if settings().contact else ""
    paragraphs = [
        f"Nous avons bloqué {organisation['name']} : vos offres sont closes et les CV ne vous sont plus montrés.",
        f"La raison : {organisation['reason']}",
        f"Si c’est une erreur, écrivez-nous{object_to} : nous regarderons de nouveau.",
    ]
    _tell(client, recruiters, "Votre organisation est bloquée", paragraphs, "Voir mon organisation", ORGANISATION)


def tell_asked(client: Elasticsearch, recruiters: Iterable[Recruiter], organisation: Organisation) -> None:
    """Tell the members of an organisation that somebody asks to join them."""
    paragraphs = [
        f"Quelqu’un demande à rejoindre {organisation['name']} pour y recruter avec vous. Son nom et son adresse sont"
        " sur la page de votre organisation.",
        "N’acceptez que si vous connaissez cette personne : elle verra vos offres et les CV qui vous sont envoyés.",
    ]
    _tell(client, recruiters, "Quelqu’un demande à vous rejoindre", paragraphs, "Répondre", ORGANISATION)


def tell_let_in(client: Elasticsearch, recruiter: Recruiter, organisation: Organisation) -> None:
    """Tell a recruiter that they belong to an organisation now."""
    paragraphs = [f"Vous recrutez maintenant pour {organisation['name']} sur Estey."]
    _tell(client, [recruiter], "Votre demande est acceptée", paragraphs, "Ouvrir mon espace", ORGANISATION)


def tell_turned_away(client: Elasticsearch, recruiter: Recruiter, organisation: Organisation) -> None:
    """Tell a recruiter that they do not belong to an organisation, kindly."""
    object_to = f" à {settings().contact}" if settings().contact else ""
    paragraphs = [
        f"Vous ne recrutez pas pour {organisation['name']} sur Estey : votre demande n’a pas été acceptée, ou votre"
        " accès a été retiré.",
        f"Si c’est une erreur, parlez-en avec vos collègues, ou écrivez-nous{object_to}.",
    ]
    _tell(client, [recruiter], "Votre demande n’est pas acceptée", paragraphs, "Voir la page des recruteurs", PUBLISH)


def _tell(
    client: Elasticsearch, recruiters: Iterable[Recruiter], subject: str, paragraphs: list[str], label: str, path: str
) -> None:
    """Send the same to each; one whose address takes no mail is left out. Raises smtp.MailDelayedError."""
    for recruiter in recruiters:
        if people.person(client, recruiter["id"]).get("mail_state") == MAIL_STOPPED:
            continue
        try:
            smtp.send(notice_message(recruiter["email"], subject, paragraphs, label, path))
        except smtp.RecipientRefusedError:
            log.warning("a notice was refused for good")
