"""A publication and its offer, on the real engine: published, edited, held, refused, renewed, ended, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.offers.processing import process_offers
from indexer.offers.reports import settle
from indexer.operations.mails import send_due_mails
from indexer.publications import lifecycle, settling, tending
from indexer.publications.carrying import carry, offer_of
from indexer.publications.document import Publication, version
from indexer.publications.listing import end_of
from indexer.recruiters.document import new_organisation, new_recruiter
from tests.factories.profiles import make_profile
from tests.factories.publications import PAU, TEXT, facts
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer

NOW = "2026-11-24T08:00:00+00:00"
DOUBTFUL = f"{TEXT} Bonne présentation exigée."


@pytest.fixture
def client(engine: Elasticsearch, queue: Queue) -> Elasticsearch:
    """The engine, with an organisation and its recruiter; what is queued is not done by itself."""
    organisation = {**new_organisation("73282932000074", "Atelier de l'Exemple", PAU, NOW), "state": "vouched"}
    recruiter = new_recruiter("atelier@example.org", "Camille Exemple", NOW)
    for kind, document in (("organisations", organisation), ("recruiters", recruiter)):
        engine.index(index=index_name(kind), id=document["id"], document=document, refresh=True)
    return engine


def begin(client: Elasticsearch, **changes: Any) -> Publication:
    organisation = new_organisation("73282932000074", "", PAU, NOW)["id"]
    recruiter = new_recruiter("atelier@example.org", "", NOW)["id"]
    return lifecycle.begin(client, organisation, recruiter, facts(**changes))


def published(client: Elasticsearch, **changes: Any) -> Publication:
    done = lifecycle.publish(client, begin(client, **changes)["id"])
    assert done is not None
    return done[0]


def offer(client: Elasticsearch, publication: Publication) -> dict[str, Any]:
    return get(client, "offers", offer_of(publication["id"])) or {}


def matches(client: Elasticsearch) -> int:
    refresh(client, "matches")
    return int(client.count(index=index_name("matches"))["count"])


def age(client: Elasticsearch, publication: Publication, left: timedelta) -> None:
    ends = (datetime.now(UTC) + left).isoformat()
    change(client, "publications", publication["id"], lambda doc: {**doc, "expires_at": ends}, refresh=True)


def test_an_offer_is_found_from_when_it_is_published_and_an_edit_tells_nobody_twice(client: Elasticsearch) -> None:
    welder = make_profile("welder", wanted=["soudeur TIG"])
    client.index(index=index_name("profiles"), id="welder", document=welder, refresh=True)
    draft = begin(client)
    assert offer(client, draft) == {}
    one = lifecycle.publish(client, draft["id"])
    assert one is not None
    publication = one[0]
    assert (publication["state"], publication["carried"], publication["offer"]) == (
        *("published", True),
        offer_of(publication["id"]),
    )
    process_offers(client, [publication["offer"]])
    first = offer(client, publication)
    assert (first["status"], first["publication"], first["stage"]) == ("open", publication["id"], "matched")
    assert matches(client) == 1

    lifecycle.write(client, publication["id"], facts(title="Soudeur TIG et MIG (H/F)"))
    assert offer(client, publication)["title"] == "Soudeur TIG (H/F)"
    lifecycle.publish(client, publication["id"])
    process_offers(client, [publication["offer"]])
    edited = offer(client, publication)
    assert (edited["id"], edited["title"]) == (first["id"], "Soudeur TIG et MIG (H/F)")
    assert edited["fingerprint"] != first["fingerprint"]
    assert edited["published_at"] == first["published_at"]
    assert matches(client) == 1

    lifecycle.close(client, publication["id"], "filled_here")
    assert offer(client, publication)["status"] == "closed"


def test_what_the_law_refuses_stays_a_draft_and_what_is_doubtful_waits(
    client: Elasticsearch, mail_server: MailServer
) -> None:
    draft = begin(client, title="Soudeur de moins de 30 ans")
    stayed = lifecycle.publish(client, draft["id"])
    assert stayed is not None
    assert (stayed[0]["state"], stayed[1][0]["severity"], offer(client, draft)) == ("draft", "refused", {})

    publication = published(client, description=DOUBTFUL)
    assert (publication["state"], offer(client, publication)) == ("waiting", {})
    assert settling.accept(client, publication["id"], "Estey")
    assert not settling.accept(client, publication["id"], "Estey")
    assert offer(client, publication)["status"] == "open"
    # The same sentence does not wait again; another does, and what was open is taken down until it is read.
    lifecycle.write(client, publication["id"], facts(description=DOUBTFUL, title="Soudeur MIG (H/F)"))
    again = lifecycle.publish(client, publication["id"])
    assert again is not None
    assert again[0]["state"] == "published"
    lifecycle.write(client, publication["id"], facts(description=f"{TEXT} Présentation irréprochable."))
    waits = lifecycle.publish(client, publication["id"])
    assert waits is not None
    assert (waits[0]["state"], offer(client, publication)["status"]) == ("waiting", "closed")
    assert settling.refuse(client, publication["id"], "La présentation n’a pas à être exigée ici.", "Estey")
    send_due_mails(client, datetime.now(UTC))
    [mail] = mail_server.taken
    assert "n’est pas en ligne" in str(mail["Subject"])
    assert "La présentation n’a pas à être exigée ici." in mail.get_body(("plain",)).get_content()
    # Mended, it is read again all the same: a person refused it.
    lifecycle.write(client, publication["id"], facts())
    mended = lifecycle.publish(client, publication["id"])
    assert mended is not None
    assert mended[0]["state"] == "waiting"


def test_only_what_was_read_is_accepted(client: Elasticsearch) -> None:
    publication = published(client, description=DOUBTFUL)
    # Written since it was proposed, and never proposed itself: what is unlawful, then what nobody read.
    for written in (f"{TEXT} Vous avez moins de 30 ans.", f"{DOUBTFUL} Présentation irréprochable."):
        lifecycle.write(client, publication["id"], facts(description=written))
        with pytest.raises(settling.ChangedError):
            settling.accept(client, publication["id"], "Estey")
        with pytest.raises(settling.ChangedError):
            settling.accept(client, publication["id"], "Estey", version(publication))
        assert (get(client, "publications", publication["id"]) or {})["state"] == "waiting"
    now = get(client, "publications", publication["id"]) or {}
    assert settling.accept(client, publication["id"], "Estey", version(now))
    accepted = get(client, "publications", publication["id"]) or {}
    assert [one["quote"] for one in accepted["settled"]["accepted"]] == [
        "Bonne présentation exigée.",
        "Présentation irréprochable.",
    ]
    assert not settling.refuse(client, publication["id"], "Trop tard.", "Estey", also_open=False)
    assert settling.refuse(client, publication["id"], "Déjà pourvue.", "Estey")


def test_an_offer_ends_by_itself_and_its_recruiter_is_told_once_a_week_before(
    client: Elasticsearch, mail_server: MailServer
) -> None:
    publication, now = published(client), datetime.now(UTC)
    tending.tend(client, now)
    assert send_due_mails(client, now) == 0
    age(client, publication, timedelta(days=6))
    for _ in range(2):
        tending.tend(client, now)
        send_due_mails(client, now)
    [mail] = mail_server.taken
    assert mail["To"] == "atelier@example.org"
    assert "/renouveler/" in mail.get_body(("plain",)).get_content()
    age(client, publication, timedelta(minutes=-1))
    tending.tend(client, datetime.now(UTC))
    ended = get(client, "publications", publication["id"]) or {}
    assert (ended["state"], ended["closed_reason"], offer(client, publication)["status"]) == (
        *("closed", "expired"),
        "closed",
    )
    renewed = lifecycle.renew(client, publication["id"])
    assert renewed is not None
    assert (renewed["state"], offer(client, publication)["status"]) == ("published", "open")


def test_the_end_of_an_open_offer_moves_as_it_is_renewed_and_the_offer_stays_as_it_is(client: Elasticsearch) -> None:
    publication = published(client)
    before = offer(client, publication)
    assert end_of(client, publication["id"]) == publication["expires_at"]
    renewed = lifecycle.renew(client, publication["id"])
    assert renewed is not None
    assert publication["expires_at"] < end_of(client, publication["id"]) == renewed["expires_at"]
    assert offer(client, publication) == before
    lifecycle.close(client, publication["id"], "given_up")
    assert [end_of(client, one) for one in (publication["id"], begin(client)["id"], "nowhere")] == ["", "", ""]


def test_what_was_interrupted_is_carried_on_and_what_the_operator_withdrew_stays_so(client: Elasticsearch) -> None:
    publication = published(client)
    # As if the process had died after the first write: the publication is closed, its offer not yet.
    stopped = {"state": "closed", "closed_reason": "given_up", "carried": False, "revision": 7}
    change(client, "publications", publication["id"], lambda doc: {**doc, **stopped}, refresh=True)
    tending.tend(client, datetime.now(UTC))
    assert offer(client, publication)["status"] == "closed"
    carried = carry(client, publication["id"])
    assert carried is not None
    assert carried["carried"]

    settle(client, publication["offer"], close=True)
    back = lifecycle.renew(client, publication["id"])
    assert back is not None
    assert (back["state"], offer(client, publication)["status"]) == ("refused", "closed")


def test_a_blocked_organisation_publishes_nothing(client: Elasticsearch) -> None:
    publication = published(client)
    organisation = publication["organisation"]
    change(client, "organisations", organisation, lambda doc: {**doc, "state": "blocked"}, refresh=True)
    with pytest.raises(lifecycle.BlockedError):
        lifecycle.publish(client, begin(client)["id"])
    with pytest.raises(lifecycle.BlockedError):
        lifecycle.renew(client, publication["id"])
    tending.tend(client, datetime.now(UTC))
    closed = get(client, "publications", publication["id"]) or {}
    assert (closed["state"], closed["closed_reason"], offer(client, publication)["status"]) == (
        *("closed", "blocked"),
        "closed",
    )


def test_a_draft_may_be_thrown_away_and_what_was_published_not(client: Elasticsearch) -> None:
    draft, publication = begin(client), published(client)
    assert lifecycle.discard(client, draft["id"])
    assert get(client, "publications", draft["id"]) is None
    lifecycle.close(client, publication["id"], "given_up")
    assert not lifecycle.discard(client, publication["id"])
