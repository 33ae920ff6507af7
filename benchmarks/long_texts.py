"""What ten times the text costs: `estey bench long-texts`.

Texts of one piece repeated are the worst that rules and parsers can be given. Each is read short, then ten times as
long, and the ratio of the two times is what counts: ten where the work grows as the text does, a hundred where it grows
as its square. Processor time, best of ROUNDS, since machines are shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from indexer.bounces.reports import MOST_BYTES, read_report
from indexer.offers.legal_gate.offers import check_offer

TIMES = 10
ROUNDS = 3
OFFER_CHARACTERS = 5_000
"""Ten times as many are the longest description that is taken in."""
REPORT_BYTES = MOST_BYTES // TIMES

OFFER_PIECES = ("recherche une jeune ", "photo ", "sans ", "20 ans ", "envoyer votre ", "a", "(", "é")
REPORT_PIECES = {
    "parts": b"--b\r\n\r\n",
    "groups of fields": b"Action: failed\r\n\r\n",
    "fields": b"X: y\r\n",
    "empty lines": b"\r\n",
}
REPORT = (
    b"From: MAILER-DAEMON@mx.example.org\r\nTo: retours@estey.example\r\nSubject: Undelivered\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n%b"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
    b"Final-Recipient: rfc822; lou@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
)


def measure(
    offer_characters: int = OFFER_CHARACTERS,
    report_bytes: int = REPORT_BYTES,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Return by text how many times as long TIMES the text takes, and one report beyond what is read of any."""
    check_offer("", "")
    gate, bounces = {}, {}
    for piece in OFFER_PIECES:
        gate[piece.strip()] = _ratio(lambda size, piece=piece: _checked(piece, size), offer_characters)  # type: ignore[misc]
        advance()
    for name, piece_of_report in REPORT_PIECES.items():
        bounces[name] = _ratio(lambda size, piece=piece_of_report: _read(piece, size), report_bytes)  # type: ignore[misc]
        advance()
    beyond = _ratio(lambda size: _read(b"X: y\r\n", size), TIMES * report_bytes + len(REPORT))
    advance()
    return {"times": TIMES, "legal_gate": gate, "bounce_reports": bounces, "bounce_report_beyond_most": beyond}


STEPS = len(OFFER_PIECES) + len(REPORT_PIECES) + 1
"""How often `measure` says that it goes on."""


def _checked(piece: str, size: int) -> Callable[[], Any]:
    text = (piece * size)[:size]
    return lambda: check_offer(piece, text)


def _read(piece: bytes, size: int) -> Callable[[], Any]:
    raw = REPORT % (piece * (size // len(piece)))
    return lambda: read_report(raw)


def _ratio(work: Callable[[int], Callable[[], Any]], size: int) -> float:
    short, long = work(size), work(TIMES * size)
    seconds = [(_seconds(short), _seconds(long)) for _ in range(ROUNDS)]
    least = max(min(once for once, _ in seconds), 1e-9)
    return round(min(many for _, many in seconds) / least, 1)


def _seconds(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
