"""What the official register of companies says of a SIRET (ESTEY_COMPANY_REGISTER): its names, its commune, its state.

An organisation is called as the register calls it. Nothing waits for the answer: until it came, what the organisation
publishes is read by the operator, as that of every one nobody vouched for.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

import requests
from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.recruiters.document import Organisation
from indexer.recruiters.sirets import siren_of
from indexer.recruiters.watchlist import marks_of_place
from indexer.settings import settings

log = logging.getLogger(__name__)

SECONDS = 4.0
MOST_BYTES = 500_000
MOST_NAMES = 12
OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"
# `etat_administratif` of an establishment in the register of INSEE (Sirene): A for active, F for closed.
_COMMUNE = re.compile(r"^(?:\d{5}|2[AB]\d{3})$")
_STATES = {"A": OPEN, "F": CLOSED, "C": CLOSED}

Said = dict[str, Any]
"""`name` (the first it has), `names` (all: the company's, its acronym, what stands on the establishment's sign),
`commune` (INSEE code, or empty), `place` (its postal address) and `state` (`open`, `closed`, `unknown`, or empty when
it is not said)."""


def ask_register(client: Elasticsearch, identifier: str) -> Organisation | None:
    """Ask the register of an organisation and keep what it says under `register`; None when nothing was said.

    That it was asked is noted (`register_asked_at`), so that whoever asks again waits.
    """
    organisation = get(client, "organisations", identifier)
    if organisation is None or not settings().company_register:
        return None
    said = _said(organisation["siret"])
    now = datetime.now(UTC).isoformat()
    noted: Organisation = {"register_asked_at": now}
    if said is not None:
        kept = {name: value for name, value in said.items() if name != "place"}
        # Of the postal address a keyed hash alone, to know it again (`watchlist`).
        noted |= {"register": {**kept, "places": marks_of_place(said["place"]), "asked_at": now}}
    changed = change(client, "organisations", identifier, lambda doc: {**doc, **noted}, refresh=True)
    return changed if said is not None else None


def read_answer(answer: Any, siret: str) -> Said | None:
    """Return what an answer of the register says of a SIRET; None when the answer is of no shape known.

    Two shapes are read: that of recherche-entreprises.api.gouv.fr (`results`, each with its `siege` and
    `matching_etablissements`) and that of the Sirene API (`etablissement`). The state is `unknown` when the register
    answers and knows neither the establishment nor its company; of one whose company alone it lists, none is said.
    """
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get("etablissement"), dict):
        return _of_sirene(answer["etablissement"])
    if not isinstance(answer.get("results"), list):
        return None
    companies = [company for company in answer["results"] if isinstance(company, dict)]
    for company in companies:
        for place in [_object(company.get("siege")), *map(_object, _list(company.get("matching_etablissements")))]:
            if place.get("siret") == siret:
                return _kept(_names(company, place), place, "etat_administratif", "commune", "adresse")
    for company in companies:
        if company.get("siren") == siren_of(siret):
            return _kept(_names(company, {}), {})
    return {**_kept([], {}), "state": UNKNOWN}


def _names(company: dict[str, Any], place: dict[str, Any]) -> list[Any]:
    own = [company.get(name) for name in ("nom_complet", "nom_raison_sociale", "sigle")]
    return [*own, place.get("nom_commercial"), *_list(place.get("liste_enseignes"))]


def _of_sirene(place: dict[str, Any]) -> Said:
    company = _object(place.get("uniteLegale"))
    latest = _object(next(iter(_list(place.get("periodesEtablissement"))), None))
    names = [company.get(name) for name in ("denominationUniteLegale", "sigleUniteLegale")]
    names += [latest.get(name) for name in ("denominationUsuelleEtablissement", "enseigne1Etablissement")]
    address = _object(place.get("adresseEtablissement"))
    parts = ("numeroVoieEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement", "codePostalEtablissement")
    written = " ".join(str(address[part]) for part in parts if isinstance(address.get(part), str | int))
    said = {**latest, "commune": address.get("codeCommuneEtablissement"), "address": written}
    return _kept(names, said, "etatAdministratifEtablissement", "commune", "address")


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _kept(names: list[Any], place: dict[str, Any], state: str = "", commune: str = "", address: str = "") -> Said:
    """Return what is kept: of an establishment, the values of these fields."""
    said = [" ".join(name.split())[:200] for name in names if isinstance(name, str) and name.strip()]
    unique = list(dict.fromkeys(said))[:MOST_NAMES]
    text = {name: str(place.get(field)) for name, field in (("commune", commune), ("place", address)) if field}
    return {
        "name": unique[0] if unique else "",
        "names": unique,
        "commune": found[0] if (found := _COMMUNE.findall(text.get("commune", ""))) else "",
        "place": text.get("place", "").removeprefix("None")[:300],
        "state": _STATES.get(str(place.get(state)), ""),
    }


def _said(siret: str) -> Said | None:
    address = settings().company_register.replace("{siret}", siret)
    try:
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            if answer.status_code == requests.codes.not_found:
                return {**_kept([], {}), "state": UNKNOWN}
            if not answer.ok or answer.is_redirect:
                log.warning("the company register refused", extra={"status": answer.status_code})
                return None
            content = answer.raw.read(MOST_BYTES, decode_content=True)
        return read_answer(json.loads(content), siret)
    except (requests.RequestException, OSError, ValueError, RecursionError) as error:
        log.warning("the company register does not answer", extra={"why": type(error).__name__})
        return None
