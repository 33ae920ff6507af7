"""One hostile file as it is sent, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass

READ = "read"
"""It is read like any other: what is hostile in it does nothing."""


@dataclass(frozen=True)
class Sent:
    what: str
    name: str
    content: bytes
    outcomes: frozenset[str]
    """READ, or codes of refusals; several where a file that was cut may still hold enough."""


def sent(what: str, name: str, content: bytes, *outcomes: str) -> Sent:
    return Sent(what, name, content, frozenset(outcomes))
