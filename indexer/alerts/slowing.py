"""Mails that nobody reads become rarer by themselves: weekly, said in the mail, until a link of one is followed.

What counts is that a link of a mail was followed to our own pages (`/vers/…`): the time is kept, not which link. There
is no tracking pixel, and opening a mail is not seen. Pure functions, but for `followed`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.people import Person
from indexer.alerts.schedule import WEEKLY
from indexer.engine.documents import change

UNFOLLOWED_FOR = timedelta(weeks=6)
LEAST_MAILS = 12
"""Both must be: six weeks are a long holiday, and twelve mails two weeks of working days. Providers begin to take a
sender's mail for unwanted once it is left unread for months; people say so sooner."""
NOTED_ANEW = timedelta(hours=1)

_UNFOLLOWED = ("unfollowed_since", "unfollowed_mails", "slowed_at")


def slows_now(person: Person, finders: list[dict[str, Any]], now: datetime) -> bool:
    """Say whether this mail is the one that says that the next will come weekly."""
    since = person.get("unfollowed_since")
    return bool(
        not person.get("slowed_at")
        and since
        and datetime.fromisoformat(since) <= now - UNFOLLOWED_FOR
        and int(person.get("unfollowed_mails") or 0) >= LEAST_MAILS
        and any(finder.get("frequency") != WEEKLY for finder in finders)
    )


def is_slowed(person: Person, finder: dict[str, Any]) -> bool:
    """Say whether the mails of an alert are weekly at most now; not once its person changed something on its page."""
    since, contact = person.get("slowed_at"), finder.get("last_contact_at")
    return bool(since and (not contact or datetime.fromisoformat(contact) < datetime.fromisoformat(since)))


def after_mail(person: Person, now: str, *, slowed: bool) -> Person:
    """Return what is known of a person once a mail left; `slowed`: it said that the next will come weekly."""
    told = {
        "last_digest_at": now,
        "unfollowed_since": person.get("unfollowed_since") or now,
        "unfollowed_mails": int(person.get("unfollowed_mails") or 0) + 1,
    }
    return {**person, **told, **({"slowed_at": now} if slowed else {})}


def after_following(person: Person, now: datetime) -> Person | None:
    """Return what is known of a person who followed a link: their own rhythm is back. None: nothing new."""
    last = person.get("last_followed_at")
    recently = last and datetime.fromisoformat(last) > now - NOTED_ANEW
    if recently and not any(person.get(name) for name in _UNFOLLOWED):
        return None
    kept = {name: value for name, value in person.items() if name not in _UNFOLLOWED}
    return {**kept, "last_followed_at": now.isoformat()}


def followed(client: Elasticsearch, person: str, now: datetime) -> None:
    """Note that a person followed a link of a mail; of one who is gone nothing is written."""
    change(client, "people", person, lambda doc: after_following(doc, now))
