"""Pages are fetched from allowed hosts at public addresses, a redirect as much as the first; on a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.publications.linked_page import MOST_BYTES, PageRefusedError, checked, fetch, is_public

HOSTS = ("emploi.example.org", ".example.net")
PORTS = {"https": 443, "http": 80}


class Site(BaseHTTPRequestHandler):
    """A site that redirects, answers with files, and never ends."""

    def do_GET(self) -> None:
        ways = {"/moved": "/page", "/away": "http://metadata.internal/", "/round": "/round", "/twice": "/moved"}
        self.server.asked.append((self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        if self.path in ways:
            self.send_response(302)
            self.send_header("Location", ways[self.path])
            self.end_headers()
            return
        status = 404 if self.path == "/missing" else 200
        kind = "application/pdf" if self.path == "/file" else "text/html; charset=iso-8859-1"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        if self.path == "/endless":
            while True:
                try:
                    self.wfile.write(b"<p>encore</p>" * 5000)
                except OSError:
                    return
        self.wfile.write("<p>Maçon recherché</p>".encode("iso-8859-1"))

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def read(site: ThreadingHTTPServer, path: str, *, allowed: bool = True) -> str:
    ports = {"http": site.server_address[1]}
    here = (lambda address: address in ("127.0.0.1", "::1")) if allowed else None
    return fetch(f"http://localhost{path}", ["localhost"], is_allowed=here, ports=ports)


def refused(site: ThreadingHTTPServer, path: str, **how: bool) -> str:
    with pytest.raises(PageRefusedError) as error:
        read(site, path, **how)
    return error.value.code


def test_a_page_is_read_in_its_own_letters_and_asked_for_by_its_name(site: ThreadingHTTPServer) -> None:
    assert read(site, "/page?id=3") == "<p>Maçon recherché</p>"
    assert site.asked[-1] == ("/page?id=3", f"localhost:{site.server_address[1]}")  # type: ignore[attr-defined]
    assert read(site, "/twice") == "<p>Maçon recherché</p>"


def test_what_is_inside_our_walls_is_never_asked(site: ThreadingHTTPServer) -> None:
    before = len(site.asked)  # type: ignore[attr-defined]
    assert refused(site, "/page", allowed=False) == "link_not_allowed"
    assert len(site.asked) == before  # type: ignore[attr-defined]


def test_redirects_are_checked_as_the_first_address_was(site: ThreadingHTTPServer) -> None:
    assert refused(site, "/away") == "link_not_allowed"
    assert refused(site, "/round") == "link_redirects"


def test_what_is_no_page_or_too_much_is_refused(site: ThreadingHTTPServer) -> None:
    assert refused(site, "/missing") == "link_unreachable"
    assert refused(site, "/file") == "link_no_page"
    assert refused(site, "/endless") == "link_too_large"
    assert MOST_BYTES < 5_000_000


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://autre.example.com/offre", "link_not_allowed"),
        ("https://emploi.example.org.evil.example/offre", "link_not_allowed"),
        ("https://example.net/offre", "link_not_allowed"),
        ("https://emploi.example.org:8443/offre", "link_not_allowed"),
        ("https://emploi.example.org@127.0.0.1/", "link_invalid"),
        ("https://moi:secret@emploi.example.org/", "link_invalid"),
        ("file:///etc/passwd", "link_invalid"),
        ("ftp://emploi.example.org/", "link_invalid"),
        ("emploi.example.org/offre", "link_invalid"),
        ("https://[emploi", "link_invalid"),
        ("https://emploi.example.org:99999/", "link_invalid"),
        ("", "link_invalid"),
    ],
)
def test_addresses_that_are_not_to_be_asked(address: str, code: str) -> None:
    with pytest.raises(PageRefusedError) as error:
        checked(address, HOSTS, PORTS)
    assert error.value.code == code


def test_hosts_by_their_name_and_all_below_a_dot() -> None:
    assert checked("https://EMPLOI.example.org./offre", HOSTS, PORTS) == ("emploi.example.org", 443)
    assert checked("http://jobs.example.net:80/1", HOSTS, PORTS) == ("jobs.example.net", 80)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
        *("::1", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1", "ff02::1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "255.255.255.255", "localhost", ""),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:4700:4700::1111")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_refused_or_an_allowed_host(typed: str) -> None:
    try:
        host, _ = checked(typed, HOSTS, PORTS)
    except PageRefusedError:
        return
    assert host == "emploi.example.org" or host.endswith(".example.net")
