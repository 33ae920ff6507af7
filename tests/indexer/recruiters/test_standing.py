"""What an organisation is taken for: the register's name, doubts, and who is known again. Real engine and register."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.publications import settling
from indexer.publications.document import version
from indexer.recruiters import naming, vouching
from indexer.recruiters.standing import ask_unanswered, examine, examine_organisation_of
from indexer.settings import settings
from tests.fixtures.queue import Queue
from tests.indexer.recruiters.joining import (
    OTHER,
    SAME_COMPANY,
    SIRET,
    codes,
    joined,
    offer,
    organisation,
    proposed,
    stored,
)

Register = Callable[..., None]


@pytest.fixture
def client(engine: Elasticsearch, queue: Queue) -> Elasticsearch:
    """The engine; what is queued is not done by itself."""
    return engine


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """A register of this test alone; it knows nothing until it is told."""
    said: dict[str, Any] = {"answer": {"results": []}, "status": 200}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(said["status"])
            self.end_headers()
            self.wfile.write(json.dumps(said["answer"]).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ESTEY_COMPANY_REGISTER", f"http://127.0.0.1:{server.server_port}/?q={{siret}}")
    settings.cache_clear()

    def tell(name: str, siret: str = SIRET, state: str = "A", **more: Any) -> None:
        place = {"siret": siret, "etat_administratif": state, "commune": "33281", **more}
        said["answer"] = {"results": [{"siren": siret[:9], "nom_complet": name, "siege": place}]}
        said["status"] = more.get("status", 200)

    yield tell
    server.shutdown()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    "name", ["Mairie de Bordeaux", "M.A.I.R.I.E de Bordeaux", "Ville de Bordeaux", "France  Travail", "Préfecture"]
)
def test_a_public_bodys_name_waits_while_no_register_confirms_it(client: Elasticsearch, name: str) -> None:
    lou = joined(client, "lou", name=name)
    assert codes(client) == ["public_name"]
    one = proposed(client, lou)
    assert (one["state"], one["held"]) == ("waiting", ["doubted", "first_offers"])
    settling.accept(client, one["id"], "Estey", version(one))
    # However many were accepted.
    change(client, "publications", one["id"], lambda doc: {**doc, "read_at": doc["read_at"]}, refresh=True)
    for number in range(4):
        more = proposed(client, lou, title=f"Agent d’accueil {number}")
        assert (more["state"], "doubted" in more["held"]) == ("waiting", True)
        settling.accept(client, more["id"], "Estey", version(more))


def test_the_name_of_who_is_vouched_for_cannot_be_taken_by_another_company(client: Elasticsearch) -> None:
    lou = joined(client, "lou", name="Keolis Gironde")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    sam = joined(client, "sam", siret=OTHER, name="KEOLIS  Girondé")
    assert codes(client, OTHER) == ["name_taken"]
    assert organisation(client, OTHER)["doubts"][0]["of"] == "Keolis Gironde"
    assert proposed(client, sam)["held"] == ["doubted", "first_offers"]
    # Another establishment of the same company is no other.
    joined(client, "alix", siret=SAME_COMPANY, name="Keolis Gironde")
    assert codes(client, SAME_COMPANY) == []


def test_who_had_the_name_before_somebody_was_vouched_for_is_looked_at_again(client: Elasticsearch) -> None:
    sam = joined(client, "sam", siret=OTHER, name="Keolis Gironde")
    change(client, "organisations", sam["organisation"], lambda doc: {**doc, "state": "vouched"}, refresh=True)
    unread = proposed(client, sam)
    change(client, "organisations", sam["organisation"], lambda doc: {**doc, "state": "new"}, refresh=True)
    assert unread["state"] == "published"
    lou = joined(client, "lou", name="Kéolis Gironde")
    vouching.vouch(client, lou["organisation"], "CCI de l’Exemple")
    assert codes(client, OTHER) == ["name_taken"]
    # What nobody read is taken down until it is.
    assert (stored(client, unread)["state"], offer(client, unread)["status"]) == ("waiting", "closed")


def test_an_organisation_is_called_as_the_register_calls_it(client: Elasticsearch, register: Register) -> None:
    register("GARAGE OGAREL", liste_enseignes=["AUTO DU LAC"])
    lou = joined(client, "lou", name="Mairie de Bordeaux")
    examine_organisation_of(client, lou["id"])
    named = organisation(client)
    assert (named["name"], named["said_name"], named["commune"]) == ("GARAGE OGAREL", "Mairie de Bordeaux", "33281")
    assert named["doubts"] == []
    assert "adresse" not in str(named["register"])

    register("GARAGE OGAREL", siret=OTHER, liste_enseignes=["AUTO DU LAC"])
    sam = joined(client, "sam", siret=OTHER, name="Auto du Lac")
    examine_organisation_of(client, sam["id"])
    assert organisation(client, OTHER)["name"] == "Auto du Lac"


def test_a_name_the_register_confirms_is_its_own(client: Elasticsearch, register: Register) -> None:
    register("COMMUNE DE BORDEAUX", liste_enseignes=["MAIRIE DE BORDEAUX"])
    lou = joined(client, "lou", name="Mairie de Bordeaux")
    assert codes(client) == ["public_name"]
    examine_organisation_of(client, lou["id"])
    assert (organisation(client)["name"], codes(client)) == ("Mairie de Bordeaux", [])
    # Its first offers are read all the same, and nothing is mailed: the number is public.
    assert proposed(client, lou)["held"] == ["first_offers"]


def test_what_the_register_does_not_know_or_closed_is_doubtful(client: Elasticsearch, register: Register) -> None:
    joined(client, "lou")
    examine(client, organisation(client)["id"])
    assert codes(client) == ["register_unknown"]
    register("TRANSPORTS OGAREL", siret=OTHER, state="F")
    sam = joined(client, "sam", siret=OTHER, name="Transports Ogarel")
    examine(client, sam["organisation"])
    assert codes(client, OTHER) == ["register_closed"]


def test_a_register_that_did_not_answer_is_asked_again_an_hour_later(client: Elasticsearch, register: Register) -> None:
    register("GARAGE OGAREL", status=500)
    lou = joined(client, "lou", name="Autre nom")
    examine_organisation_of(client, lou["id"])
    assert organisation(client)["name"] == "Autre nom"
    register("GARAGE OGAREL")
    now = datetime.now(UTC)
    assert ask_unanswered(client, now) == 0
    assert ask_unanswered(client, now + timedelta(hours=2)) == 1
    assert organisation(client)["name"] == "GARAGE OGAREL"
    assert ask_unanswered(client, now + timedelta(hours=4)) == 0


def test_blocked_stays_blocked_under_another_number(client: Elasticsearch, register: Register) -> None:
    register("GARAGE OGAREL", adresse="12 RUE DE L'EXEMPLE 33000 BORDEAUX")
    lou = joined(client, "lou", name="Garage Ogarel")
    examine_organisation_of(client, lou["id"])
    proposed(client, lou, apply="05 56 00 00 01")
    vouching.block(client, lou["organisation"], "Les offres n’existent pas.", "Estey")
    # The same company; the same recruiter, who writes the address otherwise; the same place.
    joined(client, "sam", siret=SAME_COMPANY, name="Ogarel Services")
    assert "kin_of_blocked" in codes(client, SAME_COMPANY)
    joined(client, "lou+bis", siret=OTHER, name="Transports du Lac")
    assert "kin_of_blocked" in codes(client, OTHER)
    third = "44306184100047"
    register("LAC TRANSPORTS", siret=third, adresse="12, rue de l’Exemple, 33000 Bordeaux")
    alix = joined(client, "alix", siret=third, name="Lac Transports")
    assert codes(client, third) == []
    examine_organisation_of(client, alix["id"])
    assert codes(client, third) == ["kin_of_blocked"]
    assert proposed(client, alix, apply="+33 5 56 00 00 01")["held"] == ["doubted", "first_offers", "refused_before"]
    # Free again, it makes nobody suspect.
    vouching.vouch(client, lou["organisation"], "Estey")
    examine(client, alix["organisation"])
    assert codes(client, third) == []


def test_a_name_is_corrected_by_members_and_waits_once_people_saw_the_other(client: Elasticsearch) -> None:
    lou = joined(client, "lou", name="Chaudronerie du Gav")
    identifier = lou["organisation"]
    assert naming.propose_name(client, identifier, "Chaudronnerie du Gave", lou["id"]) == naming.CHANGED
    assert organisation(client)["name"] == "Chaudronnerie du Gave"
    assert naming.propose_name(client, identifier, "Mairie de Pau", lou["id"]) == naming.CHANGED
    assert codes(client) == ["public_name"]
    naming.propose_name(client, identifier, "Chaudronnerie du Gave", lou["id"])
    assert codes(client) == []
    one = proposed(client, lou)
    settling.accept(client, one["id"], "Estey", version(one))
    assert naming.propose_name(client, identifier, "Mairie de Pau", lou["id"]) == naming.WAITS
    assert (organisation(client)["name"], offer(client, one)["employer"]) == ("Chaudronnerie du Gave",) * 2
    vouching.vouch(client, identifier, "CCI de l’Exemple")
    assert naming.propose_name(client, identifier, "Chaudronnerie de Pau", lou["id"]) == naming.WAITS
    naming.rename(client, identifier, "Chaudronnerie de Pau")
    named = organisation(client)
    assert (named["name"], named["proposed_name"]) == ("Chaudronnerie de Pau", None)
    assert offer(client, one)["employer"] == "Chaudronnerie de Pau"
