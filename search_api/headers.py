"""Headers that every answer carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from indexer.settings import settings

HTTPS_SECONDS = 365 * 86_400
# Nothing from elsewhere, no script written in a page, no framing.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
# Swagger UI starts from a script written in its page and styles itself.
DOCS_POLICY = POLICY + "; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
# A captured mail is shown as it is: it may style itself, and nothing else.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self';"
    " sandbox allow-popups allow-top-navigation-by-user-activation"
)


def policy_of(path: str, tiles: str) -> str:
    """Return the content security policy of a page of ours; with tiles for the map, images may come from there too."""
    if path == "/docs":
        return DOCS_POLICY
    if not tiles:
        return POLICY
    address = urlsplit(tiles)
    # "{s}.tiles.example.org": a letter that spreads the load over several names.
    origin = f"{address.scheme}://{address.netloc.replace('{s}', '*')}"
    return POLICY.replace("img-src 'self'", f"img-src 'self' {origin}")


def secure(response: Response) -> Response:
    """Add the headers that keep a page from being framed, sniffed, leaked through links, or kept by shared caches."""
    response.headers.setdefault("Content-Security-Policy", policy_of(request.path, settings().map_tiles))
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Addresses of people's own pages are secrets: no link may carry them elsewhere.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if settings().public_url.startswith("https:"):
        # Browsers that came once by https never come by http again (RFC 6797). Of this host only: what else lies under
        # the domain is its owner's to decide.
        response.headers["Strict-Transport-Security"] = f"max-age={HTTPS_SECONDS}"
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
