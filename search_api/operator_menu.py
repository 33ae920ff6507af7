"""What leads from one page of the operator to the other, with what waits there."""

from __future__ import annotations

from flask import url_for

from indexer.engine.client import engine
from indexer.publications.listing import count_waiting
from indexer.recruiters.document import NEW
from indexer.recruiters.operator_links import Opened
from indexer.recruiters.organisations import count


def operator_menu(opened: Opened) -> list[tuple[str, str, int | None]]:
    """Return the address, the words and the count, if it has one, of each page; nothing for who may open one only."""
    if not opened.publications:
        return []
    client = engine()
    return [
        (url_for("operator.index"), "Organisations à examiner", count(client, NEW)),
        (url_for("operator_publications.index"), "Offres à relire", count_waiting(client)),
        (url_for("operator.show_journal"), "Journal", None),
    ]
