"""Offers of organisations nobody vouches for: read first, said to be unverified, mailed to nobody. Real engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.preview import preview
from indexer.alerts.telling import sort_out
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.offers import reports
from indexer.offers.document import is_readable
from indexer.offers.processing import process_offers
from indexer.operations.forward_sweep import sweep_forwards
from indexer.profiles.processing import process_profile
from indexer.publications import holding, lifecycle, settling, tending
from indexer.publications.document import Publication, version
from indexer.recruiters import vouching
from indexer.recruiters.naming import rename
from indexer.searches.percolation import due_for_search, due_from_searches
from indexer.settings import settings
from tests.factories.documents import store
from tests.factories.profiles import make_profile
from tests.factories.publications import TEXT, facts
from tests.factories.searches import make_search
from tests.fixtures.queue import Queue
from tests.indexer.recruiters.joining import OTHER, joined, offer, organisation, proposed, stored

DAY = "2026-11-24T08:00:00+00:00"


@pytest.fixture
def client(engine: Elasticsearch, queue: Queue) -> Elasticsearch:
    """The engine; what is queued is not done by itself."""
    return engine


@pytest.fixture
def one_is_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation whose operator reads one offer of each organisation."""
    monkeypatch.setenv("ESTEY_UNVERIFIED_OFFERS_READ", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def accept(client: Elasticsearch, publication: Publication) -> Publication:
    assert settling.accept(client, publication["id"], "Estey", version(stored(client, publication)))
    return stored(client, publication)


def people(client: Elasticsearch) -> None:
    """Somebody in Pau who wants to weld, and a saved search of somebody else."""
    store(
        client,
        "profiles",
        make_profile("welder", wanted=["soudeur TIG"], stage="matched", link_key="k", email="w@example.org"),
    )
    store(client, "searches", make_search("search"))


def due(client: Elasticsearch) -> list[dict[str, Any]]:
    refresh(client, "matches")
    found = client.search(index=index_name("matches"), query={"match_all": {}}, size=100)
    return [hit["_source"] for hit in found["hits"]["hits"]]


def test_the_first_offers_are_read_before_they_are_shown_counted_over_those_accepted(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    for number in range(3):
        one = proposed(client, lou, title=f"Soudeur TIG {number} (H/F)")
        assert (one["state"], one["held"], offer(client, one)) == ("waiting", ["first_offers"], {})
        # Refused, it counts for nothing.
        refused = proposed(
            client, lou, title=f"Plombier {number}", description="Vous réparez des chaudières. " * 3, apply="x"
        )
        settling.refuse(client, refused["id"], "Non.", "Estey")
        assert accept(client, one)["state"] == "published"
    fourth = proposed(client, lou, title="Soudeur MIG (H/F)", description="Vous réalisez des soudures. " * 4)
    assert (fourth["state"], offer(client, fourth)["unverified"]) == ("published", True)


@pytest.mark.usefixtures("one_is_read")
def test_an_edit_of_what_was_read_is_read_while_the_first_offers_are(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    one = proposed(client, lou)
    lifecycle.write(client, one["id"], facts(title="Soudeur MIG (H/F)"))
    with pytest.raises(settling.ChangedError):
        settling.accept(client, one["id"], "Estey")
    one = accept(client, one)
    # As it was read, it may be published again.
    again = lifecycle.publish(client, one["id"])
    assert again is not None
    assert again[0]["state"] == "published"
    lifecycle.write(client, one["id"], facts(description=f"Un autre texte. {TEXT}"))
    edited = lifecycle.publish(client, one["id"])
    assert edited is not None
    assert (edited[0]["state"], offer(client, one)["status"]) == ("waiting", "closed")


def test_a_closed_offer_comes_back_only_as_it_was_read(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    unread = proposed(client, lou)
    assert unread["state"] == "published"
    lifecycle.close(client, unread["id"], "given_up")
    vouching.unvouch(client, lou["organisation"])
    back = lifecycle.renew(client, unread["id"])
    assert back is not None
    assert (back["state"], offer(client, unread)["status"]) == ("waiting", "closed")
    accept(client, unread)
    lifecycle.close(client, unread["id"], "given_up")
    back = lifecycle.renew(client, unread["id"])
    assert back is not None
    assert (back["state"], offer(client, unread)["status"]) == ("published", "open")


@pytest.mark.usefixtures("one_is_read")
def test_nothing_of_it_is_mailed_and_once_vouched_its_open_offers_are_due(client: Elasticsearch) -> None:
    people(client)
    lou = joined(client, "lou")
    one = accept(client, proposed(client, lou))
    process_offers(client, [one["offer"]])
    told = offer(client, one)
    assert (told["status"], told["stage"], told["unverified"]) == ("open", "matched", True)
    # From both sides, by the sweep, and in the mail a person would get now.
    welder = get(client, "profiles", "welder") or {}
    client.index(index=index_name("profiles"), id="welder", document={**welder, "stage": "parsed"}, refresh=True)
    process_profile(client, "welder")
    assert list(due_for_search(client, get(client, "searches", "search") or {})) == []
    assert list(due_from_searches(client, [told])) == []
    sweep_forwards(client, tending.datetime.fromisoformat(DAY))
    assert preview(client, welder) is None
    assert due(client) == []

    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    assert "unverified" not in offer(client, one)
    process_offers(client, [one["offer"]])
    assert sorted(bool(match.get("profile")) for match in due(client)) == [False, True]
    assert preview(client, welder) is not None


@pytest.mark.usefixtures("one_is_read")
def test_what_was_due_before_nobody_vouched_any_more_is_dropped_and_due_again_later(client: Elasticsearch) -> None:
    people(client)
    lou = joined(client, "lou")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    one = proposed(client, lou)
    process_offers(client, [one["offer"]])
    vouching.unvouch(client, lou["organisation"])
    assert offer(client, one)["unverified"] is True
    refresh(client, "matches")
    answer = client.search(index=index_name("matches"), query={"match_all": {}}, seq_no_primary_term=True)
    hits = [dict(hit) for hit in answer["hits"]["hits"]]
    telling = sort_out(client, hits)
    assert (telling.told, set(telling.dropped)) == ([], {"employer_unverified"})
    dropped = {"state": "dropped", "reason": "employer_unverified"}
    for hit in hits:
        client.update(index=index_name("matches"), id=hit["_id"], doc=dropped, refresh=True)
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    process_offers(client, [one["offer"]])
    assert [match["state"] for match in due(client)] == ["pending", "pending"]


@pytest.mark.usefixtures("one_is_read")
def test_offers_follow_their_organisation_even_if_who_changed_it_died(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    one = accept(client, proposed(client, lou))
    known = organisation(client)
    changed = {**known, "name": "Chaudronnerie de l’Adour", "state": "vouched", "vouched_by": "CCI"}
    client.index(index=index_name("organisations"), id=known["id"], document=changed, refresh=True)
    tending.tend(client, tending.datetime.now().astimezone())
    assert (offer(client, one)["employer"], offer(client, one).get("unverified")) == ("Chaudronnerie de l’Adour", None)


def test_what_the_operator_refused_is_read_again_whoever_publishes_it(client: Elasticsearch) -> None:
    fraud = joined(client, "lou", siret="73282932000074")
    contact = "recrutement.fraude@example.org"
    text = "Travail à domicile, trois heures par jour : vous recevez des colis et les réexpédiez. " + TEXT
    refused = proposed(client, fraud, title="Agent logistique (H/F)", description=text, apply=contact)
    settling.refuse(client, refused["id"], "C’est une fraude.", "Estey")

    sam = joined(client, "sam", siret="55208131766522", name="Transports Ogarel")
    vouching.vouch(client, sam["organisation"], "CCI de l’Exemple")
    for changes in (
        {"apply": f"Écrire à {contact.upper()}"},
        {"apply": contact.replace("@", " (at) ")},
        {"title": "Assistant de réexpédition", "description": text.replace("trois", "deux"), "apply": "05 56 00 00 09"},
    ):
        again = proposed(client, sam, **changes)
        assert (again["state"], again["held"]) == ("waiting", [holding.REFUSED_BEFORE]), changes
        assert offer(client, again) == {}
    # Of its own only the words are known again.
    mine = proposed(client, sam, title="Grutier", description="Vous conduisez une grue à tour sur des chantiers. " * 2)
    settling.refuse(client, mine["id"], "Le salaire manque.", "Estey")
    other = proposed(client, sam, description="Vous conduisez un camion de livraison dans la région, en journée. " * 2)
    assert other["state"] == "published"

    # What was refused in the end is accepted: it makes nothing wait any more.
    waits = lifecycle.publish(client, refused["id"])
    assert waits is not None
    accept(client, refused)
    assert proposed(client, sam, apply=contact)["state"] == "published"


@pytest.mark.parametrize("taken_down", ["refused", "withdrawn"])
@pytest.mark.parametrize("then", ["proposed twice", "closed and renewed", "accepted, then renewed"])
def test_what_was_refused_comes_back_by_no_way_but_the_operator(
    client: Elasticsearch, taken_down: str, then: str
) -> None:
    lou = joined(client, "lou")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    one = proposed(client, lou, apply="recrutement.fraude@example.org")
    if taken_down == "refused":
        assert settling.refuse(client, one["id"], "C’est une fraude.", "Estey")
    else:
        reports.settle(client, one["offer"], close=True)
        assert settling.withdraw(client, one["offer"])
    lifecycle.publish(client, one["id"])
    assert (stored(client, one)["state"], stored(client, one)["held"]) == ("waiting", [holding.REFUSED_BEFORE])
    if then == "accepted, then renewed":
        assert accept(client, one)["state"] == "published"
        lifecycle.close(client, one["id"], "given_up")
        assert is_readable(offer(client, one))
        lifecycle.renew(client, one["id"])
        assert (stored(client, one)["state"], offer(client, one)["status"]) == ("published", "open")
        return
    if then == "proposed twice":
        lifecycle.write(client, one["id"], facts(description=f"Un mot de plus. {TEXT}"))
        lifecycle.publish(client, one["id"])
    else:
        lifecycle.close(client, one["id"], "given_up")
        assert not is_readable(offer(client, one)), "closed by its author it is gone all the same"
        lifecycle.renew(client, one["id"])
    assert (stored(client, one)["state"], offer(client, one)["status"]) == ("waiting", "closed")
    assert not is_readable(offer(client, one))


def test_a_fraud_that_its_author_closed_in_time_is_refused_all_the_same(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    one = proposed(client, lou, apply="recrutement.fraude@example.org")
    lifecycle.close(client, one["id"], "filled_here")
    assert is_readable(offer(client, one))
    assert settling.refuse(client, one["id"], "C’est une fraude.", "Estey")
    assert not is_readable(offer(client, one))
    assert lifecycle.renew(client, one["id"]) is None


def test_what_was_taken_down_unread_is_not_read_because_its_author_closes_it(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    one = proposed(client, lou)
    vouching.unvouch(client, lou["organisation"])
    rename(client, lou["organisation"], "Mairie de l’Exemple")
    assert stored(client, one)["state"] == "waiting"
    lifecycle.close(client, one["id"], "given_up")
    assert not is_readable(offer(client, one))
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    lifecycle.renew(client, one["id"])
    lifecycle.close(client, one["id"], "given_up")
    assert is_readable(offer(client, one))


def test_who_was_blocked_is_read_also_where_a_vouched_organisation_let_them_in(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    vouching.block(client, lou["organisation"], "Les offres n’existent pas.", "Estey")
    sam = joined(client, "sam", siret=OTHER, name="Transports du Lac")
    vouching.vouch(client, sam["organisation"], "Estey")
    again = joined(client, "lou+bis", siret="44306184100047", name="Autre")
    change(client, "recruiters", again["id"], lambda doc: {**doc, "organisation": sam["organisation"]}, refresh=True)
    assert proposed(client, sam)["state"] == "published"
    held = proposed(client, {**again, "organisation": sam["organisation"]}, title="Cariste")
    assert (held["state"], held["held"]) == ("waiting", [holding.REFUSED_BEFORE])


def test_nothing_of_a_contact_or_a_text_lies_in_what_is_kept(client: Elasticsearch) -> None:
    lou = joined(client, "lou")
    refused = proposed(client, lou, title="Agent secret", apply="recrutement.fraude@example.org")
    settling.refuse(client, refused["id"], "Non.", "Estey")
    vouching.block(client, lou["organisation"], "Offres fausses", "Estey")
    kept = str(client.search(index=index_name("watchlist"), query={"match_all": {}}))
    assert "'contacts'" in kept
    for said in ("fraude", "example", "lou@", "secret", "732829320"):
        assert said not in kept, said
