"""The official list and the starter made one vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.language.understanding import understand_items, understand_title
from indexer.language.vocabulary import Item, Job, Vocabulary
from indexer.reference.merge import both_forms, merged
from indexer.reference.rome import read_rome
from tests.indexer.reference import official_files as files
from tests.starter import starter_words

STARTER_WORDS = Vocabulary(
    jobs={
        "H2913": Job(
            "H2913",
            "soudage",
            ("soudeur TIG", "cuisinier"),
            ("H2902",),
            ("soudag-tig", "meulage"),
            frozenset({"soudag-tig"}),
        )
    },
    skills={
        "soudag-tig": Item("soudag-tig", "soudage TIG", ("souder au TIG",)),
        "meulage": Item("meulage", "meulage"),
    },
    licences={"PERMIS-C": Item("PERMIS-C", "permis C")},
    languages={"en": Item("en", "anglais")},
)


@pytest.fixture
def words(tmp_path: Path) -> Vocabulary:
    return merged(read_rome(files.write_rome(tmp_path))[0], STARTER_WORDS)


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Accrocheur / Accrocheuse", ("Accrocheur", "Accrocheuse")),
        ("Acheteur / Acheteuse d'espaces", ("Acheteur d'espaces", "Acheteuse d'espaces")),
        (
            "Agent administratif / Agente administrative de banque",
            ("Agent administratif de banque", "Agente administrative de banque"),
        ),
        ("Mécanicien-outilleur / Mécanicienne-outilleuse", ("Mécanicien-outilleur", "Mécanicienne-outilleuse")),
        ("Cadre Dirigeant / Dirigeante", ("Cadre Dirigeant", "Cadre Dirigeante")),
        ("Secrétaire Facturier / Facturière", ("Secrétaire Facturier", "Secrétaire Facturière")),
        ("Garçon / Fille de chenil", ("Garçon de chenil", "Fille de chenil")),
        ("Homme sage-femme / Sage-femme", ("Homme sage-femme", "Sage-femme")),
        ("Sound designer / Designer sonore", ("Sound designer", "Designer sonore")),
        ("Barman / Barmaid", ("Barman", "Barmaid")),
        ("Chef de service infrastructure/environnement", ("Chef de service infrastructure/environnement",)),
        ("Accessoiriste", ("Accessoiriste",)),
    ],
)
def test_a_title_for_both_genders_becomes_two_whole_titles(label: str, forms: tuple[str, ...]) -> None:
    assert both_forms(label) == forms


def test_jobs_are_those_of_the_parents_with_the_titles_of_all_their_sheets(words: Vocabulary) -> None:
    assert set(words.jobs) == {"H2913", "H2902", "G1602", "N4444"}
    titles = words.jobs["H2913"].titles
    assert titles[:2] == ("Soudeur", "Soudeuse")
    assert {"Soudeuse à la bougie", "soudeur TIG"} <= set(titles)
    assert words.sheets["H2914"].parent == "H2913"
    assert "Soudeur à la bougie" in words.sheets["H2914"].titles
    assert words.definitions["N4444"] == "Dresse des puces. Assure l'entretien du chapiteau."


def test_titles_of_both_sources_are_understood(words: Vocabulary) -> None:
    assert understand_title("Dompteuse de puces H/F", words) == ("N4444",)
    assert understand_title("Soudeur TIG", words) == ("H2913",)


def test_a_wording_that_the_official_list_gives_to_another_job_is_its(words: Vocabulary) -> None:
    assert "cuisinier" not in words.jobs["H2913"].titles
    assert understand_title("Cuisinier", words) == ("G1602",)


def test_neighbours_are_parents_to_which_the_own_sheet_moves_in_the_publishers_order(words: Vocabulary) -> None:
    assert words.jobs["H2913"].neighbours == ("H2902", "G1602"), "not those of another sheet under it"
    assert words.jobs["N4444"].neighbours == ("H2913",)
    assert words.jobs["G1602"].neighbours == ()


def test_core_skills_come_first_then_the_everyday_ones(words: Vocabulary) -> None:
    job = words.jobs["H2913"]
    assert job.skills == ("6001", "5001", "meulage", "5003")
    assert job.core == {"6001", "5001"}
    assert words.jobs["G1602"].core == frozenset()


def test_a_skill_of_the_starter_that_is_official_becomes_a_wording_of_it(words: Vocabulary) -> None:
    assert "soudag-tig" not in words.skills
    assert words.skills["6001"] == Item("6001", "Soudage TIG", ("soudage TIG", "souder au TIG"))
    assert words.renamed == {"skill:soudag-tig": "skill:6001"}
    assert understand_items("Je sais souder au TIG", words) == ("skill:6001",)
    assert words.skills["meulage"] == STARTER_WORDS.skills["meulage"]


def test_working_conditions_are_no_skills(words: Vocabulary) -> None:
    assert "7001" not in words.skills
    assert all("7001" not in job.skills for job in words.jobs.values())


def test_licences_and_languages_are_the_starters(words: Vocabulary) -> None:
    assert words.licences == STARTER_WORDS.licences
    assert words.languages == STARTER_WORDS.languages


def test_an_official_list_and_the_real_starter_make_one_whole() -> None:
    rome = read_rome(files.SMALL_ROME)[0]
    starter = starter_words()
    words = merged(rome, starter)
    assert set(words.jobs) == {sheet.parent for sheet in rome.sheets} | set(starter.jobs)
    for job in words.jobs.values():
        assert set(job.neighbours) <= set(words.jobs) - {job.code}
        assert job.core <= set(job.skills) <= set(words.skills)
        assert job.titles
    assert set(words.renamed.values()) <= {f"skill:{code}" for code in words.skills}
    assert words.renamed, "some skills of the starter are official"
    assert not {slug.removeprefix("skill:") for slug in words.renamed} & set(words.skills)
    assert words.licences == starter.licences
