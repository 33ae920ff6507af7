"""The rules by which what says who somebody is goes, each with its own examples, in a CV and by itself."""

from __future__ import annotations

import re

import pytest

from indexer.language.cv.names import REMOVED
from indexer.language.cv.personal import without_person
from indexer.language.cv.personal_rules import PersonalRule, personal_rules
from tests.starter import starter_words as words

RULES = {rule.identifier: rule for rule in personal_rules()}
GONE = [(name, line) for name, rule in RULES.items() for line in rule.gone]
STAYS = [(name, line) for name, rule in RULES.items() for line in rule.stays]


def kept(text: str) -> str:
    return without_person(text, [], words().job_finder)


@pytest.mark.parametrize(("name", "line"), GONE, ids=[f"{name}: {line}" for name, line in GONE])
def test_what_a_rule_names_is_not_kept(name: str, line: str) -> None:
    text = kept(f"Vendeuse\n{line}\n\nEXPÉRIENCE\n2019-2021 vendeuse, Boutique Lussandre\n")
    left = [word for word in re.findall(r"[^\W\d_]{5,}|\d+", text.splitlines()[1]) if word not in REMOVED]
    assert left == [], text.splitlines()[1]
    assert text.splitlines()[3:] == ["EXPÉRIENCE", "2019-2021 vendeuse, Boutique Lussandre"]


@pytest.mark.parametrize(("name", "line"), STAYS, ids=[f"{name}: {line}" for name, line in STAYS])
def test_what_is_of_work_or_of_others_stays(name: str, line: str) -> None:
    text = kept(f"Camille EXEMPLE\n\nEXPÉRIENCE\n2019-2021 vendeuse, Boutique Lussandre\n- {line}\n")
    assert f"- {line}" in text


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_each_rule_shows_what_goes_and_what_stays(rule: PersonalRule) -> None:
    assert rule.gone
    assert rule.stays
