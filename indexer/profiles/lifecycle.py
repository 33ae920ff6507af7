"""What a person does with their profile afterwards: confirm, change, pause, unsubscribe, send another CV, delete.

Each change that can make new offers fit sets the stage back to `parsed`; the caller then enqueues the processing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.claims import drop_due, forget
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.criteria import NAMED, is_visible
from indexer.profiles import erasures
from indexer.profiles.consent import MAIL, MATCHING, RECRUITERS, consent_changed
from indexer.profiles.document import MATCHED, PARSED, RECEIVED, Profile, complete, place_fields
from indexer.profiles.read import Said, diploma_key, experience_key
from indexer.profiles.rematching import match_person_again
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import delete_file, save_file
from indexer.reference.in_force import gazetteer, vocabulary

# Nobody's page holds as much; a program's might.
MOST_CORRECTIONS = 500


def _edit(client: Elasticsearch, identifier: str, edit: Callable[[Profile], Profile]) -> Profile | None:
    """Apply a person's change, derive everything anew, and have the profile matched again if it was and may be."""

    def apply(doc: Profile) -> Profile:
        edited = complete({**edit(doc), "last_contact_at": _now()}, vocabulary())
        # Whoever is neither alerted nor shown has nothing to be matched: an unsubscription is whole once it is written.
        wanted = edited["alertable"] or is_visible(edited)
        return {**edited, "stage": PARSED} if edited["stage"] == MATCHED and wanted else edited

    return change(client, "profiles", identifier, apply, refresh=True)


def confirm(client: Elasticsearch, identifier: str) -> Profile | None:
    """Confirm the address; alerts begin. Twice is as good as once. None when the profile no longer exists."""
    return _edit(client, identifier, lambda doc: {**doc, "confirmed_at": doc.get("confirmed_at") or _now()})


def ask_confirmation_again(client: Elasticsearch, identifier: str) -> bool:
    """Have the confirmation mail sent once more; False when it is still to be sent, or may not be."""

    asked = False

    def edit(doc: Profile) -> Profile | None:
        nonlocal asked
        # Dropped: an operator let go of one at which the code failed.
        asked = doc["confirmation"] in ("sent", "dropped")
        return {**doc, "confirmation": "pending", "confirmation_retry_at": None} if asked else None

    return change(client, "profiles", identifier, edit) is not None and asked


def update(client: Elasticsearch, identifier: str, given: dict[str, Any]) -> Profile | None:
    """Change what a person asks for (fields of `indexer.profiles.wish.Wish`). Fields that are not given stay."""

    was_seen = was_named = False

    def edit(doc: Profile) -> Profile:
        nonlocal was_seen, was_named
        was_seen, was_named = is_visible(doc), doc.get("visibility") == NAMED
        changed = {**doc, **given}
        if changed.get("visibility") != doc.get("visibility"):
            seen = str(changed["visibility"])
            changed["consents"] = consent_changed(doc, RECRUITERS, given=seen != "hidden", at=_now(), choice=seen)
        if changed["commune"] not in gazetteer().communes:
            # Kept as it was: the communes imported since do not have this one.
            return {**changed, "radius_km": doc["radius_km"]}
        around = changed.get("around") or []
        return {**changed, **place_fields(changed["commune"], changed["radius_km"], gazetteer(), around)}

    changed = _edit(client, identifier, edit)
    if changed and was_seen and (not is_visible(changed) or (was_named and changed.get("visibility") != NAMED)):
        # What recruiters were not sent yet, they are not sent. Chosen to be seen again, it is found anew; without the
        # name by what was understood alone: a kept search for a word they wrote would tell whose CV it is.
        forget(client, {"candidate_profile": identifier}, erasures.UNSENT)
    return changed


def correct(
    client: Elasticsearch,
    identifier: str,
    *,
    added: list[str],
    removed: list[str],
    experiences: Sequence[Said] = (),
    diplomas: Sequence[Said] = (),
) -> Profile | None:
    """Correct what was understood of the CV (see `indexer.profiles.read`). What the person says wins, for ever."""
    again = {*added, *map(experience_key, experiences), *map(diploma_key, diplomas)}

    def edit(doc: Profile) -> Profile:
        before = doc.get("corrections") or {}
        keep_added = [item for item in before.get("added", []) if item not in removed]
        keep_removed = [item for item in before.get("removed", []) if item not in again]
        return {
            **doc,
            "corrections": {
                "added": list(dict.fromkeys([*keep_added, *added])),
                "removed": list(dict.fromkeys([*keep_removed, *removed]))[-MOST_CORRECTIONS:],
                "experiences": _each_once(experience_key, [*experiences, *before.get("experiences", [])], removed),
                "diplomas": _each_once(diploma_key, [*before.get("diplomas", []), *diplomas], removed),
            },
        }

    return _edit(client, identifier, edit)


def _each_once(key: Callable[[Said], str], said: list[Said], removed: list[str]) -> list[Said]:
    """Return what the person said, the last wording of each thing, without what they take back."""
    return [one for name, one in {key(one): one for one in said}.items() if name not in removed][:MOST_CORRECTIONS]


def replace_file(
    client: Elasticsearch, identifier: str, cv: CheckedFile, name: str, *, written: bool = False
) -> Profile | None:
    """Take another CV in place of the one before, which is erased; corrections and wishes stay.

    `written`: it is a form's, written by us, and plain text that needs no reader.
    """
    if get(client, "profiles", identifier) is None:
        return None
    path = f"profiles/{identifier}-{secrets.token_hex(4)}.{cv.extension}"
    save_file(path, cv.content)
    file = {
        "path": path,
        "name": name[-120:],
        "extension": cv.extension,
        "media_type": cv.media_type,
        "bytes": len(cv.content),
        "written": written,
    }

    replaced = ""

    def edit(doc: Profile) -> Profile:
        # The one replaced is known only now: another CV may have been sent since, and must not stay behind.
        nonlocal replaced
        replaced = doc["file"]["path"]
        return {**doc, "file": file, "stage": RECEIVED, "attempts": 0, "failure": None, "last_contact_at": _now()}

    changed = change(client, "profiles", identifier, edit, refresh=True)
    delete_file(replaced if changed else path)
    return changed


def pause(client: Elasticsearch, identifier: str, *, paused: bool, until: str | None = None) -> Profile | None:
    """Stop or resume alerts. What was published during a pause is looked at when it ends.

    With `until`, an ISO 8601 time, the pause ends by itself (`indexer.operations.pauses`).
    """
    return _edit(client, identifier, lambda doc: {**doc, "paused": paused, "paused_until": until if paused else None})


def unsubscribe(client: Elasticsearch, identifier: str) -> Profile | None:
    """End the alerts of this profile for good; what was due and not sent is dropped. Twice is as good as once."""
    changed = _edit(client, identifier, _unsubscribed)
    if changed and _has_another_alert(client, changed["person"], identifier):
        # Before the others are matched again: they find only what is not there any more.
        forget(client, {"profile": identifier}, erasures.UNSENT)
        match_person_again(client, changed["person"], identifier)
    elif changed:
        drop_due(client, {"profile": identifier}, "unsubscribed")
    return changed


def _has_another_alert(client: Elasticsearch, person: str, besides: str) -> bool:
    refresh(client, "profiles")
    alertable = [{"term": {"person": person}}, {"term": {"alertable": True}}]
    others = {"bool": {"filter": alertable, "must_not": [{"term": {"id": besides}}]}}
    return bool(client.count(index=index_name("profiles"), query=others)["count"])


def unsubscribe_person(client: Elasticsearch, person: str) -> int:
    """End every alert to a person; return how many profiles they have."""
    refresh(client, "profiles")
    profiles = [identifier for identifier, _ in scan(client, "profiles", {"term": {"person": person}}, "id")]
    for identifier in profiles:
        _edit(client, identifier, _unsubscribed)
    for identifier in profiles:
        drop_due(client, {"profile": identifier}, "unsubscribed")
    return len(profiles)


def _unsubscribed(doc: Profile) -> Profile:
    consents = consent_changed(doc, MAIL, given=False, at=_now())
    return {**doc, "unsubscribed_at": doc.get("unsubscribed_at") or _now(), "consents": consents}


def resubscribe(client: Elasticsearch, identifier: str) -> Profile | None:
    """Begin the alerts again, at the person's own wish."""

    def edit(doc: Profile) -> Profile:
        consents = consent_changed(doc, MAIL, given=True, at=_now()) if doc.get("unsubscribed_at") else None
        resumed = {**doc, "unsubscribed_at": None, "paused": False, "paused_until": None}
        return {**resumed, "consents": consents} if consents else resumed

    return _edit(client, identifier, edit)


def agree_to_matching(client: Elasticsearch, identifier: str, *, given: bool) -> Profile | None:
    """Give or withdraw the agreement to be matched (GDPR art. 7.3); what is due and not sent goes with it.

    The profile is kept, and recruiters see it as the person chose: each agreement stands by itself.
    """

    def edit(doc: Profile) -> Profile:
        consents = consent_changed(doc, MATCHING, given=given, at=_now())
        agreed = (doc.get("consent_at") or _now()) if given else None
        return {**doc, "consents": consents, "consent_at": agreed}

    changed = _edit(client, identifier, edit)
    if changed and not given:
        # Another profile of the same person may have to be told of the same offers; it finds only what is not there.
        forget(client, {"profile": identifier}, erasures.UNSENT)
        match_person_again(client, changed["person"], identifier)
    return changed


def delete(client: Elasticsearch, identifier: str) -> bool:
    """Erase a profile, its file and its matches (GDPR art. 17); say whether there was one.

    The document goes first, so that nothing matches it any more, whatever happens to the rest; the sweep finishes what
    is cut short (`erasures`).
    """
    profile = get(client, "profiles", identifier)
    if profile is None:
        return False
    gone = ("profiles", identifier, profile["person"], profile["file"]["path"])
    erasures.begin(client, *gone)
    erasures.erase(client, *gone)
    # What this profile found first, and was not told, may be due to the person's others as well.
    match_person_again(client, profile["person"], identifier)
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat()
