"""The end of a pause of all that a person gets, at their own wish."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.accounts.belongings import profiles_of, searches_of
from indexer.profiles import lifecycle
from indexer.searches import lifecycle as searches


def resume_person(client: Elasticsearch, person: str) -> list[str]:
    """Resume what is paused of a person's profiles and saved searches; return the ids of the profiles, to be matched.

    What they unsubscribed from stays so: to come back is another decision.
    """
    resumed = []
    for profile in profiles_of(client, person):
        if profile.get("paused") and lifecycle.pause(client, profile["id"], paused=False):
            resumed.append(str(profile["id"]))
    for saved in searches_of(client, person):
        if saved.get("paused") and not saved.get("unsubscribed_at"):
            searches.resume(client, saved["id"])
    return resumed
