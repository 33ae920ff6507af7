"""Whether an offer may be published: what its title and text say, and what they leave out. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.language.facts import contract_of
from indexer.offers.legal_gate.essentials import OfferFacts, missing
from indexer.offers.legal_gate.findings import TEXT, TITLE, Finding, clause, sentence
from indexer.offers.legal_gate.legible import Legible, legible
from indexer.offers.legal_gate.rules import ADVISED, DOUBTFUL, REFUSED, Rule, fairness, load_rules

_ORDER = (REFUSED, DOUBTFUL, ADVISED)


def check_offer(title: str, text: str, facts: OfferFacts | None = None) -> list[Finding]:
    """Return what has to be mended, the gravest first, each in the order of the text; nothing when all is well.

    `facts`: what the form says beside the text; None checks the wordings alone. One finding for a rule and a sentence.
    """
    contract = (facts.contract if facts else "") or contract_of(f"{title}\n{text}") or ""
    read = {TITLE: legible(title), TEXT: legible(text)}
    whole = f"{read[TITLE].plain}\n{read[TEXT].plain}"
    found: list[Finding] = []
    for rule in load_rules().values():
        if contract in rule.except_contracts or rule.unless_anywhere.search(whole):
            continue
        if rule.in_title:
            found += _found(rule, TITLE, title, read[TITLE])
        if rule.in_text:
            found += _found(rule, TEXT, text, read[TEXT])
    if facts is not None:
        found += missing(title, text, facts)
    return sorted(found, key=lambda one: (_ORDER.index(one.rule.severity), one.part == TEXT, one.start))


def check_name(name: str) -> list[Finding]:
    """Return what an employer's name says against the rules of offers, without advice: a name is not written anew."""
    return [one for one in check_offer("", name) if one.rule.severity != ADVISED]


def severity(findings: list[Finding]) -> str | None:
    """Return what the findings make of the offer: REFUSED, DOUBTFUL, or None where it may be published at once."""
    said = {one.rule.severity for one in findings}
    return next((one for one in (REFUSED, DOUBTFUL) if one in said), None)


def _found(rule: Rule, part: str, text: str, read: Legible) -> Iterator[Finding]:
    said_until = -1
    for span in rule.wordings.spans(read.plain):
        start, end = read.span(*span)
        if start < said_until or excused(rule, read.plain, *span):
            continue
        first, said_until = sentence(text, start, end)
        yield Finding(rule, part, start, end, text[first:said_until], first)


def excused(rule: Rule, plain: str, start: int, end: int) -> bool:
    """Say whether what stands around found words makes them lawful, or something else."""
    first, last = clause(plain, start, end)
    around = plain[first:last]
    return any(one.excuse(around, start - first, end - first) for one in (rule.unless, fairness()))
