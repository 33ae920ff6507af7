"""What the operator decides of a publication that waits."""

from __future__ import annotations

from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.offers.legal_gate import rules
from indexer.publications import document as state
from indexer.publications import gate
from indexer.publications.carrying import change_and_carry
from indexer.publications.document import Publication
from indexer.settings import settings

ACCEPTED, REFUSED, EXPIRING = "accepted", "refused", "expiring"
"""The mails that may be due to the recruiter of a publication (`mail_due`)."""
MOST_REASON = 1000
"""Characters of the reason that an author is told."""


class ChangedError(Exception):
    """Its author changed the offer since it was read: it is to be read again."""


def accept(client: Elasticsearch, identifier: str, by: str, read: str = "") -> bool:
    """Publish what waits, in the name of who read it; say whether it did. Raises ChangedError.

    `read` is the version that was read (`document.version`). Without it what was found when the offer was proposed
    stands for it: whoever decides has read those sentences, and none that came since. The sentences accepted make no
    later version wait.
    """
    done = False

    def edit(doc: Publication) -> Publication | None:
        nonlocal done
        done = doc["state"] == state.WAITING
        if not done:
            return None
        now, before = datetime.now(UTC), (doc.get("settled") or {}).get("accepted", [])
        # What waits may be edited meanwhile, and what was written last is what would be published.
        found = gate.findings(state.written(doc), now.isoformat(), _employer(client, doc))
        known = [*before, *(doc.get("findings") or [])]
        changed = state.version(doc) != read if read else gate.verdict(found, known) is not None
        if changed or gate.verdict(found) == rules.REFUSED:
            raise ChangedError
        doubtful = [{"rule": one["rule"], "quote": one["quote"]} for one in found if one["severity"] == rules.DOUBTFUL]
        accepted = [*before, *(one for one in doubtful if one not in before)]
        settled = {"accepted": accepted, "at": now.isoformat(), "by": by}
        published = state.published(doc, now, settings().offer_days)
        return {**published, "findings": found, "settled": settled, "mail_due": ACCEPTED}

    change_and_carry(client, identifier, edit)
    return done


def _employer(client: Elasticsearch, publication: Publication) -> str:
    return (get(client, "organisations", publication["organisation"]) or {}).get("name") or ""


def refuse(client: Elasticsearch, identifier: str, reason: str, by: str, *, also_open: bool = True) -> bool:
    """Refuse what waits, or with `also_open` is open, for a reason in words for its author; say whether it was."""
    refusable = (state.WAITING, state.PUBLISHED) if also_open else (state.WAITING,)
    done = False

    def edit(doc: Publication) -> Publication | None:
        nonlocal done
        done = doc["state"] in refusable
        if not done:
            return None
        now = datetime.now(UTC)
        settled = {**(doc.get("settled") or {}), "reason": reason, "at": now.isoformat(), "by": by}
        # Kept as what is being written, for its author to mend it.
        fields = {"settled": settled, "mail_due": REFUSED, "draft": state.written(doc)}
        return state.moved(doc, state.REFUSED, now, **fields)

    change_and_carry(client, identifier, edit)
    return done
