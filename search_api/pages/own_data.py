"""Everything kept about the person who is signed in: to read, to take away, to erase."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, render_template, url_for

from indexer.accounts.erasure import erase_person
from indexer.accounts.export import everything
from indexer.alerts.links import page
from indexer.engine.client import engine
from indexer.reading.file_store import load_file
from indexer.reading.refusals import FileRefusedError
from search_api import sessions
from search_api.attached import attached
from search_api.data_document import data_document
from search_api.pages.account import own_profile

own_data = Blueprint("own_data", __name__, url_prefix="/espace")


@own_data.get("/donnees.json")
def as_json() -> Response:
    """Give everything as JSON, to take to another service (GDPR art. 20)."""
    kept = _everything()
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return attached(text.encode(), "application/json", "mes-donnees-estey.json")


@own_data.get("/donnees.pdf")
def as_pdf() -> Response:
    """Give everything as a document to read (GDPR art. 15)."""
    return attached(data_document(_everything()), "application/pdf", "mes-donnees-estey.pdf")


@own_data.get("/cv/<identifier>")
def own_file(identifier: str) -> Response:
    """Give a CV back as it was sent: to be kept, never shown by the browser, whatever is in it."""
    file = own_profile(identifier).get("file")
    if not file:
        abort(404)
    try:
        content = load_file(file["path"])
    except FileRefusedError:
        abort(404)
    # Not the type it was sent as: nothing a stranger may have sent is opened inside our site (docs/doors.md).
    return attached(content, "application/octet-stream", str(file["name"]))


@own_data.get("/effacer")
def ask_erasure() -> str:
    """Ask before erasing everything."""
    sessions.person_or_sign_in()
    return render_template("account_erase.html")


@own_data.post("/effacer")
def erase() -> str:
    """Erase everything, everywhere, and end every session."""
    erase_person(engine(), sessions.person_or_sign_in())
    sessions.sign_out()
    return render_template("deleted.html")


def _everything() -> dict[str, Any]:
    kept = everything(engine(), sessions.person_or_sign_in())
    for profile in kept["profiles"]:
        if profile.get("file"):
            profile["file"] = {
                **profile["file"],
                "url": page(url_for("own_data.own_file", identifier=profile["id"])),
            }
    return kept
