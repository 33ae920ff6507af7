"""What becomes of a publication: written, published, held for the operator, renewed, closed. Its offer follows.

Each change is one write of the publication, which says that the offer has still to follow (`carried`); should anything
die in between, the task that tends publications carries it on.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name
from indexer.offers.legal_gate.rules import DOUBTFUL, REFUSED
from indexer.publications import document as state
from indexer.publications.carrying import change_and_carry
from indexer.publications.document import Publication
from indexer.publications.facts import Facts
from indexer.publications.gate import findings, verdict
from indexer.publications.holding import reasons
from indexer.recruiters.document import may_publish
from indexer.settings import settings


class BlockedError(Exception):
    """The organisation may publish nothing."""


def begin(
    client: Elasticsearch, organisation: str, recruiter: str, draft: Facts, origin: str = "form", identifier: str = ""
) -> Publication:
    """Store a draft and return its publication. `identifier` for one that a program may send twice."""
    document = state.begun(identifier or secrets.token_hex(12), organisation, recruiter, draft, origin, _now())
    client.index(index=index_name("publications"), id=document["id"], document=document, refresh=True)
    return document


def write(client: Elasticsearch, identifier: str, draft: Facts) -> Publication | None:
    """Keep what was written, published or not: what people see stays as it is until it is published."""
    return change(client, "publications", identifier, lambda doc: {**doc, "draft": draft})


def set_rhythm(client: Elasticsearch, identifier: str, rhythm: str) -> Publication | None:
    """Say when mails of a publication's CVs leave: `at_once`, `daily`, `weekly`, NO_MAIL; empty: as its recruiter's do.

    It counts from the next mail on; what is due while there is none waits.
    """
    return change(client, "publications", identifier, lambda doc: {**doc, "frequency": rhythm or None}, refresh=True)


def publish(client: Elasticsearch, publication_id: str) -> tuple[Publication, list[dict[str, str]]] | None:
    """Publish what was written, if the legal gate lets it pass; return the publication and what the gate says.

    Refused, it stays as it was; doubtful, or to be read for another reason (`holding`), it waits for the operator, and
    what was published of it before is taken down until then. None when there is no such publication. Raises
    BlockedError.
    """
    known = get(client, "publications", publication_id)
    if known is None:
        return None
    organisation = get(client, "organisations", known["organisation"])
    if not may_publish(organisation):
        raise BlockedError
    employer = (organisation or {}).get("name") or ""
    found: list[dict[str, str]] = []

    def edit(doc: Publication) -> Publication | None:
        nonlocal found
        now = _now()
        found = findings(state.written(doc), now.isoformat(), employer)
        accepted = (doc.get("settled") or {}).get("accepted", [])
        said = verdict(found, accepted)
        if said == REFUSED:
            return {**doc, "findings": found}
        held = reasons(client, doc, organisation)
        # What the operator refused is read again, whatever was changed.
        if said == DOUBTFUL or doc["state"] == state.REFUSED or held:
            return state.moved(doc, state.WAITING, now, findings=found, held=held, proposed=state.version(doc))
        return {**state.published(doc, now, settings().offer_days), "findings": found, "held": None}

    return change_and_carry(client, publication_id, edit) or known, found


def renew(client: Elasticsearch, publication_id: str) -> Publication | None:
    """Have an offer stay as long again, or a closed one come back as it was; None when that may not be.

    One that comes back and has to be read (`holding`) waits. Raises BlockedError.
    """
    known = get(client, "publications", publication_id)
    if known is None:
        return None
    organisation = get(client, "organisations", known["organisation"])
    if not may_publish(organisation):
        raise BlockedError
    done = False

    def edit(doc: Publication) -> Publication | None:
        nonlocal done
        after = state.renewed(doc, _now(), settings().offer_days)
        done = after is not None
        if after is None or doc["state"] == state.PUBLISHED:
            return after
        after["held"] = None
        coming_back = {**doc, "draft": doc["given"]}
        if held := reasons(client, coming_back, organisation):
            return state.moved(coming_back, state.WAITING, _now(), held=held, proposed=state.version(coming_back))
        return after

    stored = change_and_carry(client, publication_id, edit)
    return stored if done else None


def close(client: Elasticsearch, publication_id: str, reason: str) -> Publication | None:
    """Close an offer: it leaves searches and mails at once. Twice is as good as once."""
    return change_and_carry(client, publication_id, lambda doc: state.closed(doc, reason, _now()))


def discard(client: Elasticsearch, publication_id: str) -> bool:
    """Erase what was never published; False when it was."""
    known = get(client, "publications", publication_id)
    if known is None or known.get("given") or known["state"] != state.DRAFT:
        return False
    client.delete(index=index_name("publications"), id=publication_id, refresh=True)
    return True


def _now() -> datetime:
    return datetime.now(UTC)
