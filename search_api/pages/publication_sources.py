"""Other ways to begin an offer: a file, a text, a page that describes it. Each fills in the form, and keeps the rest
of nothing: neither the file nor the page is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for

from indexer.engine.client import engine
from indexer.publications import lifecycle
from indexer.publications.facts import EMPTY, Facts
from indexer.publications.job_posting import offer_of, posting_of
from indexer.publications.linked_page import PageRefusedError, fetch
from indexer.publications.reading import LONGEST_DESCRIPTION, facts_of, facts_of_text
from indexer.reading.extraction import read_text
from indexer.reading.refusals import FileRefusedError, ReaderUnavailableError
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from search_api.pages.publication_form import form_page
from search_api.problem_sentences import STATUS
from search_api.problems import refusal
from search_api.recruiter_access import recruiter_or_sign_in
from search_api.sent_files import sent_file

offer_sources = Blueprint("offer_sources", __name__, url_prefix="/recruteurs/offres")


class _RefusedError(Exception):
    """Nothing can be read; the code is one of `search_api.problems`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@offer_sources.post("/nouvelle/fichier")
def file() -> Any:
    """Fill in the form from a PDF, DOCX or ODT."""
    return _begun("file", "fichier", _from_file)


@offer_sources.post("/nouvelle/texte")
def text() -> Any:
    """Fill in the form from a text that was pasted."""
    return _begun("text", "texte", _from_text)


@offer_sources.post("/nouvelle/lien")
def link() -> Any:
    """Fill in the form from a page that carries schema.org/JobPosting, of a site the operator allows."""
    return _begun("link", "lien", _from_link)


def _begun(origin: str, field: str, read: Callable[[], Facts]) -> Any:
    signed = recruiter_or_sign_in()
    try:
        facts = read()
    except _RefusedError as refused:
        said = {name: request.form.get(name, "") for name in ("texte", "lien")}
        page = form_page(signed.organisation, dict(EMPTY), {field: refusal(refused.code)}, said=said)
        return page, STATUS.get(refused.code, 422)
    begun = lifecycle.begin(engine(), signed.organisation["id"], signed.recruiter["id"], facts, origin)
    return redirect(url_for("offer_form.edit", identifier=begun["id"], lue=1), code=303)


def _from_file() -> Facts:
    try:
        checked = sent_file("fichier")
        written = read_text(checked).text
    except FileRefusedError as refused:
        raise _RefusedError(refused.code) from None
    except ReaderUnavailableError:
        raise _RefusedError("reader_unavailable") from None
    return facts_of_text(written[:LONGEST_DESCRIPTION], vocabulary(), gazetteer())


def _from_text() -> Facts:
    written = request.form.get("texte", "").replace("\r\n", "\n").strip()
    if len(written) < 3:
        raise _RefusedError("offer_text_missing")
    if len(written) > LONGEST_DESCRIPTION:
        raise _RefusedError("offer_text_long")
    return facts_of_text(written, vocabulary(), gazetteer())


def _from_link() -> Facts:
    address = request.form.get("lien", "").strip()
    if not settings().link_hosts:
        raise _RefusedError("link_off")
    try:
        posting = posting_of(fetch(address, settings().link_hosts), address)
    except PageRefusedError as refused:
        raise _RefusedError(refused.code) from None
    given = offer_of(posting, address) if posting else None
    if given is None:
        raise _RefusedError("link_no_posting")
    return facts_of(given, vocabulary(), gazetteer())
