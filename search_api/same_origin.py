"""Forms are sent from our own pages: what another site has a browser send is refused.

A secret link in the address is a key that another site does not have. Who is signed in has a cookie, which browsers
send with no form of another site (`SameSite=Lax`): this is the second lock, and there is no third, a token in forms.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, request

from indexer.settings import settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# One click in a mail program, which is no page of ours (RFC 8058 §3.1: no login, no cookie, no context).
FROM_ANYWHERE = frozenset({"alerts.unsubscribe"})


def refuse_other_sites() -> None:
    """End a request that changes something with 403 when a browser says that another site sends it.

    Programs say nothing of it and are let through. Our pages are shown with `no-referrer`, so that older browsers send
    `Origin: null` with their forms.
    """
    if request.method in SAFE or request.path.startswith("/api/") or request.endpoint in FROM_ANYWHERE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and urlsplit(origin).netloc not in (request.host, _public_host()):
        abort(403)


def _public_host() -> str:
    return urlsplit(settings().public_url).netloc
