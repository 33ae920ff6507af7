"""Answers between recruiters and people, and the letters that follow, each sent once. Real engine and mail server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.confirmations import send_confirmation
from indexer.alerts.digests import send_digest
from indexer.candidates.answering import AnswerRefusedError, answer, say, settle_contact
from indexer.candidates.letters import write_due_letters
from indexer.candidates.offering import offer_cv
from indexer.candidates.seen_by import seen_by
from indexer.candidates.views import PAGE, note_views, views_of
from indexer.candidates.waiting import answer_for_closed, ask_both
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import refresh
from indexer.profiles import lifecycle
from indexer.settings import settings
from tests.factories.candidacies import PUBLICATION, candidate, find, match_id, match_of, world
from tests.factories.documents import store
from tests.factories.recruiters import ORGANISATION, RECRUITER
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer


@pytest.fixture(autouse=True)
def sent(engine: Elasticsearch, mail_server: MailServer, queue: Queue) -> None:
    """Three people were told: one named, one anonymous, and another."""
    offer = world(engine)
    candidate(engine, "named")
    candidate(engine, "other")
    candidate(engine, "anonymous", visibility="anonymous")
    find(engine, offer)
    assert send_digest(engine, RECRUITER) == 3
    mail_server.taken.clear()


def deliver(engine: Elasticsearch) -> None:
    """Send every letter there is, as the tasks would, twice."""
    refresh(engine, "letters")
    for identifier, _ in list(scan(engine, "letters", {"match_all": {}}, "id")):
        send_confirmation(engine, identifier, "letters")
        send_confirmation(engine, identifier, "letters")


def texts(mail_server: MailServer) -> list[tuple[str, str]]:
    return [(mail["To"], str(mail.get_body(("plain",)).get_content())) for mail in mail_server.taken]  # type: ignore[union-attr]


def test_who_is_named_is_written_to_with_the_recruiter_s_words_and_address(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    for _ in range(2):
        answer(engine, match_id("named"), "invited", text="Venez mardi à 10 h.")
    deliver(engine)
    [(to, text)] = texts(mail_server)
    assert to == "named@example.org"
    assert "Venez mardi à 10 h." in text
    assert "recruteur@example.org" in text
    assert mail_server.taken[0]["Reply-To"] == "recruteur@example.org"
    assert (get(engine, "publications", PUBLICATION) or {})["applications"] == 1


@pytest.mark.parametrize("gone", ["withdrawn", "blocked"])
def test_nothing_of_a_recruiter_whose_offer_was_withdrawn_reaches_anybody(
    engine: Elasticsearch, mail_server: MailServer, gone: str
) -> None:
    answer(engine, match_id("named"), "invited", text="Apportez votre carte d’identité.")
    answer(engine, match_id("anonymous"), "asked", text="Écrivez-moi ailleurs.")
    away = {"withdrawn_at": "2026-11-24T08:00:00+00:00"} if gone == "withdrawn" else {"withheld": "blocked"}
    change(engine, "offers", match_of(engine, "named")["offer"], lambda doc: {**doc, "status": "closed", **away})
    deliver(engine)
    assert texts(mail_server) == []
    with pytest.raises(AnswerRefusedError):
        answer(engine, match_id("other"), "invited")
    known = [one for who in ("named", "anonymous") for one in seen_by(engine, match_of(engine, who)["candidate"])]
    assert known
    assert {(one.offer, one.message) for one in known} == {("", "")}, "who saw the CV is told, and no word of theirs"


def test_who_is_not_retained_is_told_why_and_it_is_the_last_word(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    answer(engine, match_id("anonymous"), "declined", reason="skills")
    deliver(engine)
    [(to, text)] = texts(mail_server)
    assert to == "anonymous@example.org"
    assert "il manque une compétence" in text
    assert "recruteur@example.org" not in text
    with pytest.raises(AnswerRefusedError, match="already"):
        answer(engine, match_id("anonymous"), "invited")


def test_who_is_anonymous_is_asked_and_only_then_known(engine: Elasticsearch, mail_server: MailServer) -> None:
    case = answer(engine, match_id("anonymous"), "invited", text="Pouvons-nous vous appeler ?")
    assert (case.reachable, match_of(engine, "anonymous")["contact"]) == (False, "asked")
    deliver(engine)
    [(to, text)] = texts(mail_server)
    assert to == "anonymous@example.org"
    assert "/contact/" in text
    assert "recruteur@example.org" not in text, "who is asked first decides first"
    mail_server.taken.clear()
    assert settle_contact(engine, match_id("anonymous"), accepted=True, name="Camille Exemple")
    assert not settle_contact(engine, match_id("anonymous"), accepted=False), "once"
    deliver(engine)
    [(to, text)] = texts(mail_server)
    assert to == "recruteur@example.org"
    assert "Camille Exemple, anonymous@example.org" in text


def test_who_refuses_stays_unknown_and_is_not_asked_again(engine: Elasticsearch, mail_server: MailServer) -> None:
    answer(engine, match_id("anonymous"), "asked", text="Travaillez-vous de nuit ?")
    assert settle_contact(engine, match_id("anonymous"), accepted=False)
    deliver(engine)
    [kind] = [text for to, text in texts(mail_server) if to == "recruteur@example.org"]
    assert "anonymous@example.org" not in kind
    with pytest.raises(AnswerRefusedError, match="already"):
        answer(engine, match_id("anonymous"), "invited")


def test_a_letter_whose_maker_died_is_written_by_the_sweep(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("indexer.candidates.answering.write_due_letter", lambda *_: None)
        answer(engine, match_id("named"), "invited")
    deliver(engine)
    assert mail_server.taken == []
    assert (write_due_letters(engine), write_due_letters(engine)) == (1, 0)
    deliver(engine)
    assert len(mail_server.taken) == 1


def test_answers_are_refused_without_a_voucher_or_beyond_the_limits(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESTEY_CONTACTS_OF_RECRUITER", "1")
    settings.cache_clear()
    answer(engine, match_id("named"), "invited")
    answer(engine, match_id("named"), "declined", reason="filled")
    answer(engine, match_id("other"), "declined", reason="filled")
    answer(engine, match_id("anonymous"), "invited", now=datetime.now(UTC) + timedelta(days=8))
    change(engine, "organisations", ORGANISATION, lambda doc: {**doc, "state": "new"}, refresh=True)
    with pytest.raises(AnswerRefusedError, match="not_vouched"):
        answer(engine, match_id("named"), "declined", reason="filled")


@pytest.mark.parametrize("whose", ["CONTACTS_OF_RECRUITER", "CONTACTS_OF_PERSON"])
def test_one_contact_too_many_in_a_week_is_refused(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    monkeypatch.setenv(f"ESTEY_{whose}", "1")
    settings.cache_clear()
    answer(engine, match_id("named"), "invited")
    if whose == "CONTACTS_OF_PERSON":
        # Of the same person, elsewhere.
        change(engine, "matches", match_id("other"), lambda doc: {**doc, "candidate": "person-named"}, refresh=True)
    with pytest.raises(AnswerRefusedError, match="limit"):
        answer(engine, match_id("other"), "invited")
    answer(engine, match_id("other"), "declined", reason="filled")


def test_an_offer_closes_with_as_many_applications_as_it_takes(engine: Elasticsearch) -> None:
    change(engine, "publications", PUBLICATION, lambda doc: {**doc, "most_applications": 2}, refresh=True)
    answer(engine, match_id("named"), "invited")
    answer(engine, match_id("anonymous"), "invited")
    assert (get(engine, "publications", PUBLICATION) or {})["state"] == "published", "they were only asked"
    settle_contact(engine, match_id("anonymous"), accepted=True)
    publication = get(engine, "publications", PUBLICATION) or {}
    assert (publication["state"], publication["closed_reason"], publication["applications"]) == ("closed", "full", 2)


def test_after_two_weeks_both_are_asked_once(engine: Elasticsearch, mail_server: MailServer) -> None:
    answer(engine, match_id("other"), "declined", reason="filled")
    deliver(engine)
    mail_server.taken.clear()
    now = datetime.now(UTC)
    assert ask_both(engine, now) == 0
    later = now + timedelta(days=16)
    assert ask_both(engine, later) == 2
    assert ask_both(engine, later + timedelta(days=1)) == 0
    deliver(engine)
    assert sorted(to for to, _ in texts(mail_server)) == [
        "anonymous@example.org",
        "named@example.org",
        "recruteur@example.org",
    ]
    [asked] = [text for to, text in texts(mail_server) if to == "recruteur@example.org"]
    assert "2 personnes attendent votre réponse" in asked


def test_whom_a_saved_search_found_is_asked_nothing(engine: Elasticsearch) -> None:
    of_search = {key: value for key, value in match_of(engine, "named").items() if key not in ("publication", "offer")}
    store(engine, "matches", {**of_search, "id": "of-a-search", "cv_search": "s"})
    later = datetime.now(UTC) + timedelta(days=16)
    assert ask_both(engine, later) == 3
    assert "asked_both_at" not in (get(engine, "matches", "of-a-search") or {})


def test_whoever_waits_for_an_answer_is_told_once_when_the_offer_closes(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    answer(engine, match_id("other"), "invited")
    assert say(engine, match_id("anonymous"), "withdrawn")
    later = datetime.now(UTC) + timedelta(days=16)
    assert ask_both(engine, later) == 1
    deliver(engine)
    assert answer_for_closed(engine, later) == 0, "the offer is open"
    mail_server.taken.clear()
    closed = {"state": "closed", "closed_reason": "filled_elsewhere"}
    change(engine, "publications", PUBLICATION, lambda doc: {**doc, **closed}, refresh=True)
    assert (answer_for_closed(engine, later), answer_for_closed(engine, later)) == (1, 0)
    write_due_letters(engine)
    deliver(engine)
    [(to, text)] = texts(mail_server)
    assert to == "named@example.org"
    assert "le poste est déjà pourvu, ou n’est plus à pourvoir" in text


def test_who_does_not_want_the_post_any_more_is_out_of_reach(engine: Elasticsearch) -> None:
    assert say(engine, match_id("named"), "still")
    assert say(engine, match_id("named"), "withdrawn")
    with pytest.raises(AnswerRefusedError, match="gone"):
        answer(engine, match_id("named"), "invited")


def test_a_cv_of_the_search_is_taken_up_for_an_offer_once_and_answered_like_any_other(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    publication = get(engine, "publications", PUBLICATION) or {}
    cook = candidate(engine, "cook", wanted=["cuisinier"], visibility="anonymous")
    now = datetime.now(UTC).isoformat()
    taken = [offer_cv(engine, publication, RECRUITER, cook, now) for _ in range(2)]
    assert taken == [match_id("cook")] * 2
    assert match_of(engine, "cook")["state"] == "sent"
    answer(engine, match_id("cook"), "invited")
    deliver(engine)
    assert [to for to, _ in texts(mail_server)] == ["cook@example.org"]
    assert offer_cv(engine, {**publication, "state": "closed"}, RECRUITER, cook, now) is None


def test_the_person_knows_who_had_their_cv_and_takes_it_back(engine: Elasticsearch) -> None:
    profile: dict[str, Any] = get(engine, "profiles", "named") or {}
    recruiter, organisation = get(engine, "recruiters", RECRUITER) or {}, get(engine, "organisations", ORGANISATION)
    for _ in range(2):
        note_views(engine, recruiter, organisation or {}, [profile], PAGE)
    assert len(views_of(engine, "person-named")) == 1
    answer(engine, match_id("named"), "declined", reason="filled")
    seen = [(one.organisation, one.how) for one in seen_by(engine, "person-named")]
    assert sorted(seen) == [("Ateliers du Gave", how) for how in ("declined", "mail", "page")]
    assert say(engine, match_id("named"), "withdrawn")
    lifecycle.delete(engine, "named")
    assert seen_by(engine, "person-named") == []
