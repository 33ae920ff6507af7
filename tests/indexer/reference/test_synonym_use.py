"""How common skills are, from the counted words of real offers."""

from __future__ import annotations

import pytest

from indexer.language.vocabulary import Item, Job, Vocabulary
from indexer.matching.points import skill_points
from indexer.reference.synonym_use import OFFERS_COUNTED, OFFERS_WEIGHT, frequencies, with_synonyms
from indexer.reference.synonyms import Keyword, Keywords, read_synonyms
from tests.indexer.reference import official_files as files

SKILLS = {
    "relation": Item("relation", "relation client", ("relations clients",)),
    "tig": Item("tig", "Soudage TIG"),
    "other": Item("other", "Pilotage de drone"),
}
JOB = Job("H2913", "soudage", ("soudeur",), (), ("tig", "relation"), frozenset({"tig"}))
WORDS = Vocabulary({f"H29{n:02}": JOB for n in range(1, 200)}, SKILLS, {}, {})
COUNTED = Keywords((Keyword("Relation client", 4000), Keyword("relations clients", 400), Keyword("soudage tig", 3)))


def test_a_counted_word_counts_for_the_skill_it_is_a_wording_of() -> None:
    shares = frequencies(SKILLS, COUNTED)
    assert shares == {
        "relation": pytest.approx(4000 / OFFERS_COUNTED * OFFERS_WEIGHT),
        "tig": pytest.approx(3 / OFFERS_COUNTED * OFFERS_WEIGHT),
    }


def test_what_offers_name_everywhere_is_worth_nothing_even_if_few_jobs_ask_for_it() -> None:
    few = Vocabulary(
        {**{f"A{n:04}": Job(f"A{n:04}", "", ("x",), (), ()) for n in range(400)}, "H2913": JOB}, SKILLS, {}, {}
    )
    assert skill_points(few.skill_share["relation"]) == 2
    known = with_synonyms(few, {"keywords": COUNTED})
    assert skill_points(known.skill_share["relation"]) == 0
    assert skill_points(known.skill_share["tig"]) == 2
    assert known.skill_share["other"] == 0.0


def test_without_an_import_nothing_changes() -> None:
    assert with_synonyms(WORDS, {}) is WORDS


def test_whether_a_skill_is_at_the_heart_of_a_job_can_be_asked() -> None:
    assert WORDS.is_core("H2901", "tig")
    assert not WORDS.is_core("H2901", "relation")
    assert not WORDS.is_core("Z0000", "tig")


def test_counted_words_name_the_everyday_skills() -> None:
    kind, keywords, _ = read_synonyms(files.SMALL_SYNONYMS / "keywords.tsv")
    assert kind == "keywords"
    shares = frequencies(SKILLS, keywords)
    assert skill_points(shares["relation"]) == 1, "7.7 % of the offers name it: common"
    assert skill_points(shares["tig"]) == 2
    assert "other" not in shares
