"""The accessibility statement (Décret n° 2019-768, art. 5)."""

from __future__ import annotations

from flask import Blueprint, render_template

from indexer.settings import settings

accessibility = Blueprint("accessibility", __name__)

# Change it with the text: the day on which what it says was last looked at.
STATED_ON = "2026-11-24"


@accessibility.get("/accessibilite")
def statement() -> str:
    """Say how accessible the site is, what was tested and what was not, and how to complain."""
    return render_template(
        "accessibility.html", operator=settings().operator, contact=settings().contact, stated_on=STATED_ON
    )
