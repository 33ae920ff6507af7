"""CVs read whole: jobs held and wanted, diplomas, languages, place."""

from __future__ import annotations

import pytest

from indexer.language.cv.reading import Cv
from tests.indexer.language.cv.cvs import COLUMNS, DEMONSTRATION, ODD, RULED, TABLE, read


def held(cv: Cv) -> list[tuple[str, str, str, str]]:
    return [(one.title, one.employer, one.period.since, one.period.until) for one in cv.experiences]


def test_columns_one_after_the_other_with_letterspaced_headings() -> None:
    cv = read(COLUMNS)
    assert held(cv) == [
        ("Secrétaire comptable", "Fiduciaire Ogarel", "2016-09", "2018-06"),
        ("Assistante administrative", "Mairie de l'Exemple", "2013-03", "2016-08"),
    ]
    assert [(one.trait, one.level) for one in cv.languages] == [
        ("language:anglais", "B2"),
        ("language:espagnol", "notions"),
    ]
    assert cv.wanted == ("Secrétaire comptable",)
    assert (cv.place, cv.diploma_level, cv.experience_months) == ("17300", 5, 22 + 42)


def test_a_table_with_a_cell_a_line() -> None:
    cv = read(TABLE)
    assert held(cv) == [
        ("Maçon", "Constructions Lussandre", "2019", ""),
        ("Manœuvre", "Bâti Tarvignac", "2015", "2018"),
    ]
    assert [(one.label, one.level, one.year) for one in cv.diplomas] == [("CAP maçon", 3, "2015")]
    assert cv.jobs[0] == "F1703"


def test_odd_headings_and_sentences() -> None:
    cv = read(ODD)
    assert held(cv) == [
        ("électricien", "Élec Pelvaran", "2021-03", ""),
        ("serveur", "Auberge Tarvignac", "2020-07", "2020-07"),
        ("électricien", "Travail temporaire Mirandoux", "2017", "2019"),
    ]
    assert cv.wanted == ("électricien de maintenance",)
    assert [(one.label, one.level, one.held) for one in cv.diplomas] == [
        ("Bac pro MELEC", 4, True),
        ("BTS électrotechnique", 5, False),
    ]
    assert cv.diploma_level == 4
    assert "skill:menuisery" not in cv.items
    assert not [code for code in cv.jobs if code.startswith(("G12", "E12"))], "what is done for pleasure is no job"
    assert cv.place == "64102"


@pytest.mark.parametrize(
    ("name", "wanted", "jobs", "level", "place"),
    [
        ("aide_a_domicile", ["Auxiliaire de vie", "aide à domicile"], ["K1304", "K2204"], 3, "23030"),
        ("aide_soignante", ["Aide-soignante diplômée d'État"], ["J1501", "K1304"], 4, "24372"),
        ("conductrice_poids_lourd", ["Conductrice super poids lourd"], ["H2102", "N4105", "N4101"], 3, "79191"),
        ("cuisiniere", ["cuisine", "Cuisinière"], ["G1602"], 3, "64024"),
        ("developpeur", ["Développeur web"], ["M1805"], 6, "33318"),
        ("electricien", ["maintenance industrielle", "Electricien"], ["F1602", "I1304"], 4, "40192"),
        ("ex_comptable_reconversion", ["boulangère"], ["M1203", "M1607", "D1102"], 5, "87085"),
        ("macon", ["maçonnerie", "Maçon"], ["F1703", "F1701", "F1704"], 3, "19276"),
        ("saisonnier_agricole", ["ouvrier agricole"], ["F1704", "A1416"], None, "33227"),
        ("secretaire_medicale", ["Secrétaire médicale", "Assistante administrative"], ["M1609", "M1607"], 4, "47001"),
        ("soudeur", ["SOUDEUR TIG"], ["H2913"], 3, "86066"),
        ("vendeuse", ["vendeuse", "Conseillère de vente"], ["D1214", "D1106", "D1505"], 4, "17300"),
    ],
)
def test_the_demonstration_cvs(name: str, wanted: list[str], jobs: list[str], level: int | None, place: str) -> None:
    cv = read((DEMONSTRATION / f"{name}.txt").read_text(encoding="utf-8"))
    assert list(cv.wanted) == wanted
    assert list(cv.jobs)[: len(jobs)] == jobs
    assert (cv.diploma_level, cv.place) == (level, place)


def test_jobs_held_are_dated_and_told_from_what_interrupts_them() -> None:
    cv = read((DEMONSTRATION / "magasinier_cariste.txt").read_text(encoding="utf-8"))
    assert [one[1:] for one in held(cv)] == [
        ("Plateforme de grande consommation", "2024-02", "2026-08"),
        ("Verrerie Pelvaran Négoce", "2013", "2022"),
        ("Papeterie Coustelor", "2004", "2013"),
    ]
    assert cv.experiences[2].jobs == (), "an employer's name is no job"


def test_an_employer_that_names_a_trade_is_no_title() -> None:
    cv = read((DEMONSTRATION / "secretaire_medicale.txt").read_text(encoding="utf-8"))
    assert held(cv)[1] == ("Secrétaire médicale", "Cabinet de trois médecins généralistes", "2015", "2019")


def test_sections_between_rules_with_employer_and_town_in_one_line() -> None:
    cv = read(RULED)
    assert [(one[0], *one[2:]) for one in held(cv)] == [
        ("Développeuse Full-Stack", "2022", ""),
        ("Développeuse web", "2019", "2022"),
        ("Développeuse Junior", "2018", "2019"),
    ]
    assert (cv.diploma_level, cv.place, cv.jobs) == (7, "33063", ("M1805",))
    assert {(one.trait, one.level) for one in cv.languages} >= {
        ("language:français", "langue maternelle"),
        ("language:anglais", "courant"),
    }
    assert "TARVIGNAC" not in cv.text.upper()
    assert "06 39 98" not in cv.text
