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
from indexer.publications.programs import contact_of, take
from indexer.publications.reading import LONGEST_DESCRIPTION, facts_of, facts_of_text
from indexer.reading.extraction import read_text
from indexer.reading.refusals import FileRefusedError, ReaderUnavailableError
from indexer.recruiters.document import Organisation
from indexer.reference.in_force import gazetteer, vocabulary
from search_api.api_keys import key_holder
from search_api.bodies import read_json
from search_api.problems import not_found, refuse
from search_api.sent_files import sent_file


def publish_for(organisation: Organisation, recruiter: str) -> dict[str, Any]:
    """Publish the offer of the request for an organisation; ends the request when it cannot be."""
    key, facts = _from_json() if request.is_json else _from_file()
    try:
        publication, outcome, found = take(engine(), organisation["id"], recruiter, key, facts)
    except BlockedError:
        refuse("json", "organisation_blocked")
    if verdict(found) == REFUSED:
        errors = [
            {
                "field": one["field"],
                "code": one["rule"],
                "message": f"{one['says']} {one['mend']}",
                "quote": one["quote"],
                "article": one["article"],
            }
            for one in found
        ]
        abort(422, message=errors[0]["message"], errors=errors)
    identifier = offer_of(publication["id"])
    return {
        "id": identifier,
        "stage": "received",
        "outcome": outcome,
        "url": page(f"/offres/{identifier}"),
        "publication": publication["id"],
        "state": publication["state"],
        "findings": found,
    }


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


def _from_file() -> tuple[str, Facts]:
    try:
        checked = sent_file("file")
        text = read_text(checked).text
    except FileRefusedError as refusal:
        refuse("file", refusal.code)
    except ReaderUnavailableError:
        refuse("file", "reader_unavailable")
    title = " ".join(request.form.get("intitule", "").split())[:LONGEST_TITLE]
    key = hashlib.sha256(checked.content + title.encode()).hexdigest()
    return key, facts_of_text(text[:LONGEST_DESCRIPTION], vocabulary(), gazetteer(), title)
