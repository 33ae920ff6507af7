"""Other ways to begin an offer: a file, a text, a page that describes it. Each fills in the form, and keeps the rest
of nothing: the file is erased once it is read, and the page is not stored.

A text is understood at once. A file and a page are read by a worker (`indexer.publications.sent`), never by a thread of
the web: a page of their own says how far it is, and leads on to the form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.publications import lifecycle
from indexer.publications.facts import EMPTY
from indexer.publications.linked_page import PORTS, PageRefusedError, checked
from indexer.publications.reading import LONGEST_DESCRIPTION, facts_of_text
from indexer.publications.sent import DONE, FAILED, FORM, LINK, Reading, take_file, take_link
from indexer.publications.turns import BusyError
from indexer.queueing import enqueue_reading
from indexer.reading.refusals import FileRefusedError
from indexer.recruiters.document import Organisation
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from search_api.coming_again import refresh_header, until_read
from search_api.one_at_a_time import SECONDS_TO_READ
from search_api.pages.publication_form import form_page
from search_api.problem_sentences import STATUS
from search_api.problems import refusal
from search_api.recruiter_access import SignedRecruiter, recruiter_or_sign_in
from search_api.sent_files import sent_file

offer_sources = Blueprint("offer_sources", __name__, url_prefix="/recruteurs/offres")

LONGEST_ADDRESS = 500


class _RefusedError(Exception):
    """Nothing can be read; the code is one of `search_api.problems`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@offer_sources.post("/nouvelle/fichier")
def file() -> Any:
    """Have a PDF, DOCX or ODT read, to fill in the form."""
    return _to_be_read("fichier", _file)


@offer_sources.post("/nouvelle/lien")
def link() -> Any:
    """Have a page read that carries schema.org/JobPosting, of a site the operator allows, to fill in the form."""
    return _to_be_read("lien", _link)


@offer_sources.post("/nouvelle/texte")
def text() -> Any:
    """Fill in the form from a text that was pasted."""
    signed = recruiter_or_sign_in()
    written = request.form.get("texte", "").replace("\r\n", "\n").strip()
    if len(written) < 3 or len(written) > LONGEST_DESCRIPTION:
        code = "offer_text_missing" if len(written) < 3 else "offer_text_long"
        return _form(signed.organisation, "texte", code), 422
    facts = facts_of_text(written, vocabulary(), gazetteer())
    begun = lifecycle.begin(engine(), signed.organisation["id"], signed.recruiter["id"], facts, "text")
    return redirect(url_for("offer_form.edit", identifier=begun["id"], lue=1), code=303)


@offer_sources.get("/lecture/<identifier>")
def reading(identifier: str) -> Any:
    """Say how far the reading is, and lead on to the form it filled in; what could not be read is said in the form."""
    signed = recruiter_or_sign_in()
    found = get(engine(), "readings", identifier)
    if found is None or found.get("purpose") != FORM or found["recruiter"] != signed.recruiter["id"]:
        abort(404)
    if found["stage"] == DONE:
        return redirect(url_for("offer_form.edit", identifier=found["result"]["publication"], lue=1), code=303)
    if found["stage"] == FAILED:
        field = "lien" if found["origin"] == LINK else "fichier"
        said = {"lien": found.get("address") or ""}
        return form_page(signed.organisation, dict(EMPTY), {field: refusal(found["failure"]["code"])}, said=said)
    refreshing = until_read()
    page = render_template("publication_reading.html", reading=found, refreshing=refreshing, LINK=LINK)
    return page, refresh_header(refreshing)


def _to_be_read(field: str, take: Callable[[SignedRecruiter], Reading]) -> Any:
    signed = recruiter_or_sign_in()
    try:
        taken = take(signed)
    except BusyError:
        return _form(signed.organisation, field, "file_in_hand"), 429, {"Retry-After": str(SECONDS_TO_READ)}
    except _RefusedError as refused:
        return _form(signed.organisation, field, refused.code), STATUS.get(refused.code, 422)
    except OSError:
        return _form(signed.organisation, field, "storage_unavailable"), 503
    enqueue_reading(taken["id"])
    return redirect(url_for("offer_sources.reading", identifier=taken["id"]), code=303)


def _file(signed: SignedRecruiter) -> Reading:
    try:
        sent = sent_file("fichier")
    except FileRefusedError as refused:
        raise _RefusedError(refused.code) from None
    return take_file(engine(), signed.organisation["id"], signed.recruiter["id"], sent)


def _link(signed: SignedRecruiter) -> Reading:
    if not settings().link_hosts:
        raise _RefusedError("link_off")
    address = request.form.get("lien", "").strip()
    try:
        # What is no address that may be asked is said at once.
        checked(address, settings().link_hosts, PORTS)
    except PageRefusedError as refused:
        raise _RefusedError(refused.code) from None
    if len(address) > LONGEST_ADDRESS:
        raise _RefusedError("link_invalid")
    return take_link(engine(), signed.organisation["id"], signed.recruiter["id"], address)


def _form(organisation: Organisation, field: str, code: str) -> str:
    said = {name: request.form.get(name, "") for name in ("texte", "lien")}
    return form_page(organisation, dict(EMPTY), {field: refusal(code)}, said=said)
