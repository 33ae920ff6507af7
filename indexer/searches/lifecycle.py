"""What a person does with a saved search: save, confirm, change its rhythm, pause, end, erase."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts.claims import drop_due
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.profiles import erasures
from indexer.profiles.deposit import AT_ONCE
from indexer.profiles.rematching import match_person_again
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.searches.document import complete, saved_search
from indexer.searches.queries import SavedSearch
from indexer.searches.wanted import Wanted


def preview(wanted: Wanted) -> SavedSearch:
    """Return a search as it would be saved, to say what it would bring; nothing is written."""
    return saved_search(wanted, "", "daily", vocabulary(), gazetteer(), _now())


def save(client: Elasticsearch, wanted: Wanted, email: str, frequency: str, hour: int | None = None) -> SavedSearch:
    """Write a search down; the caller then has its confirmation mail sent. Alerts begin once it is confirmed."""
    saved = {**saved_search(wanted, email, frequency, vocabulary(), gazetteer(), _now()), "hour": hour}
    client.index(index=index_name("searches"), id=saved["id"], document=saved, refresh=True)
    return saved


def save_once(
    client: Elasticsearch, wanted: Wanted, email: str, frequency: str, hour: int | None, sent_from: str
) -> tuple[SavedSearch, bool]:
    """Write a search down and return it, and whether this call did: sent several times at once, it is one.

    The same is the same wish, address and rhythm, from the same place within AT_ONCE, as for deposits
    (`indexer.profiles.deposit.deposit_once`): who sends it is answered with its secret link.
    """
    saved = {**saved_search(wanted, email, frequency, vocabulary(), gazetteer(), _now()), "hour": hour}
    said = json.dumps([sent_from, saved["person"], saved["wish"], frequency, hour], sort_keys=True, default=str)
    span = int(datetime.fromisoformat(saved["received_at"]).timestamp() // AT_ONCE.total_seconds())
    names = [hashlib.sha256(f"estey search\n{said}\n{span - back}".encode()).hexdigest()[:24] for back in (0, 1)]
    for name in reversed(names):
        if (known := get(client, "searches", name)) and _is_of_now(known):
            return known, False
    if not erasures.is_begun(client, names[0]):
        made = {**saved, "id": names[0]}
        try:
            client.create(index=index_name("searches"), id=names[0], document=made, refresh=True)
        except ConflictError:
            if (known := get(client, "searches", names[0])) and _is_of_now(known):
                return known, False
        else:
            return made, True
    client.index(index=index_name("searches"), id=saved["id"], document=saved, refresh=True)
    return saved, True


def _is_of_now(known: SavedSearch) -> bool:
    age = datetime.fromisoformat(_now()) - datetime.fromisoformat(known["received_at"])
    return not known.get("confirmed_at") and age < AT_ONCE


def confirm(client: Elasticsearch, identifier: str) -> SavedSearch | None:
    """Confirm the address; alerts begin with the next offer. Twice is as good as once. None when it is gone."""
    now = _now()
    return _edit(
        client,
        identifier,
        lambda saved: {**saved, "confirmed_at": saved.get("confirmed_at") or now, "since": saved.get("since") or now},
    )


def set_frequency(
    client: Elasticsearch, identifier: str, frequency: str, hour: int | None = None
) -> SavedSearch | None:
    """Change when mails leave; without an hour, at the installation's."""
    return _edit(client, identifier, lambda saved: {**saved, "frequency": frequency, "hour": hour})


def pause(client: Elasticsearch, identifier: str, until: str | None = None) -> SavedSearch | None:
    """Stop the alerts until the person resumes them, or `until` an ISO 8601 time (`indexer.operations.pauses`)."""
    return _edit(client, identifier, lambda saved: {**saved, "paused": True, "paused_until": until})


def resume(client: Elasticsearch, identifier: str) -> SavedSearch | None:
    """Begin the alerts again after a pause or an unsubscription, with the next offer; not what came in meanwhile."""
    now = _now()
    resumed = {"paused": False, "paused_until": None, "unsubscribed_at": None, "since": now}
    return _edit(client, identifier, lambda saved: {**saved, **resumed})


def unsubscribe_person(client: Elasticsearch, person: str) -> int:
    """End the alerts of all of a person's saved searches; return how many they have."""
    identifiers = of_person(client, person)
    for identifier in identifiers:
        _edit(client, identifier, lambda saved: {**saved, "unsubscribed_at": saved.get("unsubscribed_at") or _now()})
        drop_due(client, {"search": identifier}, "unsubscribed")
    return len(identifiers)


def delete(client: Elasticsearch, identifier: str) -> bool:
    """Erase a saved search and what is due through it; what the person was told stays known while they have another
    alert, or would be told again.
    """
    saved = get(client, "searches", identifier)
    if saved is None:
        return False
    gone = ("searches", identifier, saved["person"])
    erasures.begin(client, *gone)
    erasures.erase(client, *gone)
    # What this search found first, and was not told, may be due to the person's profile as well.
    match_person_again(client, saved["person"])
    return True


def delete_person(client: Elasticsearch, person: str) -> int:
    """Erase all of a person's saved searches; return how many there were."""
    return sum(delete(client, identifier) for identifier in of_person(client, person))


def of_person(client: Elasticsearch, person: str) -> list[str]:
    """Return the ids of a person's saved searches."""
    refresh(client, "searches")
    return [identifier for identifier, _ in scan(client, "searches", {"term": {"person": person}}, "id")]


def _edit(client: Elasticsearch, identifier: str, edit: Callable[[SavedSearch], SavedSearch]) -> SavedSearch | None:
    def apply(saved: SavedSearch) -> SavedSearch:
        return complete({**edit(saved), "last_contact_at": _now()}, vocabulary(), gazetteer())

    return change(client, "searches", identifier, apply, refresh=True)


def _now() -> str:
    return datetime.now(UTC).isoformat()
