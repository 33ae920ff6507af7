"""A search of the CV base that a recruiter keeps: whom it finds from then on is told to them, with their CVs.

A saved search is looked at every few minutes, over the people who changed since, or whom time brought nearer (they can
begin within a month, and could not yesterday): few searches, and few changes.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.claims import forget
from indexer.candidates.employers import group_keys
from indexer.candidates.views import keep_told
from indexer.cv_search.facets import come_since
from indexer.cv_search.queries import CvSearch, all_found
from indexer.engine.documents import change, get, get_many, scan
from indexer.engine.indices import index_name, refresh
from indexer.language.searched import understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import all_of, any_of
from indexer.matching.matches import CLAIMED, DIRECT, DROPPED, PENDING, SENT, create_all
from indexer.offers.search_places import Around
from indexer.places.communes import Gazetteer
from indexer.recruiters.document import may_see_cvs

log = logging.getLogger(__name__)

SavedCvSearch = dict[str, Any]

MOST_SAVED = 30
"""Of one recruiter."""
# What a task of matching takes at most, and a little: nobody who changed meanwhile is missed.
_OVERLAP = timedelta(minutes=15)
MOST_FOUND = 500
"""Profiles taken of one search in one look; the next look goes on after them."""


class TooManySavedError(Exception):
    """A recruiter has as many saved searches as they may."""


def save(client: Elasticsearch, recruiter: str, organisation: str, wish: dict[str, Any], label: str) -> SavedCvSearch:
    """Keep a search (`wish_of`) of a recruiter under a name; whom it finds now they saw. Raises TooManySavedError."""
    if len(saved_of(client, recruiter)) >= MOST_SAVED:
        raise TooManySavedError
    now = datetime.now(UTC).isoformat()
    saved: SavedCvSearch = {
        "id": secrets.token_hex(12),
        "recruiter": recruiter,
        "organisation": organisation,
        "wish": wish,
        "label": label,
        "created_at": now,
        "looked_at": now,
    }
    client.index(index=index_name("cv_searches"), id=saved["id"], document=saved, refresh=True)
    return saved


def saved_of(client: Elasticsearch, recruiter: str) -> list[SavedCvSearch]:
    """Return a recruiter's saved searches, the latest first."""
    refresh(client, "cv_searches")
    found = [saved for _, saved in scan(client, "cv_searches", {"term": {"recruiter": recruiter}}, "id", ["*"])]
    return sorted(found, key=lambda saved: str(saved["created_at"]), reverse=True)


def delete(client: Elasticsearch, identifier: str) -> None:
    """Erase a saved search and what it found; whose CVs it mailed stays written for them. Twice is as good as once."""
    known = get(client, "cv_searches", identifier)
    if known is not None:
        keep_told(client, get(client, "organisations", known["organisation"]), {"term": {"cv_search": identifier}})
    client.options(ignore_status=404).delete(index=index_name("cv_searches"), id=identifier, refresh=True)
    forget(client, {"cv_search": identifier}, (PENDING, CLAIMED, SENT, DROPPED))


def delete_all_of(client: Elasticsearch, recruiter: str) -> None:
    """Erase all saved searches of a recruiter who leaves."""
    for saved in saved_of(client, recruiter):
        delete(client, saved["id"])


def wish_of(wish: CvSearch, communes: Sequence[str]) -> dict[str, Any]:
    """Return a search as it is kept; `communes`: the INSEE codes of the places around which it looks. Pure."""
    return {
        "words": wish.words,
        "communes": list(communes),
        "radius_km": wish.radius_km,
        "departements": list(wish.departements),
        "chosen": {name: list(values) for name, values in wish.chosen.items() if values},
    }


def read_wish(kept: dict[str, Any], communes: Gazetteer) -> CvSearch:
    """Return the search that was kept; a commune that is no longer known is passed over. Pure."""
    known = [communes.communes[code] for code in kept["communes"] if code in communes.communes]
    return CvSearch(
        words=kept["words"],
        around=tuple(Around(one.point, one.departement) for one in known if one.point),
        radius_km=kept["radius_km"],
        departements=tuple(kept["departements"]),
        chosen={name: tuple(values) for name, values in kept["chosen"].items()},
    )


def look(client: Elasticsearch, vocabulary: Vocabulary, communes: Gazetteer, now: datetime) -> int:
    """Look for new people with every saved search whose organisation may see CVs; return how many were found.

    Those found already are one match each and not told again (`match_of`). One look that died is made again.
    """
    refresh(client, "cv_searches", "profiles")
    found = 0
    saved = [one for _, one in scan(client, "cv_searches", {"match_all": {}}, "id", ["*"])]
    organisations = get_many(client, "organisations", {one["organisation"] for one in saved})
    recruiters = get_many(client, "recruiters", {one["recruiter"] for one in saved})
    for one in saved:
        organisation, recruiter = organisations.get(one["organisation"]), recruiters.get(one["recruiter"])
        if recruiter is None or organisation is None or recruiter.get("organisation") != organisation["id"]:
            continue
        if may_see_cvs(organisation):
            keys = group_keys(client, organisation.get("siren") or "", organisation["name"])
            people = list(islice(_changed(client, one, keys, vocabulary, communes), MOST_FOUND))
            found += create_all(client, (match_of(one, profile, now) for profile in people))
            _note(client, one["id"], _so_far(one, people, now))
    if found:
        log.info("saved searches of CVs looked at", extra={"searches": len(saved), "new_matches": found})
    return found


def match_of(saved: SavedCvSearch, profile: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the match of a saved search and a person (`id` and `person` of a profile): one for ever. Pure."""
    identifier = hashlib.sha256(f"cv-search\n{saved['id']}\n{profile['person']}".encode()).hexdigest()[:40]
    return {
        "id": identifier,
        "recipient": saved["recruiter"],
        "cv_search": saved["id"],
        "candidate": profile["person"],
        "candidate_profile": profile["id"],
        "kind": DIRECT,
        "points": 0,
        "state": PENDING,
        "created_at": now.isoformat(),
    }


def _note(client: Elasticsearch, identifier: str, fields: dict[str, Any]) -> None:
    change(client, "cv_searches", identifier, lambda doc: {**doc, **fields})


def _so_far(saved: SavedCvSearch, people: Sequence[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """Return the fields that say how far a look came: to its end, or to a person after whom the next goes on. Pure."""
    began = saved.get("look_began_at") or now.isoformat()
    if len(people) < MOST_FOUND:
        return {"looked_at": began, "look_began_at": None, "looked_up_to": None}
    return {"look_began_at": began, "looked_up_to": people[-1]["id"]}


def _changed(
    client: Elasticsearch, saved: SavedCvSearch, keys: list[str], vocabulary: Vocabulary, communes: Gazetteer
) -> Iterator[dict[str, Any]]:
    """Yield the profiles a search finds that changed since it was looked at, or came within it; after those taken."""
    wish = read_wish(saved["wish"], communes)
    looked = (datetime.fromisoformat(saved["looked_at"]) - _OVERLAP).isoformat()
    # Whom it found when it was saved was seen on the page.
    since = max(looked, saved["created_at"])
    changed = [{"range": {field: {"gte": since}}} for field in ("matched_at", "last_contact_at")]
    lately = any_of(*changed, *come_since(wish.chosen, datetime.fromisoformat(since).astimezone(UTC).date()))
    query = all_of(all_found(wish, understand_search(wish.words, vocabulary), keys), lately)
    if saved.get("looked_up_to"):
        query = all_of(query, {"range": {"id": {"gt": saved["looked_up_to"]}}})
    for _, profile in scan(client, "profiles", query, "id", ["id", "person"]):
        yield profile


def saved_search(client: Elasticsearch, identifier: str, recruiter: str) -> SavedCvSearch | None:
    """Return a saved search of a recruiter; None for another's, as for one that is not there."""
    saved = get(client, "cv_searches", identifier)
    return saved if saved and saved["recruiter"] == recruiter else None
