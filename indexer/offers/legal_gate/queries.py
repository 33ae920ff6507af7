"""Whether a recruiter's search among people asks for what the law forbids to choose by. Pure.

For searches of the CV base and their alerts. What people themselves search among offers chooses nobody: it is free.
"""

from __future__ import annotations

from indexer.offers.legal_gate.findings import WHOLE, Finding
from indexer.offers.legal_gate.legible import legible
from indexer.offers.legal_gate.offers import excused
from indexer.offers.legal_gate.rules import ADVISED, load_rules


def check_query(words: str) -> Finding | None:
    """Return the forbidden criterion that a search names, with the words that name it; None when it may be run.

    Searches keep the rules of offers, and those of their own: a criterion named alone ("jeune") is one there.
    "femme de ménage" is a trade, "jeunes enfants" a public: neither is a criterion of the person.
    """
    read = legible(words)
    for rule in load_rules().values():
        if rule.severity == ADVISED or not rule.in_text:
            continue
        kept = rule.queries_unless.sub(lambda match: "_" * len(match.group()), read.plain)
        match = rule.queries.search(kept)
        spans = [match.span()] if match else rule.wordings.spans(kept)
        span = next((one for one in spans if match or not excused(rule, kept, *one)), None)
        if span:
            start, end = read.span(*span)
            return Finding(rule, WHOLE, start, end, words, 0)
    return None
