"""A deposit that is not finished: held a day, read and corrected like a profile, and never matched, mailed or seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.confirmations import send_confirmation
from indexer.engine.documents import change, get
from indexer.engine.indices import refresh
from indexer.matching.percolation import due_for_offers
from indexer.operations.retention import erase_expired_drafts, erase_expired_profiles
from indexer.operations.status import status
from indexer.operations.sweep import requeue_unfinished
from indexer.profiles import draft, erasures, lifecycle
from indexer.profiles.consent import consents_given
from indexer.profiles.document import person_of
from indexer.profiles.processing import process_profile
from indexer.reading.file_checks import check_file
from indexer.settings import settings
from tests.cv_files import WELDER, as_pdf
from tests.factories.documents import store
from tests.factories.matches import states
from tests.factories.offers import make_offer
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer

# The stack's Tika, which other tests stop and kill.
pytestmark = pytest.mark.whole_stack

EMAIL = "camille@example.org"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file store of this test alone."""
    monkeypatch.setenv("ESTEY_FILES_URL", tmp_path.as_uri())
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def begin(engine: Elasticsearch, form: str = "", text: str = WELDER) -> dict[str, Any]:
    return draft.begin(engine, form or uuid4().hex, check_file("cv.pdf", as_pdf(text)), "cv.pdf")


def given(**changes: Any) -> draft.Finished:
    consents = consents_given(mail=True, visibility="named", visibility_label="Les recruteurs", at="2026-11-24")
    wish = {"commune": "64445", "radius_km": 30, "wanted": ["soudeur"], "visibility": "named"}
    return draft.Finished(**{**wish, "email": EMAIL, "mail": True, "consents": consents, **changes})


def stored(engine: Elasticsearch, identifier: str) -> dict[str, Any]:
    found = get(engine, "profiles", identifier)
    assert found is not None
    return found


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_draft_is_read_and_corrected_and_nothing_else_happens_to_it(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    offer = make_offer("o1", title="Soudeur")
    store(engine, "offers", offer)
    identifier = begin(engine)["id"]
    process_profile(engine, identifier)
    lifecycle.correct(engine, identifier, added=["licence:PERMIS-C"], removed=[])
    # Whatever else was written to it by mistake.
    change(engine, "profiles", identifier, lambda doc: {**doc, "confirmed_at": doc["received_at"]}, refresh=True)
    lifecycle.correct(engine, identifier, added=[], removed=[])
    process_profile(engine, identifier)
    send_confirmation(engine, identifier)
    profile = stored(engine, identifier)
    assert profile["stage"] == "matched"
    assert "licence:PERMIS-C#1" in profile["traits"]
    assert profile["alertable"] is False
    assert list(due_for_offers(engine, [offer])) == []
    assert states(engine) == {}
    assert mail_server.handed == []


def test_a_draft_is_no_profile_in_what_is_counted_and_in_flight_while_it_is_read(engine: Elasticsearch) -> None:
    identifier = begin(engine)["id"]
    refresh(engine)
    found = status(engine)
    assert (found["counts"]["profiles"], found["drafts"], found["in_flight"]) == (0, 1, 1)
    process_profile(engine, identifier)
    refresh(engine)
    found = status(engine)
    assert (found["stages"]["profiles"], found["drafts"], found["in_flight"]) == ({}, 1, 0)
    draft.finish(engine, identifier, given())
    found = status(engine)
    assert (found["counts"]["profiles"], found["drafts"], found["confirmations_to_send"]) == (1, 0, 1)


def test_the_sweep_has_it_read_when_the_queue_was_lost_and_no_mail_sent(engine: Elasticsearch, queue: Queue) -> None:
    identifier = begin(engine)["id"]
    long_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    change(engine, "profiles", identifier, lambda doc: {**doc, "received_at": long_ago}, refresh=True)
    queued = requeue_unfinished(engine)
    assert (queued["profiles"], queued["confirmations"]) == (1, 0)


def test_finishing_makes_it_a_profile_once_with_each_consent_dated_and_in_its_words(engine: Elasticsearch) -> None:
    identifier = begin(engine)["id"]
    process_profile(engine, identifier)
    profile, done = draft.finish(engine, identifier, given())
    assert done
    assert profile == stored(engine, identifier)
    assert profile is not None
    assert not {"draft_since", "typed"} & set(profile)
    assert (profile["person"], profile["email"], profile["confirmation"]) == (person_of(EMAIL), EMAIL, "pending")
    assert (
        profile["consents"]["matching"]["wording"] == "J’accepte qu’Estey garde mon CV et cherche des offres pour moi."
    )
    assert [profile["consents"][name]["given"] for name in ("matching", "mail", "recruiters")] == [True] * 3
    assert profile["consent_at"]
    again, done = draft.finish(engine, identifier, given(email="other@example.org"))
    assert (again, done) == (profile, False)


def test_finished_it_is_matched_once_confirmed_and_not_before(engine: Elasticsearch) -> None:
    store(engine, "offers", make_offer("o1", title="Soudeur"))
    identifier = begin(engine)["id"]
    process_profile(engine, identifier)
    draft.finish(engine, identifier, given())
    process_profile(engine, identifier)
    assert states(engine) == {}
    lifecycle.confirm(engine, identifier)
    process_profile(engine, identifier)
    assert len(states(engine)) == 1


@pytest.mark.parametrize("finished_first", [True, False])
def test_the_name_beside_the_address_is_taken_out_whenever_the_address_becomes_known(
    engine: Elasticsearch, finished_first: bool
) -> None:
    # A name that no list of given names holds is known by the address alone.
    text = "Zyxane Vorlomb\n\n" + WELDER.partition("\n\n")[2] + "\nRéférences : Zyxane Vorlomb, soudeuse"
    identifier = begin(engine, text=text)["id"]
    steps = [
        lambda: process_profile(engine, identifier),
        lambda: draft.finish(engine, identifier, given(email="zyxane.vorlomb@example.org")),
    ]
    for step in reversed(steps) if finished_first else steps:
        step()
    assert "Vorlomb" not in stored(engine, identifier)["text"]


def test_a_form_sent_twice_is_one_draft_with_the_latest_file_and_after_the_end_another(
    engine: Elasticsearch, files: Path
) -> None:
    first = begin(engine, "form")
    second = begin(engine, "form")
    assert (second["id"], second["link_key"]) == (first["id"], first["link_key"])
    assert len(kept_files(files)) == 1
    assert str(kept_files(files)[0]).endswith(stored(engine, first["id"])["file"]["path"])
    draft.finish(engine, first["id"], given())
    third = begin(engine, "form")
    assert third["id"] != first["id"]
    assert stored(engine, first["id"])["email"] == EMAIL


def test_what_is_typed_is_kept_until_the_end_and_not_after(engine: Elasticsearch) -> None:
    identifier = begin(engine)["id"]
    draft.keep_typed(engine, identifier, {"wish": {"commune": ["Pau"]}})
    draft.keep_typed(engine, identifier, {"cv": {"skill": ["soudage"]}})
    assert stored(engine, identifier)["typed"] == {"wish": {"commune": ["Pau"]}, "cv": {"skill": ["soudage"]}}
    profile, _ = draft.finish(engine, identifier, given())
    assert draft.keep_typed(engine, identifier, {"wish": {}}) == profile


def test_who_wants_no_mail_is_not_alerted_after_confirming_and_says_so_with_a_date(engine: Elasticsearch) -> None:
    store(engine, "offers", make_offer("o1", title="Soudeur"))
    identifier = begin(engine)["id"]
    consents = consents_given(mail=False, visibility="hidden", visibility_label="Personne", at="2026-11-24")
    draft.finish(engine, identifier, given(mail=False, visibility="hidden", consents=consents))
    lifecycle.confirm(engine, identifier)
    process_profile(engine, identifier)
    assert stored(engine, identifier)["alertable"] is False
    assert states(engine) == {}
    assert stored(engine, identifier)["consents"]["mail"]["given"] is False
    lifecycle.resubscribe(engine, identifier)
    process_profile(engine, identifier)
    mail = stored(engine, identifier)["consents"]["mail"]
    assert (mail["given"], mail["at"] > "2026-11-24") == (True, True)
    assert len(states(engine)) == 1
    lifecycle.unsubscribe(engine, identifier)
    assert stored(engine, identifier)["consents"]["mail"]["given"] is False
    lifecycle.update(engine, identifier, {"visibility": "anonymous"})
    assert stored(engine, identifier)["consents"]["recruiters"]["choice"] == "anonymous"


@pytest.mark.parametrize(("hours", "kept"), [(22.9, True), (23.1, False)])
def test_a_draft_goes_within_a_day_of_its_beginning_whatever_was_done_with_it(
    engine: Elasticsearch, files: Path, hours: float, kept: bool
) -> None:
    now = datetime.now(UTC)
    identifier = begin(engine)["id"]
    process_profile(engine, identifier)
    begun = (now - timedelta(hours=hours)).isoformat()
    change(engine, "profiles", identifier, lambda doc: {**doc, "draft_since": begun}, refresh=True)
    lifecycle.correct(engine, identifier, added=["licence:PERMIS-C"], removed=[])
    assert erase_expired_profiles(engine, now) == 0
    assert erase_expired_drafts(engine, now) == (0 if kept else 1)
    assert (get(engine, "profiles", identifier) is not None) is kept
    assert len(kept_files(files)) == (1 if kept else 0)


def test_a_finished_one_is_not_erased_as_a_draft(engine: Elasticsearch) -> None:
    identifier = begin(engine)["id"]
    draft.finish(engine, identifier, given())
    assert erase_expired_drafts(engine, datetime.now(UTC) + timedelta(days=2)) == 0
    assert draft.erase(engine, identifier) is False
    assert stored(engine, identifier)["email"] == EMAIL


def test_a_form_sent_again_after_its_deposit_was_erased_begins_another_that_stays(engine: Elasticsearch) -> None:
    form, cv = uuid4().hex, check_file("cv.pdf", as_pdf(WELDER))
    first = draft.begin(engine, form, cv, "cv.pdf")
    assert draft.erase(engine, first["id"])
    second = draft.begin(engine, form, cv, "cv.pdf")
    assert second["id"] != first["id"]
    erasures.finish(engine, datetime.now(UTC))
    assert get(engine, "profiles", second["id"]) is not None
