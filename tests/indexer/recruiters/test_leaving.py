"""An offer, its CVs and its keys are the organisation's, whoever comes and goes. Real engine."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.candidates.leaving import drop_recruiter
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.operations.mails import send_due_mails
from indexer.operations.retention import erase_abandoned_organisations
from indexer.recruiters import api_keys, erasure, organisations, vouching
from indexer.recruiters.document import new_organisation, organisation_of_siret
from indexer.recruiters.erasure import erase_recruiter
from indexer.recruiters.lifecycle import confirm, register
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer
from tests.indexer.recruiters.joining import SIRET, joined, offer, organisation, proposed, stored

ORGANISATION = organisation_of_siret(SIRET)


@pytest.fixture
def client(engine: Elasticsearch, queue: Queue) -> Elasticsearch:
    """The engine; what is queued is not done by itself."""
    return engine


def two(client: Elasticsearch) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two members of a vouched organisation."""
    lou = joined(client, "lou")
    vouching.vouch(client, ORGANISATION, "CCI de l’Exemple")
    sam = joined(client, "sam")
    organisations.let_in(client, sam["id"], ORGANISATION)
    return lou, get(client, "recruiters", sam["id"]) or {}


def told(client: Elasticsearch, publication: dict[str, Any], recipient: str, state: str) -> str:
    """A CV that a recruiter was told of, or is to be."""
    identifier = f"cv-{state}"
    match = {"id": identifier, "recipient": recipient, "publication": publication["id"], "candidate": "c"}
    match |= {
        "candidate_profile": "p",
        "offer": publication["offer"],
        "state": state,
        "sent_at": publication["created_at"],
    }
    client.index(index=index_name("matches"), id=identifier, document=match, refresh=True)
    return identifier


@pytest.mark.parametrize("leaves", ["erased", "taken out"])
def test_another_member_takes_over_and_is_told_by_one_mail(
    client: Elasticsearch, mail_server: MailServer, leaves: str
) -> None:
    lou, sam = two(client)
    one, other = proposed(client, lou), proposed(client, lou, title="Soudeur MIG (H/F)")
    of_sam = proposed(client, sam, title="Chaudronnier (H/F)")
    cvs = [told(client, one, lou["id"], state) for state in ("pending", "claimed", "sent")]
    if leaves == "erased":
        erase_recruiter(client, lou["id"])
    else:
        organisations.turn_away(client, lou["id"], ORGANISATION)
    assert [stored(client, doc)["recruiter"] for doc in (one, other, of_sam)] == [sam["id"]] * 3
    assert (stored(client, one)["state"], offer(client, one)["status"]) == ("published", "open")
    found = [get(client, "matches", cv) or {} for cv in cvs]
    assert [(match["recipient"], match["state"]) for match in found] == [
        *((sam["id"], "pending"), (sam["id"], "pending"), (sam["id"], "sent")),
    ]
    assert all(match["handed_over_at"] for match in found)
    send_due_mails(client, datetime.now(UTC))
    send_due_mails(client, datetime.now(UTC))
    told_of = [mail for mail in mail_server.taken if str(mail["Subject"]) == "Vous reprenez les offres d’un collègue"]
    [mail] = told_of
    assert mail["To"] == "sam@example.org"
    text = mail.get_body(("plain",)).get_content()
    assert ("/recruteurs/offres" in text, "lou" in text) == (True, False)


def test_a_key_dies_with_the_membership_of_who_made_it(client: Elasticsearch) -> None:
    lou, sam = two(client)
    mine = api_keys.make_key(client, ORGANISATION, "logiciel", lou["id"])
    other = api_keys.make_key(client, ORGANISATION, "logiciel", sam["id"])
    assert api_keys.organisation_of_key(client, mine)
    # At once, whatever was already written of it.
    known = {**(get(client, "recruiters", lou["id"]) or {}), "organisation": None}
    client.index(index=index_name("recruiters"), id=lou["id"], document=known, refresh=True)
    assert api_keys.organisation_of_key(client, mine) is None
    client.index(index=index_name("recruiters"), id=lou["id"], document={**known, "organisation": ORGANISATION})
    organisations.turn_away(client, lou["id"], ORGANISATION)
    assert [key["made_by"] for key in organisation(client)["api_keys"]] == [sam["id"]]
    # Let in again, they make another.
    joined(client, "lou")
    organisations.let_in(client, lou["id"], ORGANISATION)
    assert api_keys.organisation_of_key(client, mine) is None
    assert api_keys.organisation_of_key(client, other)


@pytest.mark.parametrize("comes", ["claims", "is let in"])
def test_who_finds_an_organisation_empty_inherits_nothing(client: Elasticsearch, comes: str) -> None:
    lou = joined(client, "lou")
    vouching.vouch(client, ORGANISATION, "CCI de l’Exemple")
    one = proposed(client, lou)
    cv, key = told(client, one, lou["id"], "sent"), api_keys.make_key(client, ORGANISATION, "logiciel", lou["id"])
    waits = joined(client, "sam") if comes == "is let in" else {}
    organisations.turn_away(client, lou["id"], ORGANISATION)
    assert (stored(client, one)["state"], offer(client, one)["status"]) == ("closed", "closed")
    assert organisation(client)["state"] == "new"
    if waits:
        organisations.let_in(client, waits["id"], ORGANISATION)
    else:
        sam = joined(client, "sam", name="Autre nom")
        assert (sam["organisation"], organisation(client)["name"]) == (ORGANISATION, "Autre nom")
    assert [one["name"] for one in organisations.members(client, ORGANISATION)] == ["sam"]
    assert (stored(client, one), offer(client, one), get(client, "matches", cv)) == ({}, {}, None)
    assert (organisation(client)["api_keys"], organisation(client)["state"]) == ([], "new")
    assert api_keys.organisation_of_key(client, key) is None


def test_a_blocked_organisation_stays_blocked_when_it_is_claimed_anew(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    vouching.block(client, ORGANISATION, "Offres fausses", "Estey")
    organisations.turn_away(client, lou["id"], ORGANISATION)
    joined(client, "sam")
    assert (organisation(client)["state"], organisation(client)["reason"]) == ("blocked", "Offres fausses")


@pytest.mark.parametrize("known", [False, True], ids=["never seen", "left by its members"])
def test_of_many_who_come_at_once_one_is_the_first(client: Elasticsearch, known: bool) -> None:
    if known:
        organisations.turn_away(client, joined(client, "lou")["id"], ORGANISATION)
    people = [register(client, f"somebody{number}@example.org", str(number)) for number in range(6)]
    outcomes: list[str] = []
    together = threading.Barrier(len(people))

    def come(identifier: str) -> None:
        recruiter = confirm(client, identifier) or {}
        together.wait()
        outcomes.append(organisations.join(client, recruiter, SIRET, "Chaudronnerie du Gave", "33063"))

    threads = [threading.Thread(target=come, args=(identifier,)) for identifier in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [organisations.MEMBER] + [organisations.WAITS] * 5
    assert len(organisations.members(client, ORGANISATION)) == 1


def test_who_began_to_join_and_was_interrupted_is_still_the_first(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    interrupted = {**lou, "organisation": None}
    client.index(index=index_name("recruiters"), id=lou["id"], document=interrupted, refresh=True)
    assert joined(client, "sam")["asks_to_join"] == ORGANISATION
    assert joined(client, "lou")["organisation"] == ORGANISATION


def test_who_was_taken_out_waits_as_anybody_who_comes_though_they_came_first(client: Elasticsearch) -> None:
    lou, sam = two(client)
    organisations.turn_away(client, lou["id"], ORGANISATION)
    again = joined(client, "lou")
    assert (again["organisation"], again["asks_to_join"]) == (None, ORGANISATION)
    assert [one["id"] for one in organisations.members(client, ORGANISATION)] == [sam["id"]]


def test_who_claims_an_organisation_while_its_last_member_erases_everything_is_alone_the_first(
    client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    lou = joined(client, "lou")
    sam = register(client, "sam@example.org", "sam")
    real = drop_recruiter

    def claimed_meanwhile(engine: Elasticsearch, recruiter: str) -> None:
        real(engine, recruiter)
        # Sam has it, and does not belong to it yet.
        fresh = new_organisation(SIRET, "Autre nom", "33063", datetime.now(UTC).isoformat(), held_by=sam)
        assert organisations._take(client, fresh, sam)

    monkeypatch.setattr(erasure, "drop_recruiter", claimed_meanwhile)
    erase_recruiter(client, lou["id"])
    assert organisation(client)["held_by"] == sam
    assert joined(client, "kim")["asks_to_join"] == ORGANISATION
    assert joined(client, "sam")["organisation"] == ORGANISATION


def test_what_nobody_claims_is_erased_after_a_month(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    one = proposed(client, lou)
    organisations.turn_away(client, lou["id"], ORGANISATION)
    now = datetime.now(UTC)
    assert erase_abandoned_organisations(client, now + timedelta(days=29)) == 0
    assert erase_abandoned_organisations(client, now + timedelta(days=31)) == 1
    assert (organisation(client), stored(client, one)) == ({}, {})
