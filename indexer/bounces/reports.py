"""Reading the mails that say what became of ours: reports of failure (RFC 3464) and complaints (RFC 5965).

Python's own parser reads them; a report is what it declares to be. Mails that only resemble one (an answer, an absence,
a newsletter) are none, since nobody's alerts may end by a resemblance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from indexer.bounces.statuses import HARD, SOFT, code_in, severity
from indexer.bounces.tokens import names_in

COMPLAINT, ARRIVED = "complaint", "arrived"
KINDS = (HARD, SOFT, COMPLAINT, ARRIVED)

# RFC 5965 §7.3. "not-spam" is somebody who takes us out of their spam folder; "auth-failure" is not about a person.
_COMPLAINTS = {"abuse", "fraud", "other", "virus", "opt-out", "opt-out-list"}
_WHOLE_MAILS = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}
MOST_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one mail: one of KINDS, the names of ours it carries, and the code the other server gave.

    No text of it: that may hold an address.
    """

    kind: str
    names: tuple[str, ...]
    status: str = ""


def read_report(raw: bytes) -> Report | None:
    """Return what a mail reports; None when it reports nothing, or nothing that ended (a delay). Never raises.

    Only the first MOST_BYTES are read: a report and the headers it returns are shorter by far.
    """
    try:
        # compat32 keeps malformed headers as they are; the modern policy raises on some.
        return _report(message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32))
    except RecursionError:
        # Parts within parts, a thousand deep: nobody's report.
        return None


def _report(message: Message) -> Report | None:
    parts = list(message.walk())
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return _complaint(part, parts)
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            return _delivery(part, parts)
    return _exim_without_report(message)


def _complaint(part: Message, parts: list[Message]) -> Report | None:
    fields = next(_blocks(part), None)
    kind = _text(fields, "Feedback-Type").strip().lower() if fields else ""
    if fields is None or kind not in _COMPLAINTS:
        return None
    names = names_in(*_returned(parts), _text(fields, "Original-Mail-From"), _text(fields, "Original-Envelope-Id"))
    return Report(COMPLAINT, tuple(names), kind)


def _delivery(part: Message, parts: list[Message]) -> Report | None:
    blocks = [block for block in _blocks(part) if block["Action"]]
    names = tuple(names_in(*_returned(parts), *_addressed(parts[0])))
    for block in blocks:
        if _text(block, "Action").strip().lower() == "failed":
            status, diagnostic = _text(block, "Status"), _text(block, "Diagnostic-Code")
            return Report(severity(status, diagnostic), names, code_in(status))
    if blocks and all(_text(block, "Action").strip().lower() == "delivered" for block in blocks):
        return Report(ARRIVED, names)
    return None


def _exim_without_report(message: Message) -> Report | None:
    """Read what Exim sends where its reports are switched off: a header that names who failed, and a text."""
    if not message["X-Failed-Recipients"] or message.is_multipart():
        return None
    text = _decoded(message).decode("utf-8", "replace")
    # The returned copy follows: what it quotes is not what the server says.
    said, _, copy = text.partition("------ This is a copy of")
    names = tuple(names_in(*_addressed(message), copy))
    return Report(severity("", said), names)


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a report: the parser makes a message of each, or leaves them as text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))
        # A feedback report's parser makes one message of the whole part.
        if len(payload) == 1 and isinstance(payload[0], Message) and not payload[0].keys():
            yield from _text_blocks(str(payload[0].get_payload()))
        return
    yield from _text_blocks(_decoded(part).decode("utf-8", "replace"))


def _text_blocks(text: str) -> Iterator[Message]:
    for block in text.replace("\r\n", "\n").split("\n\n"):
        if block.strip():
            yield message_from_bytes(block.strip("\n").encode("utf-8", "replace"), policy=policy.compat32)


def _returned(parts: list[Message]) -> list[str]:
    """Return the Message-IDs and return addresses of the mails that a report returns, whole or their headers only."""
    found = []
    for part in parts:
        if part.get_content_type() not in _WHOLE_MAILS:
            continue
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        if not isinstance(inner, Message):
            inner = message_from_bytes(_decoded(part))
        found += [_text(inner, "Message-ID"), _text(inner, "Return-Path")]
    return found


def _addressed(message: Message) -> list[str]:
    """Return where a report was sent to, and which mail it answers."""
    names = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "In-Reply-To", "References")
    return [_text(message, name) for name in names]


def _decoded(part: Message) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _text(message: Message, name: str) -> str:
    return " ".join(str(value) for value in message.get_all(name, []))
