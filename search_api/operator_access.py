"""Who may decide of organisations, and of offers that wait: asked by every page of the operator."""

from __future__ import annotations

from flask import abort

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.recruiters.decisions import Decider
from indexer.recruiters.operator_links import Opened
from search_api import sessions


def opened_pages() -> Opened:
    """Return in whose name the operator's pages are open, and which; for anybody else there is no such page (404)."""
    opened = sessions.signed_in_operator()
    if opened is None:
        abort(404)
    return opened


def opened_for(organisation: str) -> tuple[Opened, Decider]:
    """Return what is open, and who decides there, of an organisation that it reaches; for one of another territory,
    as for none, there is no such page (404). Ends the request as `opened_pages` does.
    """
    opened = opened_pages()
    if not opened.reaches(get(engine(), "organisations", organisation)):
        abort(404)
    return opened, Decider(opened.by, opened.key)


def opened_publications() -> Opened:
    """Return in whose name the offers that wait are open; for anybody else, partner bodies too, there is no such page
    (404).
    """
    opened = opened_pages()
    if not opened.publications:
        abort(404)
    return opened
