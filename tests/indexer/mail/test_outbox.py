"""A mail of the outbox: due once, made of what is so when it leaves, and what becomes of one that cannot leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer import celery_config, tasks
from indexer.alerts import people, smtp
from indexer.alerts.messages import notice_message
from indexer.alerts.people import MAIL_STOPPED, MAIL_WAITS
from indexer.engine.documents import change, get
from indexer.mail import outbox
from indexer.operations.mails import KINDS, send_due_mails
from indexer.operations.retention import erase_whose_time_is_over
from indexer.operations.status import status
from indexer.publications import document as publications
from indexer.publications import lifecycle, settling, tending
from indexer.quarantine import set_apart
from indexer.queueing import enqueue_mails
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.recruiters import export, organisations, vouching
from indexer.recruiters.erasure import erase_recruiter
from tests.factories.documents import store_all
from tests.factories.publications import PAU, facts
from tests.fixtures.queue import Queue, application_of
from tests.indexer.mail.decisions import (
    DECISIONS,
    NAMES,
    ORGANISATION,
    SIRET,
    a_publication,
    an_organisation,
    recruiter,
)
from tests.indexer.mail.stored import let_waits_end, mails
from tests.indexer.mail_server import MailServer

ANA = recruiter("ana")["id"]


def run(engine: Elasticsearch) -> int:
    return send_due_mails(engine, datetime.now(UTC))


def subjects(server: MailServer, to: str = "") -> list[str]:
    return [str(mail["Subject"]) for mail in server.taken if to in str(mail["To"])]


def made(client: Elasticsearch, mail: outbox.Mail) -> EmailMessage | None:
    return notice_message("ana@example.org", mail["said"]["subject"], ["Bonjour"], "Ouvrir", "/recruteurs")


def test_a_new_kind_of_mail_is_one_entry_and_is_sent_once_for_each_cause(
    engine: Elasticsearch, server: MailServer
) -> None:
    for cause in ("one", "one", "two"):
        outbox.put(engine, "greeting", ANA, cause, said={"subject": f"Cause {cause}"})
    for _ in range(2):
        for identifier in list(outbox.due(engine)):
            assert outbox.send(engine, identifier, {"greeting": made}) == outbox.SENT
    assert sorted(subjects(server)) == ["Cause one", "Cause two"]
    stored = outbox.put(engine, "greeting", ANA, "one", said={"subject": "anew"})
    assert (stored["state"], stored["said"]) == (outbox.SENT, {"subject": "Cause one"})
    assert stored["message_id"] in {mail["Message-ID"] for mail in server.taken}


def test_nothing_is_lost_when_the_queue_does_not_answer(
    engine: Elasticsearch, server: MailServer, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    application_of("redis://127.0.0.1:1/0", monkeypatch)
    expected = DECISIONS["vouched"](engine)
    assert enqueue_mails() is False, "as after any decision"
    # The clock of another moment, once Redis is back.
    entry = celery_config.beat_schedule["mails"]
    assert (entry["task"], entry["schedule"]) == ("indexer.tasks.send_mails", 60.0)
    monkeypatch.setattr(tasks, "engine", lambda: engine)
    tasks.send_mails()
    assert sorted(str(mail["To"]).partition("@")[0] for mail in server.taken) == expected


def test_what_was_decided_otherwise_before_the_mail_left_is_not_told(engine: Elasticsearch, server: MailServer) -> None:
    an_organisation(engine, NAMES[:1])
    vouching.vouch(engine, ORGANISATION["id"], "Mission locale")
    server.recipient_answer = "451 later"
    assert run(engine) == 0
    server.recipient_answer = ""
    vouching.block(engine, ORGANISATION["id"], "Les offres n’existent pas.", "Estey")
    let_waits_end(engine)
    assert run(engine) == 1
    assert subjects(server) == ["Votre organisation est bloquée"]
    assert {mail["kind"]: mail.get("reason") for mail in mails(engine)} == {
        "organisation_vouched": outbox.OVERTAKEN,
        "organisation_blocked": None,
    }
    # Vouched for, blocked and vouched for again: each is a decision of its own.
    vouching.vouch(engine, ORGANISATION["id"], "Mission locale")
    assert run(engine) == 1
    assert subjects(server)[-1] == "Les CV vous sont ouverts"


def test_an_offer_refused_mended_and_refused_again_is_told_twice_and_each_reason_once(
    engine: Elasticsearch, server: MailServer
) -> None:
    identifier = a_publication(engine)
    for reason in ("Dites le lieu.", "Dites le salaire."):
        assert settling.refuse(engine, identifier, reason, "Estey")
        assert run(engine) == 1
        lifecycle.write(engine, identifier, facts(title=f"Soudeur ({reason})"))
        lifecycle.publish(engine, identifier)
    said = [mail.get_body(("plain",)).get_content() for mail in server.taken]  # type: ignore[union-attr]
    assert ["Dites le lieu." in said[0], "Dites le salaire." in said[1]] == [True, True]
    assert len({str(mail["Message-ID"]) for mail in server.taken}) == 2


def test_an_offer_mended_before_its_refusal_left_is_not_called_refused(
    engine: Elasticsearch, server: MailServer
) -> None:
    identifier = a_publication(engine)
    assert settling.refuse(engine, identifier, "Dites le lieu.", "Estey")
    lifecycle.publish(engine, identifier)
    assert settling.accept(engine, identifier, "Estey")
    assert run(engine) == 1
    assert [subject.partition(" :")[0] for subject in subjects(server)] == ["Votre offre est en ligne"]


def test_a_reminder_waits_for_the_mail_before_it_and_does_not_replace_it(
    engine: Elasticsearch, server: MailServer
) -> None:
    identifier, now = a_publication(engine), datetime.now(UTC)
    assert settling.accept(engine, identifier, "Estey")
    soon = (now + timedelta(days=5)).isoformat()
    change(engine, "publications", identifier, lambda doc: {**doc, "expires_at": soon}, refresh=True)
    tending.tend(engine, now)
    assert run(engine) == 1
    tending.tend(engine, now)
    assert run(engine) == 1
    assert ["en ligne" in subject for subject in subjects(server)] == [True, False]
    # Renewed before it left, nothing ends soon.
    change(engine, "publications", identifier, lambda doc: {**doc, "mail_due": settling.EXPIRING}, refresh=True)
    lifecycle.renew(engine, identifier)
    assert run(engine) == 0
    assert "mail_due" not in (get(engine, "publications", identifier) or {}) or not _publication(engine)["mail_due"]


def _publication(engine: Elasticsearch) -> publications.Publication:
    return get(engine, "publications", "p1") or {}


def test_whoever_asks_twice_to_join_is_announced_once(engine: Elasticsearch, server: MailServer) -> None:
    an_organisation(engine, NAMES[:2], state="vouched")
    store_all(engine, "recruiters", [recruiter("eve")])
    for _ in range(3):
        organisations.join(engine, get(engine, "recruiters", recruiter("eve")["id"]) or {}, SIRET, "Atelier", PAU)
        run(engine)
    assert sorted(str(mail["To"]) for mail in server.taken) == ["ana@example.org", "lou@example.org"]
    # Turned away and asking again is another matter.
    organisations.turn_away(engine, recruiter("eve")["id"], ORGANISATION["id"])
    organisations.join(engine, get(engine, "recruiters", recruiter("eve")["id"]) or {}, SIRET, "Atelier", PAU)
    run(engine)
    assert len(subjects(server, "ana@")) == 2
    assert subjects(server, "eve@") == ["Votre demande n’est pas acceptée"]


def test_whoever_asks_here_and_there_in_turn_is_announced_once_a_day(engine: Elasticsearch, server: MailServer) -> None:
    an_organisation(engine, NAMES[:1], state="vouched")
    store_all(engine, "recruiters", [recruiter("eve"), recruiter("sam")])
    other = "55208131766522"
    organisations.join(engine, recruiter("sam"), other, "Autre", PAU)

    def ask(siret: str) -> None:
        organisations.join(engine, get(engine, "recruiters", recruiter("eve")["id"]) or {}, siret, "Atelier", PAU)

    # Gone again before the mail leaves, and back; then to and fro.
    ask(SIRET)
    ask(other)
    run(engine)
    assert subjects(server, "ana@") == []
    for _ in range(3):
        for siret in (SIRET, other):
            ask(siret)
            run(engine)
    assert subjects(server, "ana@") == ["Quelqu’un demande à vous rejoindre"]


@pytest.mark.parametrize("gone", ["recruiter", "organisation"])
def test_a_mail_about_what_is_gone_is_let_go(engine: Elasticsearch, server: MailServer, gone: str) -> None:
    DECISIONS["let_in"](engine)
    server.recipient_answer = "451 later"
    run(engine)
    server.recipient_answer = ""
    index = {"recruiter": "recruiters", "organisation": "organisations"}[gone]
    who = {"recruiter": recruiter("eve")["id"], "organisation": ORGANISATION["id"]}[gone]
    engine.delete(index=f"{_prefix()}-{index}", id=who, refresh=True)
    let_waits_end(engine)
    assert run(engine) == 0
    assert [(mail["state"], mail["reason"]) for mail in mails(engine)] == [(outbox.DROPPED, outbox.OVERTAKEN)]


def _prefix() -> str:
    from indexer.settings import settings

    return settings().index_prefix


def test_an_address_refused_for_good_is_not_tried_again(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["vouched"](engine)
    server.answers["lou@example.org"] = "550 5.1.1 no such user"
    assert run(engine) == 2
    let_waits_end(engine)
    server.answers.clear()
    assert run(engine) == 0
    assert sorted(mail.get("reason") or "" for mail in mails(engine)) == ["", "", outbox.REFUSED]


def test_nothing_goes_to_whom_mail_is_stopped_and_it_waits_while_it_came_back(
    engine: Elasticsearch, server: MailServer
) -> None:
    DECISIONS["vouched"](engine)
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    people.change(engine, ANA, lambda doc: {**doc, "mail_state": MAIL_STOPPED})
    lou = recruiter("lou")["id"]
    people.change(engine, lou, lambda doc: {**doc, "mail_state": MAIL_WAITS, "mail_retry_at": later})
    assert run(engine) == 1
    found = {mail["recipient"]: mail for mail in mails(engine)}
    assert (found[ANA]["state"], found[ANA]["reason"]) == (outbox.DROPPED, outbox.BOUNCED)
    assert (found[lou]["state"], found[lou]["free_at"]) == (outbox.QUEUED, later)
    people.change(engine, lou, lambda doc: {**doc, "mail_state": "works", "mail_retry_at": None})
    let_waits_end(engine)
    assert run(engine) == 1


def test_a_mail_at_which_our_code_fails_is_set_apart_alone_and_an_operator_decides(
    engine: Elasticsearch, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    DECISIONS["vouched"](engine)
    real: Callable[..., Any] = KINDS["organisation_vouched"]

    def fails_for_lou(client: Elasticsearch, mail: outbox.Mail) -> EmailMessage | None:
        return real(client, mail) if mail["recipient"] != recruiter("lou")["id"] else 1 / 0  # type: ignore[return-value]

    monkeypatch.setitem(KINDS, "organisation_vouched", fails_for_lou)
    assert run(engine) == 2, "the others do not wait for it"
    for _ in range(MOST_ATTEMPTS - 1):
        let_waits_end(engine)
        run(engine)
    [apart] = set_apart.listed(engine)
    assert (apart.kind, apart.attempts, set_apart.count(engine)) == ("outbox", MOST_ATTEMPTS, 1)
    assert "ZeroDivisionError" in apart.reason
    assert "example.org" not in apart.reason
    let_waits_end(engine)
    assert run(engine) == 0
    monkeypatch.setitem(KINDS, "organisation_vouched", real)
    assert set_apart.retry(engine, apart)
    assert not set_apart.retry(engine, apart)
    assert run(engine) == 1
    assert not set_apart.drop(engine, apart), "it is not set apart any more"
    change(engine, "mails", apart.identifier, lambda doc: {**doc, "state": outbox.FAILED, "trouble": "x"}, refresh=True)
    assert set_apart.drop(engine, apart)
    assert set_apart.count(engine) == 0


def test_one_document_that_cannot_be_read_keeps_nobody_else_s_mail(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["let_in"](engine)
    DECISIONS["refused"](engine)
    broken = recruiter("a-first", notices_due=[{"kind": "organisation_let_in"}])
    store_all(engine, "recruiters", [{**broken, "id": "0"}])
    assert run(engine) == 2


def test_what_waits_is_counted_and_old_mails_are_erased(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["vouched"](engine)
    server.answers["sam@example.org"] = "451 later"
    run(engine)
    assert (status(engine)["mails_to_send"], status(engine)["in_flight"]) == (1, 1)
    erase_whose_time_is_over(engine, datetime.now(UTC) + outbox.KEPT + timedelta(days=1))
    assert [mail["state"] for mail in mails(engine)] == [outbox.QUEUED], "what is still to be sent stays"


def test_a_recruiter_s_mails_are_given_back_and_erased_with_them(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["asked"](engine)
    run(engine)
    [given] = export.everything(engine, get(engine, "recruiters", ANA) or {})["mails"]
    assert (given["kind"], given["state"]) == ("organisation_asked", "sent")
    eve = recruiter("eve")["id"]
    assert eve not in str(given), "who asked is another person"
    assert eve in str(mails(engine))
    erase_recruiter(engine, eve)
    assert mails(engine) == [], "the mails that name them"
    DECISIONS["let_in"](engine)
    run(engine)
    erase_recruiter(engine, eve)
    assert mails(engine) == []


def test_a_server_that_is_away_delays_with_longer_and_longer_waits(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["let_in"](engine)
    server.stop()
    smtp._CONNECTION.close()
    waits = []
    for _ in range(3):
        run(engine)
        [mail] = mails(engine)
        waits.append(datetime.fromisoformat(mail["free_at"]) - datetime.now(UTC))
        let_waits_end(engine)
    assert waits == sorted(waits)
    assert mail["failures"] == 0, "the server's doing, not the mail's"
