"""What recruiters find in the header of every page once they are signed in."""

from __future__ import annotations

from flask import current_app, url_for

# Endpoint and words, in the order of the header.
ENTRIES = (
    ("recruiter_offers.index", "Nos offres"),
    ("cv_search.search", "Chercher un CV"),
    ("organisation_page.form", "Mon organisation"),
    ("recruiter_account.show", "Mon compte"),
)


def recruiter_menu() -> list[tuple[str, str]]:
    """Return the address and the words of each entry that this application has."""
    return [(url_for(name), words) for name, words in ENTRIES if name in current_app.view_functions]
