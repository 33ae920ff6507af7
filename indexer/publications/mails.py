"""The mails that recruiters get about their own offers: accepted, refused, soon over."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

from indexer.alerts import links
from indexer.alerts.mail_headers import sender_domain
from indexer.alerts.messages import notice_message
from indexer.publications.document import Publication, written
from indexer.publications.settling import ACCEPTED, EXPIRING, REFUSED, TAKEN_OVER
from indexer.settings import settings


def message_of(mail: str, publication: Publication, recruiter: dict[str, Any]) -> EmailMessage:
    """Return a mail about a publication for its recruiter: ACCEPTED, REFUSED, EXPIRING or TAKEN_OVER."""
    title = written(publication)["title"]
    own = f"/recruteurs/offres/{publication['id']}"
    reason = (publication.get("settled") or {}).get("reason", "")
    others = int((publication.get("taken_over") or {}).get("offers") or 1) - 1
    beside = f" et {others} autre{'s' if others > 1 else ''} offre{'s' if others > 1 else ''}" if others else ""
    write_to = f" à {settings().contact}" if settings().contact else ""
    subject, paragraphs, label, path = {
        ACCEPTED: (
            f"Votre offre est en ligne : {title}",
            [
                "Nous avons relu votre offre : elle est en ligne, telle que vous l’avez écrite.",
                "Vous pouvez la changer ou la fermer à tout moment.",
            ],
            "Voir mon offre",
            own,
        ),
        REFUSED: (
            f"Votre offre n’est pas en ligne : {title}",
            [
                "Nous avons relu votre offre et nous ne pouvons pas la publier telle quelle.",
                f"La raison : {reason}",
                "Rien n’est perdu : vous pouvez la corriger et la proposer de nouveau.",
                f"Si nous nous trompons, écrivez-nous{write_to} : nous la relirons.",
            ],
            "Corriger mon offre",
            own,
        ),
        TAKEN_OVER: (
            "Vous reprenez les offres d’un collègue",
            [
                f"La personne qui s’occupait de « {title} »{beside} ne recrute plus avec vous sur Estey. Vous êtes"
                " maintenant responsable de ces offres.",
                "Les CV qui leur conviennent vous seront envoyés, et ceux qui attendent une réponse l’attendent de"
                " vous. Si le poste est pourvu, fermez l’offre.",
            ],
            "Voir nos offres",
            "/recruteurs/offres",
        ),
        EXPIRING: (
            f"Votre offre se termine dans une semaine : {title}",
            [
                "Cherchez-vous encore quelqu’un ? Un bouton suffit pour que l’offre reste en ligne : il n’y a pas à se"
                " connecter.",
                "Si le poste est pourvu, il n’y a rien à faire : l’offre se ferme d’elle-même. Vous pouvez aussi la"
                f" fermer dès maintenant, depuis votre espace : {links.page(own)}",
            ],
            "Garder mon offre en ligne",
            f"/renouveler/{links.renewal_token(publication['id'], publication.get('expires_at') or '')}",
        ),
    }[mail]
    message = notice_message(recruiter["email"], subject[:150], paragraphs, label, path)
    # Of one state, one mail: sent again after a delay, it is known to be the same.
    told = (publication.get("reminded_at") or "")[:10]
    if mail == TAKEN_OVER:
        told = re.sub(r"\D", "", (publication.get("taken_over") or {}).get("at") or "")[:14]
    name = f"offre-{mail}-{publication['id']}-{publication.get('revision', 0)}-{told}"
    message.replace_header("Message-ID", f"<{name}@{sender_domain()}>")
    return message
