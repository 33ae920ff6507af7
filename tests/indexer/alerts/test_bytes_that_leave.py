"""The bytes of every kind of mail as a bare SMTP server received them: nothing here decodes a header by the library
that wrote it, so that what only our own code could read is not taken for right.
"""

from __future__ import annotations

import base64
import quopri
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP
from typing import Any

import dkim
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jinja2 import Environment

from indexer.alerts import smtp
from indexer.alerts.message_format import MOST_SUBJECT, addresses, name_and_address, one_line, written
from indexer.alerts.messages import notice_message, sign_in_message
from indexer.settings import TEMPLATES, settings
from indexer.settings_values import SettingsError
from tests.indexer.alerts.every_mail import ALERTS, MAILS
from tests.indexer.keyed import only_these
from tests.indexer.mail_server import MailServer

AWKWARD = "Chef·fe d’équipe « gros œuvre » – nuit & jour (6h–14h) 🏗️, été comme hiver"
SENDER = "Estey – l’emploi en Pays d’Orthe, Béarn & Chalosse : « près de chez vous » <alertes@estey.example>"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """A private key as the setting holds it, and the public one as DNS does."""
    pem = tmp_path_factory.mktemp("keys") / "dkim.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(pem), "2048"], check=True, capture_output=True)
    public = subprocess.run(["openssl", "rsa", "-in", str(pem), "-pubout"], check=True, capture_output=True).stdout
    lines = [[one for one in text.splitlines() if "-----" not in one] for text in (pem.read_text(), public.decode())]
    return "".join(lines[0]), f"v=DKIM1; k=rsa; p={''.join(lines[1])}".encode()


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    started = MailServer.started()
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def site(tmp_path: Path, server: MailServer, key: tuple[str, bytes]) -> Iterator[None]:
    """An installation with a long address, a sender with accents, a contact and a key."""
    values = {
        "SECRET_KEY": "k" * 32,
        "PUBLIC_URL": "https://emploi.communaute-de-communes.estey.example/services/emploi",
        "MAIL_FROM": SENDER,
        "CONTACT": "o'neill+data&co@estey.example",
        "BOUNCE_ADDRESS": "retours@estey.example",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(server.port),
        "SMTP_SECURITY": "none",
        "DKIM_KEY": key[0],
        "DKIM_SELECTOR": "estey1",
        "DKIM_DOMAIN": "estey.example",
    }
    with only_these(tmp_path, **values):
        yield


def received(server: MailServer, message: EmailMessage) -> bytes:
    """Send a mail and return it as the server had it."""
    smtp.send(message)
    return server.contents[-1]


def head(raw: bytes) -> list[tuple[str, bytes]]:
    """Name and raw value of each header, lines joined as RFC 5322 §2.2.3 says: only the line ends go."""
    lines: list[bytes] = []
    for one in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if one[:1] in (b" ", b"\t"):
            lines[-1] += one
        else:
            lines.append(one)
    return [(name.decode("ascii"), value.lstrip(b" ")) for name, _, value in (one.partition(b":") for one in lines)]


def value(raw: bytes, name: str) -> bytes:
    [found] = [value for known, value in head(raw) if known.lower() == name.lower()]
    return found


_WORD = re.compile(rb"=\?utf-8\?([bq])\?([!->@-~]+)\?=", re.IGNORECASE)


def read(said: bytes) -> str:
    """What a mail program shows of text in a header, each encoded word decoded by itself (RFC 2047 §6)."""
    shown, between, is_after_word = "", "", False
    for token in re.split(rb"([ \t]+)", said):
        if not token.strip():
            between += token.decode("ascii")
        elif word := _WORD.fullmatch(token):
            encoded = word[2]
            content = base64.b64decode(encoded) if word[1] in b"bB" else quopri.decodestring(encoded, header=True)
            # White space between two encoded words is none. Strict: a character cut in two is an error.
            shown += ("" if is_after_word else between) + content.decode("utf-8")
            between, is_after_word = "", True
        else:
            assert b"=?" not in token, "an encoded word that is none"
            shown += between + token.decode("ascii")
            between, is_after_word = "", False
    return shown


def check_lines(raw: bytes) -> None:
    """What holds of every mail, whatever is in it."""
    assert raw.isascii()
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw)
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    top = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    for one in top:
        assert re.match(rb"[!-9;-~]+: \S|[ \t]+\S", one), one
        if b"=?" in one:
            assert len(one) <= 76, one
            for word in re.findall(rb"=\?\S*", one):
                assert _WORD.fullmatch(word), word
                assert len(word) <= 75
    assert all(len(one) <= 76 for one in lines[len(top) :]), "quoted-printable (RFC 2045 §6.7)"
    for name, said in head(raw):
        if name not in ("Subject", "From", "To", "Reply-To"):
            assert b"=?" not in said, name
    assert b"=?" not in b"".join(re.findall(rb"<[^>]*>", b"\n".join(said for _, said in head(raw))))


def verified(raw: bytes, public: bytes) -> bool:
    return bool(dkim.verify(raw, dnsfunc=lambda name, timeout=5: public))


def test_every_template_of_a_mail_is_tried_here(monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[str] = set()
    real = Environment.get_template

    def noted(self: Environment, name: Any, *given: Any, **named: Any) -> Any:
        made.add(str(name).partition(".")[0])
        return real(self, name, *given, **named)

    monkeypatch.setattr(Environment, "get_template", noted)
    for make in MAILS.values():
        make("Soudeur", "p@example.org")
    written = {path.stem for path in (TEMPLATES / "mails").glob("*.txt") if not path.stem.startswith("_")}
    assert written <= made


@pytest.mark.parametrize("kind", MAILS)
@pytest.mark.parametrize("title", [AWKWARD, "Soudeur", "É" * 220 + " H/F"], ids=["awkward", "plain", "long"])
def test_every_kind_of_mail_leaves_in_lines_that_programs_read(
    server: MailServer, key: tuple[str, bytes], kind: str, title: str
) -> None:
    message = MAILS[kind](title, "p@example.org")
    raw = received(server, message)
    check_lines(raw)
    assert verified(raw, key[1])
    names = [name for name, _ in head(raw)]
    assert len(names) == len({name.lower() for name in names}), "each header once"
    assert read(value(raw, "Subject")) == message["Subject"]
    assert addresses(value(raw, "From").decode())[0][1] == "alertes@estey.example"
    assert read(value(raw, "From")) == f"{addresses(SENDER)[0][0]} <alertes@estey.example>"
    assert re.fullmatch(rb"<[\w.-]+@estey\.example>", value(raw, "Message-ID"))
    assert re.fullmatch(rb"[a-z_]+:[\w-]+:estey\.example:estey", value(raw, "Feedback-ID"))
    assert value(raw, "Auto-Submitted") == b"auto-generated"
    assert re.fullmatch(rb"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", value(raw, "Date"))


@pytest.mark.parametrize("kind", ALERTS)
def test_an_alert_can_be_ended_in_one_click_by_what_stands_in_its_bytes(server: MailServer, kind: str) -> None:
    raw = received(server, MAILS[kind](AWKWARD, "p@example.org"))
    site = rb"https://emploi\.communaute-de-communes\.estey\.example/services/emploi"
    # On one line, as some programs look for it, and whole.
    assert re.search(rb"^List-Unsubscribe: <" + site + rb"/desabonnement/[\w.-]{20,}>\r$", raw, re.MULTILINE)
    assert re.search(rb"^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$", raw, re.MULTILINE)
    assert re.search(rb"^List-Help: <" + site + rb"/[\w./-]+>\r$", raw, re.MULTILINE)
    assert re.search(rb"^List-Owner: <mailto:o%27neill\+data%26co@estey\.example>\r$", raw, re.MULTILINE)
    assert re.search(rb"^List-Id: Alertes Estey <alertes\.estey\.example>\r$", raw, re.MULTILINE)
    signed = re.search(rb"\bh=([^;]+);", value(raw, "DKIM-Signature"))
    assert signed is not None
    covered = {name.strip().lower() for name in signed[1].split(b":")}
    assert covered >= {name.lower().encode() for name, _ in head(raw) if name != "DKIM-Signature"}


@pytest.mark.parametrize("kind", [kind for kind in MAILS if kind != "operator"])
@pytest.mark.parametrize(
    "email",
    [
        "a" * 64 + "@" + ".".join(["b" * 59] * 3) + ".fr",
        "o'brien+cv=2027/x{y}|z@example.org",
        '"mme durand, (accueil)"@example.org',
        r'"a\"b\\c"@example.org',
    ],
    ids=["long", "signs", "quoted", "escaped"],
)
def test_every_mail_goes_to_the_very_address_that_was_given(server: MailServer, kind: str, email: str) -> None:
    raw = received(server, MAILS[kind]("Soudeur", email))
    assert value(raw, "To") == email.encode()
    assert server.recipients[-1] == [email]
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_an_address_that_looks_like_an_encoded_word_is_not_decoded_to_another_s() -> None:
    for make in MAILS.values():
        raw = written(make("Soudeur", "=?utf-8?q?eve?=@example.org"))
        assert b"eve@" not in raw


@pytest.mark.parametrize(
    "said", ["Estey <a@b.example>\r\nBcc: x@y.example", "Estey", "Éstey <é@b.example>", "<a b@c.fr>", "a@b.fr, c@d.fr"]
)
def test_a_sender_that_is_no_address_is_refused_when_settings_are_read(tmp_path: Path, said: str) -> None:
    with only_these(tmp_path, MAIL_FROM=said), pytest.raises(SettingsError, match="ESTEY_MAIL_FROM"):
        settings()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Estey, emploi : ici <a@estey.example>", b'"Estey, emploi : ici" <a@estey.example>'),
        ('"Estey \\"ici\\"" <a@estey.example>', b'"Estey \\"ici\\"" <a@estey.example>'),
        ("a@estey.example", b"a@estey.example"),
        ("Estey <a@région.example>", b"Estey <a@xn--rgion-bsa.example>"),
    ],
)
def test_a_sender_is_one_whatever_signs_its_name_has(
    tmp_path: Path, server: MailServer, said: str, shown: bytes
) -> None:
    where = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port), "SMTP_SECURITY": "none"}
    with only_these(tmp_path, SECRET_KEY="k" * 32, MAIL_FROM=said, **where):
        raw = received(server, sign_in_message("p@example.org", "t" * 43))
    check_lines(raw)
    assert value(raw, "From") == shown
    assert server.senders[-1] == addresses(shown.decode())[0][1]


def test_an_address_with_accents_leaves_as_it_is_where_the_server_knows_such(server: MailServer) -> None:
    raw = received(server, sign_in_message("zoé@example.org", "t" * 43))
    assert value(raw, "To") == "zoé@example.org".encode()
    assert server.recipients[-1] == ["zoé@example.org"]
    assert raw.replace("zoé".encode(), b"").isascii()


def test_an_address_with_accents_is_refused_where_the_server_knows_none(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    smtp._CONNECTION.close()
    monkeypatch.setattr(SMTP, "has_extn", lambda self, name: False)
    with pytest.raises(smtp.RecipientRefusedError) as refused:
        smtp.send(sign_in_message("zoé@example.org", "t" * 43))
    assert refused.value.address


_LETTERS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("éœ’«»– \t\n\r\u2028\x85\x00e\u0301🏗\ufe0f\u200d=?_"),
    max_size=260,
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_LETTERS)
@example("Peintre en « second œuvre » – façade 🎨")
@example("Agent d'accueil (8h–12h) & caisse < 24 h/semaine")
@example("e\u0301" * 120)
@example("🏗️👩🏽‍🔧" * 40)
@example("=?utf-8?q?Directeur?= =?utf-8?b?w6k=?=")
@example("Soudeur\r\nBcc: victim@example.org\r\n\r\nbonjour")
@example("a" * 400)
@example("mot " * 60)
def test_any_subject_is_read_as_it_was_written(server: MailServer, title: str) -> None:
    raw = received(server, notice_message("p@example.org", f"Offre {title}", ["Bonjour"], "Ouvrir", "/recruteurs"))
    check_lines(raw)
    assert {name for name, _ in head(raw)} == {
        "DKIM-Signature", "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Feedback-ID",
        "MIME-Version", "Content-Type", "Content-Language",
    }  # fmt: skip
    shown = read(value(raw, "Subject"))
    # Written here by another way than the code's: what is white becomes one space, what cannot be seen goes.
    seen = "".join(
        one for one in f"Offre {title}" if one.isspace() or unicodedata.category(one) not in ("Cc", "Zl", "Zp")
    )
    whole = re.sub(r"\s+", " ", seen).strip()
    if len(whole) <= MOST_SUBJECT:
        assert shown == whole
    else:
        assert shown.endswith("…")
        assert whole.startswith(shown[:-1])
        assert len(shown) <= MOST_SUBJECT


@given(st.text(st.sampled_from("abé \u0301\u200d\ufe0f🏽👩🔧"), max_size=60), st.integers(4, 30))
def test_a_subject_is_cut_between_characters(text: str, most: int) -> None:
    shown = one_line(text, most)
    whole = " ".join(text.split())
    assert len(shown) <= most
    if shown != whole:
        rest = whole[len(shown) - 1 :]
        assert shown == "…" or not unicodedata.combining(rest[0]), "no accent is left behind"
        assert shown == "…" or rest[0] not in "\u200d\ufe0f🏽"
        assert not shown.endswith(" …")


@pytest.mark.parametrize("title", [AWKWARD, 'Aide d\'éveil < 3 ans & "périscolaire" (7h–9h)', "e\u0301te\u0301"])
def test_the_text_part_says_a_title_as_it_was_written(server: MailServer, title: str) -> None:
    raw = received(server, MAILS["digest of one"](title, "p@example.org"))
    plain = raw.partition(b"Content-Type: text/plain")[2].partition(b"\r\n\r\n")[2].partition(b"\r\n--==")[0]
    text = quopri.decodestring(plain).decode("utf-8")
    assert title in text
    assert not re.search(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+);", text)


def test_a_long_subject_ends_at_a_word() -> None:
    assert one_line("Conducteur de ligne " * 12) == ("Conducteur de ligne " * 12)[:139] + "…"
    assert one_line("x" * 151) == "x" * 149 + "…"
    assert one_line("x" * 150) == "x" * 150


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="<>")), st.just("a@b.example"))
def test_a_name_beside_an_address_is_read_back(name: str, address: str) -> None:
    name = " ".join(name.split())
    if not (name.startswith('"') or name.endswith('"')) or '"' in name:
        assert addresses(name_and_address(name, address)) == [(name, address)]
