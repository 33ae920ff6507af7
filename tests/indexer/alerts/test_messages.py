"""The mails themselves: headers, and the same content in text and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.alerts import links
from indexer.alerts.message_format import written
from indexer.alerts.messages import confirmation_message, digest_message
from indexer.alerts.offer_lines import OfferLine, Reason
from indexer.trainings.training_lines import TrainingLine
from tests.indexer.keyed import only_these

PROFILE = {
    "id": "0123456789abcdef01234567",
    "link_key": "abc",
    "person": "f" * 32,
    "email": "camille@example.org",
    "place_label": "Pau (64)",
    "radius_km": 30,
    "wanted": ["soudeur"],
}


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    values = {"PUBLIC_URL": "https://estey.example/", "MAIL_FROM": "Estey <alertes@estey.example>"}
    with only_these(tmp_path, SECRET_KEY="k" * 32, **values):
        yield


def line(number: int, **changes: object) -> OfferLine:
    facts = {
        "identifier": str(number),
        "title": f"Soudeur {number} <TIG> & co",
        "employer": f"Atelier n° {number}",
        "place": "64 - PAU",
        "distance_km": 12,
        "contract": "CDI",
        "pay": "15 € de l’heure",
        "published_at": "2026-11-20T08:00:00+00:00",
        "url": f"https://estey.example/offres/{number}",
        "points": 8,
        "reasons": [Reason("métier : soudage manuel", 6), Reason("soudage TIG", 2)],
    }
    return OfferLine(**{**facts, **changes})  # type: ignore[arg-type]


def sent(message: EmailMessage) -> EmailMessage:
    """The mail as the other side reads it."""
    return message_from_bytes(written(message), policy=policy.default)  # type: ignore[return-value]


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def test_a_digest_has_the_headers_of_a_mail_people_asked_for() -> None:
    message = sent(digest_message(PROFILE, "d1", [line(1), line(2)], 3))
    assert message["To"] == "camille@example.org"
    assert message["From"] == "Estey <alertes@estey.example>"
    assert message["Subject"] == "5 offres d’emploi pour vous"
    assert message["Message-ID"] == "<d1@estey.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(message["Date"]).tzinfo is not None
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [address] = re.findall(r"^<(https://estey\.example/desabonnement/(\S+))>$", message["List-Unsubscribe"])
    assert links.read_unsubscribe_token(address[1]) == PROFILE["person"]
    assert message["Message-ID"] == sent(digest_message(PROFILE, "d1", [line(9)], 0))["Message-ID"]
    assert message["List-Id"] == "Alertes Estey <alertes.estey.example>"
    assert message["List-Help"] == f"<https://estey.example/suivi/{links.follow_secret(PROFILE)}>"
    assert message["List-Post"] == "NO"


def test_feedback_says_the_rhythm_and_the_kind_of_mail_and_nothing_of_the_person() -> None:
    weekly = {**PROFILE, "frequency": "weekly"}
    assert sent(digest_message(weekly, "d1", [line(1)], 0))["Feedback-ID"] == "weekly:digest:estey.example:estey"
    assert sent(confirmation_message(weekly))["Feedback-ID"] == "none:confirmation:estey.example:estey"


def test_who_runs_the_list_is_named_once_they_gave_an_address(tmp_path: Path) -> None:
    assert sent(digest_message(PROFILE, "d1", [line(1)], 0))["List-Owner"] is None
    with only_these(tmp_path, SECRET_KEY="k" * 32, CONTACT="contact@example.org"):
        assert sent(digest_message(PROFILE, "d1", [line(1)], 0))["List-Owner"] == "<mailto:contact@example.org>"


def test_one_offer_is_named_in_the_subject() -> None:
    assert sent(digest_message(PROFILE, "d", [line(1, title="Maçon")], 0))["Subject"] == "Une offre pour vous : Maçon"


def test_text_and_html_tell_the_same_offers_in_the_same_order() -> None:
    offers = [line(number) for number in (3, 1, 2)]
    text, html = parts(sent(digest_message(PROFILE, "d", offers, 4)))
    seen = unescape(html)
    for part in (text, seen):
        assert re.findall(r"https://estey\.example/offres/(\d)", part) == ["3", "1", "2"]
        for told in offers:
            for fact in (
                told.title,
                told.employer,
                told.place,
                "à 12 km",
                told.contract,
                told.pay,
                "8 points",
                "soudage TIG (2)",
            ):
                assert fact in part
        assert links.followed(PROFILE["person"], f"/suivi/{links.follow_secret(PROFILE)}") in part
        assert "https://estey.example/desabonnement/" in part
        assert "Pau (64), 30 km" in part
    assert "Et 4 autres offres" in text
    assert "Voir les 7 offres" in seen


def test_what_is_not_known_of_an_offer_is_said_or_left_out_not_shown_empty() -> None:
    bare = line(1, employer="", place="", distance_km=None, contract="", pay="")
    for part in parts(sent(digest_message(PROFILE, "d", [bare], 0))):
        assert "Employeur" not in part
        assert "Salaire" not in part
        assert part.count("non précisé") == 2
        assert "None" not in part


def test_markup_in_an_offer_is_shown_as_text() -> None:
    _, html = parts(
        sent(digest_message(PROFILE, "d", [line(1, title="<script>x</script>", employer='"><img src=x>')], 0))
    )
    assert "<script>" not in html
    assert "<img" not in html


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\x0b", "\x1c", "\r\n\r\n"])
def test_a_title_with_line_ends_adds_no_header_and_no_body(end: str) -> None:
    title = f"Soudeur{end}Bcc: victim@example.org{end}X-Evil: 1"
    raw = written(digest_message(PROFILE, "d", [line(1, title=title)], 0))
    head = raw.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"^(Bcc|X-Evil):", head, re.MULTILINE | re.IGNORECASE)
    message = sent(digest_message(PROFILE, "d", [line(1, title=title)], 0))
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert "Bcc: victim@example.org X-Evil: 1" in message["Subject"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), st.booleans())
def test_any_title_makes_a_mail_that_can_be_sent_and_read(title: str, several: bool) -> None:
    offers = [line(1, title=title, employer=title)] + ([line(2)] if several else [])
    plain = sent(digest_message(PROFILE, "d", offers, 0))
    expected = {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "List-Unsubscribe",
        "List-Unsubscribe-Post", "List-Id", "List-Help", "List-Post", "Feedback-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert set(plain.keys()) == expected
    text, html = parts(plain)
    assert ("offres/2" in text) == ("offres/2" in html) == several


def test_an_address_with_a_line_end_is_refused_not_sent() -> None:
    with pytest.raises(ValueError, match=r"(?i)header|newline|linefeed|carriage"):
        digest_message({**PROFILE, "email": "a@example.org\r\nBcc: b@example.org"}, "d", [line(1)], 0)


def test_the_confirmation_asks_about_the_address_in_both_parts_and_offers_no_alert() -> None:
    message = sent(confirmation_message(PROFILE))
    assert message["To"] == PROFILE["email"]
    assert message["List-Unsubscribe"] is None
    for part in parts(message):
        [token] = re.findall(r"https://estey\.example/confirm/([\w.-]+)", part)
        assert links.read_confirm_token(token) == PROFILE["id"]
        assert "soudeur" in part
        assert f"{links.CONFIRM_DAYS} jours" in part


def test_who_agreed_to_no_mail_is_promised_none_by_the_one_they_get() -> None:
    message = sent(confirmation_message({**PROFILE, "unsubscribed_at": "2026-11-24T15:00:00+00:00"}))
    assert "recevoir" not in message["Subject"]
    for part in parts(message):
        said = unescape(part).replace("\xa0", " ")
        assert "vous n’avez pas demandé de courriels" in said
        assert "Vous recevrez ensuite" not in said
    assert all("Vous recevrez ensuite" in unescape(part) for part in parts(sent(confirmation_message(PROFILE))))


def test_what_a_training_would_open_comes_apart_and_after_what_fits_as_it_is() -> None:
    course = TrainingLine("CACES R489 en trois jours", "Les Quais, Lormont (33), à partir du 04/01/2027", "https://x/f")
    reached = line(8, title="Cariste", points=4, missing=["CACES R489"], trainings=[course])
    mail = sent(digest_message(PROFILE, "d", [line(1)], 0, [reached]))
    assert mail["Subject"] == "2 offres d’emploi pour vous"
    text, html = parts(mail)
    for part in (text, unescape(html)):
        assert part.index("Soudeur 1") < part.lower().index("avec une formation") < part.index("Cariste")
        assert "Demandé, et absent de votre profil : CACES R489" in part
        assert "CACES R489 en trois jours" in part
        assert "Les Quais, Lormont (33), à partir du 04/01/2027" in part
        assert "https://x/f" in part
    assert "2. Cariste" in text, "one numbering for the whole mail"


def test_a_mail_of_trainings_alone_says_so() -> None:
    reached = line(8, title="Cariste", trainings=[TrainingLine("CACES", "", "")])
    mail = sent(digest_message(PROFILE, "d", [], 0, [reached]))
    assert mail["Subject"] == "Une offre accessible : Cariste, avec une formation"
    assert "Des offres accessibles avec une formation" in parts(mail)[0]
