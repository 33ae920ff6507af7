"""One person's mail: their pending matches are claimed, rendered, sent, then marked.

A claim is written before the mail and the mark after it, all under one digest id that is also the Message-ID. A run
that dies in between leaves a claim; once expired it is finished under the same id, so that the one window in which a
mail can leave twice (between the server's acceptance and the mark) shows the same Message-ID twice.
"""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.alerts import links, smtp
from indexer.alerts.messages import digest_message
from indexer.alerts.offer_lines import MOST_OFFERS, OfferLine, choose, offer_line
from indexer.alerts.schedule import is_due
from indexer.engine.documents import change, get_many, scan
from indexer.engine.indices import index_name, refresh
from indexer.language.vocabulary import vocabulary
from indexer.matching.matches import CLAIMED, DIRECT, DROPPED, PENDING, SENT, WITH_TRAINING
from indexer.offers.document import OPEN
from indexer.places.communes import gazetteer
from indexer.settings import settings
from indexer.trainings.catalogue import trainings_towards

log = logging.getLogger(__name__)

CLAIM_LASTS = timedelta(minutes=10)
MOST_MATCHES = 1000

Hit = dict[str, Any]


def recipients_waiting(client: Elasticsearch) -> Iterator[str]:
    """Yield each person who has pending matches, or an expired claim to finish."""
    refresh(client, "matches")
    expired = {"range": {"claimed_at": {"lt": (datetime.now(UTC) - CLAIM_LASTS).isoformat()}}}
    unfinished = {"bool": {"filter": [{"term": {"state": CLAIMED}}, expired]}}
    query = {"bool": {"should": [{"term": {"state": PENDING}}, unfinished], "minimum_should_match": 1}}
    after: dict[str, Any] | None = None
    while True:
        composite: dict[str, Any] = {"size": 500, "sources": [{"recipient": {"terms": {"field": "recipient"}}}]}
        if after:
            composite["after"] = after
        answer = client.search(
            index=index_name("matches"), query=query, size=0, aggs={"recipients": {"composite": composite}}
        )
        found = answer["aggregations"]["recipients"]
        yield from (bucket["key"]["recipient"] for bucket in found["buckets"])
        after = found.get("after_key")
        if not after:
            return


def send_digest(client: Elasticsearch, recipient: str, *, everyone: bool = False) -> int:
    """Send one person what is due to them and return how many offers they were told of.

    With `everyone`, what is pending is sent whatever the hour they chose. Raises smtp.MailDelayedError when the mail
    server cannot take it now: the claim stays, and expires.
    """
    refresh(client, "matches")
    told = 0
    for digest, hits in _expired_claims(client, recipient).items():
        told += _deliver(client, digest, hits)
    pending = _hits(client, [{"term": {"recipient": recipient}}, {"term": {"state": PENDING}}])
    profiles = get_many(client, "profiles", {hit["_source"]["profile"] for hit in pending})
    now, config = datetime.now(UTC), settings()
    due = {
        identifier
        for identifier, profile in profiles.items()
        if everyone or is_due(profile, now, config.timezone, config.digest_hour)
    }
    # Pause is not unsubscribe: what was found before it waits until it ends.
    due -= {identifier for identifier, profile in profiles.items() if is_waiting(profile)}
    # A match whose profile is gone is claimed too, so that it is dropped.
    ready = [hit for hit in pending if hit["_source"]["profile"] in due or hit["_source"]["profile"] not in profiles]
    digest = secrets.token_hex(12)
    claimed = _move(client, ready, {"state": CLAIMED, "digest": digest, "claimed_at": now.isoformat()})
    return told + _deliver(client, digest, claimed) if claimed else told


def _deliver(client: Elasticsearch, digest: str, hits: list[Hit]) -> int:
    """Send one claimed digest and mark it; return how many offers were told."""
    profiles = get_many(client, "profiles", {hit["_source"]["profile"] for hit in hits})
    offers = get_many(client, "offers", {hit["_source"]["offer"] for hit in hits})
    sendable, waiting, dropped = [], [], defaultdict(list)
    for hit in hits:
        profile, offer = profiles.get(hit["_source"]["profile"]), offers.get(hit["_source"]["offer"])
        if profile and is_waiting(profile):
            waiting.append(hit)
        elif profile is None or not profile.get("alertable"):
            dropped["not_alertable"].append(hit)
        elif offer is None or offer.get("status") != OPEN:
            dropped["offer_closed"].append(hit)
        else:
            sendable.append((hit, profile, offer))
    told: dict[str, list[OfferLine]] = {DIRECT: [], WITH_TRAINING: []}
    for hit, profile, offer in list(sendable):
        kind = hit["_source"].get("kind", DIRECT)
        trainings = trainings_towards(client, profile, offer) if kind == WITH_TRAINING else []
        if kind == WITH_TRAINING and not trainings:
            # Those there were have begun meanwhile.
            sendable.remove((hit, profile, offer))
            dropped["training_over"].append(hit)
            continue
        url = links.page(f"/offres/{offer['id']}")
        told[kind].append(offer_line(offer, profile, url, vocabulary(), gazetteer(), trainings))
    for reason, gone in dropped.items():
        _move(client, gone, {"state": DROPPED, "reason": reason})
    _move(client, waiting, {"state": PENDING})
    if not sendable:
        return 0
    shown, more = choose(told[DIRECT])
    # What a training would open comes after what fits as it is, and never takes its place.
    trained, more_trained = choose(told[WITH_TRAINING], MOST_OFFERS - len(shown))
    # Several profiles of one person go into one mail; its links lead to the first one's page.
    owner = min((profile for _, profile, _ in sendable), key=lambda profile: str(profile["received_at"]))
    delivered = [hit for hit, _, _ in sendable]
    try:
        smtp.send(digest_message(owner, digest, shown, more + more_trained, trained))
    except smtp.RecipientRefusedError:
        log.warning("address refused by the mail server", extra={"digest": digest})
        _move(client, delivered, {"state": DROPPED, "reason": "address_refused"})
        return 0
    now = datetime.now(UTC).isoformat()
    _move(client, delivered, {"state": SENT, "sent_at": now})
    for identifier in {hit["_source"]["profile"] for hit in delivered}:
        change(client, "profiles", identifier, lambda doc: {**doc, "last_digest_at": now})
    log.info("digest sent", extra={"digest": digest, "offers": len(delivered)})
    return len(delivered)


def is_waiting(profile: dict[str, Any]) -> bool:
    """Say whether this person's alerts are on hold: paused, not ended."""
    return bool(profile.get("paused") and not profile.get("unsubscribed_at"))


def drop_due(client: Elasticsearch, profile: str, reason: str) -> None:
    """Drop what is due to a profile and not sent."""
    refresh(client, "matches")
    waiting = {"bool": {"filter": [{"term": {"profile": profile}}, {"terms": {"state": [PENDING, CLAIMED]}}]}}
    identifiers = [identifier for identifier, _ in scan(client, "matches", waiting, "id")]
    change_all = ({"_id": identifier, "doc": {"state": DROPPED, "reason": reason}} for identifier in identifiers)
    actions = ({"_op_type": "update", "_index": index_name("matches"), **action} for action in change_all)
    for _ in streaming_bulk(client, actions, raise_on_error=False):
        pass


def _expired_claims(client: Elasticsearch, recipient: str) -> dict[str, list[Hit]]:
    """Return a person's claims that expired, by digest, claimed anew so that no other run finishes them too."""
    now = datetime.now(UTC)
    hits = _hits(
        client,
        [
            {"term": {"recipient": recipient}},
            {"term": {"state": CLAIMED}},
            {"range": {"claimed_at": {"lt": (now - CLAIM_LASTS).isoformat()}}},
        ],
    )
    claims = defaultdict(list)
    for hit in _move(client, hits, {"claimed_at": now.isoformat()}):
        claims[hit["_source"]["digest"]].append(hit)
    return claims


def _hits(client: Elasticsearch, filters: list[dict[str, Any]]) -> list[Hit]:
    answer = client.search(
        index=index_name("matches"),
        query={"bool": {"filter": filters}},
        size=MOST_MATCHES,
        sort=[{"created_at": "asc"}],
        seq_no_primary_term=True,
    )
    return list(answer["hits"]["hits"])


def _move(client: Elasticsearch, hits: list[Hit], fields: dict[str, Any]) -> list[Hit]:
    """Write new fields to matches that have not moved since they were read; return those that were ours to move."""
    actions = (
        {
            "_op_type": "update",
            "_index": index_name("matches"),
            "_id": hit["_id"],
            "if_seq_no": hit["_seq_no"],
            "if_primary_term": hit["_primary_term"],
            "doc": fields,
        }
        for hit in hits
    )
    by_id = {hit["_id"]: hit for hit in hits}
    moved = []
    for done, answer in streaming_bulk(client, actions, raise_on_error=False):
        outcome = answer["update"]
        if done:
            hit = by_id[outcome["_id"]]
            moved.append(
                {
                    **hit,
                    "_seq_no": outcome["_seq_no"],
                    "_primary_term": outcome["_primary_term"],
                    "_source": {**hit["_source"], **fields},
                }
            )
    return moved
