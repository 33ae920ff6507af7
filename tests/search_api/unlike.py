"""Words and addresses of one test alone: what is refused or blocked in the shared stack is known again elsewhere."""

from __future__ import annotations

import secrets
from uuid import uuid4


def unlike(text: str) -> str:
    """A text that is mostly words of nobody else."""
    syllables = ("ba", "co", "du", "fi", "la", "mo", "nu", "pi", "ra", "so", "tu", "vi")
    words = ("".join(secrets.choice(syllables) for _ in range(3)) for _ in range(150))
    return f"{text} {' '.join(words)}."


def address() -> str:
    """An address of nobody else."""
    return f"employeur-{uuid4().hex[:10]}@example.org"
