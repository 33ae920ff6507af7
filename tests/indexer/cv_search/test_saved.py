"""Saved searches of the CV base: who is told, once, to whom, and in which mail. Real engine, real mail server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.candidates.seen_by import seen_by
from indexer.cv_search import saved as searches
from indexer.cv_search.queries import CvSearch
from indexer.cv_search.saved import MOST_SAVED, TooManySavedError, look, read_wish, save, wish_of
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import refresh
from indexer.profiles.lifecycle import update
from indexer.recruiters import lifecycle, organisations, vouching
from indexer.recruiters.document import organisation_of_siret
from indexer.recruiters.erasure import erase_recruiter
from indexer.reference.in_force import gazetteer
from tests.indexer.cv_search.test_search import PAU, VOCABULARY, store
from tests.indexer.mail_server import MailServer

SIRET = "73282932000074"
ORGANISATION = organisation_of_siret(SIRET)
WISH = CvSearch("soudeur", (PAU,), 30, (), {"contract": ("CDI",)})


@pytest.fixture
def recruiter(engine: Elasticsearch) -> str:
    """A recruiter of a vouched organisation."""
    identifier = lifecycle.register(engine, "camille@example.org", "Camille")
    known = lifecycle.confirm(engine, identifier)
    assert known is not None
    organisations.join(engine, known, SIRET, "Atelier de l'Exemple", "33063")
    vouching.vouch(engine, ORGANISATION, "Mission locale")
    lifecycle.choose(engine, identifier, {"frequency": "at_once"})
    return identifier


def later(minutes: int = 1) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def kept(engine: Elasticsearch, recruiter: str, wish: CvSearch = WISH) -> str:
    saved = save(engine, recruiter, ORGANISATION, wish_of(wish, ["64445"]), "soudeur, à 30 km autour de Pau (64), CDI")
    return str(saved["id"])


def look_now(engine: Elasticsearch) -> int:
    return look(engine, VOCABULARY, gazetteer(), datetime.now(UTC))


def found(engine: Elasticsearch) -> list[dict[str, Any]]:
    refresh(engine, "matches")
    return [match for _, match in scan(engine, "matches", {"exists": {"field": "cv_search"}}, "id", ["*"])]


def test_a_search_is_kept_and_read_again_as_it_was(engine: Elasticsearch, recruiter: str) -> None:
    saved = get(engine, "cv_searches", kept(engine, recruiter))
    assert saved is not None
    again = read_wish(saved["wish"], gazetteer())
    assert (again.words, again.radius_km, again.chosen) == ("soudeur", 30, {"contract": ("CDI",)})
    assert again.around[0].departement == "64"
    for _ in range(MOST_SAVED - 1):
        kept(engine, recruiter)
    with pytest.raises(TooManySavedError):
        kept(engine, recruiter)


def test_new_people_are_found_once_and_only_those_who_are_seen(engine: Elasticsearch, recruiter: str) -> None:
    store(engine, "before")
    search = kept(engine, recruiter)
    assert look_now(engine) == 0
    store(engine, "new", last_contact_at=later())
    store(engine, "same person", email="new@example.org", last_contact_at=later())
    store(engine, "hidden", visibility="hidden", last_contact_at=later())
    store(engine, "excludes", avoided_employers=["Atelier de l'exemple"], last_contact_at=later())
    store(engine, "elsewhere", commune="59350", last_contact_at=later())
    assert look_now(engine) == 1
    assert look_now(engine) == 0
    [match] = found(engine)
    assert (match["recipient"], match["cv_search"]) == (recruiter, search)
    vouching.block(engine, ORGANISATION, "x", "Estey")
    store(engine, "after", last_contact_at=later())
    assert look_now(engine) == 0
    assert found(engine)[0]["state"] == "dropped"


def test_who_gives_up_their_name_is_not_told_any_more_for_a_word_they_wrote(
    engine: Elasticsearch, recruiter: str
) -> None:
    for words in ("Lussandre", "soudeur"):
        kept(engine, recruiter, CvSearch(words, (PAU,)))
    store(engine, "new", visibility="named", wanted=["soudeur chez Lussandre"], last_contact_at=later())
    assert look_now(engine) == 2
    update(engine, "new", {"visibility": "anonymous"})
    assert found(engine) == []
    assert look_now(engine) == 1, "by the trade alone"


def test_more_people_than_one_look_takes_are_all_found(
    engine: Elasticsearch, recruiter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_FOUND", 2)
    search = kept(engine, recruiter)
    for number in range(5):
        store(engine, f"new {number}", email=f"new{number}@example.org", last_contact_at=later())
    assert [look_now(engine) for _ in range(4)] == [2, 2, 1, 0]
    # Whoever comes while a look is under way, before where it stands, is found by the next.
    assert (get(engine, "cv_searches", search) or {})["looked_up_to"] == "new 1"
    for name in ("a late one", "next 0", "next 1"):
        store(engine, name, email=f"{name.replace(' ', '')}@example.org", last_contact_at=later())
    assert sum(look_now(engine) for _ in range(10)) == 3
    assert len(found(engine)) == 8


def test_who_comes_within_the_days_of_a_search_is_told_without_having_changed_anything(
    engine: Elasticsearch, recruiter: str
) -> None:
    today = datetime.now(UTC).date()
    for days in (0, 30, 31, 32, 60):
        store(engine, f"in {days}", available_from=(today + timedelta(days)).isoformat())
    store(engine, "does not say")
    search = kept(engine, recruiter, CvSearch("soudeur", (PAU,), 30, (), {"available": ("31",)}))
    assert look_now(engine) == 0, "all of them were on the page"
    # As if it had been kept, and looked at last, two days ago: two came within a month since.
    before = (datetime.now(UTC) - timedelta(2)).isoformat()
    change(engine, "cv_searches", search, lambda doc: {**doc, "created_at": before, "looked_at": before})
    assert look_now(engine) == 2
    assert sorted(match["candidate_profile"] for match in found(engine)) == ["in 30", "in 31"]
    assert look_now(engine) == 0


def test_the_mail_tells_of_them_and_names_nobody(
    engine: Elasticsearch, recruiter: str, mail_server: MailServer
) -> None:
    kept(engine, recruiter)
    store(engine, "new", last_contact_at=later(), visibility="named")
    assert look_now(engine) == 1
    assert send_digest(engine, recruiter, everyone=True) == 1
    [message] = mail_server.handed
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "Un CV pour votre recherche « soudeur, à 30 km autour de Pau (64), CDI »"
    assert "/recruteurs/cv/new" in text
    assert "new@example.org" not in text
    assert "Répondre :" not in text
    assert found(engine)[0]["state"] == "sent"
    # Hidden meanwhile, the next is not told.
    store(engine, "next", last_contact_at=later())
    assert look_now(engine) == 1
    store(engine, "next", last_contact_at=later(), visibility="hidden")
    assert send_digest(engine, recruiter, everyone=True) == 0


def test_deleted_it_finds_nobody_and_goes_with_its_recruiter(engine: Elasticsearch, recruiter: str) -> None:
    first, second = kept(engine, recruiter), kept(engine, recruiter)
    store(engine, "new", last_contact_at=later())
    assert look_now(engine) == 2
    searches.delete(engine, first)
    assert [match["cv_search"] for match in found(engine)] == [second]
    assert searches.saved_search(engine, second, "somebody else") is None
    erase_recruiter(engine, recruiter)
    assert found(engine) == []
    assert get(engine, "cv_searches", second) is None


def test_whose_cv_was_mailed_knows_it_also_when_search_and_recruiter_are_gone(
    engine: Elasticsearch, recruiter: str, mail_server: MailServer
) -> None:
    search = kept(engine, recruiter)
    profile = store(engine, "new", last_contact_at=later())
    look_now(engine)
    assert send_digest(engine, recruiter, everyone=True) == 1
    told = [("Atelier de l'Exemple", "mail")]
    assert [(one.organisation, one.how) for one in seen_by(engine, profile["person"])] == told
    searches.delete(engine, search)
    assert [(one.organisation, one.how) for one in seen_by(engine, profile["person"])] == told
    erase_recruiter(engine, recruiter)
    assert [(one.organisation, one.how) for one in seen_by(engine, profile["person"])] == told
