"""Who may post offers: holders of an API key, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from flask_smorest import abort

from indexer.settings import settings


def api_key_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a request through only with `Authorization: Bearer <key>` (or `X-API-Key: <key>`)."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        key = key.strip() if scheme.lower() == "bearer" else ""
        key = key or request.headers.get("X-API-Key", "")
        given = hashlib.sha256(key.encode()).hexdigest()
        # Every hash is compared, in constant time: the answer takes as long whichever key is wrong.
        known = [hmac.compare_digest(given, accepted.lower()) for accepted in settings().api_key_hashes]
        if not key or not any(known):
            abort(
                401,
                message="Une clé d’API est nécessaire : en-tête « Authorization: Bearer <clé> ».",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return view(*args, **kwargs)

    return checked
