"""What was due, reckoned anew from the people's side, against the mails that were captured."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.captured import captured_mails
from indexer.engine.documents import get_many, scan
from indexer.engine.indices import refresh
from indexer.matching.matches import SENT, Due
from indexer.matching.percolation import due_for_profile

_OFFER = re.compile(r"/offres/([\w-]+)")
EXAMPLES = 20


def due_now(client: Elasticsearch) -> dict[str, Due]:
    """Return every match due, by its id: the query of each profile that may be alerted, run over the open offers.

    `matches` is not read. Nothing may be in flight.
    """
    refresh(client)
    found: dict[str, Due] = {}
    for identifier, _ in scan(client, "profiles", {"term": {"alertable": True}}, "id"):
        for profile in get_many(client, "profiles", [identifier]).values():
            found |= {due.identifier: due for due in due_for_profile(client, profile)}
    return found


def reckon(client: Elasticsearch, box: Path) -> dict[str, Any]:
    """Return what is lost and what was sent twice.

    A match is lost when it is due and not recorded, not sent, or marked as sent in a mail that is not there. A mail
    sent again under its Message-ID is shown once by mail programs; an offer told in two mails of different Message-IDs
    is what must never be.
    """
    due = due_now(client)
    recorded = get_many(client, "matches", due)
    mails = [mail for mail in captured_mails(box) if "List-Unsubscribe" in mail["headers"]]
    copies = Counter(mail["headers"]["Message-ID"] for mail in mails)
    digests = {message_id.strip("<>").partition("@")[0] for message_id in copies}
    lost = list(_lost(due, recorded, digests))
    told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for mail in mails:
        for offer in _OFFER.findall(mail["text"]):
            told[mail["to"], offer].add(mail["headers"]["Message-ID"])
    twice = [pair for pair, message_ids in told.items() if len(message_ids) > 1]
    return {
        "matches_due": len(due),
        "mails_captured": len(mails),
        "offers_listed_in_mails": len(told),
        "lost": len(lost),
        "lost_by_reason": dict(Counter(reason for _, reason in lost)),
        "lost_examples": [f"{name}: {reason}" for name, reason in lost[:EXAMPLES]],
        "twice_same_message_id": sum(count - 1 for count in copies.values()),
        "twice_other_message_id": len(twice),
        "twice_examples": [f"{offer}: {sorted(told[to, offer])}" for to, offer in twice[:EXAMPLES]],
    }


def _lost(due: dict[str, Due], recorded: dict[str, dict[str, Any]], digests: set[str]) -> Iterator[tuple[str, str]]:
    for identifier, match in due.items():
        found = recorded.get(identifier)
        if found is None:
            yield f"{match.profile} {match.offer}", "not recorded"
        elif found["state"] != SENT:
            yield f"{match.profile} {match.offer}", f"{found['state']} {found.get('reason', '')}".strip()
        elif found["digest"] not in digests:
            yield f"{match.profile} {match.offer}", "marked as sent, no such mail"


def delays(client: Elasticsearch) -> dict[str, dict[str, float]]:
    """Return the seconds that offers waited to be matched, and matches to be sent, through all the faults."""
    waited = {}
    for kind, begun, ended in (("offers", "received_at", "matched_at"), ("matches", "created_at", "sent_at")):
        found = (source for _, source in scan(client, kind, {"exists": {"field": ended}}, "id", [begun, ended]))
        seconds = sorted((_moment(one[ended]) - _moment(one[begun])).total_seconds() for one in found)
        if seconds:
            middle, late = seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]
            waited[kind] = {"p50": round(middle, 1), "p99": round(late, 1), "max": round(seconds[-1], 1)}
    return waited


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def unfinished(client: Elasticsearch, accepted: dict[str, list[str]]) -> list[str]:
    """Return the documents whose arrival was answered with 202 and that are gone or not matched."""
    left = []
    for kind, identifiers in accepted.items():
        found = get_many(client, kind, identifiers)
        left += [f"{kind} {name}" for name in identifiers if found.get(name, {}).get("stage") != "matched"]
    return left
