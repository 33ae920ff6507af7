"""How rules are written: the notation of wordings, and what is said of a rule that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.rules import FOLDER, WORDS, RuleError, load_rules
from indexer.offers.legal_gate.wording import compiled


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("célibataire", "CELIBATAIRE de préférence"),
        ("sans enfants?", "sans\nenfant"),
        ("d'origine", "d’origine"),
        ("moins de # ans", "moins de trente-cinq ans"),
        ("photo...obligatoire", "photo d'identité récente obligatoire"),
        ("{colours} vif", "un rouge vif"),
    ],
)
def test_a_wording_finds_what_an_offer_writes(wording: str, text: str) -> None:
    assert compiled([wording], {"colours": "rouge|vert"}).search(without_accents(text))


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("age", "garage"),
        ("moins de # ans", "moins de 5 ans"),
        ("photo...obligatoire", "Photo possible. Permis obligatoire"),
    ],
)
def test_a_wording_finds_whole_words_of_one_clause(wording: str, text: str) -> None:
    assert compiled([wording], {}).search(without_accents(text)) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('id = "x"', "needs criterion, article, severity, says, mend"),
        ('{whole}\nseverity = "grave"', "severity is"),
        ('{whole}\nseverity = "refused"\nwording = ["a"]', "unknown key wording"),
        ('{whole}\nseverity = "refused"\nwordings = ["(a"]', "cannot be read"),
        ('{whole}\nseverity = "refused"\nwordings = ["{{nobody}}"]', "nobody"),
        ('{whole}\nseverity = "refused"\nwhere = "footer"', "where is"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_with_what_is_wrong(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / WORDS).write_text((FOLDER / WORDS).read_text(encoding="utf-8"), encoding="utf-8")
    whole = 'id = "x"\ncriterion = "c"\narticle = "L1"\nsays = "s"\nmend = "m"'
    (tmp_path / "mine.toml").write_text(f"[[rule]]\n{written.format(whole=whole)}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=said) as error:
        load_rules(tmp_path)
    assert "mine.toml" in str(error.value)
