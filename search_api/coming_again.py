"""Pages that ask the browser to come again while a file is being read, until the person says no (WCAG 2.2.1)."""

from __future__ import annotations

from flask import request

from indexer.profiles.document import RECEIVED, Profile

# A CV is read in two or three seconds.
REFRESH_SECONDS = 3


def comes_again(profile: Profile) -> bool:
    """Say whether this request's page, of this profile, is to be asked for again by itself."""
    return profile["stage"] == RECEIVED and until_read()


def until_read() -> bool:
    """Say whether a page of something unread is to be asked for again by itself: it is, until the person says no."""
    return "arret" not in request.args


def refresh_header(refreshing: bool) -> dict[str, str]:
    """Return the header that has a browser do so; none when it is not to."""
    return {"Refresh": str(REFRESH_SECONDS)} if refreshing else {}
