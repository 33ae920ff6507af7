"""One mail of every kind that the service sends, made by the code that sends it, for a title and an address."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import Any

from indexer.alerts.messages import (
    confirmation_message,
    digest_message,
    notice_message,
    search_confirmation_message,
    sign_in_message,
)
from indexer.candidates.cases import Case
from indexer.candidates.letter_words import WAITED_FOR, WAITING, Words, waited_for, waiting, words_of
from indexer.candidates.letters import mail_of
from indexer.candidates.messages import cvs_message
from indexer.publications.mails import message_of as publication_message
from indexer.publications.operator_mail import Waits
from indexer.publications.operator_mail import message_of as operator_message
from tests.indexer.alerts.test_messages import PROFILE, line
from tests.indexer.candidates.test_mails import SAID, case
from tests.indexer.candidates.test_mails import line as cv

Make = Callable[[str, str], EmailMessage]
ANSWERS = ("invited", "asked", "declined", "contact", "accepted", "refused")


def _digest(
    title: str, to: str, *, others: int = 0, more: int = 0, trained: bool = False, slowed: bool = False
) -> EmailMessage:
    found = [line(1, title=title), *(line(number) for number in range(2, 2 + others))]
    owner = {**PROFILE, "email": to}
    if trained:
        return digest_message(owner, "d" * 24, [], more, found)
    return digest_message(owner, "d" * 24, found, more, slowed=slowed)


def _confirmation(title: str, to: str, **given: Any) -> EmailMessage:
    return confirmation_message({**PROFILE, "email": to, "wanted": [title], **given})


def _search_confirmation(title: str, to: str) -> EmailMessage:
    return search_confirmation_message({**PROFILE, "email": to, "label": title})


def _sign_in(title: str, to: str) -> EmailMessage:
    return sign_in_message(to, "t" * 43)


def _notice(title: str, to: str) -> EmailMessage:
    return notice_message(to, title, [title], "Ouvrir", "/recruteurs")


def _about(title: str) -> Case:
    about = case()
    about.offer["title"] = title
    return about


def _letter(words: Words, template: str, to: str) -> EmailMessage:
    return mail_of(words, template, "0123456789abcdef01234567", to)


def _answer(template: str, title: str, to: str) -> EmailMessage:
    return _letter(words_of(template, _about(title), {**SAID, "text": title}), template, to)


def _waited_for(title: str, to: str) -> EmailMessage:
    return _letter(waited_for(_about(title), 1), WAITED_FOR, to)


def _waiting(title: str, to: str) -> EmailMessage:
    return _letter(waiting([_about(title)]), WAITING, to)


def _publication(mail: str, title: str, to: str) -> EmailMessage:
    publication = {"id": "p" * 24, "given": {"title": title}, "settled": {"reason": title}, "revision": 3}
    return publication_message(mail, publication, {"email": to})


def _operator(title: str, to: str) -> EmailMessage:
    return operator_message(Waits(2, 1, 12, 3))


def _cvs(title: str, to: str) -> EmailMessage:
    finder = {"person": "r", "email": to, "frequency": "daily", "publication": {"id": "p"}}
    return cvs_message(finder, "d" * 24, [cv("a", offer_title=title)], 2)


ALERTS: dict[str, Make] = {
    "digest of one": _digest,
    "digest of several": partial(_digest, others=1, more=3),
    "digest that slows": partial(_digest, slowed=True),
    "digest with a training": partial(_digest, trained=True),
    "cvs": _cvs,
}
"""What one click ends."""
MAILS: dict[str, Make] = {
    **ALERTS,
    "confirmation": _confirmation,
    "confirmation without alerts": partial(_confirmation, unsubscribed_at="2026-11-24T15:00:00+00:00"),
    "search confirmation": _search_confirmation,
    "sign-in": _sign_in,
    "notice": _notice,
    **{f"letter {template}": partial(_answer, template) for template in ANSWERS},
    "letter waited for": _waited_for,
    "letter waiting": _waiting,
    **{f"publication {mail}": partial(_publication, mail) for mail in ("accepted", "refused", "expiring")},
    "operator": _operator,
}
