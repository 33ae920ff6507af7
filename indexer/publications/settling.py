"""What the operator decides of a publication that waits."""

from __future__ import annotations

from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.offers.legal_gate.rules import DOUBTFUL
from indexer.publications import document as state
from indexer.publications.carrying import change_and_carry
from indexer.publications.document import Publication
from indexer.settings import settings

ACCEPTED, REFUSED, EXPIRING = "accepted", "refused", "expiring"
"""The mails that may be due to the recruiter of a publication."""


def accept(client: Elasticsearch, identifier: str) -> bool:
    """Publish what waits; say whether it did. The sentences accepted make no later version of it wait."""
    done = False

    def edit(doc: Publication) -> Publication | None:
        nonlocal done
        done = doc["state"] == state.WAITING
        if not done:
            return None
        now, before = datetime.now(UTC), (doc.get("settled") or {}).get("accepted", [])
        read = [
            {"rule": one["rule"], "quote": one["quote"]}
            for one in doc.get("findings") or []
            if one["severity"] == DOUBTFUL
        ]
        settled = {"accepted": [*before, *(one for one in read if one not in before)], "at": now.isoformat()}
        return {**state.published(doc, now, settings().offer_days), "settled": settled, "mail_due": ACCEPTED}

    change_and_carry(client, identifier, edit)
    return done


def refuse(client: Elasticsearch, identifier: str, reason: str) -> bool:
    """Refuse what waits or is open, for a reason in words for its author; say whether it was either."""
    done = False

    def edit(doc: Publication) -> Publication | None:
        nonlocal done
        done = doc["state"] in (state.WAITING, state.PUBLISHED)
        if not done:
            return None
        now = datetime.now(UTC)
        settled = {**(doc.get("settled") or {}), "reason": reason, "at": now.isoformat()}
        # Kept as what is being written, for its author to mend it.
        fields = {"settled": settled, "mail_due": REFUSED, "draft": state.written(doc)}
        return state.moved(doc, state.REFUSED, now, **fields)

    change_and_carry(client, identifier, edit)
    return done


def mail_told(client: Elasticsearch, identifier: str, mail: str) -> None:
    """Take note that a mail left, or never will."""
    change(
        client,
        "publications",
        identifier,
        lambda doc: {**doc, "mail_due": None} if doc.get("mail_due") == mail else None,
    )
