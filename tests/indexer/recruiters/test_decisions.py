"""What is decided of organisations is written in the journal, and undone from there. Real engine."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.offers.document import is_readable
from indexer.publications import lifecycle, settling
from indexer.recruiters import decisions, journal, organisations
from indexer.recruiters.decisions import Decider, MovedError
from indexer.recruiters.document import organisation_of_siret
from tests.fixtures.queue import Queue
from tests.indexer.recruiters.joining import OTHER, SIRET, codes, joined, offer, organisation, proposed, stored

ORGANISATION = organisation_of_siret(SIRET)
PARTNER = Decider("Mission locale de l’Exemple", "link1")


@pytest.fixture
def client(engine: Elasticsearch, queue: Queue) -> Elasticsearch:
    """The engine; what is queued is not done by itself."""
    return engine


def last(client: Elasticsearch) -> journal.Entry:
    return journal.entries(client)[0]


def undo(client: Elasticsearch) -> None:
    entry = last(client)
    assert decisions.undo(client, entry["id"], "Estey") is not None
    with pytest.raises(MovedError):
        decisions.undo(client, entry["id"], "Estey")
    assert (journal.entry(client, entry["id"]) or {})["undone_by"] == "Estey"


def test_each_decision_says_who_when_what_of_which_and_by_which_link(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    sam = joined(client, "sam")
    decisions.let_in(client, sam["id"], ORGANISATION, PARTNER)
    decisions.vouch(client, ORGANISATION, PARTNER)
    decisions.vouch(client, ORGANISATION, PARTNER)
    decisions.name(client, ORGANISATION, "Chaudronnerie de Pau", Decider("Estey"))
    decisions.turn_away(client, lou["id"], ORGANISATION, PARTNER)
    decisions.block(client, ORGANISATION, "Offres fausses", PARTNER)
    written = journal.entries(client)
    assert [one["action"] for one in reversed(written)] == ["let_in", "vouch", "rename", "turn_away", "block"]
    assert {one["organisation"] for one in written} == {ORGANISATION}
    assert [one["by"] for one in journal.entries(client, link="link1")] == [PARTNER.by] * 4
    assert [one["recruiter"] for one in written if one.get("recruiter")] == [lou["id"], sam["id"]]
    for said in ("lou@", "sam@", "'lou'", "'sam'"):
        assert said not in str(written), said


def test_vouching_is_undone_with_what_it_opened(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    one = proposed(client, lou)
    assert "unverified" not in offer(client, one)
    undo(client)
    assert (organisation(client)["state"], organisation(client)["vouched_by"]) == ("new", None)
    assert (offer(client, one)["status"], offer(client, one)["unverified"]) == ("open", True)


def test_blocking_is_undone_with_what_it_closed_and_remembered(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    one = proposed(client, lou)
    waits = proposed(client, lou, description="Bonne présentation exigée. " * 4)
    assert (one["state"], waits["state"]) == ("published", "waiting")
    match = {"id": "cv", "recipient": lou["id"], "publication": one["id"], "candidate": "c", "state": "pending"}
    client.index(index=index_name("matches"), id="cv", document=match, refresh=True)
    decisions.block(client, ORGANISATION, "Offres fausses", PARTNER)
    assert (offer(client, one)["withheld"], (get(client, "matches", "cv") or {})["state"]) == ("blocked", "dropped")
    undo(client)
    known = organisation(client)
    assert (known["state"], known["vouched_by"], known["reason"]) == ("vouched", PARTNER.by, None)
    assert (stored(client, one)["state"], stored(client, waits)["state"]) == ("published", "waiting")
    assert (offer(client, one)["status"], offer(client, one).get("withheld")) == ("open", None)
    assert (get(client, "matches", "cv") or {})["state"] == "pending"
    joined(client, "lou+2", siret=OTHER, name="Transports Ogarel")
    assert codes(client, OTHER) == []


def test_taking_somebody_out_or_in_is_undone(client: Elasticsearch) -> None:
    lou, sam = joined(client, "lou"), joined(client, "sam")
    decisions.let_in(client, sam["id"], ORGANISATION, PARTNER)
    undo(client)
    known = get(client, "recruiters", sam["id"]) or {}
    assert (known["organisation"], known["asks_to_join"]) == (None, ORGANISATION)
    decisions.turn_away(client, sam["id"], ORGANISATION, PARTNER)
    undo(client)
    assert (get(client, "recruiters", sam["id"]) or {})["asks_to_join"] == ORGANISATION
    decisions.vouch(client, ORGANISATION, PARTNER)
    decisions.let_in(client, sam["id"], ORGANISATION, PARTNER)
    one = proposed(client, lou)
    decisions.turn_away(client, lou["id"], ORGANISATION, PARTNER)
    assert stored(client, one)["recruiter"] == sam["id"]
    undo(client)
    assert stored(client, one)["recruiter"] == lou["id"]
    assert len(organisations.members(client, ORGANISATION)) == 2


def test_taking_the_last_member_out_is_undone(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    one = proposed(client, lou)
    decisions.turn_away(client, lou["id"], ORGANISATION, PARTNER)
    assert (organisation(client)["state"], stored(client, one)["state"]) == ("new", "closed")
    undo(client)
    assert (organisation(client)["state"], organisation(client)["emptied_at"]) == ("vouched", None)
    assert (stored(client, one)["state"], offer(client, one)["status"]) == ("published", "open")
    assert joined(client, "sam")["asks_to_join"] == ORGANISATION


def test_what_somebody_decided_otherwise_since_is_not_undone(client: Elasticsearch) -> None:
    joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    vouched = last(client)
    decisions.block(client, ORGANISATION, "Offres fausses", Decider("Estey"))
    with pytest.raises(MovedError):
        decisions.undo(client, vouched["id"], "Estey")
    assert organisation(client)["state"] == "blocked"
    decisions.name(client, ORGANISATION, "Un nom", PARTNER)
    undo(client)
    assert organisation(client)["name"] == "Chaudronnerie du Gave"
    assert decisions.undo(client, "nowhere", "Estey") is None


def test_an_older_decision_is_not_undone_over_a_newer_one_of_the_same_kind(client: Elasticsearch) -> None:
    joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    first = last(client)
    decisions.block(client, ORGANISATION, "Offres fausses", Decider("Estey"))
    blocked = last(client)
    decisions.vouch(client, ORGANISATION, PARTNER)
    for entry in (first, blocked):
        with pytest.raises(MovedError):
            decisions.undo(client, entry["id"], "Estey")
    assert organisation(client)["state"] == "vouched"


def test_blocked_stays_blocked_when_what_came_before_is_undone_and_says_why_it_was(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    decisions.turn_away(client, lou["id"], ORGANISATION, PARTNER)
    taken_out = last(client)
    decisions.block(client, ORGANISATION, "Offres fausses", Decider("Estey"))
    decisions.block(client, ORGANISATION, "Autre chose", PARTNER)
    assert (organisation(client)["reason"], organisation(client)["vouched_by"]) == ("Offres fausses", "Estey")
    with pytest.raises(MovedError):
        decisions.undo(client, taken_out["id"], "Estey")
    assert organisation(client)["state"] == "blocked"


@pytest.mark.parametrize("decided", ["vouch", "block"])
def test_what_was_refused_is_known_again_after_a_decision_and_its_undoing(client: Elasticsearch, decided: str) -> None:
    lou = joined(client, "lou")
    refused = proposed(client, lou, apply="recrutement.fraude@example.org")
    settling.refuse(client, refused["id"], "C’est une fraude.", "Estey")
    if decided == "vouch":
        decisions.vouch(client, ORGANISATION, PARTNER)
    else:
        decisions.block(client, ORGANISATION, "Offres fausses", PARTNER)
    undo(client)
    sam = joined(client, "sam", siret=OTHER, name="Transports Ogarel")
    again = proposed(client, sam, apply="recrutement.fraude@example.org")
    assert "refused_before" in again["held"]
    assert codes(client, OTHER) == []


def test_what_its_author_closed_before_it_was_blocked_is_gone_too_and_back_when_that_is_undone(
    client: Elasticsearch,
) -> None:
    lou = joined(client, "lou")
    decisions.vouch(client, ORGANISATION, PARTNER)
    one = proposed(client, lou)
    lifecycle.close(client, one["id"], "filled_here")
    assert is_readable(offer(client, one))
    decisions.block(client, ORGANISATION, "Offres fausses", PARTNER)
    assert not is_readable(offer(client, one))
    undo(client)
    assert (is_readable(offer(client, one)), stored(client, one)["closed_reason"]) == (True, "filled_here")
