"""The starter vocabulary is whole: what its files promise (issue 3), and how its loader refuses what is not."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest

from indexer.language.normalisation import folded_words
from indexer.language.starter_vocabulary import load_starter
from indexer.language.understanding import understand_items, understand_title
from indexer.language.vocabulary import FAMILIES, Vocabulary, identifier_of
from indexer.reference.in_force import vocabulary


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary()


def test_there_are_at_least_150_jobs_over_all_fourteen_families(words: Vocabulary) -> None:
    assert len(words.jobs) >= 150
    assert {job.family for job in words.jobs.values()} == set("ABCDEFGHIJKLMN") == set(FAMILIES)


def test_every_code_is_a_parent_code_of_rome(words: Vocabulary) -> None:
    assert [code for code in words.jobs if not re.fullmatch(r"[A-N]\d{4}", code)] == []
    assert all(code == job.code for code, job in words.jobs.items())


def test_every_job_has_8_to_15_skills_and_each_is_known(words: Vocabulary) -> None:
    counts = {job.code: len(set(job.skills)) for job in words.jobs.values()}
    assert {code: count for code, count in counts.items() if not 8 <= count <= 15} == {}
    assert {skill for job in words.jobs.values() for skill in job.skills} <= set(words.skills)


def test_every_neighbour_exists_and_is_another_job(words: Vocabulary) -> None:
    for job in words.jobs.values():
        assert set(job.neighbours) <= set(words.jobs) - {job.code}, job.code
        assert job.neighbours, job.code


def test_no_wording_stands_for_two_jobs(words: Vocabulary) -> None:
    meanings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for job in words.jobs.values():
        for title in (*job.titles, job.label):
            meanings[tuple(folded_words(title))].add(job.code)
    assert {wording: codes for wording, codes in meanings.items() if len(codes) > 1} == {}


def test_no_wording_stands_for_two_skills_licences_or_languages(words: Vocabulary) -> None:
    for kind, items in (("skill", words.skills), ("licence", words.licences), ("language", words.languages)):
        for item in items.values():
            for wording in (item.label, *item.wordings):
                assert words.item_finder.exact(wording) == (f"{kind}:{item.identifier}",), wording


def test_every_title_of_a_job_is_understood_as_that_job(words: Vocabulary) -> None:
    for job in words.jobs.values():
        for title in (*job.titles, job.label):
            # "Vigneron tractoriste" is two trades side by side: the second is said beside.
            trades = re.split(r"[ -]", title)
            others = {code for word in trades for code in words.job_finder.exact(word)}
            for written in (title, f"{title.upper()} (H/F)"):
                first, *beside = understand_title(written, words)
                assert first == job.code, written
                assert set(beside) <= (others if len(trades) == 2 else set()), written


def test_every_wording_of_an_item_is_understood_in_a_sentence(words: Vocabulary) -> None:
    for item in chain(words.licences.values(), words.languages.values()):
        assert understand_items(f"Titulaire : {item.label}.", words), item.label


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("aide-soignant·e", "J1501"),
        ("Aide-soignant(e) de nuit F/H", "J1501"),
        ("vendeur(se) H/F", "D1214"),
        ("VENDEUR/SE en prêt-à-porter", "D1214"),
        ("infirmier·ère", "J1506"),
        ("coiffeur·euse", "D1202"),
        ("Cuisinier / Cuisinière (H/F)", "G1602"),
        ("éducateur(trice) spécialisé(e)", "K1207"),
        ("employé.e de rayon", "D1507"),
        ("assistant(e) maternel(le)", "K1303"),
        ("conseiller·ère de vente", "D1214"),
    ],
)
def test_inclusive_titles_are_understood(words: Vocabulary, written: str, code: str) -> None:
    assert code in understand_title(written, words)


def test_an_unknown_title_is_not_guessed(words: Vocabulary) -> None:
    assert understand_title("Dresseur d’ours savants", words) == ()
    assert understand_title("", words) == ()


def test_the_label_of_what_is_unknown_is_its_own_name(words: Vocabulary) -> None:
    assert words.label("job:H2913") == words.jobs["H2913"].label
    assert words.label("licence:PERMIS-C") == "permis C"
    assert words.label("job:Z9999") == "Z9999"
    assert words.label("color:red") == "red"


def test_a_skill_is_named_alike_whatever_its_spelling() -> None:
    assert identifier_of("Soudages TIG") == identifier_of("soudage tig") == "soudag-tig"
    assert identifier_of("?!") == "?!"


def test_the_share_of_a_skill_is_that_of_the_jobs_that_ask_for_it(words: Vocabulary) -> None:
    skill = identifier_of("soudage TIG")
    asking = sum(skill in job.skills for job in words.jobs.values())
    assert words.skill_share[skill] == asking / len(words.jobs) > 0


def test_a_neighbour_that_is_no_job_is_refused_by_name(tmp_path: Path) -> None:
    entry = "- {code: A1101, label: a, titles: [[b]], neighbours: [A9999], skills: [c]}"
    (tmp_path / "A.yaml").write_text(f"jobs:\n  {entry}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"A1101.*A9999"):
        load_starter(tmp_path)
