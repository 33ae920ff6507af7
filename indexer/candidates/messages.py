"""The mail that tells a recruiter of people, built as every mail is (`indexer.alerts.messages`)."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from indexer.alerts import links
from indexer.alerts.mail_headers import add_list_headers, add_sending_headers, unsubscribe_url
from indexer.alerts.messages import message_of
from indexer.candidates.cv_lines import CvLine, by_offer


def cvs_message(
    finder: dict[str, Any], digest: str, cvs: list[CvLine], more: int, *, alone: bool = True, slowed: bool = False
) -> EmailMessage:
    """Return a recruiter's mail: people by offer, and how many `more` wait behind the link.

    `finder` is one of theirs (`indexer.candidates.finders`); `alone`: all are for its publication. Carries one-click
    unsubscription (RFC 8058), as seekers' alerts do. The subject names nobody.
    """
    total = len(cvs) + more
    what = f"{total} CV" if total > 1 else "Un CV"
    # A saved search of the CV base: its CVs are answered once they are told for an offer.
    search = alone and "wish" in finder["publication"]
    several = "vos offres" if all(line.answer_url for line in cvs) else "vos offres et vos recherches"
    whose = ("votre recherche" if search else "votre offre") if alone else several
    subject = f"{what} pour {whose} « {cvs[0].offer_title} »" if alone else f"{what} pour {whose}"
    account = links.page("/recruteurs/compte")
    own_list = f"/recruteurs/offres/{finder['publication']['id']}/cv" if alone else "/recruteurs/offres"
    if search:
        own_list = "/recruteurs/alertes"
    values: dict[str, Any] = {
        "offers": by_offer(cvs),
        "more": more,
        "total": total,
        "slowed": slowed,
        "alone": alone,
        "search": search,
        "whose": whose,
        "list_url": links.followed(finder["person"], own_list),
        "account_url": links.followed(finder["person"], "/recruteurs/compte"),
        "unsubscribe_url": unsubscribe_url(finder["person"]),
    }
    message = message_of(finder["email"], subject, digest, "cvs", values)
    add_sending_headers(message, "cvs", finder.get("frequency") or "none")
    add_list_headers(message, values["unsubscribe_url"], account)
    return message
