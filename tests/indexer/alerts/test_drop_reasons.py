"""Why what was due is not told, beyond the ordinary reasons (`test_digests.py`). Real engine, real mail server."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.engine.indices import index_name
from indexer.matching.matches import WITH_TRAINING, Due, record
from tests.factories.documents import store
from tests.factories.matches import PERSON, let_time_pass, matches, offers_due
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer


def ends(engine: Elasticsearch) -> set[tuple[str, str | None]]:
    return {(match["state"], match.get("reason")) for match in matches(engine).values()}


def test_a_mail_whose_content_the_server_refuses_for_good_ends_with_its_offers(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 2)
    mail_server.data_answer = "554 5.6.0 not this one"
    assert send_digest(engine, PERSON) == 0
    mail_server.data_answer = ""
    assert ends(engine) == {("dropped", "mail_refused")}
    assert send_digest(engine, PERSON) == 0
    offers_due(engine, 1, start=5)
    assert send_digest(engine, PERSON) == 1, "the next mail is tried"


def test_what_the_profile_had_found_that_is_no_more_is_not_told(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 2)
    engine.delete(index=index_name("profiles"), id="p", refresh=True)
    assert send_digest(engine, PERSON) == 0
    assert ends(engine) == {("dropped", "alert_gone")}


def test_an_offer_that_only_a_training_would_have_opened_is_not_told_once_that_has_begun(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    store(engine, "offers", make_offer("o0", title="Soudeur 000"))
    record(engine, [Due(PERSON, "p", "o0", kind=WITH_TRAINING)])
    let_time_pass(engine)
    assert send_digest(engine, PERSON) == 0
    assert ends(engine) == {("dropped", "training_over")}
    assert mail_server.taken == []
