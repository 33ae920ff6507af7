"""The brake: above a set number of alerts in 24 hours, none leaves any more until an operator has looked.

A fault that mails everybody again and again is then ended by itself. Confirmations do not count and are not held: each
was asked for by somebody.
"""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.matching.matches import SENT
from indexer.settings import settings

log = logging.getLogger(__name__)

DAY = timedelta(hours=24)
HELD_SECONDS = 5.0
"""How long a process goes by what it last counted: the brake acts so much later at most."""
_IDENTIFIER = "alerts-brake"


@dataclass(frozen=True)
class Brake:
    """Where the brake stands: alerts counted since 24 hours or the last resumption, the most allowed (0: no limit),
    when it stopped them, and when an operator last let them go on. Times are ISO 8601, empty when it never happened.
    """

    mails: int
    most: int
    stopped_at: str = ""
    resumed_at: str = ""

    @property
    def is_on(self) -> bool:
        """Say whether alerts are stopped."""
        return bool(self.stopped_at)


def read(client: Elasticsearch) -> Brake:
    """Return where the brake stands, counted now."""
    kept = (get(client, "reference", _IDENTIFIER) or {}).get("brake") or {}
    since = datetime.now(UTC) - DAY
    if kept.get("resumed_at"):
        since = max(since, datetime.fromisoformat(kept["resumed_at"]))
    sent = [{"term": {"state": SENT}}, {"range": {"sent_at": {"gte": since.isoformat()}}}]
    answer = client.search(
        index=index_name("matches"),
        query={"bool": {"filter": sent}},
        size=0,
        # Exact up to 40,000, a few per cent off beyond.
        aggs={"mails": {"cardinality": {"field": "digest", "precision_threshold": 40_000}}},
    )
    mails = int(answer["aggregations"]["mails"]["value"])
    return Brake(mails, settings().mails_a_day, kept.get("stopped_at", ""), kept.get("resumed_at", ""))


def pull_if_due(client: Elasticsearch) -> Brake:
    """Stop alerts when too many have left; return where the brake stands."""
    brake = read(client)
    if brake.is_on or not brake.most or brake.mails < brake.most:
        return brake
    pulled = Brake(brake.mails, brake.most, datetime.now(UTC).isoformat(), brake.resumed_at)
    _keep(client, pulled)
    log.error("alerts stopped: too many in 24 hours; estey alerts resume", extra={"mails": brake.mails})
    return pulled


def resume(client: Elasticsearch) -> Brake:
    """Let alerts go on, counted from now; return where the brake stood."""
    brake = read(client)
    _keep(client, Brake(0, brake.most, "", datetime.now(UTC).isoformat()))
    forget()
    return brake


class _Look:
    """What this process last saw."""

    index, until, stopped = "", 0.0, False


def holds(client: Elasticsearch) -> bool:
    """Say whether alerts are stopped, as seen at most HELD_SECONDS ago; stops them when it is time to."""
    index = index_name("matches")
    if _Look.index != index or time.monotonic() >= _Look.until:
        _Look.stopped = pull_if_due(client).is_on
        _Look.index, _Look.until = index, time.monotonic() + HELD_SECONDS
    return _Look.stopped


def forget() -> None:
    """Count again at the next look."""
    _Look.until = 0.0


def _keep(client: Elasticsearch, brake: Brake) -> None:
    document = {"kind": "brake", "brake": asdict(brake)}
    client.index(index=index_name("reference"), id=_IDENTIFIER, document=document, refresh=True)
