"""A recruiter's mail of CVs: through the one outbox, once, and never of who may not be seen. Real engine and server."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.smtp import MailDelayedError
from indexer.candidates.finders import finder_of
from indexer.engine.documents import change
from indexer.engine.indices import index_name
from indexer.matching.criteria import employer_key
from indexer.profiles import lifecycle
from indexer.publications import lifecycle as lifecycle_of_offers
from tests.factories.candidacies import PUBLICATION, candidate, find, match_of, published, told, world
from tests.factories.matches import let_claims_expire
from tests.factories.recruiters import ORGANISATION, RECRUITER
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def edit(engine: Elasticsearch, kind: str, identifier: str, **fields: Any) -> None:
    assert change(engine, kind, identifier, lambda doc: {**doc, **fields}, refresh=True)


def test_who_fits_is_told_once_in_one_mail_that_names_nobody(engine: Elasticsearch, mail_server: MailServer) -> None:
    offer = world(engine)
    candidate(engine, "named")
    candidate(engine, "anonymous", visibility="anonymous")
    candidate(engine, "hidden", visibility="hidden")
    candidate(engine, "cook", wanted=["cuisinier"])
    assert find(engine, offer) == 2
    assert list(recipients_waiting(engine)) == [RECRUITER]
    assert [send_digest(engine, RECRUITER), send_digest(engine, RECRUITER)] == [2, 0]
    assert find(engine, offer) == 0
    [mail] = mail_server.taken
    assert (mail["To"], mail["Subject"]) == ("recruteur@example.org", "2 CV pour votre offre « Soudeur TIG »")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "named@example.org" not in text_of(mail)
    assert text_of(mail).count("/reponse/") == 2
    assert {match["state"] for match in told(engine).values()} == {"sent"}
    assert {f"<{match['digest']}@example.org>" for match in told(engine).values()} == {mail["Message-ID"]}


def test_ten_are_shown_the_best_first_and_the_rest_behind_the_link(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    offer = world(engine)
    for number in range(12):
        candidate(engine, f"c{number:02}")
    candidate(engine, "zzz-best", items=["skill:soudag-tig"])
    assert find(engine, offer) == 13
    points = {profile: match["points"] for profile, match in told(engine).items()}
    assert points["zzz-best"] > points["c00"]
    assert send_digest(engine, RECRUITER) == 13
    [mail] = mail_server.taken
    assert text_of(mail).count("/recruteurs/cv/") == 10
    assert "Et 3 autres CV" in text_of(mail)
    assert f"/recruteurs/offres/{PUBLICATION}/cv" in text_of(mail)
    assert text_of(mail).index(match_of(engine, "zzz-best")["id"]) < text_of(mail).index("\n2. ")


@pytest.mark.parametrize(
    ("field", "value"),
    [("visibility", "hidden"), ("confirmed_at", None), ("excluded_employers", [employer_key("Ateliers du Gave")])],
    ids=["hidden", "not confirmed", "excluded"],
)
def test_who_may_not_be_seen_any_more_is_not_in_the_mail(
    engine: Elasticsearch, mail_server: MailServer, field: str, value: Any
) -> None:
    offer = world(engine)
    candidate(engine, "gone")
    candidate(engine, "seen")
    find(engine, offer)
    edit(engine, "profiles", "gone", **{field: value})
    assert send_digest(engine, RECRUITER) == 1
    assert match_of(engine, "gone")["id"] not in text_of(mail_server.taken[0])
    assert (match_of(engine, "gone")["state"], match_of(engine, "gone")["reason"]) == ("dropped", "cv_hidden")


def test_nothing_leaves_before_somebody_vouches_and_then_all_that_waited(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    offer = world(engine, state="new")
    candidate(engine, "seen")
    find(engine, offer)
    assert list(recipients_waiting(engine)) == []
    assert send_digest(engine, RECRUITER, everyone=True) == 0
    assert match_of(engine, "seen")["state"] == "pending"
    edit(engine, "organisations", ORGANISATION, state="vouched")
    assert list(recipients_waiting(engine)) == [RECRUITER]
    assert send_digest(engine, RECRUITER) == 1
    assert len(mail_server.taken) == 1


def test_vouched_for_no_more_while_a_mail_waits_it_tells_nobody(engine: Elasticsearch, mail_server: MailServer) -> None:
    offer = world(engine)
    candidate(engine, "seen")
    find(engine, offer)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, RECRUITER)
    mail_server.data_answer = ""
    let_claims_expire(engine)
    edit(engine, "organisations", ORGANISATION, state="new")
    assert send_digest(engine, RECRUITER) == 0
    assert mail_server.taken == []
    assert match_of(engine, "seen")["state"] in ("pending", "claimed")


def test_a_delayed_mail_is_finished_under_its_own_name_without_who_left_meanwhile(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue, file_store: object
) -> None:
    offer = world(engine)
    candidate(engine, "gone")
    candidate(engine, "seen")
    find(engine, offer)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, RECRUITER)
    mail_server.data_answer = ""
    assert lifecycle.delete(engine, "gone")
    let_claims_expire(engine)
    assert send_digest(engine, RECRUITER) == 1
    first, again = mail_server.handed
    assert first["Message-ID"] == again["Message-ID"]
    assert text_of(again).count("/reponse/") == 1
    assert set(told(engine)) == {"seen"}


def test_to_hide_oneself_takes_back_what_is_due_and_to_be_seen_again_finds_it_anew(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue
) -> None:
    offer = world(engine)
    candidate(engine, "p")
    find(engine, offer)
    lifecycle.update(engine, "p", {"visibility": "hidden"})
    assert told(engine) == {}
    lifecycle.update(engine, "p", {"visibility": "anonymous"})
    assert find(engine, offer) == 1
    assert send_digest(engine, RECRUITER) == 1
    assert len(mail_server.taken) == 1


def test_each_publication_has_its_rhythm_and_a_closed_one_tells_nobody(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    offer = world(engine)
    weekly = published(engine, "weekly", frequency="weekly")
    candidate(engine, "p")
    find(engine, offer)
    find(engine, weekly)
    edit(engine, "publications", PUBLICATION, state="closed")
    edit(engine, "offers", offer["id"], status="closed")
    assert send_digest(engine, RECRUITER, everyone=True) == 1
    assert text_of(mail_server.taken[0]).count("/reponse/") == 1
    assert match_of(engine, "p")["reason"] == "offer_closed"


def test_an_offer_without_mails_tells_nobody_until_its_recruiter_wants_them_again(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    world(engine)
    quiet = published(engine, "quiet", frequency="none")
    candidate(engine, "p")
    find(engine, quiet)
    assert list(recipients_waiting(engine)) == []
    assert send_digest(engine, RECRUITER) == 0
    assert send_digest(engine, RECRUITER, everyone=True) == 0
    assert (mail_server.taken, told(engine)["p"]["state"]) == ([], "pending")
    lifecycle_of_offers.set_rhythm(engine, "quiet", "at_once")
    # The offer's rhythm, and not the account's.
    edit(engine, "recruiters", RECRUITER, frequency="weekly")
    assert list(recipients_waiting(engine)) == [RECRUITER]
    assert send_digest(engine, RECRUITER) == 1
    assert mail_server.taken[0]["Feedback-ID"].startswith("at_once:cvs:")


@pytest.mark.parametrize(
    ("own", "frequency", "paused"),
    [(None, "daily", False), ("at_once", "at_once", False), ("weekly", "weekly", False), ("none", "daily", True)],
)
def test_the_rhythm_of_an_offer_goes_before_that_of_the_account(own: str | None, frequency: str, paused: bool) -> None:
    vouched = {"id": ORGANISATION, "state": "vouched"}
    recruiter = {"id": RECRUITER, "email": "r@example.org", "organisation": ORGANISATION, "confirmed_at": "2026-11-24"}
    finder = finder_of({"id": "p", "frequency": own}, {**recruiter, "frequency": "daily"}, vouched)
    assert (finder["frequency"], finder["paused"], finder["may_see"]) == (frequency, paused, True)


def test_an_erased_person_is_nowhere_with_recruiters(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue, file_store: object
) -> None:
    offer = world(engine)
    candidate(engine, "gone")
    find(engine, offer)
    assert send_digest(engine, RECRUITER) == 1
    assert lifecycle.delete(engine, "gone")
    for kind in ("matches", "letters", "views"):
        assert engine.count(index=index_name(kind), query={"term": {"candidate": "person-gone"}})["count"] == 0
    assert find(engine, offer) == 0
