"""The mail with the link that signs a person in."""

from __future__ import annotations

import logging
from typing import Any

from elasticsearch import Elasticsearch

from indexer.accounts.sign_in_links import TooManyLinksError, make_link
from indexer.alerts import smtp
from indexer.alerts.messages import sign_in_message
from indexer.engine.documents import get
from indexer.engine.indices import index_name, refresh

log = logging.getLogger(__name__)


def send_sign_in_link(client: Elasticsearch, person: str, then: str) -> bool:
    """Send a link to a recruiter, or to a person who has a profile or a saved search here; say whether one was sent.

    Nothing is sent to anybody else: whoever asked is told the same by the page. `then` is the path it leads to. Raises
    smtp.MailDelayedError when the mail server cannot take it now.
    """
    email = address_of(client, person)
    if not email:
        return False
    try:
        token = make_link(client, person, then)
    except TooManyLinksError:
        log.warning("too many sign-in links for one address today")
        return False
    try:
        smtp.send(sign_in_message(email, token))
    except smtp.RecipientRefusedError:
        log.warning("a sign-in link was refused for good")
        return False
    return True


def address_of(client: Elasticsearch, person: str) -> str:
    """Return the electronic address of a person or recruiter as they last wrote it; empty when they have nothing here.

    Nobody is both: a recruiter's id is another than that of the same person as a seeker.
    """
    recruiter = get(client, "recruiters", person)
    if recruiter:
        return str(recruiter["email"])
    # Whoever left a CV a moment ago is known too.
    refresh(client, "profiles", "searches")
    names = f"{index_name('profiles')},{index_name('searches')}"
    latest: list[dict[str, Any]] = [{"received_at": "desc"}]
    # Of two indices, one that does not answer must not pass for one that knows nobody.
    answer = client.search(
        index=names,
        query={"term": {"person": person}},
        size=1,
        sort=latest,
        source_includes=["email"],
        allow_partial_search_results=False,
    )
    hits = answer["hits"]["hits"]
    return str(hits[0]["_source"]["email"]) if hits else ""
