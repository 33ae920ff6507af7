"""The links that mails carry: signed, each for one purpose."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from indexer.alerts import links
from indexer.settings_values import SettingsError
from tests.indexer.keyed import only_these

PROFILE = {"id": "0123456789abcdef01234567", "link_key": "abcDEF123-_x", "person": "f" * 32}
DAY = 86400


@pytest.fixture(autouse=True)
def key(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path, SECRET_KEY="k" * 32):
        yield


def tokens() -> dict[str, str]:
    return {
        "follow": links.follow_secret(PROFILE),
        "confirm": links.confirm_token(PROFILE["id"]),
        "unsubscribe": links.unsubscribe_token(PROFILE["person"]),
    }


READERS = {
    "follow": links.read_follow_secret,
    "confirm": links.read_confirm_token,
    "unsubscribe": links.read_unsubscribe_token,
}


def test_each_link_says_what_was_put_into_it() -> None:
    made = tokens()
    assert links.read_follow_secret(made["follow"]) == (PROFILE["id"], PROFILE["link_key"])
    assert links.read_confirm_token(made["confirm"]) == PROFILE["id"]
    assert links.read_unsubscribe_token(made["unsubscribe"]) == PROFILE["person"]


def test_an_operators_link_opens_the_offers_that_wait_only_if_it_was_made_for_them() -> None:
    until = "2026-11-24T08:00:00+00:00"
    partner, own = links.operator_token("CCI", "key", until), links.operator_token("E", "key", until, publications=True)
    assert links.read_operator_token(partner) == ("CCI", "key", until, False)
    assert links.read_operator_token(own) == ("E", "key", until, True)
    earlier = str(URLSafeSerializer("k" * 32, salt="operator").dumps(["CCI", "key", until]))
    assert links.read_operator_token(earlier) == ("CCI", "key", until, False)


@pytest.mark.parametrize("made_for", READERS)
@pytest.mark.parametrize("used_as", READERS)
def test_a_link_is_good_for_its_own_purpose_only(made_for: str, used_as: str) -> None:
    if made_for == used_as:
        READERS[used_as](tokens()[made_for])
    else:
        with pytest.raises(links.LinkUnknownError):
            READERS[used_as](tokens()[made_for])


@pytest.mark.parametrize("purpose", READERS)
def test_a_link_changed_in_any_place_is_not_ours(purpose: str) -> None:
    token = tokens()[purpose]
    for position in range(len(token) - 1):  # the last character also carries unused bits
        other = "A" if token[position] != "A" else "B"
        with pytest.raises(links.LinkUnknownError):
            READERS[purpose](token[:position] + other + token[position + 1 :])
    for cut in (token[:-2], token[2:], token + "x", "", "."):
        with pytest.raises(links.LinkUnknownError):
            READERS[purpose](cut)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(READERS)), st.text(st.characters(), max_size=60))
@example("follow", "\ud800.x")
@example("confirm", "\ud800.x")
@example("unsubscribe", "\ud800.x")
def test_no_text_is_taken_for_a_link(purpose: str, text: str) -> None:
    with pytest.raises(links.LinkUnknownError):
        READERS[purpose](text)


@pytest.mark.parametrize("purpose", READERS)
def test_another_installations_link_is_not_ours(purpose: str, tmp_path: Path) -> None:
    with only_these(tmp_path, SECRET_KEY="o" * 32):
        stranger = tokens()[purpose]
    with only_these(tmp_path, SECRET_KEY="k" * 32), pytest.raises(links.LinkUnknownError):
        READERS[purpose](stranger)


def test_a_confirmation_expires_after_its_days_and_unsubscription_never(monkeypatch: pytest.MonkeyPatch) -> None:
    made, now = tokens(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + links.CONFIRM_DAYS * DAY - 60)
    assert links.read_confirm_token(made["confirm"]) == PROFILE["id"]
    monkeypatch.setattr(time, "time", lambda: now + links.CONFIRM_DAYS * DAY + 60)
    with pytest.raises(links.LinkExpiredError):
        links.read_confirm_token(made["confirm"])
    monkeypatch.setattr(time, "time", lambda: now + 3000 * DAY)
    assert links.read_unsubscribe_token(made["unsubscribe"]) == PROFILE["person"]


def test_a_short_key_signs_nothing(tmp_path: Path) -> None:
    with only_these(tmp_path, SECRET_KEY="short"), pytest.raises(SettingsError, match="ESTEY_SECRET_KEY"):
        links.confirm_token("1")


def test_links_hold_no_address_and_fit_in_one() -> None:
    for token in tokens().values():
        assert all(letter.isalnum() or letter in "-_." for letter in token)
        assert "@" not in token
        assert len(token) < 200
