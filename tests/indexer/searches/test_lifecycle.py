"""Saving a search, and what becomes of it: confirmed, told, ended, erased."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.confirmations import send_confirmation
from indexer.alerts.digests import send_digest
from indexer.engine.documents import get
from indexer.matching.matches import Due, record
from indexer.offers.document import PlaceGiven
from indexer.offers.processing import process_offers
from indexer.operations.retention import UNCONFIRMED_DAYS, erase_expired_searches
from indexer.profiles.document import person_of
from indexer.searches import lifecycle
from indexer.searches.volume import is_too_wide, offers_a_week
from indexer.searches.wanted import Wanted
from tests.factories.documents import store
from tests.factories.matches import let_time_pass, matches
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer
from tests.indexer.matching.test_both_directions import stored

EMAIL = "lou@example.org"
PERSON = person_of(EMAIL)


def save(engine: Elasticsearch, words: str = "soudeur", *, confirmed: bool = True) -> str:
    saved = lifecycle.save(engine, Wanted(words=words), EMAIL, "at_once")
    if confirmed:
        assert lifecycle.confirm(engine, saved["id"])
    return str(saved["id"])


def test_the_same_search_saved_eight_times_at_once_is_one(engine: Elasticsearch) -> None:
    def sent(words: str = "soudeur", email: str = EMAIL, sent_from: str = "here") -> tuple[str, bool]:
        saved, is_new = lifecycle.save_once(engine, Wanted(words=words), email, "daily", None, sent_from)
        return str(saved["id"]), is_new

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sent(), range(8)))
    [first] = {identifier for identifier, _ in answers}
    assert [is_new for _, is_new in answers].count(True) == 1, "and for that one a mail is queued"
    others = [sent("tuyauteur"), sent(email="max@example.org"), sent(sent_from="elsewhere")]
    assert all(is_new and identifier != first for identifier, is_new in others)
    assert lifecycle.confirm(engine, first)
    assert sent()[0] != first, "what was confirmed is answered to nobody"
    assert lifecycle.delete(engine, others[0][0])
    assert sent("tuyauteur")[1], "nor does it come back under the id that was erased"


def take_in(engine: Elasticsearch, identifier: str, title: str = "Soudeur TIG") -> None:
    """Take in an offer now, and match it as the worker does."""
    now = datetime.now(UTC).isoformat()
    store(engine, "offers", {**make_offer(identifier, title=title), "stage": "received", "received_at": now})
    process_offers(engine, [identifier])
    let_time_pass(engine)


def test_the_offers_that_come_after_the_confirmation_are_told_in_one_mail(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    take_in(engine, "before")
    identifier = save(engine, confirmed=False)
    take_in(engine, "unconfirmed")
    lifecycle.confirm(engine, identifier)
    take_in(engine, "after")
    take_in(engine, "cook", title="Cuisinier")
    assert send_digest(engine, PERSON) == 1
    assert send_digest(engine, PERSON) == 0, "never twice"
    [mail] = mail_server.handed
    assert "Répond à votre recherche : soudeur" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert matches(engine).keys() == {"after"}


def test_a_profile_and_a_search_of_one_person_tell_one_mail_and_each_offer_once(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, "p", person=PERSON, email=EMAIL, frequency="at_once")
    save(engine)
    save(engine, "cuisinier")
    take_in(engine, "both")
    take_in(engine, "cook", title="Cuisinier")
    assert send_digest(engine, PERSON) == 2
    [mail] = mail_server.handed
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert len(set(re.findall(r"/offres/(\w+)", text))) == 2
    assert "/suivi/" in text, "the links lead to the profile's page"


def test_ending_every_alert_of_a_person_ends_their_searches(engine: Elasticsearch, mail_server: MailServer) -> None:
    identifier = save(engine)
    take_in(engine, "due")
    assert lifecycle.unsubscribe_person(engine, PERSON) == 1
    take_in(engine, "later")
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert matches(engine)["due"]["reason"] == "unsubscribed"
    saved = get(engine, "searches", identifier)
    assert saved is not None
    assert not saved["alertable"]
    lifecycle.resume(engine, identifier)
    take_in(engine, "resumed")
    assert send_digest(engine, PERSON, everyone=True) == 1


def test_an_erased_search_leaves_nothing_due_and_what_was_told_stays_known(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    identifier, other = save(engine), save(engine, "cuisinier")
    take_in(engine, "told")
    send_digest(engine, PERSON)
    take_in(engine, "due")
    assert lifecycle.delete(engine, identifier)
    assert not lifecycle.delete(engine, identifier)
    assert matches(engine).keys() == {"told"}
    assert record(engine, [Due(PERSON, "another", "told")]) == 0
    assert get(engine, "people", PERSON) is not None
    assert lifecycle.delete(engine, other)
    assert matches(engine) == {}, "with the last alert of a person, all that is known of them goes"
    assert get(engine, "people", PERSON) is None


def test_the_confirmation_is_asked_once_and_says_what_was_searched(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    identifier = save(engine, "soudeur TIG", confirmed=False)
    send_confirmation(engine, identifier, "searches")
    send_confirmation(engine, identifier, "searches")
    [mail] = mail_server.handed
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "soudeur TIG" in text
    assert "/alerte/confirmer/" in text


def test_a_search_never_confirmed_is_erased_in_the_end(engine: Elasticsearch) -> None:
    identifier, kept = save(engine, confirmed=False), save(engine)
    later = datetime.now(UTC) + timedelta(days=UNCONFIRMED_DAYS + 1)
    assert erase_expired_searches(engine, datetime.now(UTC)) == 0
    assert erase_expired_searches(engine, later) == 1
    assert get(engine, "searches", identifier) is None
    assert get(engine, "searches", kept) is not None


def test_the_volume_is_that_of_the_last_month_by_week(engine: Elasticsearch) -> None:
    now = datetime.now(UTC)
    jobs = [
        {**make_offer(f"o{number}", title="Soudeur", place=PlaceGiven(insee="64445")),
         "published_at": (now - timedelta(days=number)).isoformat()}
        for number in range(0, 60, 2)
    ]  # fmt: skip
    others = [make_offer(f"c{number}", title="Cuisinier") | {"published_at": now.isoformat()} for number in range(60)]
    stored(engine, ("offers", [*jobs, *others]))
    welders = lifecycle.preview(Wanted(words="soudeur"))
    assert offers_a_week(engine, welders) == pytest.approx(15 * 7 / 30)
    assert not is_too_wide(engine, welders)
    assert is_too_wide(engine, lifecycle.preview(Wanted(words="de la")))


@pytest.mark.parametrize(
    ("wanted", "restricts"),
    [
        (Wanted(), False),
        (Wanted(chosen={"contract": ("CDI",)}), False),
        (Wanted(words="de la"), False),
        (Wanted(words="soudeur"), True),
        (Wanted(communes=("64445",)), True),
        (Wanted(chosen={"family": ("F",)}), True),
    ],
)
def test_words_a_place_or_a_family_restrict_and_a_contract_alone_does_not(wanted: Wanted, restricts: bool) -> None:
    assert wanted.restricts is restricts
