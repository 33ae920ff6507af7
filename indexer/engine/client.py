"""One client for two engines.

Production runs Elasticsearch 9; one machine without Docker runs OpenSearch 3 (Elasticsearch's percolator and French
analysis are not published outside its own distribution). The `elasticsearch` client speaks a vendor media type and
refuses servers that do not name themselves Elasticsearch, so for OpenSearch a node class translates both.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from typing import Any

import requests
from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import Elasticsearch

from indexer.engine.patience import PatientClient
from indexer.settings import Settings, settings

VENDOR_TYPE = "application/vnd.elasticsearch+"
TIMEOUT_SECONDS = 30


class EngineUnavailableError(Exception):
    """The engine is not configured or does not answer; the message says what to do."""


class OpenSearchNode(Urllib3HttpNode):
    """Carries the Elasticsearch client's requests to an OpenSearch server."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: float | DefaultType | None = DEFAULT,
    ) -> Any:
        """Send one request with plain media types, and mark the answer as the client expects it."""
        plain = HttpHeaders(headers or {})
        for name in ("accept", "content-type"):
            if VENDOR_TYPE in (plain.get(name) or ""):
                plain[name] = _plain_media_type(plain[name])
        answer = super().perform_request(method, target, body=body, headers=plain, request_timeout=request_timeout)
        marked = HttpHeaders({**answer.meta.headers, "x-elastic-product": "Elasticsearch"})
        return answer._replace(meta=replace(answer.meta, headers=marked))


def _plain_media_type(value: str) -> str:
    """`application/vnd.elasticsearch+x-ndjson; compatible-with=9` → `application/x-ndjson`."""
    return ", ".join(
        part.split(";")[0].strip().replace(VENDOR_TYPE, "application/") if VENDOR_TYPE in part else part.strip()
        for part in value.split(",")
    )


def _is_opensearch(config: Settings) -> bool:
    """Ask the server who it is: the choice is made by its answer, never by a setting that could be wrong."""
    auth = (config.engine_user, config.engine_password) if config.engine_password else None
    try:
        answer = requests.get(config.engine_url, auth=auth, verify=config.engine_ca or True, timeout=TIMEOUT_SECONDS)
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise EngineUnavailableError(f"The search engine does not answer at {config.engine_url}.") from error
    if answer.status_code == 401:
        raise EngineUnavailableError("The search engine refuses ESTEY_ENGINE_USER and ESTEY_ENGINE_PASSWORD.")
    version = said.get("version") if isinstance(said, dict) else None
    if not isinstance(version, dict):
        # An error, perhaps of a server that is just starting: the choice would hold for the life of this process.
        raise EngineUnavailableError(f"What answers at {config.engine_url} does not say that it is a search engine.")
    return version.get("distribution") == "opensearch"


def connect(config: Settings) -> Elasticsearch:
    """Return a client for the engine of `config`.

    Raises EngineUnavailableError when no engine is configured or it does not answer.
    """
    if not config.engine_url:
        raise EngineUnavailableError("No search engine: start the service with `make run`, or set ESTEY_ENGINE_URL.")
    options: dict[str, Any] = {"request_timeout": TIMEOUT_SECONDS, "retry_on_timeout": True, "max_retries": 3}
    if config.engine_password:
        options["basic_auth"] = (config.engine_user, config.engine_password)
    if config.engine_ca:
        options["ca_certs"] = config.engine_ca
    if _is_opensearch(config):
        options["node_class"] = OpenSearchNode
    return PatientClient(config.engine_url, **options)


@cache
def engine() -> Elasticsearch:
    """Return this process's client, connected at first use."""
    return connect(settings())


# Connections must not be shared by a process and its children (gunicorn and Celery fork): answers would cross.
os.register_at_fork(after_in_child=engine.cache_clear)
