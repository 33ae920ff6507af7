"""Whether a recruiter's search among people asks for what the law forbids to choose by. Pure.

For searches of the CV base and their alerts. What people themselves search among offers chooses nobody: it is free.
"""

from __future__ import annotations

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.findings import WHOLE, Finding
from indexer.offers.legal_gate.rules import load_rules
from indexer.offers.legal_gate.wording import NEVER


def check_query(words: str) -> Finding | None:
    """Return the forbidden criterion that a search names, with the words that name it; None when it may be run.

    "femme de ménage" is a trade, "jeunes enfants" a public: neither is a criterion of the person.
    """
    plain = without_accents(words)
    for rule in load_rules().values():
        if rule.queries is NEVER:
            continue
        kept = rule.queries_unless.sub(lambda match: "_" * len(match.group()), plain)
        match = rule.queries.search(kept) or rule.wordings.search(kept)
        if match:
            return Finding(rule, WHOLE, match.start(), match.end(), words, 0)
    return None
