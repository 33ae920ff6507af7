"""The rules of the legal gate, read from `rules/*.toml`: see docs/legal-gate.md for how one is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.needed import Wordings
from indexer.offers.legal_gate.wording import Exceptions, compiled, wordings_of

REFUSED, DOUBTFUL, ADVISED = "refused", "doubtful", "advised"
"""Severity: must be mended before the offer is published; waits for the operator; said, and holds nothing back."""
FOLDER = Path(__file__).parent / "rules"
WORDS = "words.toml"

_TEXTS = ("id", "criterion", "article", "severity", "says", "mend")
_PATTERNS = ("unless_anywhere", "queries", "queries_unless")
_EXAMPLES = ("caught", "passes", "queries_caught", "queries_passed")
_PEOPLE = ("excluding", "choosing")
_LISTS = ("wordings", *_PATTERNS, *_PEOPLE, "unless", "except_contracts", *_EXAMPLES)
_WORD = re.compile(r"[a-z]{2,}")
_SHORT = 4


class RuleError(ValueError):
    """A rule is not written as it should be; the message says which and how."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing an offer must not say, or must."""

    id: str
    criterion: str
    """In French, as the article names it: "âge"."""
    article: str
    """The articles it rests on, of the Code du travail: "L5331-2"."""
    severity: str
    says: str
    """What is wrong, for the offer's author, in French."""
    mend: str
    """How to mend it, in French."""
    wordings: Wordings
    unless: Exceptions
    """What makes it lawful, or something else, where it touches the words found."""
    unless_anywhere: re.Pattern[str]
    """What anywhere in the title or the text does."""
    except_contracts: frozenset[str]
    """The contracts it is lawful for: limits of age for apprentices."""
    in_title: bool
    in_text: bool
    queries: re.Pattern[str]
    """What a search among people must not ask, beside `wordings`."""
    queries_unless: re.Pattern[str]
    caught: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    queries_caught: tuple[str, ...] = ()
    queries_passed: tuple[str, ...] = ()
    """Examples, which the tests try: wordings that are found and that are not."""


@cache
def load_rules(folder: Path = FOLDER) -> dict[str, Rule]:
    """Return the rules of a folder of TOML files by their id, in the order of the files. Raises RuleError."""
    words = _words(folder)
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.toml")):
        for given in _toml(path).get("rule", []):
            rule = _rule(given, words, path.name)
            if rule.id in rules:
                raise RuleError(f"{path.name}: {rule.id} is there twice.")
            rules[rule.id] = rule
    return rules


@cache
def fairness(folder: Path = FOLDER) -> Exceptions:
    """Return what an employer says of its own fairness, which names the criteria and asks for none of them."""
    return Exceptions(_toml(folder / WORDS)["fairness"], _words(folder))


@cache
def known_words(folder: Path = FOLDER) -> frozenset[str]:
    """Return the words of the rules' own examples, in small letters without accents: what a disguise may hide."""
    examples = (text for rule in load_rules(folder).values() for name in _EXAMPLES for text in getattr(rule, name))
    words = {word for text in examples for word in _WORD.findall(without_accents(text))}
    return frozenset(words | {word[:-1] for word in words if word.endswith("s") and len(word) > _SHORT})


def _words(folder: Path) -> dict[str, str]:
    given = _toml(folder / WORDS)
    ways = {name: "|||".join(several) for name, several in given["ways"].items()}
    return {name: "|".join(several) for name, several in given["words"].items()} | ways


def _ways(lists: Mapping[str, list[str]], words: Mapping[str, str]) -> list[str]:
    """Return the ways of turning people away, or of wanting them, for those that a rule names."""
    ways = []
    for key in _PEOPLE:
        if people := "|".join(lists[key]):
            ways += [way.replace("{people}", f"({people})") for way in words[key].split("|||")]
    return ways


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuleError(f"{path.name} cannot be read: {error}") from error


def _rule(given: dict[str, Any], words: dict[str, str], file: str) -> Rule:
    name = f"{file}: {given.get('id', 'a rule without id')}"
    if unknown := set(given) - {*_TEXTS, *_LISTS, "where"}:
        raise RuleError(f"{name}: unknown key {', '.join(sorted(unknown))}.")
    if absent := [key for key in _TEXTS if not isinstance(given.get(key), str)]:
        raise RuleError(f"{name}: needs {', '.join(absent)}.")
    if given["severity"] not in (REFUSED, DOUBTFUL, ADVISED):
        raise RuleError(f"{name}: severity is refused, doubtful or advised.")
    if (where := given.get("where", "anywhere")) not in ("anywhere", "title", "text"):
        raise RuleError(f"{name}: where is title, text or anywhere.")
    lists: dict[str, list[str]] = {key: given.get(key, []) for key in _LISTS}
    lists["wordings"] = [*lists["wordings"], *_ways(lists, words)]
    try:
        patterns = {key: compiled(lists[key], words) for key in _PATTERNS}
        wordings = wordings_of(lists["wordings"], words)
        unless = Exceptions(lists["unless"], words)
    except (KeyError, re.error) as error:
        raise RuleError(f"{name}: a wording cannot be read ({error}).") from error
    texts: dict[str, str] = {key: given[key] for key in _TEXTS}
    return Rule(
        **texts,
        wordings=wordings,
        unless=unless,
        unless_anywhere=patterns["unless_anywhere"],
        queries=patterns["queries"],
        queries_unless=patterns["queries_unless"],
        except_contracts=frozenset(lists["except_contracts"]),
        in_title=where != "text",
        in_text=where != "title",
        caught=tuple(lists["caught"]),
        passes=tuple(lists["passes"]),
        queries_caught=tuple(lists["queries_caught"]),
        queries_passed=tuple(lists["queries_passed"]),
    )
