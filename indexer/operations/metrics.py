"""What an operator's Prometheus reads: what workers counted, and what the engine says now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from indexer import measurements
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import CLAIMED, PENDING, SENT
from indexer.operations.status import status

HISTOGRAMS = {
    measurements.PERCOLATION: "Seconds the engine took to percolate one query of an offer.",
    measurements.HITS: "Profiles that one percolated query of an offer found.",
}


def exposition(client: Elasticsearch) -> bytes:
    """Return the metrics in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now(client))
    return generate_latest(registry)


class _Now(Collector):
    def __init__(self, client: Elasticsearch) -> None:
        self._client = client

    def collect(self) -> Iterator[Metric]:
        counted = measurements.read()
        for name, meaning in HISTOGRAMS.items():
            yield _histogram(name, meaning, counted)
        refusals = CounterMetricFamily("estey_refusals", "Refusals of what was sent, by reason.", labels=["reason"])
        for field, value in sorted(counted.items()):
            kind, _, reason = field.partition("|")
            if kind == measurements.REFUSALS:
                refusals.add_metric([reason], value)
        yield refusals
        timeouts = counted.get(f"{measurements.READER_TIMEOUTS}|", 0.0)
        yield CounterMetricFamily("estey_reader_timeouts", "Files that Tika did not read in time.", value=timeouts)
        yield from _from_engine(self._client)


def _histogram(name: str, meaning: str, counted: dict[str, float]) -> HistogramMetricFamily:
    """Return a histogram; each value was counted under every bound that it does not exceed."""
    total = counted.get(f"{name}|count", 0.0)
    buckets = [(str(float(bound)), counted.get(f"{name}|le|{bound}", 0.0)) for bound in measurements.BOUNDS[name]]
    return HistogramMetricFamily(
        f"estey_{name}", meaning, buckets=[*buckets, ("+Inf", total)], sum_value=counted.get(f"{name}|sum", 0.0)
    )


def _from_engine(client: Elasticsearch) -> Iterator[Metric]:
    refresh(client)
    now, said = datetime.now(UTC), status(client)
    oldest = said["oldest_between_stages"]
    yield _gauge("oldest_unsent_match_seconds", "Age of the oldest match not yet told.", _oldest_unsent(client, now))
    yield _gauge("mails_last_hour", "Mails with offers marked as sent in the last hour.", _mails(client, now))
    seconds = oldest["seconds"] if oldest else 0
    yield _gauge("oldest_between_stages_seconds", "How long the oldest unfinished document waits.", seconds)
    yield _gauge("set_apart", "Documents set apart (estey quarantine list).", said["set_apart"])
    yield _gauge("confirmations_to_send", "Confirmation mails not yet sent.", said["confirmations_to_send"])
    yield _gauge(
        "mails_to_send", "Notices, mails about offers and to the operator not yet sent.", said["mails_to_send"]
    )
    documents = GaugeMetricFamily("estey_documents", "Documents by kind and stage.", labels=["kind", "stage"])
    for kind, stages in said["stages"].items():
        for stage, number in stages.items():
            documents.add_metric([kind, stage], number)
    yield documents


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"estey_{name}", meaning, value=value)


def _oldest_unsent(client: Elasticsearch, now: datetime) -> float:
    """Return the age in seconds of the oldest match that waits or is in a mail being sent; 0 without one."""
    answer = client.search(
        index=index_name("matches"),
        query={"terms": {"state": [PENDING, CLAIMED]}},
        sort=[{"created_at": "asc"}],
        size=1,
        source_includes=["created_at"],
    )
    hits: list[dict[str, Any]] = answer["hits"]["hits"]
    if not hits:
        return 0.0
    return (now - datetime.fromisoformat(hits[0]["_source"]["created_at"])).total_seconds()


def _mails(client: Elasticsearch, now: datetime) -> int:
    since = (now - timedelta(hours=1)).isoformat()
    answer = client.search(
        index=index_name("matches"),
        query={"bool": {"filter": [{"term": {"state": SENT}}, {"range": {"sent_at": {"gte": since}}}]}},
        size=0,
        aggs={"mails": {"cardinality": {"field": "digest", "precision_threshold": 40_000}}},
    )
    return int(answer["aggregations"]["mails"]["value"])
