"""Who belongs to an organisation, what is decided of it, and what goes when nobody is left. Real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import people
from indexer.alerts.links import LinkExpiredError, operator_token
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.operations.retention import KEPT_DAYS, UNCONFIRMED_DAYS, erase_expired_recruiters
from indexer.profiles import erasures
from indexer.publications import document as publications
from indexer.recruiters import api_keys, lifecycle, operator_links, organisations, vouching
from indexer.recruiters.document import BLOCKED, NEW, VOUCHED, organisation_of_siret
from indexer.recruiters.erasure import erase_again, erase_recruiter

SIRET = "73282932000074"
ORGANISATION = organisation_of_siret(SIRET)
NOW = datetime.now(UTC)


def recruiter(engine: Elasticsearch, name: str) -> dict[str, Any]:
    identifier = lifecycle.register(engine, f"{name}@example.org", name)
    found = lifecycle.confirm(engine, identifier)
    assert found is not None
    return found


def join(engine: Elasticsearch, name: str) -> tuple[dict[str, Any], str]:
    somebody = recruiter(engine, name)
    outcome = organisations.join(engine, somebody, SIRET, "Atelier de l'Exemple", "33063")
    return get(engine, "recruiters", somebody["id"]) or {}, outcome


def state(engine: Elasticsearch) -> str:
    return str((get(engine, "organisations", ORGANISATION) or {"state": "gone"})["state"])


def published(engine: Elasticsearch, by: str) -> str:
    """A publication that is open, with its offer and a CV due to its recruiter."""
    facts: dict[str, Any] = {"title": "Soudeur"}
    begun = publications.begun("publication1", ORGANISATION, by, facts, "form", NOW)
    stored = {**publications.published(begun, NOW, 30), "carried": True, "offer": _offer(engine)}
    engine.index(index=index_name("publications"), id="publication1", document=stored, refresh=True)
    match = {"id": "cv1", "recipient": by, "publication": "publication1", "candidate": "c", "state": "pending"}
    engine.index(index=index_name("matches"), id="cv1", document=match, refresh=True)
    return str(stored["offer"])


def _offer(engine: Elasticsearch) -> str:
    from indexer.publications.carrying import offer_of

    identifier = offer_of("publication1")
    offer = {"id": identifier, "title": "Soudeur", "status": "open", "stage": "matched", "organisation": ORGANISATION}
    engine.index(index=index_name("offers"), id=identifier, document=offer, refresh=True)
    return identifier


def test_the_first_belongs_and_the_second_waits_until_let_in(engine: Elasticsearch) -> None:
    first, outcome = join(engine, "lou")
    assert (outcome, first["organisation"], state(engine)) == (organisations.MEMBER, ORGANISATION, NEW)
    second, outcome = join(engine, "sam")
    assert (outcome, second["organisation"], second["asks_to_join"]) == (organisations.WAITS, None, ORGANISATION)
    assert [one["name"] for one in organisations.members(engine, ORGANISATION)] == ["lou"]
    assert [one["name"] for one in organisations.waiting(engine, ORGANISATION)] == ["sam"]
    assert organisations.let_in(engine, second["id"], "another") is None
    assert organisations.let_in(engine, second["id"], ORGANISATION)
    assert sorted(one["name"] for one in organisations.members(engine, ORGANISATION)) == ["lou", "sam"]
    assert organisations.waiting(engine, ORGANISATION) == []
    assert organisations.turn_away(engine, second["id"], ORGANISATION)
    assert organisations.turn_away(engine, second["id"], ORGANISATION) is None


def test_who_finds_a_vouched_organisation_empty_is_not_vouched_for(engine: Elasticsearch) -> None:
    first, _ = join(engine, "lou")
    vouching.vouch(engine, ORGANISATION, "Mission locale de l'Exemple")
    organisations.turn_away(engine, first["id"], ORGANISATION)
    _, outcome = join(engine, "stranger")
    assert (outcome, state(engine)) == (organisations.MEMBER, NEW)


def test_vouching_and_blocking_are_new_once_and_blocking_closes_and_drops_at_once(engine: Elasticsearch) -> None:
    member, _ = join(engine, "lou")
    assert vouching.vouch(engine, ORGANISATION, "Mission locale de l'Exemple")[1] is True
    assert vouching.vouch(engine, ORGANISATION, "Estey")[1] is False
    known = get(engine, "organisations", ORGANISATION) or {}
    assert (known["state"], known["vouched_by"]) == (VOUCHED, "Mission locale de l'Exemple")
    offer = published(engine, member["id"])
    assert vouching.block(engine, ORGANISATION, "Les offres n'existent pas.", "Estey")[1] is True
    assert vouching.block(engine, ORGANISATION, "Les offres n'existent pas.", "Estey")[1] is False
    assert state(engine) == BLOCKED
    assert (get(engine, "offers", offer) or {})["status"] == "closed"
    assert (get(engine, "publications", "publication1") or {})["closed_reason"] == "blocked"
    told = get(engine, "matches", "cv1") or {}
    assert (told["state"], told["reason"]) == ("dropped", "blocked")
    assert vouching.block(engine, "nowhere", "x", "Estey") == (None, False)


def test_a_key_is_kept_as_a_digest_and_is_void_once_revoked_or_blocked(engine: Elasticsearch) -> None:
    member, _ = join(engine, "lou")
    key = api_keys.make_key(engine, ORGANISATION, "logiciel", member["id"])
    [entry] = (get(engine, "organisations", ORGANISATION) or {})["api_keys"]
    assert key.rpartition("_")[2] not in str(entry)
    found = api_keys.organisation_of_key(engine, key)
    assert found is not None
    assert (found[0]["id"], found[1]) == (ORGANISATION, member["id"])
    for wrong in ("", "estey", key[:-1], key + "0", key.replace(ORGANISATION, "x"), f"estey_{ORGANISATION}_", "a_b_c"):
        assert api_keys.organisation_of_key(engine, wrong) is None, wrong
    vouching.block(engine, ORGANISATION, "x", "Estey")
    assert api_keys.organisation_of_key(engine, key) is None
    vouching.vouch(engine, ORGANISATION, "Estey")
    assert api_keys.organisation_of_key(engine, key) is not None
    assert api_keys.revoke_key(engine, ORGANISATION, entry["id"]) is True
    assert api_keys.revoke_key(engine, ORGANISATION, entry["id"]) is False
    assert api_keys.organisation_of_key(engine, key) is None
    for number in range(api_keys.MOST_KEYS):
        api_keys.make_key(engine, ORGANISATION, str(number), member["id"])
    with pytest.raises(api_keys.TooManyKeysError):
        api_keys.make_key(engine, ORGANISATION, "one more", member["id"])


def test_the_last_recruiter_takes_the_organisation_and_its_offers_along(engine: Elasticsearch) -> None:
    first, _ = join(engine, "lou")
    second, _ = join(engine, "sam")
    organisations.let_in(engine, second["id"], ORGANISATION)
    people.change(engine, first["id"], lambda doc: {**doc, "session_key": "key"})
    offer = published(engine, first["id"])
    assert erase_recruiter(engine, first["id"]) is True
    assert (get(engine, "recruiters", first["id"]), get(engine, "people", first["id"])) == (None, None)
    # What was due to the one is due to the other, and so is the offer.
    assert (get(engine, "matches", "cv1") or {})["recipient"] == second["id"]
    assert (get(engine, "publications", "publication1") or {})["recruiter"] == second["id"]
    assert state(engine) == NEW
    assert get(engine, "offers", offer) is not None
    assert erase_recruiter(engine, second["id"]) is True
    assert state(engine) == "gone"
    assert (get(engine, "offers", offer), get(engine, "publications", "publication1")) == (None, None)
    assert erase_recruiter(engine, second["id"]) is False


def test_what_is_written_late_goes_with_the_next_round_and_who_came_back_stays(engine: Elasticsearch) -> None:
    member, _ = join(engine, "lou")
    erase_recruiter(engine, member["id"])
    people.change(engine, member["id"], lambda doc: {**doc, "session_key": "late"})
    others = {"recruiters": erase_again}
    erasures.finish(engine, datetime.now(UTC), others)
    assert get(engine, "people", member["id"]) is None
    join(engine, "lou")
    erasures.finish(engine, datetime.now(UTC), others)
    assert get(engine, "recruiters", member["id"]) is not None


def test_recruiters_are_kept_two_years_and_unconfirmed_ones_a_month(engine: Elasticsearch) -> None:
    kept = recruiter(engine, "kept")["id"]
    gone = recruiter(engine, "gone")["id"]
    never = lifecycle.register(engine, "never@example.org", "never")
    for identifier, days in ((kept, KEPT_DAYS - 1), (gone, KEPT_DAYS + 1), (never, UNCONFIRMED_DAYS + 1)):
        last = {
            **(get(engine, "recruiters", identifier) or {}),
            "last_contact_at": (NOW - timedelta(days=days)).isoformat(),
        }
        engine.index(index=index_name("recruiters"), id=identifier, document=last, refresh=True)
    assert erase_expired_recruiters(engine, NOW) == 2
    assert [bool(get(engine, "recruiters", one)) for one in (kept, gone, never)] == [True, False, False]


def test_a_name_is_changed_by_whoever_asks_only_while_nobody_confirmed(engine: Elasticsearch) -> None:
    identifier = lifecycle.register(engine, "Lou@example.org", "A stranger")
    assert lifecycle.register(engine, "lou@example.org ", "Lou") == identifier
    assert (get(engine, "recruiters", identifier) or {})["name"] == "Lou"
    lifecycle.confirm(engine, identifier)
    lifecycle.register(engine, "lou@example.org", "A stranger")
    assert (get(engine, "recruiters", identifier) or {})["name"] == "Lou"


def test_mails_end_and_pause_for_a_recruiter_as_for_anybody(engine: Elasticsearch) -> None:
    from indexer.bounces.mailing import end_mails, mails_again
    from indexer.operations.pauses import end_pauses, pause_person

    identifier = recruiter(engine, "lou")["id"]
    pause_person(engine, identifier, (NOW - timedelta(minutes=1)).isoformat())
    assert (get(engine, "recruiters", identifier) or {})["paused"] is True
    end_pauses(engine, NOW)
    assert (get(engine, "recruiters", identifier) or {})["paused"] is False
    end_mails(engine, identifier)
    assert (get(engine, "recruiters", identifier) or {})["mail_stopped"] is True
    mails_again(engine, identifier)
    assert (get(engine, "recruiters", identifier) or {})["mail_stopped"] is False
    assert lifecycle.unsubscribe(engine, identifier) is True
    assert (get(engine, "recruiters", identifier) or {})["unsubscribed_at"]
    assert lifecycle.unsubscribe(engine, "nobody") is False
    erasures.forget_those_who_left(engine)
    assert get(engine, "people", identifier) is not None


def token(link: str) -> str:
    return link.rpartition("/")[2]


def test_operators_links_end_with_their_time_one_by_one_or_all_at_once(engine: Elasticsearch) -> None:
    partner, hour = "Mission locale de l'Exemple", timedelta(hours=1)
    first = token(operator_links.make_link(engine, partner, hour, territory=["33", "64445"]))
    other = token(operator_links.make_link(engine, partner, hour, territory=[]))
    own = token(operator_links.make_link(engine, "Estey", hour, publications=True))
    opened = operator_links.read_link(engine, first)
    assert (opened.by, opened.publications, opened.territory) == (partner, False, ("33", "64445"))
    assert operator_links.read_link(engine, own).publications is True
    assert operator_links.opened_by(engine, opened.key, datetime.now(UTC) + timedelta(minutes=59))
    assert not operator_links.opened_by(engine, opened.key, datetime.now(UTC) + timedelta(minutes=61))
    assert operator_links.end_link(engine, opened.key)
    assert not operator_links.end_link(engine, opened.key)
    with pytest.raises(LinkExpiredError):
        operator_links.read_link(engine, first)
    assert operator_links.read_link(engine, other).territory == ()
    assert sorted(one["by"] for one in operator_links.links(engine)) == ["Estey", partner, partner]
    assert operator_links.end_links(engine) == 2
    for ended in (other, own):
        with pytest.raises(LinkExpiredError):
            operator_links.read_link(engine, ended)
    assert operator_links.read_link(engine, token(operator_links.make_link(engine, "x", hour)))
    with pytest.raises(LinkExpiredError):
        # Of an earlier release, which named no territory.
        operator_links.read_link(engine, operator_token("CCI", "key", "2099-01-01T00:00:00+00:00"))


@pytest.mark.parametrize(
    ("territory", "commune", "reached"),
    [
        (None, "33063", True),
        ((), "33063", False),
        (("33",), "33063", True),
        (("33063",), "33063", True),
        (("33063",), "33281", False),
        (("3",), "33063", False),
        (("97",), "97411", False),
        (("974",), "97411", True),
        (("2A",), "2A004", True),
        (("33",), "", False),
    ],
)
def test_a_link_reaches_the_organisations_of_its_territory(
    territory: tuple[str, ...] | None, commune: str, reached: bool
) -> None:
    opened = operator_links.Opened("CCI", "key", "2099-01-01T00:00:00+00:00", territory=territory)
    assert opened.reaches({"commune": commune}) is reached
    assert opened.reaches(None) is False
