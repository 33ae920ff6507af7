"""How much one address, one person and one key may ask for, and how who asks too much is told when to come back.

The counts lie in Redis; while it does not answer, each process counts for itself: people are let in, not turned away.
Addresses, secrets and keys are counted under a keyed hash, so that Redis holds none of them.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from elastic_transport import TransportError
from elasticsearch import ApiError
from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded

from indexer.accounts.mailboxes import mailbox_of
from indexer.alerts.links import LinkUnknownError, read_follow_secret
from indexer.engine.client import EngineUnavailableError, engine
from indexer.engine.documents import get
from indexer.settings import settings
from search_api.api_keys import given_key

# By address: an agency, a town hall or a library is one address for all who sit there.
EVERYTHING = "600 per minute"
BY_ADDRESS = {
    "profiles.leave": "60 per hour",
    "deposits.begin": "60 per hour",
    "without_cv.begin": "60 per hour",
    "drafts.finish": "60 per hour",
    "saved_searches.save": "60 per hour",
    "sign_in.ask": "60 per hour",
    "recruiter_entry.ask": "60 per hour",
    "organisation_page.give": "20 per hour",
    "cv_search.search": "60 per minute",
    "cv_search.export": "20 per hour",
    "cv_alerts.save": "60 per hour",
    "own_data.as_pdf": "60 per hour",
    "sign_in.enter": "60 per hour",
    "offer_pages.report": "20 per hour",
    "answers.answer": "120 per hour",
    "answers.contact": "120 per hour",
    "offer_form.begin": "240 per hour",
    "offer_form.change": "240 per hour",
    "offer_form.count": "60 per minute",
    "offer_sources.file": "60 per hour",
    "offer_sources.text": "60 per hour",
    "offer_sources.link": "30 per hour",
    "recruiter_offers.publish": "120 per hour",
    "renewal.renew": "60 per hour",
    "language.understand": "240 per minute",
    "suggestions.complete": "240 per minute",
    "search.home": "240 per minute",
}
# By person: the address they write, or their secret link.
BY_PERSON = {
    "sign_in.ask": "10 per hour",
    "recruiter_entry.ask": "10 per hour",
    "drafts.replace_cv": "20 per hour",
    "without_cv.change": "60 per hour",
    "drafts.correct": "120 per hour",
    "follow.send_again": "5 per hour",
    "follow.send_link": "10 per hour",
    "follow.replace_cv": "20 per hour",
    "follow.correct": "120 per hour",
    "follow.change": "120 per hour",
    "profiles.change": "120 per hour",
}
# Of one mailbox, however its address is written (indexer.accounts.mailboxes), over all pages that have us write to
# it: a stranger's must not be filled by us, page after page. Counted together.
MAILBOX = "20 per hour;40 per day"
WRITES_TO_A_MAILBOX = (
    *("profiles.leave", "drafts.finish", "saved_searches.save", "sign_in.ask", "recruiter_entry.ask"),
    *("follow.send_again", "follow.send_link"),
)
BY_KEY = {
    "offers.Offers": "1200 per minute",
    "publications.read": "1200 per minute",
    "publications.close": "1200 per minute",
    "publications.renew": "1200 per minute",
    "readings.read": "1200 per minute",
}
# Where the key is asked of some methods only.
KEYED_METHODS = {"offers.Offers": ["POST"]}
# Of answers that say 401, by address: nobody guesses a key, and nobody may try for long.
WRONG_KEYS = "60 per hour"
# Asked by machines that must always be answered: monitoring, a mail provider, one-click unsubscription (RFC 8058).
_BY_LINK = frozenset({"follow.send_again", "follow.send_link"})
FREE = (
    *("health.read", "health.read_liveness", "metrics.read", "bounces.post"),
    *("alerts.unsubscribe", "static", "swagger_asset"),
)


def limit(app: Flask) -> Limiter:
    """Have the limits kept on every endpoint of the application; call it once all are registered."""
    limiter = Limiter(
        by_address,
        app=app,
        default_limits=[EVERYTHING],
        storage_uri=settings().redis_url or "memory://",
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1} if settings().redis_url else {},
        key_prefix="estey",
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        enabled=settings().rate_limits,
    )
    for table, key in ((BY_ADDRESS, by_address), (BY_PERSON, by_person)):
        for endpoint, allowed in table.items():
            # Each keeps the limit of everything too, and of the tables the address comes first: it reads no body.
            _keep(app, limiter, endpoint, allowed, key)
    together = limiter.shared_limit(MAILBOX, scope="mailbox", key_func=by_mailbox, override_defaults=False)
    for endpoint in WRITES_TO_A_MAILBOX:
        app.view_functions[endpoint] = together(app.view_functions[endpoint])  # type: ignore[assignment]
    for endpoint, allowed in BY_KEY.items():
        methods = KEYED_METHODS.get(endpoint)
        _keep(app, limiter, endpoint, allowed, by_key, methods=methods)
        _keep(app, limiter, endpoint, WRONG_KEYS, by_address, methods=methods, deduct_when=_refused_key)
    for endpoint in FREE:
        app.view_functions[endpoint] = limiter.exempt(app.view_functions[endpoint])  # type: ignore[assignment]
    return limiter


def _keep(
    app: Flask,
    limiter: Limiter,
    endpoint: str,
    allowed: str,
    key: Callable[[], str],
    methods: list[str] | None = None,
    deduct_when: Callable[[Response], bool] | None = None,
) -> None:
    decorate = limiter.limit(allowed, key_func=key, methods=methods, deduct_when=deduct_when, override_defaults=False)
    app.view_functions[endpoint] = decorate(app.view_functions[endpoint])  # type: ignore[assignment]


def _refused_key(response: Response) -> bool:
    return response.status_code == 401


def by_address() -> str:
    """Return what stands for the address of who asks; of IPv6, the network of one household (64 bits)."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return _hidden("address", request.remote_addr or "")
    if address.version == 6 and address.ipv4_mapped is None:
        return _hidden("address", str(ip_network(f"{address}/64", strict=False)))
    return _hidden("address", str(address))


def by_person() -> str:
    """Return what stands for the person: their secret link, else the address in the form, else where they ask from."""
    secret = (request.view_args or {}).get("secret")
    if secret:
        return _hidden("link", str(secret))
    return by_mailbox()


def by_mailbox() -> str:
    """Return what stands for the mailbox that a request has us write to: of the address in the form, or of the page
    that a secret link opens; where neither says one, the link itself, else where they ask from.
    """
    email = request.form.get("email", "")
    if not email.strip() and request.endpoint in _BY_LINK:
        email = _email_behind(str((request.view_args or {}).get("secret")))
    if email.strip():
        return _hidden("mail", mailbox_of(email))
    secret = (request.view_args or {}).get("secret")
    return _hidden("link", str(secret)) if secret else by_address()


def _email_behind(secret: str) -> str:
    """Return the address of the profile that a secret link opens; nothing when it opens none."""
    try:
        identifier, _ = read_follow_secret(secret)
    except LinkUnknownError:
        return ""
    try:
        profile = get(engine(), "profiles", identifier) or {}
    except (ApiError, TransportError, EngineUnavailableError):
        # Whoever cannot be counted is let in; the page says itself that the engine is out.
        return ""
    return str(profile.get("email") or "")


def by_key() -> str:
    """Return what stands for the API key of the request, the same however its headers are written."""
    key = given_key()
    return _hidden("key", key) if key else by_address()


def _hidden(kind: str, value: str) -> str:
    keyed = hmac.new(settings().secret_key.encode(), f"{kind}:{value}".encode(), hashlib.sha256)
    return f"{kind}:{keyed.hexdigest()[:32]}"


def seconds_to_wait(error: RateLimitExceeded, limiter: Limiter) -> int:
    """Return after how many seconds the same request is let through again, at least 1."""
    kept = limiter.current_limit
    reset = kept.reset_at if kept else time.time() + error.limit.limit.get_expiry()
    return max(1, math.ceil(reset - time.time()))


def sentence(seconds: int) -> str:
    """Return what people are told: when to come back, in words."""
    if seconds < 90:
        when = f"{seconds} seconde{'s' if seconds > 1 else ''}"
    elif seconds < 5400:
        when = f"{-(-seconds // 60)} minutes"
    else:
        when = f"{-(-seconds // 3600)} heures"
    return f"Vous avez fait beaucoup de demandes en peu de temps. Réessayez dans {when}."
