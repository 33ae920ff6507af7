"""The rules by which what a CV says of who somebody is gets recognised: data with examples (`personal.toml`).

Each rule says what it takes out, what else in the same sentence shows that it is of others or of work, and lines of
which all goes and nothing goes; the tests read these. Pure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from indexer.language.cv.lines import Line, header
from indexer.language.cv.names import AT, DOT, Span

_FILE = Path(__file__).parent / "personal.toml"
_UNIT = (
    "zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
    "|quarante|cinquante|soixante|cents?|mille|mil|premier"
)
_WORDS = {
    "end": r"[^\n|;•·\t]*?(?=\s{3,}|\s*[|;•·\t\n]|\s[-–—]\s|\.\s|$)",
    "clause": r"[^\n|;•·\t.!?]*",
    "at": AT,
    "dot": DOT,
    "date": r"(?:le\s)?(?:\d{1,2}|1er)?[\s/.-]*(?:\d{1,2}|[a-z]{3,9}\.?)?[\s/.-]*(?:19|20)?\d{2}\b",
    "age": rf"(?:vingt|trente|quarante|cinquante|soixante)(?:[\s-](?:et[\s-])?(?:{_UNIT})){{0,3}}",
    "number": rf"(?:{_UNIT})(?:[\s-](?:et[\s-])?(?:{_UNIT}))*",
}
# What stands further away says nothing of it, and looking for it takes its time at every match.
_SENTENCE_LENGTH = 200
_SENTENCE = re.compile(r"[.!?](?:\s|$)|[\n|;•\t]")


@dataclass(frozen=True, slots=True)
class PersonalRule:
    """One kind of thing that says who somebody is."""

    identifier: str
    patterns: tuple[re.Pattern[str], ...]
    in_header: bool
    unless: re.Pattern[str] | None
    gone: tuple[str, ...]
    stays: tuple[str, ...]

    def spans(self, plain: str) -> Iterator[Span]:
        """Yield what the rule takes out of a text as `without_accents` gives it."""
        for pattern in self.patterns:
            for match in pattern.finditer(plain):
                if match.end() > match.start() and not self._is_of_others(plain, match):
                    yield match.span()

    def _is_of_others(self, plain: str, match: re.Match[str]) -> bool:
        if self.unless is None:
            return False
        before = _SENTENCE.split(plain[max(0, match.start() - _SENTENCE_LENGTH) : match.start()])[-1]
        after = _SENTENCE.split(plain[match.end() : match.end() + _SENTENCE_LENGTH], maxsplit=1)[0]
        return bool(self.unless.search(f"{before} {after}"))


def spans_of(plain: str, lines: list[Line]) -> Iterator[Span]:
    """Yield everything the rules take out of a text, given without accents, and its lines."""
    near = header(lines)
    for rule in personal_rules():
        if not rule.in_header:
            yield from rule.spans(plain)
            continue
        for line in near:
            for start, end in rule.spans(line.plain):
                yield line.start + start, line.start + end


@cache
def personal_rules() -> tuple[PersonalRule, ...]:
    """Return the rules, in the order of their file."""
    return tuple(_rule(one) for one in tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"])


def _rule(said: dict[str, Any]) -> PersonalRule:
    unless = said.get("unless")
    return PersonalRule(
        said["id"],
        tuple(re.compile(_written_out(pattern), re.MULTILINE) for pattern in said["patterns"]),
        said.get("where") == "header",
        re.compile(unless) if unless else None,
        tuple(said["gone"]),
        tuple(said["stays"]),
    )


def _written_out(pattern: str) -> str:
    for name, meaning in _WORDS.items():
        pattern = pattern.replace(f"{{{name}}}", meaning)
    return pattern
