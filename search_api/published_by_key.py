"""What an organisation's key opens: an offer posted with it is published in its name, or refused with what the law has
one mend; and its own publications.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from flask import request
from flask_smorest import abort

from indexer.alerts.links import page
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.offers.france_travail import LONGEST_TITLE, RecordRefusedError, read_record
from indexer.offers.legal_gate.rules import REFUSED
from indexer.publications.carrying import offer_of
from indexer.publications.document import SOURCE, Publication
from indexer.publications.facts import Facts
from indexer.publications.gate import verdict
from indexer.publications.lifecycle import BlockedError
from indexer.publications.programs import contact_of, publication_of, take
from indexer.publications.reading import facts_of
from indexer.publications.sent import take_file_to_publish
from indexer.publications.turns import BusyError
from indexer.queueing import enqueue_reading
from indexer.reading.refusals import FileRefusedError
from indexer.recruiters.document import Organisation
from indexer.reference.in_force import gazetteer, vocabulary
from search_api.api_keys import key_holder
from search_api.bodies import read_json
from search_api.one_at_a_time import SECONDS_TO_READ, busy
from search_api.problems import not_found, refuse
from search_api.sent_files import sent_file


def publish_for(organisation: Organisation, recruiter: str) -> dict[str, Any]:
    """Publish the offer of the request for an organisation, or have its file read; ends the request when it cannot."""
    return _publish_record(organisation, recruiter) if request.is_json else _have_file_read(organisation, recruiter)


def told(publication: str, outcome: str, state: str, found: list[dict[str, str]]) -> dict[str, Any]:
    """Return what a program is told of what it published."""
    identifier = offer_of(publication)
    return {
        "id": identifier,
        "stage": "received",
        "outcome": outcome,
        "url": page(f"/offres/{identifier}"),
        "publication": publication,
        "state": state,
        "findings": found,
    }


def refusals(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the findings of the legal gate as the errors of an answer."""
    return [
        {
            "field": one["field"],
            "code": one["rule"],
            "message": f"{one['says']} {one['mend']}",
            "quote": one["quote"],
            "article": one["article"],
        }
        for one in found
    ]


def own_publication(identifier: str) -> Publication:
    """Return a publication of the organisation whose key this request carries; ends the request (404) for another's,
    as for none. The operator's keys are of no organisation.
    """
    holder = key_holder()
    publication = get(engine(), "publications", identifier)
    if holder is None or publication is None or publication["organisation"] != holder[0]["id"]:
        not_found()
    return publication


def refuse_record(refusal: RecordRefusedError) -> NoReturn:
    """End the request with what is wrong with a record."""
    if refusal.reason.startswith("bad_date_"):
        refuse(refusal.reason.removeprefix("bad_date_"), "date_invalid")
    if refusal.reason == "no_title":
        refuse("intitule", "title_missing")
    refuse("json", "field_invalid")


def _publish_record(organisation: Organisation, recruiter: str) -> dict[str, Any]:
    key, facts = _from_json()
    try:
        publication, outcome, found = take(engine(), organisation["id"], recruiter, key, facts)
    except BlockedError:
        refuse("json", "organisation_blocked")
    if verdict(found) == REFUSED:
        errors = refusals(found)
        abort(422, message=errors[0]["message"], errors=errors)
    return told(publication["id"], outcome, publication["state"], found)


def _have_file_read(organisation: Organisation, recruiter: str) -> dict[str, Any]:
    try:
        checked = sent_file("file")
    except FileRefusedError as refusal:
        refuse("file", refusal.code)
    title = " ".join(request.form.get("intitule", "").split())[:LONGEST_TITLE]
    try:
        reading = take_file_to_publish(engine(), organisation["id"], recruiter, checked, title)
    except BusyError:
        busy("file_in_hand", SECONDS_TO_READ)
    except OSError:
        refuse("file", "storage_unavailable")
    enqueue_reading(reading["id"])
    publication = publication_of(organisation["id"], reading["key"])
    identifier = offer_of(publication)
    return {
        "id": identifier,
        "stage": "received",
        "url": page(f"/offres/{identifier}"),
        "publication": publication,
        "follow_url": page(f"/api/readings/{reading['id']}"),
    }


def _from_json() -> tuple[str, Facts]:
    record = read_json()
    if not isinstance(record, dict):
        refuse("json", "json_invalid")
    content = json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    key = str(record.get("id") or hashlib.sha256(content).hexdigest())
    try:
        given = read_record({**record, "id": key}, SOURCE)
    except RecordRefusedError as refusal:
        refuse_record(refusal)
    facts = facts_of(given, vocabulary(), gazetteer())
    return key, {**facts, "apply": facts["apply"] or contact_of(record)}
