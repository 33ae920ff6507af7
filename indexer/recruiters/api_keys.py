"""The keys with which an organisation's own programs publish: made here, shown once, and kept as digests only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.recruiters.document import Organisation, may_publish

MOST_KEYS = 10
_PREFIX = "estey"


class TooManyKeysError(Exception):
    """An organisation has as many keys as it may."""


def make_key(client: Elasticsearch, organisation: str, name: str, recruiter: str) -> str:
    """Make a key for an organisation and return it, once: a digest is kept. Raises TooManyKeysError.

    The key names its organisation, so that it is found by id; the secret in it is of 256 random bits.
    """
    identifier, secret = secrets.token_hex(6), secrets.token_hex(32)
    entry = {
        "id": identifier,
        "name": name,
        "digest": _digest(secret),
        "made_by": recruiter,
        "made_at": datetime.now(UTC).isoformat(),
    }
    full = False

    def added(doc: Organisation) -> Organisation | None:
        nonlocal full
        keys = doc.get("api_keys") or []
        full = len(keys) >= MOST_KEYS
        return None if full else {**doc, "api_keys": [*keys, entry]}

    change(client, "organisations", organisation, added, refresh=True)
    if full:
        raise TooManyKeysError
    return f"{_PREFIX}_{organisation}_{secret}"


def revoke_key(client: Elasticsearch, organisation: str, identifier: str) -> bool:
    """Make a key void at once, by the id it is listed under; say whether there was one."""
    found = False

    def removed(doc: Organisation) -> Organisation | None:
        nonlocal found
        keys = doc.get("api_keys") or []
        left = [entry for entry in keys if entry["id"] != identifier]
        found = len(left) < len(keys)
        return {**doc, "api_keys": left} if found else None

    change(client, "organisations", organisation, removed, refresh=True)
    return found


def organisation_of_key(client: Elasticsearch, key: str) -> tuple[Organisation, str] | None:
    """Return the organisation whose key this is and the recruiter who made it; None when it is none of ours, was
    revoked, its organisation is blocked, or its maker does not belong to it any more.
    """
    prefix, _, rest = key.partition("_")
    identifier, _, secret = rest.partition("_")
    if prefix != _PREFIX or not identifier.isalnum() or not secret:
        return None
    organisation = get(client, "organisations", identifier)
    if organisation is None or not may_publish(organisation):
        return None
    given = _digest(secret)
    # Every digest is compared: the answer takes as long whichever key is wrong.
    right = [entry for entry in organisation.get("api_keys") or [] if hmac.compare_digest(entry["digest"], given)]
    maker = get(client, "recruiters", str(right[0]["made_by"])) if right else None
    if maker is None or maker.get("organisation") != identifier:
        return None
    return organisation, str(maker["id"])


def _digest(secret: str) -> str:
    return hashlib.sha256(f"estey organisation key {secret}".encode()).hexdigest()
