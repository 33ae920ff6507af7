"""What the operator and partner bodies decide of organisations: done, and written in the journal; and undone.

Each function takes who decides (`Decider`) and returns as the one it calls does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, change_many, get, scan
from indexer.engine.indices import refresh
from indexer.matching.matches import DROPPED, PENDING
from indexer.publications import document as state
from indexer.publications.carrying import change_and_carry
from indexer.publications.document import Publication
from indexer.publications.following import follow_closed
from indexer.recruiters import journal, organisations, vouching, watchlist
from indexer.recruiters.belonging import members
from indexer.recruiters.document import BLOCKED, LET_IN, VOUCHED, Organisation, Recruiter, with_notice
from indexer.recruiters.leaving import hand_over
from indexer.recruiters.lifecycle import edit
from indexer.recruiters.naming import rename
from indexer.recruiters.standing import reassess

Document = dict[str, Any]
_OF_STATE = ("state", "state_since", "vouched_by", "reason", "doubts")


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: a name, and the key of the link they came by, if any."""

    by: str
    link: str = ""


class MovedError(Exception):
    """It is not any more as the decision left it: there is nothing to undo."""


def vouch(client: Elasticsearch, identifier: str, who: Decider) -> tuple[Organisation | None, bool]:
    """Vouch for an organisation (`vouching.vouch`)."""
    before = get(client, "organisations", identifier)
    found, new = vouching.vouch(client, identifier, who.by)
    if found is not None and before is not None and new:
        journal.write(client, who.by, journal.VOUCH, found, link=who.link, before=_state_of(before) | _left(found))
    return found, new


def block(client: Elasticsearch, identifier: str, reason: str, who: Decider) -> tuple[Organisation | None, bool]:
    """Block an organisation (`vouching.block`)."""
    before = get(client, "organisations", identifier)
    was_open = _open_of(client, identifier)
    found, new = vouching.block(client, identifier, reason, who.by)
    if found is not None and before is not None and new:
        kept = {**_state_of(before), "publications": was_open} | _left(found)
        journal.write(client, who.by, journal.BLOCK, found, link=who.link, reason=reason, before=kept)
    return found, new


def let_in(client: Elasticsearch, recruiter: str, identifier: str, who: Decider) -> Recruiter | None:
    """Let a recruiter into an organisation (`organisations.let_in`)."""
    done = organisations.let_in(client, recruiter, identifier)
    organisation = get(client, "organisations", identifier)
    if done is not None and organisation is not None:
        journal.write(client, who.by, journal.LET_IN, organisation, link=who.link, recruiter=recruiter)
    return done


def turn_away(client: Elasticsearch, recruiter: str, identifier: str, who: Decider) -> Recruiter | None:
    """Refuse a recruiter, or take one out of an organisation (`organisations.turn_away`)."""
    organisation, known = get(client, "organisations", identifier), get(client, "recruiters", recruiter)
    if organisation is None or known is None:
        return None
    member = known.get("organisation") == identifier
    theirs = _written_by(client, identifier, recruiter) if member else []
    kept = {**_state_of(organisation), "member": member, "joined_at": known.get("joined_at"), "theirs": theirs}
    kept["publications"] = _open_of(client, identifier) if member else {}
    done = organisations.turn_away(client, recruiter, identifier)
    if done is not None:
        said = {"link": who.link, "recruiter": recruiter, "before": kept}
        journal.write(client, who.by, journal.TURN_AWAY, organisation, **said)
    return done


def name(client: Elasticsearch, identifier: str, wanted: str, who: Decider) -> Organisation | None:
    """Give an organisation another name (`naming.rename`), or its own again when that is what is wanted."""
    before = get(client, "organisations", identifier)
    if before is None:
        return None
    found = rename(client, identifier, wanted)
    if found is not None:
        action = journal.RENAME if wanted != before["name"] else journal.KEEP_NAME
        journal.write(client, who.by, action, found, link=who.link, before={"name": before["name"]})
    return found


def undo(client: Elasticsearch, identifier: str, by: str) -> journal.Entry | None:
    """Undo what an entry of the journal says, in somebody's name; return the entry, None when there is none.

    Raises MovedError when it was undone, or somebody decided otherwise since. Keys that became void stay so.
    """
    found = journal.entry(client, identifier)
    if found is None:
        return None
    organisation = get(client, "organisations", found["organisation"])
    undone = _UNDO.get(found["action"])
    if organisation is None or undone is None or found.get("undone_at"):
        raise MovedError
    undone(client, organisation, found)
    journal.note_undone(client, identifier, by)
    return found


def _undo_vouch(client: Elasticsearch, organisation: Organisation, entry: journal.Entry) -> None:
    before = entry["before"]
    if organisation["state"] != VOUCHED or not _is_as_left(organisation, entry):
        raise MovedError
    if before["state"] == BLOCKED:
        vouching.block(client, organisation["id"], before["reason"] or "", before["vouched_by"] or "")
    else:
        vouching.unvouch(client, organisation["id"])


def _undo_block(client: Elasticsearch, organisation: Organisation, entry: journal.Entry) -> None:
    before, identifier = entry["before"], organisation["id"]
    if organisation["state"] != BLOCKED or not _is_as_left(organisation, entry):
        raise MovedError
    restored = {field: before.get(field) for field in _OF_STATE}
    change(client, "organisations", identifier, lambda doc: {**doc, **restored}, refresh=True)
    watchlist.forget(client, organisation=identifier)
    vouching.remember_offers(client, identifier, refused=True)
    _reopen(client, before["publications"], state.BLOCKED)
    follow_closed(client, identifier)
    _due_again(client, identifier)
    reassess(client, identifier)


def _undo_let_in(client: Elasticsearch, organisation: Organisation, entry: journal.Entry) -> None:
    identifier, recruiter = organisation["id"], entry["recruiter"]
    known = get(client, "recruiters", recruiter)
    if known is None or known.get("organisation") != identifier:
        raise MovedError
    organisations.turn_away(client, recruiter, identifier)
    edit(client, recruiter, lambda doc: {**doc, "asks_to_join": identifier})


def _undo_turn_away(client: Elasticsearch, organisation: Organisation, entry: journal.Entry) -> None:
    identifier, recruiter, before = organisation["id"], entry["recruiter"], entry["before"]
    known = get(client, "recruiters", recruiter)
    if known is None or known.get("organisation") or known.get("asks_to_join"):
        raise MovedError
    if not before["member"]:
        edit(client, recruiter, lambda doc: {**doc, "asks_to_join": identifier})
        return
    if organisation["state"] == BLOCKED != before["state"]:
        raise MovedError
    others = members(client, identifier)
    back = {"organisation": identifier, "asks_to_join": None, "joined_at": before.get("joined_at")}
    now = datetime.now(UTC).isoformat()
    edit(client, recruiter, lambda doc: with_notice({**doc, **back}, LET_IN, identifier, now))
    for other in others:
        hand_over(client, identifier, other["id"], recruiter, only=before["theirs"], told=False)
    if not others:
        # It was left empty: it is as it was, but for the keys.
        restored = {field: before.get(field) for field in _OF_STATE} | {"held_by": recruiter, "emptied_at": None}
        change(client, "organisations", identifier, lambda doc: {**doc, **restored}, refresh=True)
        _reopen(client, before["publications"], state.GIVEN_UP)
    reassess(client, identifier)


def _undo_rename(client: Elasticsearch, organisation: Organisation, entry: journal.Entry) -> None:
    if organisation["name"] != entry["organisation_name"]:
        raise MovedError
    rename(client, organisation["id"], entry["before"]["name"])


_UNDO = {
    journal.VOUCH: _undo_vouch,
    journal.BLOCK: _undo_block,
    journal.LET_IN: _undo_let_in,
    journal.TURN_AWAY: _undo_turn_away,
    journal.RENAME: _undo_rename,
}


def can_be_undone(entry: journal.Entry) -> bool:
    """Say whether there is a way back from what an entry says. Pure."""
    return entry["action"] in _UNDO and not entry.get("undone_at")


def _state_of(organisation: Organisation) -> Document:
    return {field: organisation.get(field) for field in _OF_STATE}


def _left(organisation: Organisation) -> Document:
    """Return what tells later whether an organisation is still as a decision left it."""
    return {"left": organisation["state_since"]}


def _is_as_left(organisation: Organisation, entry: journal.Entry) -> bool:
    since = entry["before"].get("left")
    return bool(organisation.get("state_since") == since if since else organisation.get("vouched_by") == entry["by"])


def _open_of(client: Elasticsearch, organisation: str) -> dict[str, str]:
    """Return the open and waiting publications of an organisation: their states by id."""
    refresh(client, "publications")
    is_open = [{"term": {"organisation": organisation}}, {"terms": {"state": [state.PUBLISHED, state.WAITING]}}]
    found = scan(client, "publications", {"bool": {"filter": is_open}}, "id", ["state"])
    return {identifier: doc["state"] for identifier, doc in found}


def _written_by(client: Elasticsearch, organisation: str, recruiter: str) -> list[str]:
    refresh(client, "publications")
    theirs = [{"term": {"organisation": organisation}}, {"term": {"recruiter": recruiter}}]
    return [identifier for identifier, _ in scan(client, "publications", {"bool": {"filter": theirs}}, "id")]


def _reopen(client: Elasticsearch, before: dict[str, str], closed_for: str) -> None:
    """Have publications be as they were that a decision closed, unless they were touched since."""
    now = datetime.now(UTC)
    for identifier, was in before.items():

        def back(doc: Publication, was: str = was) -> Publication | None:
            if doc["state"] != state.CLOSED or doc.get("closed_reason") != closed_for:
                return None
            # Of another time: what is taken in as it was stays closed.
            return state.moved(doc, was, now, closed_reason=None, updated_at=now.isoformat())

        change_and_carry(client, identifier, back)


def _due_again(client: Elasticsearch, organisation: str) -> None:
    """Have due again what was dropped for its recruiters when it was blocked."""
    refresh(client, "matches")
    recipients = [member["id"] for member in members(client, organisation)]
    dropped = [
        {"terms": {"recipient": recipients}},
        {"term": {"state": DROPPED}},
        {"term": {"reason": state.BLOCKED}},
    ]
    found = [identifier for identifier, _ in scan(client, "matches", {"bool": {"filter": dropped}}, "id")]
    change_many(client, "matches", found, lambda doc: {**doc, "state": PENDING, "reason": None})
