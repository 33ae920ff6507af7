"""What is told to whom after something changed in an organisation; each reads how things are when it runs."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.recruiters import notices
from indexer.recruiters.belonging import members
from indexer.recruiters.document import BLOCKED, VOUCHED
from indexer.recruiters.standing import examine


def welcome(client: Elasticsearch, recruiter: str) -> None:
    """Ask the register of the organisation a recruiter gave; tell its members if they ask to join and may be let in.

    While nobody vouches for it, its members are no judges of who belongs: the operator is told (`operator_mail`).
    """
    known = get(client, "recruiters", recruiter) or {}
    organisation = get(client, "organisations", known.get("organisation") or known.get("asks_to_join") or "-")
    if organisation is None:
        return
    examine(client, organisation["id"])
    if known.get("asks_to_join") and organisation["state"] == VOUCHED:
        notices.tell_asked(client, members(client, organisation["id"]), organisation)


def tell_organisation(client: Elasticsearch, identifier: str) -> None:
    """Tell its recruiters that an organisation is vouched for, or blocked; nothing of a new one."""
    organisation = get(client, "organisations", identifier)
    if organisation is None:
        return
    tell = {VOUCHED: notices.tell_vouched, BLOCKED: notices.tell_blocked}.get(organisation["state"])
    if tell:
        tell(client, members(client, identifier), organisation)


def tell_membership(client: Elasticsearch, recruiter: str, identifier: str) -> None:
    """Tell a recruiter whether they belong to an organisation now."""
    known, organisation = get(client, "recruiters", recruiter), get(client, "organisations", identifier)
    if known and organisation:
        belongs = known.get("organisation") == identifier
        (notices.tell_let_in if belongs else notices.tell_turned_away)(client, known, organisation)
