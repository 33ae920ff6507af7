"""Finding offers: the home page."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from indexer.operations.retention import UNCONFIRMED_DAYS
from indexer.settings import settings
from search_api.pages.offers import show_offer
from search_api.problems import by_field
from search_api.search_schema import SearchSchema
from search_api.search_view import (
    FIRST,
    address_of,
    chips_of,
    groups_of,
    of,
    orders_of,
    read_in_words,
    replaced,
    trials_of,
    where,
)
from search_api.searching import run_search, sorted_search

search = Blueprint("search", __name__)


@search.get("/")
def home() -> Any:
    """Search offers by words and place; every state is an address."""
    schema, errors = SearchSchema(), {}
    try:
        wanted = schema.load(request.args)
    except ValidationError as error:
        errors = by_field(error.messages)
        # As they were sent: what was valid is read once more, and a page once read is a text no more.
        sound = MultiDict(request.args)
        for name in error.messages_dict:
            sound.poplist(name)
        wanted = schema.load(sound)
    typed, found = wanted["q"], sorted_search(wanted)
    wanted = found.wanted
    answer = run_search(wanted)
    return render_template(
        "search.html",
        wanted=wanted,
        typed=typed,
        read=read_in_words(found),
        answer=answer,
        results=answer.results,
        places=answer.places,
        chips=chips_of(wanted, answer),
        groups=groups_of(wanted, answer.results),
        first=FIRST,
        orders=orders_of(wanted, answer),
        trials=trials_of(wanted, answer),
        where=where(wanted, answer.places),
        of=of,
        replaced=partial(replaced, wanted["lieu"]),
        errors=errors,
        address=partial(address_of, wanted),
        alert_address=address_of(wanted, "saved_searches.form", depuis=None, tri=None),
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
