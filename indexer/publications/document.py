"""A publication as it is stored: an offer as its recruiter wrote it, and what became of it. Pure functions.

The offer that people find is made of it once it is published (`source` "estey", `source_id` the publication's id) and
goes the way of every offer (`indexer.offers`); the publication keeps what only its recruiter and the operator see.
`draft` is what is being written, `given` what was published last: an edit shows to nobody before it is published.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

Publication = dict[str, Any]

SOURCE = "estey"
"""The source of offers published here."""

DRAFT, WAITING, PUBLISHED, CLOSED, REFUSED = "draft", "waiting", "published", "closed", "refused"
"""Not published yet; waits for the operator (a doubtful wording, or `held` for what `holding` says); found by people;
over; refused by the operator."""
FILLED_HERE, FILLED_ELSEWHERE, GIVEN_UP, EXPIRED, BLOCKED = (
    "filled_here",
    "filled_elsewhere",
    "given_up",
    "expired",
    "blocked",
)
"""Why it is closed: by its recruiter (the first three), by itself, since its organisation may not publish any more."""
BY_RECRUITER = (FILLED_HERE, FILLED_ELSEWHERE, GIVEN_UP)
NO_MAIL = "none"
"""The rhythm (`frequency`) of a publication of which no CV is mailed: its recruiter comes to see them. Without one of
its own it has its recruiter's."""
REMINDED_BEFORE = timedelta(days=7)
"""How long before an offer ends its recruiter is told."""
FULL = "full"
"""Closed by itself with as many applications as it takes (`indexer.publications.closing`)."""


def begun(
    identifier: str, organisation: str, recruiter: str, draft: dict[str, Any], origin: str, now: datetime
) -> Publication:
    """Return a publication just begun. `draft` holds facts of `indexer.publications.facts`; `origin` says how they
    came: `form`, `file`, `text`, `link` or `api`.
    """
    return {
        "id": identifier,
        "organisation": organisation,
        "recruiter": recruiter,
        "state": DRAFT,
        "state_since": now.isoformat(),
        "revision": 0,
        "carried": True,
        "draft": draft,
        "origin": origin,
        "created_at": now.isoformat(),
        "applications": 0,
    }


def written(publication: Publication) -> dict[str, Any]:
    """Return the facts as they were written last, published or not."""
    return dict(publication.get("draft") or publication.get("given") or {})


def version(publication: Publication) -> str:
    """Return what stands for the facts written last, to know later whether they are still those that were read."""
    facts = json.dumps(written(publication), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def moved(publication: Publication, state: str, now: datetime, **fields: Any) -> Publication:
    """Return a publication in another state: its offer has to follow (`carried`), by one revision more."""
    since = publication["state_since"] if publication["state"] == state else now.isoformat()
    revision = publication.get("revision", 0) + 1
    return {**publication, "state": state, "state_since": since, "revision": revision, "carried": False, **fields}


def published(publication: Publication, now: datetime, days: int) -> Publication:
    """Return the publication with what was written published: for so many days from now, unless it is open already."""
    fields: dict[str, Any] = {"given": written(publication), "draft": None, "updated_at": now.isoformat()}
    if publication["state"] != PUBLISHED:
        fields |= {"expires_at": (now + timedelta(days=days)).isoformat(), "reminded_at": None, "closed_reason": None}
        fields["published_at"] = now.isoformat()
    return moved(publication, PUBLISHED, now, **fields)


def renewed(publication: Publication, now: datetime, days: int) -> Publication | None:
    """Return the publication open for so many days from now; None when it was never published, or may not be now."""
    if publication["state"] == PUBLISHED:
        # What people see stays as it is: nothing has to be carried.
        return {**publication, "expires_at": (now + timedelta(days=days)).isoformat(), "reminded_at": None}
    if publication["state"] != CLOSED or not publication.get("given") or publication.get("closed_reason") == BLOCKED:
        return None
    return {**published({**publication, "draft": publication["given"]}, now, days), "draft": publication.get("draft")}


def closed(publication: Publication, reason: str, now: datetime) -> Publication | None:
    """Return the publication closed; None when it is not open to anybody."""
    if publication["state"] not in (PUBLISHED, WAITING):
        return None
    return moved(publication, CLOSED, now, closed_reason=reason)


def was_refused(publication: Publication) -> bool:
    """Say whether the operator refused or withdrew a publication and accepted it never since, whatever its state is."""
    settled = publication.get("settled") or {}
    return bool(publication["state"] == REFUSED or settled.get("refused") or settled.get("reason"))


def withheld(publication: Publication) -> str:
    """Return why nobody may read the offer of a publication any more, or yet; empty when it is open or merely over.

    To be closed by its recruiter makes nothing readable: neither what was refused, nor what people saw before and
    nobody read when it was taken down.
    """
    if publication["state"] in (REFUSED, WAITING):
        return str(publication["state"])
    if publication["state"] != CLOSED:
        return ""
    if publication.get("closed_reason") == BLOCKED:
        return BLOCKED
    if was_refused(publication):
        return REFUSED
    read = (publication.get("settled") or {}).get("read")
    return WAITING if publication.get("held") and read != version({**publication, "draft": None}) else ""


def days_left(publication: Publication, now: datetime) -> int | None:
    """Return the days until an open publication ends by itself, rounded up; None when it is not open."""
    if publication["state"] != PUBLISHED or not publication.get("expires_at"):
        return None
    return max(0, -((now - datetime.fromisoformat(publication["expires_at"])) // timedelta(days=1)))
