"""Erasing all that is kept of a person (GDPR art. 17)."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.accounts.belongings import profiles_of
from indexer.alerts.people import forget_if_last
from indexer.profiles import lifecycle
from indexer.searches import lifecycle as searches


def erase_person(client: Elasticsearch, person: str) -> int:
    """Erase a person's profiles with their files, saved searches, matches and what is known of them; return how many
    profiles and searches there were. Twice is as good as once.

    Workers may at that moment be matching an offer or marking a mail for them, and write it down afterwards: the sweep
    looks for it again each minute (`indexer.profiles.erasures`).
    """
    profiles = [profile["id"] for profile in profiles_of(client, person)]
    erased = sum(lifecycle.delete(client, identifier) for identifier in profiles)
    erased += searches.delete_person(client, person)
    forget_if_last(client, person)
    return erased
