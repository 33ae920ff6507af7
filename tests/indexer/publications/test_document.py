"""From draft to published, waiting, renewed and closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from indexer.publications import document as state
from tests.factories.publications import facts

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def begun() -> state.Publication:
    return state.begun("pub1", "org1", "rec1", facts(), "form", NOW)


def test_what_is_published_is_what_was_written_and_ends_by_itself() -> None:
    published = state.published(begun(), NOW, 60)
    assert (published["state"], published["given"], published["draft"]) == (state.PUBLISHED, facts(), None)
    assert state.days_left(published, NOW) == 60
    assert state.days_left(published, NOW + timedelta(days=59, hours=1)) == 1
    assert not published["carried"]


def test_an_edit_shows_only_once_published_and_keeps_the_end() -> None:
    published = state.published(begun(), NOW, 60)
    edited = {**published, "draft": facts(title="Soudeuse-Soudeur TIG (H/F)")}
    assert (edited["given"]["title"], state.written(edited)["title"]) == (
        "Soudeur TIG (H/F)",
        "Soudeuse-Soudeur TIG (H/F)",
    )
    again = state.published(edited, NOW + timedelta(days=10), 60)
    assert again["given"]["title"] == "Soudeuse-Soudeur TIG (H/F)"
    assert (again["expires_at"], again["published_at"]) == (published["expires_at"], published["published_at"])
    assert again["updated_at"] != published["updated_at"]
    assert again["revision"] == published["revision"] + 1


def test_renewing_keeps_an_open_offer_and_brings_a_closed_one_back_as_it_was() -> None:
    later = NOW + timedelta(days=55)
    published = {**state.published(begun(), NOW, 60), "reminded_at": NOW.isoformat()}
    kept = state.renewed(published, later, 60)
    assert kept is not None
    assert (state.days_left(kept, later), kept["reminded_at"], kept["revision"]) == (60, None, published["revision"])
    closed = state.closed({**published, "draft": facts(title="Autre chose")}, state.EXPIRED, later)
    assert closed is not None
    back = state.renewed(closed, later, 60)
    assert back is not None
    assert (back["state"], back["given"], back["draft"]["title"]) == (state.PUBLISHED, facts(), "Autre chose")


def test_what_was_never_published_is_not_renewed_nor_what_is_blocked() -> None:
    assert state.renewed(begun(), NOW, 60) is None
    blocked = state.closed(state.published(begun(), NOW, 60), state.BLOCKED, NOW)
    assert blocked is not None
    assert state.renewed(blocked, NOW, 60) is None


def test_a_version_is_what_was_written_whatever_became_of_it() -> None:
    read = state.version(begun())
    assert state.version(state.published(begun(), NOW, 60)) == read
    assert state.version({**begun(), "draft": dict(reversed(facts().items()))}) == read
    assert state.version({**begun(), "draft": facts(title="Soudeuse TIG (H/F) \ud800")}) != read


def test_only_what_is_open_or_waits_closes() -> None:
    assert state.closed(begun(), state.GIVEN_UP, NOW) is None
    waits = state.moved(begun(), state.WAITING, NOW)
    closed = state.closed(waits, state.GIVEN_UP, NOW)
    assert closed is not None
    assert (closed["state"], closed["closed_reason"]) == (state.CLOSED, state.GIVEN_UP)
    assert state.closed(closed, state.FILLED_HERE, NOW) is None
