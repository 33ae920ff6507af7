"""What waits in the outbox, and what of it leaves now: each alert of a person has its own rhythm, its own hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.people import MAIL_STOPPED, MAIL_WAITS, Person
from indexer.alerts.schedule import AT_ONCE, clock_of, frequency_of, is_due, last_departure
from indexer.alerts.slowing import is_slowed
from indexer.candidates.finders import RECRUITERS_FINDERS
from indexer.engine.documents import get_many
from indexer.engine.indices import index_name
from indexer.matching.matches import PENDING
from indexer.settings import settings

PAGE = 1000
Finder = dict[str, Any]
"""A profile or a saved search: what found an offer for a person. Of a recruiter, what found people for them."""
FinderKey = tuple[str, str]
"""`profiles`, `searches`, `publications` or `cv_searches`, and an id."""
FIELDS = {"profiles": "profile", "searches": "search", "publications": "publication", "cv_searches": "cv_search"}
"""The field of a match that names its finder, by the finder's kind. A match has one of them."""
_NEEDED = ["id", "frequency", "hour", "commune", "wish", "paused", "unsubscribed_at", "last_contact_at"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """That an alert has offers that its person was not told, and when the oldest was found."""

    recipient: str
    finder: FinderKey
    oldest: datetime


def waiting(client: Elasticsearch, recipient: str = "", beyond: str = "") -> Iterator[Waiting]:
    """Yield every alert that has something waiting, those of one person together and people in the order of their ids.

    Of one person alone when `recipient` is given; only of those after `beyond` when that is.
    """
    filters: list[dict[str, Any]] = [{"term": {"state": PENDING}}]
    if recipient:
        filters.append({"term": {"recipient": recipient}})
    if beyond:
        filters.append({"range": {"recipient": {"gt": beyond}}})
    sources: list[dict[str, Any]] = [
        {"recipient": {"terms": {"field": "recipient"}}},
        *({field: {"terms": {"field": field, "missing_bucket": True}}} for field in FIELDS.values()),
    ]
    after: dict[str, Any] | None = None
    while True:
        composite = {"size": PAGE, "sources": sources, **({"after": after} if after else {})}
        answer = client.search(
            index=index_name("matches"),
            query={"bool": {"filter": filters}},
            size=0,
            track_total_hits=False,
            aggs={"alerts": {"composite": composite, "aggs": {"oldest": {"min": {"field": "created_at"}}}}},
        )
        found = answer["aggregations"]["alerts"]
        for bucket in found["buckets"]:
            key = bucket["key"]
            finder = finder_key(key)
            oldest = datetime.fromtimestamp(bucket["oldest"]["value"] / 1000, UTC)
            yield Waiting(key["recipient"], finder, oldest)
        after = found.get("after_key")
        if not after:
            return


def finder_key(match: dict[str, Any]) -> FinderKey:
    """Return what found a match: the kind and the id of a profile, a saved search, a publication… Pure."""
    for kind, field in FIELDS.items():
        if match.get(field):
            return kind, str(match[field])
    return "profiles", ""


def rhythms(client: Elasticsearch, alerts: Iterable[Waiting]) -> dict[FinderKey, Finder]:
    """Return of each alert only what says when it leaves, as it is written now; those that are gone are not there."""
    found: dict[FinderKey, Finder] = {}
    for kind, wanted in _by_kind(alerts):
        of_recruiters = RECRUITERS_FINDERS.get(kind)
        read = of_recruiters(client, wanted) if of_recruiters else get_many(client, kind, wanted)
        found |= {(kind, identifier): finder for identifier, finder in read.items()}
    return found


def rhythms_seen(client: Elasticsearch, alerts: Iterable[Waiting]) -> dict[FinderKey, Finder]:
    """Return the same for many, as searches see it: to know whom to look at, not yet what to send.

    A search picks the fields in an eighth of the time that as many documents read by their ids take.
    """
    found: dict[FinderKey, Finder] = {}
    for kind, wanted in _by_kind(alerts):
        if of_recruiters := RECRUITERS_FINDERS.get(kind):
            # Few beside the others, and of three documents.
            found |= {(kind, identifier): one for identifier, one in of_recruiters(client, wanted).items()}
            continue
        for start in range(0, len(wanted), PAGE):
            answer = client.search(
                index=index_name(kind),
                query={"terms": {"id": wanted[start : start + PAGE]}},
                size=PAGE,
                track_total_hits=False,
                source_includes=_NEEDED,
            )
            found |= {(kind, hit["_id"]): hit["_source"] for hit in answer["hits"]["hits"]}
    return found


def _by_kind(alerts: Iterable[Waiting]) -> Iterator[tuple[str, list[str]]]:
    keys = {alert.finder for alert in alerts}
    for kind in FIELDS:
        if wanted := [identifier for of, identifier in keys if of == kind and identifier]:
            yield kind, wanted


def leaving(
    alerts: list[Waiting],
    finders: dict[FinderKey, Finder],
    person: Person,
    now: datetime,
    *,
    everyone: bool = False,
) -> dict[FinderKey, datetime]:
    """Return the alerts of one person that leave now, each with the time until which what was found leaves.

    With `everyone` whatever waits leaves, but for what is paused: pause is not unsubscribe, what was found before it
    waits until it ends. Those that are gone or ended leave too, to be dropped.
    """
    config = settings()
    due: dict[FinderKey, datetime] = {}
    at_once: list[Waiting] = []
    for alert in alerts:
        finder = finders.get(alert.finder)
        if finder is None or finder.get("unsubscribed_at"):
            due[alert.finder] = now
        elif finder.get("paused"):
            continue
        elif everyone:
            due[alert.finder] = now
        elif (frequency := frequency_of(finder, slowed=is_slowed(person, finder))) == AT_ONCE:
            at_once.append(alert)
        else:
            zone, hour = clock_of(finder, config.timezone, config.digest_hour)
            if is_due(frequency, alert.oldest, now, zone, hour):
                due[alert.finder] = last_departure(frequency, now, zone, hour)
    # Grouped over all of a person's alerts: the first found sets the time.
    if at_once and is_due(AT_ONCE, min(alert.oldest for alert in at_once), now, config.timezone, config.digest_hour):
        due |= {alert.finder: now for alert in at_once}
    return due


def may_be_written_to(person: Person, now: datetime) -> bool:
    """Say whether mail to a person is tried now: not while it waits after a bounce."""
    if person.get("mail_state") != MAIL_WAITS:
        return True
    retry_at = person.get("mail_retry_at")
    return not retry_at or datetime.fromisoformat(retry_at) <= now


def is_stopped(person: Person) -> bool:
    """Say whether no mail is sent to a person any more."""
    return person.get("mail_state") == MAIL_STOPPED


def by_recipient(alerts: Iterable[Waiting]) -> Iterator[tuple[str, list[Waiting]]]:
    """Yield each person with their alerts; `alerts` has those of one person together."""
    for recipient, group in groupby(alerts, key=lambda alert: alert.recipient):
        yield recipient, list(group)
