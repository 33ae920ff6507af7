"""What a person lets their adviser see (France Travail, mission locale, town hall): whether our mails reach them.

They give a link of their own accord and take it back when they like (GDPR art. 7.3). It shows no CV, no address and no
offer, and changes nothing.
"""

from __future__ import annotations

import hmac
import secrets

from elasticsearch import Elasticsearch

from indexer.alerts.links import read_adviser_token
from indexer.engine.documents import change, get
from indexer.profiles.document import Profile


def share(client: Elasticsearch, identifier: str) -> Profile | None:
    """Make the link of a person's adviser; one that there is stays. None when the profile is gone."""
    return change(
        client,
        "profiles",
        identifier,
        lambda doc: {**doc, "adviser_key": doc.get("adviser_key") or secrets.token_urlsafe(9)},
    )


def stop_sharing(client: Elasticsearch, identifier: str) -> Profile | None:
    """Take the link back: it opens nothing any more. Twice is as good as once."""
    return change(client, "profiles", identifier, lambda doc: {**doc, "adviser_key": None})


def shared(client: Elasticsearch, token: str) -> Profile | None:
    """Return the profile that an adviser's link opens; None when it was taken back, or the profile is gone.

    Raises LinkUnknownError when the link is none of ours.
    """
    identifier, key = read_adviser_token(token)
    profile = get(client, "profiles", identifier)
    if profile is None or not hmac.compare_digest(str(profile.get("adviser_key") or "").encode(), key.encode()):
        return None
    return profile
