"""Everything kept about a recruiter, as plain data (GDPR art. 15 and 20)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.people import person as known_of
from indexer.engine.documents import get, scan
from indexer.engine.indices import refresh
from indexer.recruiters.document import Recruiter

Document = dict[str, Any]
# What opens a session or a door is no information about the person.
_SECRETS = frozenset({"session_key", "sign_ins", "api_keys"})
# Of CVs told: which and when, as anybody may ask what is kept of them. Who is behind one is the other person's.
_OF_OTHERS = frozenset({"candidate", "candidate_profile", "contact_name"})
# Of mails: which, why and when. Whom one is about is another person, the rest is how it was sent.
_OF_MAILS = frozenset({"about", "cause", "holder", "trouble", "failures", "delays"})


def everything(client: Elasticsearch, recruiter: Recruiter) -> Document:
    """Return all that is kept of a recruiter: `recruiter`, `mail` (what is known of mail to them), `organisation`,
    `cv_searches` they keep, `publications` they wrote, `mails` they were sent or will be (of CVs: the next), and `cvs`
    they were told of, without what would name those people. Times are ISO 8601.
    """
    identifier = recruiter["id"]
    known = known_of(client, identifier)
    organisation = get(client, "organisations", recruiter.get("organisation") or "-") or {}
    return {
        "exported_at": datetime.now(UTC).isoformat(),
        "recruiter": recruiter,
        "mail": _without(known, _SECRETS) | {"sign_in_links": [entry["at"] for entry in known.get("sign_ins") or []]},
        "organisation": _without(organisation, _SECRETS)
        | {"api_keys": [_without(key, frozenset({"digest"})) for key in organisation.get("api_keys") or []]},
        "cv_searches": _theirs(client, "cv_searches", {"term": {"recruiter": identifier}}),
        "publications": _theirs(client, "publications", {"term": {"recruiter": identifier}}),
        "mails": [_without(mail, _OF_MAILS) for mail in _theirs(client, "mails", {"term": {"recipient": identifier}})],
        "cvs": [_without(told, _OF_OTHERS) for told in _theirs(client, "matches", {"term": {"recipient": identifier}})],
    }


def _theirs(client: Elasticsearch, kind: str, query: Document) -> list[Document]:
    refresh(client, kind)
    return [document for _, document in scan(client, kind, query, "id", ["*"])]


def _without(document: Document, names: frozenset[str]) -> Document:
    return {name: value for name, value in document.items() if name not in names}
