"""Whether an offer may be published: what its title and text say, and what they leave out. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.language.facts import contract_of
from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.essentials import OfferFacts, missing
from indexer.offers.legal_gate.findings import TEXT, TITLE, Finding, clause, sentence
from indexer.offers.legal_gate.rules import ADVISED, DOUBTFUL, REFUSED, Rule, fairness, load_rules

_ORDER = (REFUSED, DOUBTFUL, ADVISED)


def check_offer(title: str, text: str, facts: OfferFacts | None = None) -> list[Finding]:
    """Return what has to be mended, the gravest first, each in the order of the text; nothing when all is well.

    `facts`: what the form says beside the text; None checks the wordings alone. One finding for a rule and a sentence.
    """
    contract = (facts.contract if facts else "") or contract_of(f"{title}\n{text}") or ""
    plain = {TITLE: without_accents(title), TEXT: without_accents(text)}
    whole = f"{plain[TITLE]}\n{plain[TEXT]}"
    found: list[Finding] = []
    for rule in load_rules().values():
        if contract in rule.except_contracts or rule.unless_anywhere.search(whole):
            continue
        if rule.in_title:
            found += _found(rule, TITLE, title, plain[TITLE])
        if rule.in_text:
            found += _found(rule, TEXT, text, plain[TEXT])
    if facts is not None:
        found += missing(title, text, facts)
    return sorted(found, key=lambda one: (_ORDER.index(one.rule.severity), one.part == TEXT, one.start))


def severity(findings: list[Finding]) -> str | None:
    """Return what the findings make of the offer: REFUSED, DOUBTFUL, or None where it may be published at once."""
    said = {one.rule.severity for one in findings}
    return next((one for one in (REFUSED, DOUBTFUL) if one in said), None)


def _found(rule: Rule, part: str, text: str, plain: str) -> Iterator[Finding]:
    said_until = -1
    for match in rule.wordings.finditer(plain):
        start, end = match.span()
        around = clause(plain, start, end)
        if start < said_until or rule.unless.search(around) or fairness().search(around):
            continue
        first, said_until = sentence(text, start, end)
        yield Finding(rule, part, start, end, text[first:said_until], first)
