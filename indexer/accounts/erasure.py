"""Erasing all that is kept of a person (GDPR art. 17): at once, and once more when what was in flight has landed."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.accounts.belongings import profiles_of
from indexer.alerts.people import forget_if_last
from indexer.profiles import lifecycle
from indexer.queueing import enqueue_forgetting
from indexer.searches import lifecycle as searches


def erase_person(client: Elasticsearch, person: str) -> int:
    """Erase a person's profiles with their files, saved searches, matches and what is known of them; return how many
    profiles and searches there were. Twice is as good as once.

    Workers may at that moment be matching an offer or marking a mail for them, and write it down afterwards: it is
    looked for once more half a minute later.
    """
    profiles = [profile["id"] for profile in profiles_of(client, person)]
    erased = sum(lifecycle.delete(client, identifier) for identifier in profiles)
    erased += searches.delete_person(client, person)
    forget_if_last(client, person)
    enqueue_forgetting(person)
    return erased
