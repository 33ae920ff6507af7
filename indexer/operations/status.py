"""What the service is doing now, and whether every part of it answers."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any

import redis
from elasticsearch import Elasticsearch, TransportError

from indexer.alerts import brake
from indexer.alerts.confirmations import KINDS as CONFIRMED
from indexer.celery_app import app
from indexer.engine.client import EngineUnavailableError, engine
from indexer.engine.indices import KINDS, index_name, refresh
from indexer.mail import outbox
from indexer.matching.matches import CLAIMED
from indexer.operations.files import last_look
from indexer.operations.sweep import UNFINISHED
from indexer.profiles.draft import DRAFT
from indexer.publications.document import WAITING
from indexer.quarantine import set_apart
from indexer.settings import settings
from indexer.tasks import FILES_HEARTBEAT_KEY, HEARTBEAT_KEY, READER_KEY

PATIENCE_SECONDS = 3
MOST_LOOKED_AT = 1000
SIGNED = ("worker", "scheduler", "reader", "file-worker")
# Only profiles have drafts among them: elsewhere it leaves nothing out.
_FINISHED: dict[str, Any] = {"bool": {"must_not": [DRAFT]}}


def status(client: Elasticsearch) -> dict[str, Any]:
    """Return counts per index and stage, what is in flight, and the engine's name and version.

    Deposits that are not finished (`drafts`) are no profiles, and in flight while their CV is read.
    `in_flight` counts offers and profiles between stages, confirmations and other mails to send, and matches in a mail
    that is being sent.
    `oldest_between_stages` is the document that has been there longest, with its seconds; `set_apart` counts what
    `estey quarantine` lists, `publications_waiting` the offers of recruiters that `estey publications` does.
    `alerts` says how many left in 24 hours, and whether the brake stopped them. `files` is what the last look at the
    file store found (`files.erase_unwanted`), None before the first.
    """
    refresh(client)
    info = client.info()
    stages = {kind: _counts(client, kind, "stage") for kind in ("offers", "profiles")}
    matches = _counts(client, "matches", "state")
    reading = {"bool": {"filter": [DRAFT, {"terms": {"stage": list(UNFINISHED)}}]}}
    unfinished = sum(counts.get(stage, 0) for counts in stages.values() for stage in UNFINISHED)
    unfinished += _count(client, "profiles", reading)
    unfinished += _count(client, "readings", {"term": {"stage": UNFINISHED[0]}})
    confirmations = sum(_count(client, kind, {"term": {"confirmation": "pending"}}) for kind in CONFIRMED)
    mails = _count(client, "mails", {"terms": {"state": list(outbox.OPEN)}})
    version = info["version"]
    return {
        "in_flight": unfinished + confirmations + mails + matches.get(CLAIMED, 0),
        "counts": {kind: _count(client, kind, _FINISHED) for kind in KINDS},
        "drafts": _count(client, "profiles", DRAFT),
        "stages": {**stages, "matches": matches},
        "confirmations_to_send": confirmations,
        "mails_to_send": mails,
        "oldest_between_stages": oldest_between_stages(client, datetime.now(UTC)),
        "set_apart": set_apart.count(client),
        "publications_waiting": _count(client, "publications", {"term": {"state": WAITING}}),
        "alerts": asdict(brake.read(client)),
        "files": asdict(looked) if (looked := last_look(client)) else None,
        "engine": {"name": version.get("distribution", "elasticsearch"), "version": version["number"]},
        "url": settings().public_url,
    }


def oldest_between_stages(client: Elasticsearch, now: datetime) -> dict[str, Any] | None:
    """Return the kind, id, stage and seconds of the offer or profile that has been between stages longest.

    Since when is not written down: it cannot be before the document came in, was matched the last time or was changed
    by its person, so the seconds are never too few.
    """
    moments = ("received_at", "matched_at", "last_contact_at")
    found = []
    for kind in ("offers", "profiles"):
        answer = client.search(
            index=index_name(kind),
            query={"terms": {"stage": list(UNFINISHED)}},
            sort=[{"received_at": "asc"}],
            size=MOST_LOOKED_AT,
            source_includes=["stage", *moments],
        )
        for hit in answer["hits"]["hits"]:
            source = hit["_source"]
            since = max(datetime.fromisoformat(source[name]) for name in moments if source.get(name))
            age = round((now - since).total_seconds(), 1)
            found.append({"kind": kind, "id": hit["_id"], "stage": source["stage"], "seconds": age})
    return max(found, key=lambda one: one["seconds"], default=None)


def _count(client: Elasticsearch, kind: str, query: dict[str, Any]) -> int:
    return int(client.count(index=index_name(kind), query=query)["count"])


def _counts(client: Elasticsearch, kind: str, field: str) -> dict[str, int]:
    by = {"by": {"terms": {"field": field, "size": 20}}}
    answer = client.search(index=index_name(kind), query=_FINISHED, size=0, aggs=by)
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["by"]["buckets"]}


def unhealthy_parts() -> list[str]:
    """Return the names of the parts that do not answer: engine, reader, queue, worker, scheduler, file-worker, mail.

    Of Tika, the worker says whether it answers, some seconds ago: no page waits for it.
    """
    checks: dict[str, Callable[[], bool]] = {
        "engine": _engine_answers,
        "reader": partial(_is_signed, READER_KEY),
        "queue": _queue_answers,
        "worker": _worker_answers,
        "scheduler": partial(_is_signed, HEARTBEAT_KEY),
        "file-worker": partial(_is_signed, FILES_HEARTBEAT_KEY),
        "mail": _mail_answers,
    }
    failed = [name for name, check in checks.items() if not _safely(check)]
    # Without the queue, nothing can be known of those who leave their signs there.
    return [name for name in failed if name not in SIGNED] if "queue" in failed else failed


def _safely(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (OSError, ValueError, redis.RedisError, TransportError, EngineUnavailableError, smtplib.SMTPException):
        return False
    except Exception as error:  # kombu raises its transports' own errors, under no common base
        if type(error).__module__.startswith("kombu"):
            return False
        raise


def _engine_answers() -> bool:
    aliases = ",".join(index_name(kind) for kind in KINDS)
    return bool(engine().options(request_timeout=PATIENCE_SECONDS, max_retries=0).indices.exists(index=aliases))


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings().redis_url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )


def _queue_answers() -> bool:
    return bool(_redis().ping())


def _worker_answers() -> bool:
    return bool(app.control.ping(timeout=PATIENCE_SECONDS, limit=1))


def _is_signed(key: str) -> bool:
    """Say whether a sign is there that a worker leaves every ten seconds (`indexer.tasks.heartbeat`)."""
    return bool(_redis().exists(key))


def _mail_answers() -> bool:
    if not settings().smtp_host:
        return False
    if settings().smtp_security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            settings().smtp_host, settings().smtp_port, timeout=PATIENCE_SECONDS
        )
    else:
        connection = smtplib.SMTP(settings().smtp_host, settings().smtp_port, timeout=PATIENCE_SECONDS)
    with connection as server:
        return server.noop()[0] == 250
