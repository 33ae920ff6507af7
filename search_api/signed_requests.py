"""Requests that a mail provider signs, after the Standard Webhooks specification (standardwebhooks.com), so that what
providers and their libraries send already is understood.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping

WINDOW_SECONDS = 300
_PREFIX = "whsec_"


def refusal(headers: Mapping[str, str], body: bytes, key: str, now: float | None = None) -> str:
    """Return why a request is not to be believed, as a code of `search_api.problems`; empty when it is.

    `headers` by their names in small letters.

    The signature is `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several may stand, by spaces, while
    a key is changed. All are compared, in constant time.
    """
    identifier, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not identifier or not stamp or not given:
        return "signature_missing"
    expected = b"v1," + base64.b64encode(
        hmac.new(secret_bytes(key), f"{identifier}.{stamp}.".encode("utf-8", "replace") + body, hashlib.sha256).digest()
    )
    right = [hmac.compare_digest(one.encode("utf-8", "replace"), expected) for one in given.split()]
    if not any(right):
        return "signature_invalid"
    # Signed and therefore theirs; old, it may have been listened to and sent again.
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        return "signature_old"
    return "" if abs((time.time() if now is None else now) - int(stamp)) <= WINDOW_SECONDS else "signature_old"


def secret_bytes(key: str) -> bytes:
    """Return the bytes of a key: base64 after `whsec_`, as providers show it, else its own characters."""
    if key.startswith(_PREFIX):
        try:
            return base64.b64decode(key.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            return key.encode()
    return key.encode()
