"""DKIM: what leaves is verified as it arrived, by the library's verifier, with a key made here."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import dkim
import pytest

from indexer.alerts import smtp
from indexer.alerts.messages import confirmation_message, digest_message
from indexer.settings import settings
from indexer.settings_values import SettingsError
from tests.indexer.alerts.test_messages import PROFILE, line
from tests.indexer.keyed import only_these
from tests.indexer.mail_server import MailServer


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """A private key as the setting holds it, and the public one as DNS does."""
    pem = tmp_path_factory.mktemp("keys") / "dkim.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(pem), "2048"], check=True, capture_output=True)
    public = subprocess.run(["openssl", "rsa", "-in", str(pem), "-pubout"], check=True, capture_output=True).stdout
    return _joined(pem.read_text()), f"v=DKIM1; k=rsa; p={_joined(public.decode())}".encode()


def _joined(pem: str) -> str:
    return "".join(line for line in pem.splitlines() if "-----" not in line)


@pytest.fixture
def server() -> Iterator[MailServer]:
    started = MailServer.started()
    yield started
    started.stop()


@pytest.fixture
def send(tmp_path: Path, server: MailServer, key: tuple[str, bytes]) -> Iterator[Callable[..., bytes]]:
    """Send a mail and return it as it arrived."""
    where = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port), "SMTP_SECURITY": "none"}
    signing = {"DKIM_KEY": key[0], "DKIM_SELECTOR": "estey1", "DKIM_DOMAIN": "example.org"}
    with only_these(tmp_path, SECRET_KEY="k" * 32, **where, **signing):

        def sent(title: str = "Soudeur (H/F)") -> bytes:
            smtp.send(digest_message(PROFILE, "d" * 24, [line(1, title=title)], 0))
            return server.contents[-1]

        yield sent


def verified(raw: bytes, public: bytes) -> bool:
    asked = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return public

    right = dkim.verify(raw, dnsfunc=dns)
    assert asked == [b"estey1._domainkey.example.org."]
    return bool(right)


@pytest.mark.parametrize("title", ["Soudeur", "Chargé·e d’études — œuvre " + "très longue " * 12, "<b>\u2028&"])
def test_a_mail_that_arrived_is_verified_as_it_arrived(
    send: Callable[..., bytes], key: tuple[str, bytes], title: str
) -> None:
    raw = send(title)
    assert verified(raw, key[1])
    covered = re.search(rb"[;\s]h=([^;]+);", raw)
    assert covered is not None
    names = {name.strip().lower() for name in covered[1].split(b":")}
    assert {b"from", b"to", b"subject", b"list-unsubscribe", b"list-unsubscribe-post", b"message-id"} <= names


def test_a_mail_changed_on_its_way_is_not_verified(send: Callable[..., bytes], key: tuple[str, bytes]) -> None:
    raw = send()
    for changed in (raw.replace(b"Soudeur", b"Soudard"), raw.replace(b"Click", b"Clack")):
        assert changed != raw
        assert not verified(changed, key[1])


def test_a_mail_sent_again_carries_one_signature(send: Callable[..., bytes], key: tuple[str, bytes]) -> None:
    message = confirmation_message({**PROFILE, "person": "p"})
    smtp.send(message)
    smtp.send(message)
    raw = send()
    assert raw.count(b"DKIM-Signature:") == 1
    assert message["DKIM-Signature"] is None


def test_a_key_that_is_none_is_said_without_showing_it(send: Callable[..., bytes], tmp_path: Path) -> None:
    values = {"DKIM_KEY": "c2VjcmV0", "DKIM_SELECTOR": "estey1", "DKIM_DOMAIN": "example.org"}
    with only_these(tmp_path, SECRET_KEY="k" * 32, **values), pytest.raises(SettingsError) as refused:
        smtp.send(confirmation_message(PROFILE))
    assert "c2VjcmV0" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_three_settings_go_together(tmp_path: Path) -> None:
    with only_these(tmp_path, DKIM_KEY="c2VjcmV0"), pytest.raises(SettingsError, match="ESTEY_DKIM_SELECTOR"):
        settings()
