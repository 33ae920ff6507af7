"""How many CVs and files a recruiter may take in a day, and the one word to the operator, on the real parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from elasticsearch import Elasticsearch

from indexer.candidates import quotas
from indexer.candidates.quotas import QuotaReachedError, check_quota, put_due_mails
from indexer.candidates.views import EXPORT, FILE, LIST, PAGE, note_views
from indexer.engine.documents import change, get
from indexer.operations.mails import send_due_mails
from indexer.settings import settings
from tests.factories.candidacies import organisation, recruiter
from tests.factories.recruiters import RECRUITER
from tests.indexer.mail_server import MailServer

CVS, FILES = 4, 2


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(settings(), cvs_a_day=CVS, files_a_day=FILES, contact="operateur@example.org")
    monkeypatch.setattr(quotas, "settings", lambda: few)


def take(engine: Elasticsearch, how: str, *profiles: str) -> None:
    known = get(engine, "recruiters", RECRUITER) or {}
    check_quota(engine, known, list(profiles), how)
    note_views(engine, known, {"id": "o", "name": "Ateliers"}, [{"id": one, "person": one} for one in profiles], how)


@pytest.mark.parametrize(("how", "most"), [(PAGE, CVS), (FILE, FILES), (EXPORT, 5 * CVS)])
def test_so_many_a_day_and_no_more_while_what_was_seen_stays_open(engine: Elasticsearch, how: str, most: int) -> None:
    organisation(engine)
    recruiter(engine)
    for number in range(most):
        take(engine, how, f"p{number}")
    with pytest.raises(QuotaReachedError):
        take(engine, how, "one more")
    take(engine, how, "p0")
    take(engine, LIST, *(f"p{number}" for number in range(100)))


def test_a_table_that_would_pass_the_limit_is_not_given_at_all(engine: Elasticsearch) -> None:
    organisation(engine)
    recruiter(engine)
    with pytest.raises(QuotaReachedError):
        take(engine, EXPORT, *(f"p{number}" for number in range(5 * CVS + 1)))
    take(engine, EXPORT, *(f"p{number}" for number in range(5 * CVS)))


def test_the_operator_is_told_once_a_day_and_of_nobody_by_name(engine: Elasticsearch, mail_server: MailServer) -> None:
    organisation(engine)
    recruiter(engine)
    now = datetime.now(UTC)
    assert send_due_mails(engine, now) == 0
    for _ in range(3):
        with pytest.raises(QuotaReachedError):
            take(engine, FILE, "a", "b", "c")
    assert [send_due_mails(engine, now) for _ in range(2)] == [1, 0]
    [message] = mail_server.taken
    assert message["To"] == "operateur@example.org"
    assert "Ateliers du Gave" in str(message["Subject"])
    text = message.as_string()
    assert "recruteur@example.org" not in text
    assert "Dominique" not in text
    with pytest.raises(QuotaReachedError):
        take(engine, FILE, "a", "b", "c")
    assert send_due_mails(engine, now + timedelta(hours=1)) == 0


def test_it_is_one_mail_when_two_find_it_due_and_one_dies_before_it_is_noted(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    organisation(engine)
    recruiter(engine)
    with pytest.raises(QuotaReachedError):
        take(engine, FILE, "a", "b", "c")
    put_due_mails(engine)
    change(engine, "recruiters", RECRUITER, lambda doc: {**doc, "quota_told_at": None}, refresh=True)
    put_due_mails(engine)
    assert send_due_mails(engine, datetime.now(UTC)) == 1
    assert len(mail_server.taken) == 1
