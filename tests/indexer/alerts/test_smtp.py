"""Handing mails over: one connection for many, and what each answer of the server means. A real mail server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.alerts import backing_off, smtp
from indexer.alerts.smtp import MailDelayedError, RecipientRefusedError, send
from tests.fixtures.mail import point_to
from tests.indexer.mail_server import MailServer


def mail(number: int = 0) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", f"p{number}@example.org", f"Mail {number}"
    message.set_content("Bonjour")
    return message


@pytest.fixture
def connections(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Each connection made to the server."""
    made: list[Any] = []
    real = smtp._connected

    def counted() -> Any:
        made.append(real())
        return made[-1]

    smtp._CONNECTION.close()
    monkeypatch.setattr(smtp, "_connected", counted)
    yield made
    smtp._CONNECTION.close()


def test_many_mails_go_over_one_connection(mail_server: MailServer, connections: list[Any]) -> None:
    for number in range(20):
        send(mail(number))
    assert [taken["Subject"] for taken in mail_server.taken] == [f"Mail {number}" for number in range(20)]
    assert len(connections) == 1


def test_a_connection_carries_so_many_and_is_made_anew(
    mail_server: MailServer, connections: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "MOST_MAILS", 3)
    for number in range(7):
        send(mail(number))
    assert len(connections) == 3


def test_a_connection_that_died_while_idle_is_made_anew(
    mail_server: MailServer, connections: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(mail())
    connections[0].sock.shutdown(socket.SHUT_RDWR)
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 0.0)
    send(mail())
    assert (len(connections), len(mail_server.taken)) == (2, 2)


def test_a_refusal_leaves_the_connection_good_for_the_next(mail_server: MailServer, connections: list[Any]) -> None:
    mail_server.recipient_answer = "550 5.1.1 no such user"
    with pytest.raises(RecipientRefusedError):
        send(mail())
    mail_server.recipient_answer = ""
    send(mail())
    assert len(connections) == 1


@pytest.mark.parametrize(
    ("answer", "address"), [("550 no such user", True), ("553 5.1.3 bad address", True), ("550 5.2.1 disabled", True)]
)
def test_an_address_refused_for_good_is_told_from_a_mail_refused(
    mail_server: MailServer, answer: str, address: bool
) -> None:
    mail_server.recipient_answer = answer
    with pytest.raises(RecipientRefusedError) as refused:
        send(mail())
    assert refused.value.address is address
    mail_server.recipient_answer, mail_server.data_answer = "", "552 5.3.4 too big"
    with pytest.raises(RecipientRefusedError) as refused:
        send(mail())
    assert refused.value.address is False


@pytest.mark.parametrize("answer", ["451 later", "450 4.2.2 mailbox full", "550 5.7.1 blocked", "554 5.7.0 policy"])
def test_what_may_be_taken_later_is_delayed_and_known_not_to_have_left(mail_server: MailServer, answer: str) -> None:
    """5.7.x is about our own standing: to drop everybody's mail for a wrong SPF record would lose it."""
    for field in ("recipient_answer", "data_answer"):
        setattr(mail_server, field, answer)
        with pytest.raises(MailDelayedError) as delayed:
            send(mail())
        assert (delayed.value.refused, delayed.value.everybody) == (True, False)
        assert "@" not in str(delayed.value)
        setattr(mail_server, field, "")


def test_no_server_delays_everybody(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    mail_server.stop()
    smtp._CONNECTION.close()
    with pytest.raises(MailDelayedError) as delayed:
        send(mail())
    assert (delayed.value.refused, delayed.value.everybody) == (True, True)


def test_a_server_that_hangs_up_in_the_middle_may_have_taken_the_mail(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "ANSWER_SECONDS", 0.2)
    smtp._CONNECTION.close()
    mail_server.seconds = 1.0
    with pytest.raises(MailDelayedError) as delayed:
        send(mail())
    assert delayed.value.refused is False


def test_another_server_in_the_settings_is_used_at_once(
    mail_server: MailServer, connections: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(mail())
    other = MailServer.started()
    point_to(other.port, monkeypatch)
    send(mail())
    other.stop()
    assert (len(mail_server.taken), len(other.taken)) == (1, 1)


@given(st.integers(0, 10_000), st.booleans())
def test_waits_grow_and_have_an_end(attempts: int, everybody: bool) -> None:
    most = backing_off.MOST_FOR_EVERYBODY if everybody else backing_off.MOST
    wait = backing_off.wait(attempts, everybody=everybody)
    assert timedelta(seconds=45) <= wait <= most * 1.25
    if attempts >= 7:
        assert wait >= most * 0.75
