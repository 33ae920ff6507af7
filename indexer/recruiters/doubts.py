"""Why what an organisation publishes is read, whatever was accepted of it before, until somebody vouches for it."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import refresh
from indexer.recruiters import names, watchlist
from indexer.recruiters.company_register import CLOSED, OPEN, UNKNOWN
from indexer.recruiters.document import VOUCHED, Organisation

Doubt = dict[str, str]
"""`code`, one of WORDS, and `of`: the name that it may be taken for, or empty."""

NAME_TAKEN, PUBLIC_NAME, REGISTER_UNKNOWN, REGISTER_CLOSED, KIN = (
    "name_taken",
    "public_name",
    "register_unknown",
    "register_closed",
    "kin_of_blocked",
)
WORDS = {
    NAME_TAKEN: "son nom peut passer pour celui d’une organisation garantie",
    PUBLIC_NAME: "son nom est celui d’un organisme public, et le registre ne le confirme pas",
    REGISTER_UNKNOWN: "le registre officiel ne connaît pas ce SIRET",
    REGISTER_CLOSED: "le registre officiel dit cet établissement fermé",
    KIN: "même SIREN, même adresse ou même contact qu’une organisation bloquée",
}
"""Each, as the operator reads it."""


def assess(client: Elasticsearch, organisation: Organisation, addresses: list[str]) -> list[Doubt]:
    """Return what is doubtful of an organisation. `addresses`: the electronic ones of its recruiters.

    A name that the register confirms is its own, even when another has it too.
    """
    register = organisation.get("register") or {}
    found: list[Doubt] = []
    if not is_confirmed(organisation):
        if names.is_public_body(organisation["name"]):
            found.append({"code": PUBLIC_NAME, "of": ""})
        if (of := namesake(client, organisation)) is not None:
            found.append({"code": NAME_TAKEN, "of": of["name"]})
    if register.get("state") == UNKNOWN:
        found.append({"code": REGISTER_UNKNOWN, "of": ""})
    if register.get("state") == CLOSED:
        found.append({"code": REGISTER_CLOSED, "of": ""})
    marks = watchlist.marks_of_organisation(organisation["siren"], addresses, register.get("places") or [])
    if watchlist.known_again(client, marks, organisation=organisation["id"]):
        found.append({"code": KIN, "of": ""})
    return found


def is_confirmed(organisation: Organisation) -> bool:
    """Say whether the register knows an open establishment of this number by this name. Pure."""
    register = organisation.get("register") or {}
    known = register.get("names") or [register.get("name") or ""]
    return register.get("state") in (OPEN, "") and names.is_near_one_of(organisation["name"], filter(None, known))


def namesake(client: Elasticsearch, organisation: Organisation) -> Organisation | None:
    """Return an organisation of another company that somebody vouches for and whose name may be taken for this one's.

    All of them are gone through: they are those of a region that somebody knows by name.
    """
    refresh(client, "organisations")
    vouched: dict[str, Any] = {"term": {"state": VOUCHED}}
    for _, other in scan(client, "organisations", vouched, "id", ["id", "name", "siren"]):
        if other["siren"] != organisation["siren"] and names.is_near(organisation["name"], other["name"]):
            return other
    return None
