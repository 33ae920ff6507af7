"""Finding offers: the home page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from marshmallow import ValidationError

from indexer.operations.retention import UNCONFIRMED_DAYS
from indexer.settings import settings
from search_api.pages.offers import show_offer
from search_api.problems import by_field
from search_api.schemas import SearchSchema
from search_api.searching import run_search

search = Blueprint("search", __name__)


@search.get("/")
def home() -> Any:
    """Search offers by words and place; every state is an address."""
    schema, errors = SearchSchema(), {}
    try:
        wanted = schema.load(request.args)
    except ValidationError as error:
        errors = by_field(error.messages)
        wanted = schema.load(error.valid_data if isinstance(error.valid_data, dict) else {})
    answer = run_search(wanted)
    return render_template(
        "search.html",
        wanted=wanted,
        answer=answer,
        results=answer.results,
        errors=errors,
        address=lambda **changes: _address(wanted, changes),
        alert_address=_address(wanted, {"depuis": None}, "saved_searches.form"),
    ), (422 if errors else 200)


@search.get("/offres/<identifier>")
def offer(identifier: str) -> str:
    """Show an offer."""
    return show_offer(identifier)


@search.get("/confidentialite")
def privacy() -> str:
    """Say what is kept, why, how long, and what people can ask."""
    return render_template(
        "privacy.html",
        operator=settings().operator,
        contact=settings().contact,
        unconfirmed_days=UNCONFIRMED_DAYS,
    )


def _address(wanted: dict[str, Any], changes: dict[str, Any], endpoint: str = "search.home") -> str:
    """Return the address of the same search with some fields changed; back to the first page unless one is named."""
    fields = {**wanted, "page": None, **changes}
    kept = {name: value for name, value in fields.items() if value not in (None, "", [])}
    if kept.get("page") == 1:
        kept.pop("page")
    if not kept.get("lieu"):
        kept.pop("rayon", None)
    return url_for(endpoint, **kept)
