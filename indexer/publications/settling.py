"""What the operator decides of a publication that waits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.offers.legal_gate import rules
from indexer.publications import document as state
from indexer.publications import gate, holding
from indexer.publications.carrying import carry, change_and_carry, offer_of
from indexer.publications.document import Publication
from indexer.recruiters import watchlist
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
    stands for it, whoever decides has read those sentences, and none that came since; of an offer that is held for
    another reason, the version proposed. The sentences accepted make no later version wait.
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
        version = state.version(doc)
        if read or doc.get("held"):
            changed = version != (read or doc.get("proposed"))
        else:
            changed = gate.verdict(found, known) is not None
        if changed or gate.verdict(found) == rules.REFUSED:
            raise ChangedError
        doubtful = [{"rule": one["rule"], "quote": one["quote"]} for one in found if one["severity"] == rules.DOUBTFUL]
        accepted = [*before, *(one for one in doubtful if one not in before)]
        settled = {"accepted": accepted, "read": version, "at": now.isoformat(), "by": by}
        published = state.published(doc, now, settings().offer_days)
        beside = {"findings": found, "settled": settled, "held": None, "read_at": now.isoformat()}
        return {**published, **beside, "mail_due": ACCEPTED}

    change(client, "publications", identifier, edit, refresh=True)
    if done:
        # Withdrawn after a report before, it was read since, and is seen again.
        change(client, "offers", offer_of(identifier), _not_withdrawn, refresh=True)
        carry(client, identifier)
        watchlist.forget(client, identifier=identifier)
    return done


def _not_withdrawn(offer: dict[str, Any]) -> dict[str, Any] | None:
    return {**offer, "withdrawn_at": None} if offer.get("withdrawn_at") else None


def _employer(client: Elasticsearch, publication: Publication) -> str:
    return (get(client, "organisations", publication["organisation"]) or {}).get("name") or ""


def refuse(client: Elasticsearch, identifier: str, reason: str, by: str, *, also_open: bool = True) -> bool:
    """Refuse what waits, or with `also_open` is or was open, for a reason in words for its author; say whether it was.

    What its author closed is read by its link still, and would come back by one button.
    """
    refusable = (state.WAITING, state.PUBLISHED, state.CLOSED) if also_open else (state.WAITING,)
    done = False

    def edit(doc: Publication) -> Publication | None:
        nonlocal done
        done = doc["state"] in refusable
        if not done:
            return None
        now = datetime.now(UTC)
        settled = {**_unread(doc), "reason": reason, "at": now.isoformat(), "by": by}
        # Kept as what is being written, for its author to mend it.
        fields = {"settled": settled, "mail_due": REFUSED, "draft": state.written(doc), "read_at": None}
        return state.moved(doc, state.REFUSED, now, **fields)

    refused = change_and_carry(client, identifier, edit)
    if done and refused is not None:
        # Under another name, or from another, it is read again.
        watchlist.note(client, identifier, refused["organisation"], holding.marks_of(refused))
    return done


def withdraw(client: Elasticsearch, offer: str) -> bool:
    """Have the publication of an offer that was withdrawn after a report be refused too, and known again; say whether
    there was one. Nobody is mailed: whoever reported may be known by it.
    """
    publication = (get(client, "offers", offer) or {}).get("publication")
    if not publication:
        return False

    def edit(doc: Publication) -> Publication | None:
        if doc["state"] not in (state.WAITING, state.PUBLISHED, state.CLOSED):
            return None
        fields = {"settled": _unread(doc), "draft": state.written(doc), "read_at": None}
        return state.moved(doc, state.REFUSED, datetime.now(UTC), **fields)

    refused = change_and_carry(client, publication, edit)
    if refused is not None:
        watchlist.note(client, publication, refused["organisation"], holding.marks_of(refused))
    return refused is not None


def _unread(publication: Publication) -> dict[str, Any]:
    """Return what was settled of a publication that is refused now: what was read of it counts no more."""
    kept = {name: value for name, value in (publication.get("settled") or {}).items() if name != "read"}
    return {**kept, "refused": True}
