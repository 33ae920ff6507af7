"""Who may decide of organisations: asked by every page of the operator."""

from __future__ import annotations

from flask import abort

from search_api import sessions


def operator_name() -> str:
    """Return the name in which the operator's pages are open; for anybody else there is no such page (404)."""
    name = sessions.signed_in_operator()
    if name is None:
        abort(404)
    return name
