"""What is kept of a register's answer, and that one which fails holds nothing up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.recruiters import company_register
from indexer.recruiters.company_register import read_answer
from indexer.settings import settings

SIRET = "73282932000074"
PLACE = {"siret": SIRET, "etat_administratif": "A", "adresse": "1 rue de l'Exemple", "commune": "33063"}
# As recherche-entreprises.api.gouv.fr answers, and as Sirene does.
SEARCH = {"results": [{"nom_complet": "ATELIER DE L'EXEMPLE", "dirigeants": [{}], "matching_etablissements": [PLACE]}]}
SIRENE = {
    "etablissement": {
        "siret": SIRET,
        "uniteLegale": {"denominationUniteLegale": "ATELIER DE L'EXEMPLE"},
        "periodesEtablissement": [{"etatAdministratifEtablissement": "F"}],
    }
}
NOTHING = {"name": "", "names": [], "commune": "", "place": "", "state": ""}
EXEMPLE = {**NOTHING, "name": "ATELIER DE L'EXEMPLE", "names": ["ATELIER DE L'EXEMPLE"], "state": "open"}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (SEARCH, {**EXEMPLE, "place": "1 rue de l'Exemple", "commune": "33063"}),
        (SIRENE, {**EXEMPLE, "state": "closed"}),
        (
            {
                "results": [
                    {"nom_complet": "X", "siege": {**PLACE, "etat_administratif": "F", "liste_enseignes": ["CHEZ LOU"]}}
                ]
            },
            {**NOTHING, "name": "X", "names": ["X", "CHEZ LOU"], "place": "1 rue de l'Exemple", "commune": "33063"}
            | {"state": "closed"},
        ),
        # Its company is listed, this establishment of it not: nothing is said of its state.
        (
            {"results": [{"siren": SIRET[:9], "nom_complet": "X", "siege": {"siret": "1"}}]},
            {**NOTHING, "name": "X", "names": ["X"]},
        ),
        ({"results": [{"siren": "1", "nom_complet": "X", "siege": {"siret": "1"}}]}, {**NOTHING, "state": "unknown"}),
        ({"results": []}, {**NOTHING, "state": "unknown"}),
        ({"message": "trop de demandes"}, None),
        ([], None),
    ],
)
def test_only_names_place_and_state_are_kept(answer: Any, kept: Any) -> None:
    assert read_answer(answer, SIRET) == kept


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["results", "siege", "etablissement", "uniteLegale", "periodesEtablissement"]), inner
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_no_answer_breaks_it(answer: Any) -> None:
    kept = read_answer(answer, SIRET)
    assert kept is None or set(kept) == set(NOTHING)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, bytes], None]]:
    """A register of this test alone, which answers as it is told to."""
    said: dict[str, Any] = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(said["status"])
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(said["content"])

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ESTEY_COMPANY_REGISTER", f"http://127.0.0.1:{server.server_port}/{{siret}}")
    settings.cache_clear()
    yield lambda status, content: said.update(status=status, content=content)
    server.shutdown()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("status", "content", "kept"),
    [
        (200, json.dumps(SEARCH).encode(), {**EXEMPLE, "place": "1 rue de l'Exemple", "commune": "33063"}),
        (404, b"", {**NOTHING, "state": "unknown"}),
        (500, b"", None),
        (302, b"", None),
        (200, b"<html>", None),
        (200, b"[" * 100_000, None),
    ],
)
def test_a_register_that_fails_is_as_none(
    register: Callable[[int, bytes], None], status: int, content: bytes, kept: Any
) -> None:
    register(status, content)
    assert company_register._said(SIRET) == kept


def test_a_register_that_is_not_there_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESTEY_COMPANY_REGISTER", "http://127.0.0.1:9/{siret}")
    settings.cache_clear()
    assert company_register._said(SIRET) is None
    settings.cache_clear()
