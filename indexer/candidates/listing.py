"""The people found for one publication, as its recruiters see them on their page: those that may be seen now."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.cases import WITHDRAWN
from indexer.candidates.employers import group_keys, seen_by
from indexer.engine.documents import scan
from indexer.engine.indices import refresh
from indexer.matching.criteria import all_of
from indexer.matching.matches import WITH_TRAINING

Document = dict[str, Any]
TOGETHER = 10_000


def found_for(client: Elasticsearch, publication: Document, organisation: Document) -> list[Document]:
    """Return the matches of a publication, the best first and those with a training last.

    Who hid themselves since, or excludes the employer or another of its group, is left out by the query.
    """
    refresh(client, "matches", "profiles")
    theirs = {
        "bool": {
            "filter": [{"term": {"publication": publication["id"]}}, {"exists": {"field": "candidate"}}],
            "must_not": [{"term": {"candidate_says": WITHDRAWN}}],
        }
    }
    matches = [match for _, match in scan(client, "matches", theirs, "id", ["*"])]
    keys = group_keys(client, organisation.get("siren") or "", organisation["name"])
    profiles = sorted({match["candidate_profile"] for match in matches})
    seen: set[str] = set()
    for start in range(0, len(profiles), TOGETHER):
        some = all_of({"terms": {"id": profiles[start : start + TOGETHER]}}, *seen_by(keys))
        seen |= {identifier for identifier, _ in scan(client, "profiles", some, "id")}
    shown = [match for match in matches if match["candidate_profile"] in seen]
    return sorted(shown, key=lambda match: (match["kind"] == WITH_TRAINING, -match["points"], match["id"]))
