"""What visitors report of offers, for the operator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.offers.importing import take_record
from indexer.offers.reports import erase_settled, report, reported, settle
from tests.factories.documents import store
from tests.factories.offers import make_offer


def test_the_same_form_sent_twice_is_one_report(engine: Elasticsearch) -> None:
    assert report(engine, "o1", "scam", "On me demande 50 €.", "form-a")
    assert not report(engine, "o1", "scam", "On me demande 50 €.", "form-a")
    assert report(engine, "o1", "scam", "", "form-b"), "another visitor"
    assert report(engine, "o2", "scam", "", "form-a"), "another offer"


def test_the_operator_reads_the_most_reported_first_with_what_people_wrote(engine: Elasticsearch) -> None:
    store(engine, "offers", make_offer("o1", title="Soudeur", source="exemple", url="https://example.org/1"))
    report(engine, "gone", "closed", "", "form-0")
    for form, reason, words in (("a", "wrong", "Le lieu est faux."), ("b", "scam", ""), ("c", "scam", "Arnaque !")):
        report(engine, "o1", reason, words, form)
    first, second = reported(engine)
    assert (first.offer, first.title, first.status, first.url) == ("o1", "Soudeur", "open", "https://example.org/1")
    assert (first.reasons, first.words) == ({"scam": 2, "wrong": 1}, ["Le lieu est faux.", "Arnaque !"])
    assert (second.offer, second.title, second.status) == ("gone", "", ""), "an offer erased since"


def test_settling_lets_an_offer_stand_or_closes_it(engine: Elasticsearch) -> None:
    for offer in ("o1", "o2"):
        store(engine, "offers", make_offer(offer))
        report(engine, offer, "scam", "", "a")
    assert settle(engine, "o1", close=False) == 1
    assert settle(engine, "o2", close=True) == 1
    assert reported(engine) == []
    assert [(get(engine, "offers", offer) or {})["status"] for offer in ("o1", "o2")] == ["open", "closed"]
    assert settle(engine, "o2", close=True) == 0, "twice is as good as once"
    report(engine, "o1", "scam", "", "later")
    assert [entry.reasons for entry in reported(engine)] == [{"scam": 1}], "only what came since"


def test_an_offer_that_was_withdrawn_stays_closed_when_its_source_sends_it_again(engine: Elasticsearch) -> None:
    record = {"id": "scam", "intitule": "Maçon (H/F)", "description": "Payez d’abord vos outils."}
    identifier, _ = take_record(engine, record, "test")
    settle(engine, identifier, close=True)
    assert take_record(engine, record | {"description": "Autre texte."}, "test") == (identifier, "unchanged")
    assert (get(engine, "offers", identifier) or {})["status"] == "closed"


def test_what_was_settled_is_erased_after_a_while_and_what_was_not_stays(engine: Elasticsearch) -> None:
    for offer in ("o1", "o2"):
        report(engine, offer, "other", "", "a")
    settle(engine, "o1", close=False)
    now = datetime.now(UTC)
    assert erase_settled(engine, now - timedelta(minutes=1)) == 0
    assert erase_settled(engine, now + timedelta(minutes=1)) == 1
    assert engine.count(index=index_name("reports"))["count"] == 1
