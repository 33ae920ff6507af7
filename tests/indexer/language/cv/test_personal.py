"""What says who somebody is: out of the text that is kept, and of every trait."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.cv.personal import without_person
from indexer.language.normalisation import without_accents
from tests.indexer.language.cv.cvs import COLUMNS, DEMONSTRATION, ODD, TABLE, read
from tests.starter import starter_words

HEADS = ("Camille EXEMPLE\n06 39 98 10 00\n\nEXPÉRIENCE\n2019-2021 vendeuse, Boutique Lussandre\n", "")


def kept(text: str, *emails: str) -> str:
    return without_person(text, emails, starter_words().job_finder)


@pytest.mark.parametrize(
    "line",
    [
        "camille.exemple@example.org",
        "E-mail : camille [at] example.org",
        "https://www.linkedin.com/in/camille-exemple",
        "06 39 98 10 00",
        "Tél. : +33 (0)6.39.98.10.00",
        "0639981000",
        "+351 21 234 5678",
        "2 84 03 17 300 123 45",
        "Né le 12/03/1985 à Porto",
        "Née en 1985",
        "Date de naissance : 12 mars 1985",
        "Lieu de naissance : Porto",
        "Âge : 41 ans",
        "Âgé de 41 ans",
        "41 ans",
        "Sexe : féminin",
        "Nationalité portugaise",
        "De nationalité franco-algérienne",
        "Titre de séjour valable jusqu'en 2028",
        "Célibataire, sans enfant",
        "Marié, 2 enfants",
        "Situation familiale : pacsée",
        "Mère de 3 enfants",
        "En congé parental",
        "Reconnue travailleuse handicapée (RQTH)",
        "Photo",
        "12 rue des Maçons",
        "3 bis, impasse du Boulanger",
        "Rue des Maçons",
        "Résidence des Marins, bât. C",
        "64000 Pau",
        "Pau (64)",
        "Adresse : Le Bourg",
    ],
)
def test_a_line_of_the_header_that_says_who_somebody_is_goes(line: str) -> None:
    text = kept(f"Soudeur\n{line}\n\nEXPÉRIENCE\n2019-2021 soudeur, Atelier Lussandre\n")
    said = [word for word in re.split(r"\W+", line) if len(word) > 1]
    assert text.splitlines()[0] == "Soudeur"
    left = re.findall(r"\w+", text.splitlines()[1])
    assert [word for word in left if word.isdigit() or len(word) > 4] == [], (said, text.splitlines()[1])
    assert text.splitlines()[3:] == ["EXPÉRIENCE", "2019-2021 soudeur, Atelier Lussandre"]


@pytest.mark.parametrize(
    "line",
    [
        "14 ans d'expérience en soudage",
        "garde de 2 enfants de 3 et 5 ans à domicile",
        "tirage de câbles, chemins de câbles, saignées",
        "CACES R489 catégories 1B, 3 et 5",
        "Habilitation électrique NF C 15-100",
        "3 ans chauffeur de taxi",
        "frappe 60 mots/minute",
        "2015 - 2019 : secrétaire médicale, Agen",
        "Logement : entretien du logement, 8 m²",
        "place de marché en ligne, route commerciale",
        "Voilier de 12 places",
    ],
)
def test_what_somebody_did_stays(line: str) -> None:
    text = f"Camille EXEMPLE\n\nEXPÉRIENCE\n2019-2021 vendeuse, Boutique Lussandre\n- {line}\n"
    assert f"- {line}" in kept(text)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Sandrine Boulanger", "sandrine.boulanger@example.org"),
        ("Sandrine BOULANGER", ""),
        ("MARIN Enzo", ""),
        ("Marin Charpentier", "marin.charpentier@example.org"),
        ("Jean-Pierre Le Maçon", ""),
        ("Mme Cuisinier", ""),
        ("Nom : Boulanger  Prénom : Marin", ""),
        ("Fatou-Anne OGAREL", ""),
        ("Camille\nCARROSSIER", "c.carrossier@example.org"),
    ],
)
def test_a_name_that_is_a_trade_gives_no_job_and_is_not_kept(name: str, email: str) -> None:
    text = f"{name}\nAide-soignante\n{email}\n\nEXPÉRIENCE\n2019-2021 aide-soignante, EHPAD Lussandre\n"
    cv = read(text)
    assert set(cv.jobs) == {"J1501"}
    assert cv.wanted == ("Aide-soignante",)
    for word in ("boulanger", "marin", "charpentier", "macon", "cuisinier", "ogarel", "carrossier"):
        assert word not in without_accents(cv.text)


def test_the_address_known_since_the_deposit_helps_to_find_a_name() -> None:
    text = "Dresseur Canin\nMaçon\n\nEXPÉRIENCE\n2019-2021 maçon, Bâti Exemple\n"
    assert kept("Aide-soignante\n" + text, "canin.dresseur@example.org").splitlines()[:2] == ["Aide-soignante", "[…]"]


def test_a_title_is_not_taken_for_a_name() -> None:
    for title in ("Conductrice Poids Lourd", "Aide Soignante", "SECRÉTAIRE MÉDICALE", "Technicien Polyvalent"):
        assert kept(f"{title}\n\nEXPÉRIENCE\n2019-2021 vendeuse, Boutique Lussandre\n").startswith(title)


def test_a_name_is_taken_out_wherever_it_stands_again_and_the_trade_of_that_name_stays() -> None:
    text = "Sandrine BOULANGER\n\nEXPÉRIENCE\n2019-2021 boulanger, Fournil Pelvaran\n\nPage 2 – Boulanger Sandrine\n"
    assert kept(text).splitlines()[2:] == ["EXPÉRIENCE", "2019-2021 boulanger, Fournil Pelvaran", "", "[…]"]


def test_nothing_of_who_somebody_is_gives_a_trait() -> None:
    cv = read(COLUMNS)
    assert not {"D1102", "F1703"} & set(cv.jobs), "Sandrine Boulanger, rue des Maçons"
    assert "language:portugais" not in cv.items
    for word in ("boulanger", "macons", "1984", "lisbonne", "portugaise", "mariee", "@", "98 10", "17000"):
        assert word not in without_accents(cv.text)
    table = read(TABLE)
    assert "MARIN" not in table.text
    assert "Olive" not in table.text
    assert not [code for code in table.jobs if code.startswith("N3")]
    assert "36 ans" not in read(ODD).text


@pytest.mark.parametrize("path", sorted(DEMONSTRATION.glob("*.txt")), ids=lambda path: path.stem)
def test_the_demonstration_cvs_keep_neither_name_nor_telephone_nor_mail(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    first = text.splitlines()[0].lstrip("# ")
    cv = read(text)
    assert "@" not in cv.text
    assert "39 98 10" not in cv.text
    if "VITAE" not in first:
        assert first.split("   ")[0].split()[0] not in cv.text.splitlines()[0]
    assert len(cv.text) > 0.85 * len(text) - 60, "the rest stays"


PIECES = st.sampled_from(
    [
        *re.split(r"(?<=\n)", COLUMNS + TABLE + ODD),
        "[…]",
        "\n",
        "   ",
        "\t",
        "Camille ",
        "EXEMPLE ",
        "64000 Pau",
        " - ",
        "41 ans",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
def test_taken_out_twice_is_taken_out_once(text: str) -> None:
    once = kept(text, "camille.exemple@example.org")
    assert kept(once, "camille.exemple@example.org") == once


@given(TEXTS)
def test_no_text_makes_reading_fail_and_what_is_kept_reads_the_same(text: str) -> None:
    first = read(text, "camille.exemple@example.org")
    again = read(first.text, "camille.exemple@example.org")
    assert (again.text, again.jobs, again.items, again.experiences, again.wanted) == (
        first.text, first.jobs, first.items, first.experiences, first.wanted,
    )  # fmt: skip
    assert (again.diplomas, again.languages) == (first.diplomas, first.languages)
    for one in first.experiences:
        assert one.months > 0
        assert one.period.since
        assert one.title or one.employer
    assert first.text.count("\n") == text.count("\n"), "lines stay lines"


@pytest.mark.parametrize(
    "head",
    ["CV Camille Exemple", "CV de Camille EXEMPLE", "Curriculum vitae : Camille Exemple", "C.V. Camille Exemple"],
)
def test_a_name_behind_the_words_that_say_what_the_paper_is_goes(head: str) -> None:
    """Seen in a PDF of the shared samples: "CV" and a name in one line."""
    text = kept(f"{head}\nVendeuse\n\nExpériences\n2019-2021 vendeuse, Boutique Lussandre\n")
    assert "amille" not in text
    assert "exemple" not in text.lower()
    assert "Boutique Lussandre" in text


@pytest.mark.parametrize(
    "line",
    [
        "CV—Ysolde Kervadrec",
        "Aide-soignante :: Ysolde KERVADREC :: Brest",
        "Nom → Kervadrec\nPrénom → Ysolde",
        "Nom - Kervadrec\nPrénom - Ysolde",
        "Candidate : Ysolde Kervadrec",
        "Titulaire du CV : kervadrec ysolde",
        "On m'appelle Ysolde Kervadrec",
        "My name is Ysolde Kervadrec",
        "Mail : ysolde tiret bas kervadrec arobase example point org",
        "ysolde.kervadrec AROBAZ example.org",
        "ysolde.kervadrec-at-example-dot-org",
    ],
)
def test_names_between_other_signs_behind_other_words_and_in_spelled_addresses_go(line: str) -> None:
    text = kept(f"{line}\nAide-soignante\n\nCOMPÉTENCES\nToilette, aide au repas")
    assert not {"ysolde", "kervadrec"} & set(re.findall(r"\w+", text.lower()))
    assert text.endswith("Aide-soignante\n\nCOMPÉTENCES\nToilette, aide au repas")
