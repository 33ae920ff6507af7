"""The token of a sign-in link: what was altered, cut or made for another purpose is refused, and so is an old one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.accounts import sign_in_links
from indexer.accounts.sign_in_links import GOOD_FOR_MINUTES, Link, read_link
from indexer.alerts.links import LinkExpiredError, LinkUnknownError, followed, sign_in_token, unsubscribe_token
from indexer.settings import settings

LINK = Link("0123456789abcdef0123456789abcdef", "nonce", "/suivi")


@pytest.fixture(autouse=True, scope="module")
def key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTEY_SECRET_KEY", "a key that only this test knows, and long enough")
        settings.cache_clear()
        yield
    settings.cache_clear()


def token() -> str:
    return sign_in_token(LINK.person, LINK.nonce, LINK.then)


def test_a_token_says_what_was_put_in() -> None:
    assert read_link(token()) == LINK


@given(place=st.integers(min_value=0), letter=st.sampled_from("ABCxyz019-_."))
def test_one_changed_letter_is_enough_to_be_refused(place: int, letter: str) -> None:
    good = token()
    place %= len(good)
    changed = good[:place] + letter + good[place + 1 :]
    if changed == good:
        return
    try:
        read = read_link(changed)
    except (LinkUnknownError, LinkExpiredError):
        return
    # The last letter of base64 has spare bits: another may write the same bytes.
    assert (read, place) == (LINK, len(good) - 1)


@given(st.text(max_size=200) | st.binary(max_size=150).map(lambda raw: raw.hex()))
def test_no_text_is_a_token(text: str) -> None:
    with pytest.raises(LinkUnknownError):
        read_link(text)


@given(cut=st.integers(min_value=1, max_value=100))
def test_a_cut_token_is_refused(cut: int) -> None:
    with pytest.raises(LinkUnknownError):
        read_link(token()[:-cut])


def test_a_link_made_for_another_purpose_signs_nobody_in() -> None:
    for other in (unsubscribe_token(LINK.person), followed(LINK.person, "/offres/x").split("/")[4]):
        with pytest.raises(LinkUnknownError):
            read_link(other)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(seconds=st.integers(min_value=0, max_value=10**8))
def test_a_token_is_good_for_its_minutes_and_never_after(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    import itsdangerous.timed as timed

    now = 1_800_000_000
    with monkeypatch.context() as patch:
        patch.setattr(timed.time, "time", lambda: now)
        made = token()
        patch.setattr(timed.time, "time", lambda: now + seconds)
        if seconds <= GOOD_FOR_MINUTES * 60:
            assert read_link(made) == LINK
        else:
            with pytest.raises(LinkExpiredError):
                read_link(made)


def test_what_is_kept_of_a_link_does_not_sign_in() -> None:
    assert LINK.nonce not in sign_in_links._digest(LINK.nonce)
