"""Fetching the page of an offer that a recruiter names: of the operator's allow-list only, and never of our own walls.

A link somebody gives must not have us ask our own network (server-side request forgery, OWASP SSRF Prevention Cheat
Sheet). So: hosts of ESTEY_LINK_HOSTS only, https or http on their usual ports, every address the name resolves to
public, the connection made to an address that was looked at (the name could resolve to another a moment later), each
redirect checked as the first, and little time and size.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

import urllib3

MOST_BYTES = 2 * 1024 * 1024
SECONDS = 10.0
MOST_REDIRECTS = 3
PORTS = {"https": 443, "http": 80}
# IPv4 as networks that speak IPv6 only reach it (RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_HTML = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)
_MOVED = (301, 302, 303, 307, 308)
AGENT = "Estey (lecture d'une offre, a la demande de son auteur)"


class PageRefusedError(Exception):
    """The page may not be fetched, or could not be; `code` is one of `search_api.problems`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fetch(
    address: str,
    hosts: Iterable[str],
    *,
    is_allowed: Callable[[str], bool] | None = None,
    ports: dict[str, int] | None = None,
) -> str:
    """Return the HTML of a page of one of `hosts`. Raises PageRefusedError.

    `is_allowed` says of an IP address whether it may be asked (public ones by default), `ports` which port of each
    scheme: both are there for tests, whose pages are on this machine.
    """
    allowed, ends = tuple(hosts), time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        host, port = checked(address, allowed, ports or PORTS)
        target = _resolved(host, port, is_allowed or is_public)
        body, moved = _ask(address, host, port, target, ends)
        if moved is None:
            return body
        address = urljoin(address, moved)
    raise PageRefusedError("link_redirects")


def checked(address: str, hosts: Iterable[str], ports: dict[str, int]) -> tuple[str, int]:
    """Return host and port of an address that may be asked. Raises PageRefusedError. Pure."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        raise PageRefusedError("link_invalid") from None
    if parts.scheme not in ports or not host or parts.username or parts.password:
        raise PageRefusedError("link_invalid")
    if not any(host == known or (known.startswith(".") and host.endswith(known)) for known in hosts):
        raise PageRefusedError("link_not_allowed")
    if port not in (None, ports[parts.scheme]):
        raise PageRefusedError("link_not_allowed")
    return host, ports[parts.scheme]


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public network, also of an IPv4 one written within an IPv6 one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast and (inner is None or is_public(str(inner)))


def _resolved(host: str, port: int, is_allowed: Callable[[str], bool]) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise PageRefusedError("link_unreachable") from None
    addresses = [str(entry[4][0]) for entry in found]
    # One private address among several is refused too: which one is taken would be chance.
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise PageRefusedError("link_not_allowed")
    return addresses[0]


def _ask(address: str, host: str, port: int, target: str, ends: float) -> tuple[str, str | None]:
    """Return the page, or where it says to go instead."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    timeout = urllib3.Timeout(total=max(0.1, ends - time.monotonic()))
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(target, port, timeout=timeout, assert_hostname=host, server_hostname=host)
    else:
        pool = urllib3.HTTPConnectionPool(target, port, timeout=timeout)
    named = host if port in PORTS.values() else f"{host}:{port}"
    headers = {"Host": named, "User-Agent": AGENT, "Accept": "text/html"}
    try:
        with pool:
            answer = pool.urlopen(
                "GET",
                path,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                assert_same_host=False,
            )
            if answer.status in _MOVED and answer.headers.get("Location"):
                return "", answer.headers["Location"]
            if answer.status != 200:
                raise PageRefusedError("link_unreachable")
            if not _HTML.search(answer.headers.get("Content-Type", "")):
                raise PageRefusedError("link_no_page")
            return _read(answer, ends), None
    except (urllib3.exceptions.HTTPError, OSError):
        raise PageRefusedError("link_unreachable") from None


def _read(answer: urllib3.BaseHTTPResponse, ends: float) -> str:
    content = b""
    # What is compressed is counted as it unfolds: a small answer may be a large page. What is there is read, never
    # waited to be much: a page may not come by drops.
    while chunk := answer.read1(16_384, decode_content=True):
        content += chunk
        if len(content) > MOST_BYTES or time.monotonic() > ends:
            raise PageRefusedError("link_too_large")
    said = re.search(r"charset=[\"']?([\w-]+)", answer.headers.get("Content-Type", ""))
    try:
        return content.decode(said[1] if said else "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
