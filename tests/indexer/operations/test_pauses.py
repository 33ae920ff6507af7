"""A pause ends by itself on its day, and not before; what was due waits. Real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.engine.documents import get
from indexer.operations.pauses import end_pauses, pause_person
from indexer.profiles import lifecycle
from indexer.searches import lifecycle as searches
from indexer.searches.wanted import Wanted
from tests.factories.matches import PERSON, offers_due, states
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
IN_A_WEEK = (NOW + timedelta(days=7)).isoformat()


def test_a_pause_holds_what_was_found_and_lets_it_go_once_it_ends_by_itself(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, stage="matched", last_contact_at="2026-11-01T00:00:00+00:00")
    offers_due(engine, 2)
    lifecycle.pause(engine, "p", paused=True, until=IN_A_WEEK)
    before = get(engine, "profiles", "p")
    assert before is not None
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert end_pauses(engine, NOW + timedelta(days=6, hours=23)) == []
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert end_pauses(engine, NOW + timedelta(days=7)) == ["p"]
    assert end_pauses(engine, NOW + timedelta(days=7)) == []
    after = get(engine, "profiles", "p")
    assert after is not None
    assert (after["paused"], after["paused_until"], after["alertable"], after["stage"]) == (False, None, True, "parsed")
    assert after["last_contact_at"] == before["last_contact_at"], "the person was not heard from"
    assert send_digest(engine, PERSON, everyone=True) == 2
    assert set(states(engine).values()) == {"sent"}


def test_a_pause_without_an_end_lasts_and_an_unsubscription_made_meanwhile_stands(engine: Elasticsearch) -> None:
    store_person(engine, "open")
    store_person(engine, "gone")
    lifecycle.pause(engine, "open", paused=True)
    lifecycle.pause(engine, "gone", paused=True, until=IN_A_WEEK)
    lifecycle.unsubscribe(engine, "gone")
    assert end_pauses(engine, NOW + timedelta(days=300)) == ["gone"]
    kept, gone = get(engine, "profiles", "open"), get(engine, "profiles", "gone")
    assert kept is not None
    assert gone is not None
    assert kept["paused"]
    assert (gone["paused"], gone["alertable"]) == (False, False)


def test_everything_a_person_gets_is_paused_and_a_search_resumes_with_the_next_offer(engine: Elasticsearch) -> None:
    profile = store_person(engine, email="lou@example.org")
    saved = searches.save(engine, Wanted(words="soudeur"), "lou@example.org", "daily")
    searches.confirm(engine, saved["id"])
    store_person(engine, "p2", person=saved["person"])
    assert profile["person"] != saved["person"]
    assert pause_person(engine, saved["person"], IN_A_WEEK) == 2
    paused = get(engine, "searches", saved["id"])
    assert paused is not None
    assert (paused["paused"], paused["alertable"]) == (True, False)
    later = NOW + timedelta(days=8)
    assert end_pauses(engine, later) == ["p2"]
    resumed = get(engine, "searches", saved["id"])
    assert resumed is not None
    assert (resumed["paused"], resumed["alertable"], resumed["since"]) == (False, True, later.isoformat())
