"""What the official register of companies says of a SIRET, if the operator set one (ESTEY_COMPANY_REGISTER).

The answer helps whoever vouches; nothing waits for it, and without one everything goes on.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

import requests
from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.recruiters.document import Organisation
from indexer.settings import settings

log = logging.getLogger(__name__)

SECONDS = 4.0
MOST_BYTES = 500_000
OPEN, CLOSED = "open", "closed"
# `etat_administratif` of an establishment in the register of INSEE (Sirene): A for active, F for closed.
_STATES = {"A": OPEN, "F": CLOSED, "C": CLOSED}


def ask_register(client: Elasticsearch, identifier: str) -> Organisation | None:
    """Ask the register of an organisation and keep what it says under `register`; None when nothing was asked."""
    organisation = get(client, "organisations", identifier)
    if organisation is None or not settings().company_register:
        return None
    said = _said(organisation["siret"])
    if said is None:
        return None
    kept = {**said, "asked_at": datetime.now(UTC).isoformat()}
    return change(client, "organisations", identifier, lambda doc: {**doc, "register": kept}, refresh=True)


def ask_register_once(client: Elasticsearch, recruiter: str) -> Organisation | None:
    """Ask the register of the organisation that a recruiter belongs to, or asks to join, unless it answered before."""
    known = get(client, "recruiters", recruiter) or {}
    organisation = get(client, "organisations", known.get("organisation") or known.get("asks_to_join") or "-")
    if organisation is None or organisation.get("register"):
        return organisation
    return ask_register(client, organisation["id"])


def read_answer(answer: Any, siret: str) -> dict[str, str] | None:
    """Return name and state (`open`, `closed`, empty when not said) of a SIRET in an answer of the register.

    Two shapes are read: that of recherche-entreprises.api.gouv.fr (`results`, each with its `matching_etablissements`)
    and that of the Sirene API (`etablissement`). The state is `unknown` when the register answers and does not know the
    number; None when the answer is of no shape known.
    """
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get("etablissement"), dict):
        return _of_sirene(answer["etablissement"])
    if not isinstance(answer.get("results"), list):
        return None
    for company in answer["results"]:
        if isinstance(company, dict):
            for place in [_object(company.get("siege")), *map(_object, _list(company.get("matching_etablissements")))]:
                if place.get("siret") == siret:
                    return _kept(company.get("nom_complet"), place.get("etat_administratif"))
    return {"name": "", "state": "unknown"}


def _of_sirene(place: dict[str, Any]) -> dict[str, str]:
    company = _object(place.get("uniteLegale"))
    latest = _object(next(iter(_list(place.get("periodesEtablissement"))), None))
    return _kept(company.get("denominationUniteLegale"), latest.get("etatAdministratifEtablissement"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _kept(name: Any, state: Any) -> dict[str, str]:
    return {"name": str(name or "")[:200], "state": _STATES.get(str(state), "")}


def _said(siret: str) -> dict[str, str] | None:
    address = settings().company_register.replace("{siret}", siret)
    try:
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            if answer.status_code == requests.codes.not_found:
                return {"name": "", "state": "unknown"}
            if not answer.ok or answer.is_redirect:
                log.warning("the company register refused", extra={"status": answer.status_code})
                return None
            content = answer.raw.read(MOST_BYTES, decode_content=True)
        return read_answer(json.loads(content), siret)
    except (requests.RequestException, OSError, ValueError, RecursionError) as error:
        log.warning("the company register does not answer", extra={"why": type(error).__name__})
        return None
