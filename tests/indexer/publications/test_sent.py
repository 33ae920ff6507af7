"""Files and links of recruiters and programs: one at a time for each, read by a task, erased once they are read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.operations.retention import erase_whose_time_is_over
from indexer.publications import read_sent as reading_module
from indexer.publications.linked_posting import read_posting
from indexer.publications.programs import publication_of
from indexer.publications.read_sent import read_sent
from indexer.publications.sent import Reading, erase_of, take_file, take_file_to_publish, take_link
from indexer.publications.turns import BusyError
from indexer.reading.file_checks import CheckedFile
from indexer.recruiters.document import new_recruiter
from tests.cv_files import as_pdf, scan_like_pdf
from tests.factories.publications import TEXT
from tests.factories.recruiters import make_organisation
from tests.fixtures.queue import Queue

NOW = "2026-11-24T08:00:00+00:00"
OFFER = (
    f"Maçon (H/F)\nContrat : CDI\nLieu : 64000 Pau\n{TEXT}\nSalaire : 2 000 € brut par mois. Répondre à a@example.org."
)
ORGANISATION = make_organisation()
RECRUITER = {
    **new_recruiter("atelier@example.org", "Camille Exemple", NOW),
    "organisation": ORGANISATION["id"],
}


def pdf(text: str = OFFER) -> CheckedFile:
    return CheckedFile(as_pdf(text), "pdf", "application/pdf")


@pytest.fixture
def client(engine: Elasticsearch, queue: Queue, file_store: Path) -> Elasticsearch:
    for kind, document in (("organisations", ORGANISATION), ("recruiters", RECRUITER)):
        engine.index(index=index_name(kind), id=document["id"], document=document, refresh=True)
    return engine


def stored_files(file_store: Path) -> list[Path]:
    return [path for path in (file_store.parent / "readings").rglob("*") if path.is_file()]


def stored(client: Elasticsearch, reading: Reading) -> Reading:
    return get(client, "readings", reading["id"]) or {}


def test_a_file_fills_in_a_draft_once_and_is_erased(client: Elasticsearch, file_store: Path) -> None:
    reading = take_file(client, ORGANISATION["id"], RECRUITER["id"], pdf())
    assert len(stored_files(file_store)) == 1
    read_sent(client, reading["id"])
    done = stored(client, reading)
    assert (done["stage"], done["file"], stored_files(file_store)) == ("done", None, [])
    publication = get(client, "publications", done["result"]["publication"]) or {}
    assert (publication["draft"]["title"], publication["origin"]) == ("Maçon (H/F)", "file")
    # A second worker that had it in hand changes nothing of what its recruiter wrote meanwhile.
    change(client, "publications", publication["id"], lambda doc: {**doc, "draft": {**doc["draft"], "title": "Autre"}})
    client.index(index=index_name("readings"), id=reading["id"], document=reading)
    (file_store.parent / reading["file"]["path"]).write_bytes(pdf().content)
    read_sent(client, reading["id"])
    assert (get(client, "publications", publication["id"]) or {})["draft"]["title"] == "Autre"


def test_one_file_of_a_sender_is_taken_at_a_time_however_many_come_at_once(client: Elasticsearch) -> None:
    def send(number: int) -> bool:
        try:
            take_file(client, ORGANISATION["id"], RECRUITER["id"], pdf(f"{OFFER} {number}"))
        except BusyError:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(send, range(24))) == 1
    other = new_recruiter("autre@example.org", "Dominique Exemple", NOW)
    take_file(client, ORGANISATION["id"], other["id"], pdf())
    with pytest.raises(BusyError):
        take_link(client, ORGANISATION["id"], other["id"], "https://emploi.example.org/1")


def test_once_it_was_read_the_next_is_taken(client: Elasticsearch, file_store: Path) -> None:
    first = take_file(
        client, ORGANISATION["id"], RECRUITER["id"], CheckedFile(scan_like_pdf(), "pdf", "application/pdf")
    )
    read_sent(client, first["id"])
    failed = stored(client, first)
    assert (failed["stage"], failed["failure"]["code"], stored_files(file_store)) == ("failed", "file_scan", [])
    assert take_file(client, ORGANISATION["id"], RECRUITER["id"], pdf())["stage"] == "received"


def test_a_file_with_a_key_is_published_or_says_what_the_law_does_not_allow(client: Elasticsearch) -> None:
    # A PDF says when it was made.
    files: dict[str, CheckedFile] = {}

    def publish(text: str) -> Reading:
        file = files.setdefault(text, pdf(text))
        reading = take_file_to_publish(client, ORGANISATION["id"], RECRUITER["id"], file, "")
        again = take_file_to_publish(client, ORGANISATION["id"], RECRUITER["id"], file, "")
        assert again["id"] == reading["id"], "sent twice while it is unread, it is one"
        read_sent(client, reading["id"])
        return stored(client, reading)

    done = publish(OFFER)
    assert (done["stage"], done["result"]["outcome"], done["result"]["state"]) == ("done", "created", "published"), done
    assert publish(OFFER)["result"]["outcome"] == "unchanged"
    refused = publish(f"{OFFER} Vous avez moins de 30 ans.")
    assert (refused["stage"], refused["failure"]["code"]) == ("failed", "offer_refused")
    assert "age-limit" in [one["rule"] for one in refused["failure"]["findings"]]


def test_a_file_whose_sender_left_before_it_was_read_is_not_published(client: Elasticsearch, file_store: Path) -> None:
    reading = take_file_to_publish(client, ORGANISATION["id"], RECRUITER["id"], pdf(OFFER), "")
    client.update(index=index_name("recruiters"), id=RECRUITER["id"], doc={"organisation": None}, refresh=True)
    read_sent(client, reading["id"])
    left = stored(client, reading)
    assert (left["stage"], left["failure"]["code"], stored_files(file_store)) == ("failed", "sender_left", [])
    assert get(client, "publications", publication_of(ORGANISATION["id"], reading["key"])) is None


def test_what_was_sent_goes_after_a_day_and_with_its_recruiter(client: Elasticsearch, file_store: Path) -> None:
    reading = take_file(client, ORGANISATION["id"], RECRUITER["id"], pdf())
    erase_whose_time_is_over(client, datetime.now(UTC) + timedelta(hours=23))
    assert stored(client, reading)
    refresh(client, "readings")
    erase_whose_time_is_over(client, datetime.now(UTC) + timedelta(hours=25))
    assert (stored(client, reading), stored_files(file_store)) == ({}, [])
    another = take_file(client, ORGANISATION["id"], RECRUITER["id"], pdf())
    assert erase_of(client, RECRUITER["id"]) == 2, "and whose turn it is"
    assert (stored(client, another), stored_files(file_store)) == ({}, [])


POSTING = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "JobPosting",
"title": "Maçon (H/F)", "description": "Vous montez des murs."}</script>"""
DEEP = "<div>" * 200_000 + '<script type="application/ld+json">' + "[" * 100_000 + "</script>"


class Site(BaseHTTPRequestHandler):
    """A site with an offer, with a page nobody can parse in time, and with answers that come letter by letter."""

    def do_GET(self) -> None:
        if self.path == "/headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            self._drip()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/body":
            self._drip()
        self.wfile.write((DEEP if self.path == "/deep" else POSTING).encode())

    def _drip(self) -> None:
        while not self.server.ends.wait(0.2):  # type: ignore[attr-defined]
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.ends = threading.Event()  # type: ignore[attr-defined]
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.ends.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def ask(port: int, path: str, seconds: float = 30.0) -> tuple[object, str]:
    return read_posting(
        f"http://localhost{path}", ["localhost"], seconds=seconds, inside=("127.0.0.1", "::1"), ports={"http": port}
    )


def test_a_page_is_read_in_a_process_of_its_own(site: int) -> None:
    posting, code = ask(site, "/offer")
    assert (posting or {})["title"] == "Maçon (H/F)"  # type: ignore[index]
    assert code == ""
    assert read_posting("http://localhost/offer", ["localhost"], ports={"http": site}) == (None, "link_not_allowed")


@pytest.mark.parametrize("path", ["/headers", "/body"])
def test_what_never_ends_is_ended_whatever_it_waits_for(site: int, path: str) -> None:
    assert ask(site, path, seconds=4.0) == (None, "link_too_slow")


def test_a_page_that_cannot_be_parsed_is_one_without_an_offer(site: int) -> None:
    posting, code = ask(site, "/deep")
    assert posting is None
    assert code in ("", "link_too_large", "link_too_slow")


def test_a_link_fills_in_a_draft(client: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    posting = {"@type": "JobPosting", "title": "Maçon (H/F)", "description": TEXT}
    monkeypatch.setattr(reading_module, "read_posting", lambda address, hosts: (posting, ""))
    reading = take_link(client, ORGANISATION["id"], RECRUITER["id"], "https://emploi.example.org/1")
    read_sent(client, reading["id"])
    publication = get(client, "publications", stored(client, reading)["result"]["publication"]) or {}
    assert (publication["draft"]["title"], publication["origin"]) == ("Maçon (H/F)", "link")
