"""Everything kept about the person who is signed in: to read, to take away, to erase."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, render_template, send_file, url_for

from indexer.accounts.erasure import erase_person
from indexer.accounts.export import everything
from indexer.alerts.links import page
from indexer.engine.client import engine
from indexer.reading.file_store import load_file
from indexer.reading.refusals import FileRefusedError
from search_api import sessions
from search_api.data_document import data_document
from search_api.pages.account import own_profile

own_data = Blueprint("own_data", __name__, url_prefix="/espace")


@own_data.get("/donnees.json")
def as_json() -> Response:
    """Give everything as JSON, to take to another service (GDPR art. 20)."""
    kept = _everything()
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return _attached(text.encode(), "application/json", "mes-donnees-estey.json")


@own_data.get("/donnees.pdf")
def as_pdf() -> Response:
    """Give everything as a document to read (GDPR art. 15)."""
    return _attached(data_document(_everything()), "application/pdf", "mes-donnees-estey.pdf")


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
    return _attached(content, "application/octet-stream", str(file["name"]))


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


def _attached(content: bytes, media_type: str, name: str) -> Response:
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=_plain(name))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _plain(name: str) -> str:
    """Return a file's name without what could lead out of a folder or turn the direction of writing."""
    return "".join(letter if letter.isalnum() or letter in " ._-" else "_" for letter in name)[-120:] or "cv"
