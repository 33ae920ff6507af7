"""What a person keeps, and what is not for them: it is never told again, from the moment they say so."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.alerts.marks import forget_marks, keep, kept_offers, let_go, mark_of, refuse, refused_offers, take_back
from indexer.engine.documents import change
from indexer.engine.indices import index_name
from indexer.profiles.lifecycle import delete
from indexer.profiles.matching_offers import offers_now
from tests.factories.documents import store
from tests.factories.matches import PERSON, matches, offers_due
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer


def test_an_offer_is_kept_or_not_for_somebody_and_the_last_word_counts(engine: Elasticsearch) -> None:
    keep(engine, "a", "o1")
    keep(engine, "a", "o1")
    assert (kept_offers(engine, "a"), refused_offers(engine, "a")) == (["o1"], [])
    refuse(engine, "a", "o1", "too_far")
    assert mark_of(engine, "a", "o1")["reason"] == "too_far"
    assert (kept_offers(engine, "a"), refused_offers(engine, "a")) == ([], ["o1"])
    keep(engine, "a", "o1")
    assert (kept_offers(engine, "a"), refused_offers(engine, "a")) == (["o1"], [])
    assert mark_of(engine, "b", "o1") == {}, "another person"


def test_what_is_taken_back_leaves_nothing(engine: Elasticsearch) -> None:
    keep(engine, "a", "o1")
    let_go(engine, "a", "o1")
    refuse(engine, "a", "o2")
    take_back(engine, "a", "o2")
    take_back(engine, "a", "o3")
    assert engine.count(index=index_name("marks"))["count"] == 0


def test_what_is_not_for_somebody_is_left_out_of_their_next_mail(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 3)
    refuse(engine, PERSON, "o1", "pay")
    refuse(engine, "somebody else", "o2")
    assert send_digest(engine, PERSON) == 2
    text = mail_server.taken[0].get_body(("plain",)).get_content()
    assert ("Soudeur 000" in text, "Soudeur 001" in text, "Soudeur 002" in text) == (True, False, True)
    found = matches(engine)
    assert (found["o1"]["state"], found["o1"]["reason"]) == ("dropped", "not_for_them")


def test_an_employer_or_a_word_avoided_after_the_offer_was_found_is_left_out_too(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 3)
    change(engine, "offers", "o0", lambda doc: {**doc, "employer_key": "atelier 0"}, refresh=True)
    change(engine, "offers", "o1", lambda doc: {**doc, "title_words": ["soudeur", "nuit"]}, refresh=True)
    avoided = {"excluded_employers": ["atelier 0"], "excluded_words": ["nuit"]}
    change(engine, "profiles", "p", lambda doc: {**doc, **avoided}, refresh=True)
    assert send_digest(engine, PERSON) == 1
    reasons = {offer: match.get("reason") for offer, match in matches(engine).items()}
    assert reasons == {"o0": "avoided", "o1": "avoided", "o2": None}


def test_it_is_not_among_the_offers_of_their_page(engine: Elasticsearch) -> None:
    profile = store_person(engine)
    for offer in ("o1", "o2"):
        store(engine, "offers", make_offer(offer))
    assert {line.identifier for line in offers_now(engine, profile)[0]} == {"o1", "o2"}
    refuse(engine, PERSON, "o1")
    lines, total = offers_now(engine, profile)
    assert ([line.identifier for line in lines], total) == (["o2"], 1)


def test_erasing_a_person_erases_what_they_said_of_offers(engine: Elasticsearch) -> None:
    store_person(engine, file={"path": "profiles/none.txt"})
    refuse(engine, PERSON, "o1")
    keep(engine, PERSON, "o2")
    keep(engine, "another", "o2")
    assert delete(engine, "p")
    assert (kept_offers(engine, PERSON), refused_offers(engine, PERSON)) == ([], [])
    assert kept_offers(engine, "another") == ["o2"]
    forget_marks(engine, "another")
    assert engine.count(index=index_name("marks"))["count"] == 0
