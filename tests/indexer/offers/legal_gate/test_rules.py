"""Every rule finds the wordings it names and lets pass those that only look like them: the examples of its file."""

from __future__ import annotations

import pytest

from indexer.offers.legal_gate.offers import check_offer
from indexer.offers.legal_gate.queries import check_query
from indexer.offers.legal_gate.rules import Rule, load_rules

RULES = list(load_rules().values())
WITH_WORDINGS = [rule for rule in RULES if rule.wordings]


def examples(name: str) -> list[object]:
    return [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in getattr(rule, name)]


def found(rule: Rule, text: str) -> list[str]:
    findings = check_offer("", text) if rule.in_text else check_offer(text, "")
    return [one.words for one in findings if one.rule is rule]


@pytest.mark.parametrize(("rule", "text"), examples("caught"))
def test_what_is_forbidden_is_found(rule: Rule, text: str) -> None:
    assert found(rule, text)


@pytest.mark.parametrize(("rule", "text"), examples("passes"))
def test_what_only_looks_like_it_passes(rule: Rule, text: str) -> None:
    assert found(rule, text) == []


@pytest.mark.parametrize(("rule", "words"), examples("queries_caught"))
def test_a_search_for_a_criterion_is_refused(rule: Rule, words: str) -> None:
    finding = check_query(words)
    assert finding is not None
    assert finding.words


@pytest.mark.parametrize(("rule", "words"), examples("queries_passed"))
def test_a_search_for_a_trade_is_run(rule: Rule, words: str) -> None:
    assert check_query(words) is None


@pytest.mark.parametrize("rule", WITH_WORDINGS, ids=lambda rule: rule.id)
def test_every_rule_says_what_it_finds_and_what_it_lets_pass(rule: Rule) -> None:
    assert len(rule.caught) >= 2
    assert len(rule.passes) >= 3
    assert rule.article
    assert rule.says.endswith(".")
    assert rule.mend.endswith(".")
