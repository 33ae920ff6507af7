"""Who may post offers: holders of an API key, of which only the hash is kept: the operator's, or an organisation's."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request
from flask_smorest import abort

from indexer.engine.client import engine
from indexer.recruiters.api_keys import organisation_of_key
from indexer.recruiters.document import Organisation
from indexer.settings import settings


def given_key() -> str:
    """Return the API key that a request carries, however its headers are written; nothing without one."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip() if scheme.lower() == "bearer" else ""
    return key or request.headers.get("X-API-Key", "")


def api_key_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a request through only with `Authorization: Bearer <key>` (or `X-API-Key: <key>`).

    A key of the operator brings offers of any source; with an organisation's, `key_holder()` says whose it is.
    """

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        key = given_key()
        given = hashlib.sha256(key.encode()).hexdigest()
        # Every hash is compared, in constant time: the answer takes as long whichever key is wrong.
        known = [hmac.compare_digest(given, accepted.lower()) for accepted in settings().api_key_hashes]
        g.key_holder = None if any(known) else organisation_of_key(engine(), key)
        if not key or not (any(known) or g.key_holder):
            abort(
                401,
                message="Une clé d’API est nécessaire : en-tête « Authorization: Bearer <clé> ».",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return view(*args, **kwargs)

    return checked


def key_holder() -> tuple[Organisation, str] | None:
    """Return the organisation whose key this request carries and the recruiter who made it; None for the operator's."""
    holder: tuple[Organisation, str] | None = g.key_holder
    return holder
