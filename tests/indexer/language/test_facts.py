"""Contract, time, pay, experience, diploma and remote work of an offer. Every example has the form of a real one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.facts import (
    Facts,
    contract_of,
    diploma_label_of,
    diploma_of,
    experience_of,
    facts_of,
    hours_of,
    remote_of,
    working_time_of,
)
from indexer.language.pay import LEAST, MOST, pay_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Type de contrat : CDI", "CDI"),
        ("Contrat : intérim", "MIS"),
        ("Poste à pourvoir en alternance", "ALT"),
        ("CDD de 6 mois.", "CDD"),
        ("Notre agence d'intérim recrute. Contrat : CDI", "CDI"),
        ("Mission d'intérim, embauche en CDI possible", "MIS"),
        ("chercheur de talents en CDI, CDD, Intérim", None),
        ("Contrat : CDI ou CDD", None),
        ("2 ans d'expérience hors alternance", None),
        ("vos désirs d'apprentissage", None),
        ("algorithmes d'apprentissage automatique", None),
        ("spécialiste de l'intérim", None),
        ("Type de contrat : CDI intérimaire", "DIN"),
        ("L'agence vous recrute également en CDI intérimaire sur tout type de poste !", None),
        ("une ville à fortes variations saisonnières", None),
    ],
)
def test_the_contract_of_the_post_is_told_from_those_of_the_agency(text: str, code: str | None) -> None:
    assert contract_of(text) == code


@pytest.mark.parametrize(
    ("text", "time", "hours"),
    [
        ("35H Horaires normaux", "full_time", 35),
        ("24 H  Travail en journée", "part_time", 24),
        ("39H30\nTravail en journée", "full_time", 39.5),
        ("à raison de 39 heures par semaine", "full_time", 39),
        ("25h par semaine", "part_time", 25),
        ("Temps plein, CDI", "full_time", None),
        ("poste à mi-temps", "part_time", None),
        ("temps plein ou temps partiel", None, None),
        ("à temps incomplet ou à temps complet", None, None),
        ("poste à temps non complet", "part_time", None),
        ("13h00-21h30 - 5 jours", None, None),
        ("de 8h à 12h", None, None),
    ],
)
def test_working_time(text: str, time: str | None, hours: float | None) -> None:
    assert (working_time_of(text), hours_of(text)) == (time, hours)


@pytest.mark.parametrize(
    ("label", "least", "most"),
    [
        ("Horaire de 12,60 Euros à 13,40 Euros sur 12 mois", 1911.04, 2032.38),
        ("Mensuel de 1970 Euros à 2500 Euros sur 12 mois", 1970, 2500),
        ("Mensuel de 1801.8 Euros sur 12.0 mois", 1801.8, 1801.8),
        ("Annuel de 30000,00 Euros à 36000,00 Euros", 2500, 3000),
        ("De 24000,00 Euros à 24000,00 Euros", 2000, 2000),
        ("33 - 36 k€ brut annuel", 2750, 3000),
        # The size of the amount wins over a period that was ticked wrongly.
        ("Mensuel de 36000.0 Euros à 48000.0 Euros sur 12.0 mois", 3000, 4000),
        ("Mensuel de 12,00 Euros à 12,00 Euros", 1820.04, 1820.04),
        ("Annuel de 36,00 Euros à 48,00 Euros", 3000, 4000),
        ("Autre de 30000,00 Euros à 400000,00 Euros", None, None),
        ("2000€ net et + si expérience", None, None),
        ("2700 à 2800€ NET/ mois", None, None),
        ("selon profil", None, None),
        ("SMIC", None, None),
        ("Annuel de", None, None),
    ],
)
def test_the_pay_of_a_label(label: str, least: float | None, most: float | None) -> None:
    assert pay_of(label, label=True) == (least, most)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Salaire : 1800€ BRUT/mois + prime de 360€", 1800, 1800),
        ("Rémunération : 36 000,00€ à 48 000,00€ par an", 3000, 4000),
        ("Rémunération : 36¿000,00€ à 48¿000,00€ par an", 3000, 4000),
        ("entre 1 964 € et 2 331 € bruts/mensuel", 1964, 2331),
        ("Taux horaire : 12.50EUR à 13.00EUR", 1895.87, 1971.71),
        ("Taux horaire: 14,075€ brut/heure", 2134.76, 2134.76),
        ("Salaire entre 12 et 14 € BRUT/H", 1820.04, 2123.38),
        ("Data analyst (F/H) - 36-48K€ - CDI", 3000, 4000),
        ("CDI - 24/36ke", 2000, 3000),
        ("Salaire à partir de 42 k€ brut", 3500, None),
        ("Salaire : jusqu'à 48K€", None, 4000),
        ("Salaire à partir de 40.427 EUR bruts annuels", 3368.92, None),
        ("Rémunération : 36 000 EUR - 48 000 EUR par mois", 3000, 4000),
        ("mensuels 1 578,42€ nets/ mensuels (1 964,94€ bruts)", 1964.94, 1964.94),
        ("prime de cooptation de 1000 € brut", None, None),
        ("1000 € brut par recrutement", None, None),
        ("Tickets restaurant à 9 € par jour", None, None),
        ("switches Nexus 9K et N5K", None, None),
        ("un groupe de 12 000 salariés", None, None),
        ("Salaire mensuel : 2100€ net par mois.", None, None),
    ],
)
def test_the_pay_a_text_says(text: str, least: float | None, most: float | None) -> None:
    assert pay_of(text) == (least, most)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Débutant accepté", 0),
        ("débutant(e) accepté(e)", 0),
        ("avec ou sans expérience", 0),
        ("une expérience d'au moins 5 ans", 60),
        ("Expérience de 2 à 5 ans", 24),
        ("6 mois d'expérience", 6),
        ("une première expérience d'au moins deux ans", 24),
        ("5 ans minimum d'expérience", 60),
        ("une première expérience réussie", None),
        ("Fort de plus de 20 ans d'expérience, mon client", None),
        ("une agence avec 40 ans d'expérience", None),
    ],
)
def test_experience(text: str, months: int | None) -> None:
    assert experience_of(text) == months


@pytest.mark.parametrize(
    ("label", "months"),
    [("3 An(s)", 36), ("Expérience exigée de 1 An(s)", 12), ("6 mois - en maçonnerie", 6), ("Expérience exigée", None)],
)
def test_the_experience_of_a_label(label: str, months: int | None) -> None:
    assert experience_of(label, label=True) == months


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("De formation CAP, BEP ou BAC PRO", 3),
        ("niveau bac", 4),
        ("titulaire d'un BTS", 5),
        ("Bac+2 à Bac +5 en informatique", 5),
        ("Licence professionnelle", 6),
        ("diplôme d'ingénieur", 7),
        ("un doctorat", 8),
        ("vous préparez un BTS", None),
        ("cap sur la qualité, notre but", None),
        ("Scrum master ; Master Data Management", None),
        ("collecte des bacs de déchets", None),
        ("support de niveau 3", None),
    ],
)
def test_the_least_diploma(text: str, level: int | None) -> None:
    assert diploma_of(text) == level


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("CAP, BEP et équivalents", 3),
        ("Bac ou équivalent", 4),
        ("Bac+2 ou équivalents, Bac+5 et plus ou équivalents", 5),
        ("Bac+3, Bac+4 ou équivalents", 6),
        ("Aucune formation scolaire", None),
    ],
)
def test_the_diploma_of_a_label(label: str, level: int | None) -> None:
    assert diploma_label_of(label) == level


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("2 jours de télétravail par semaine", "partial"),
        ("Lieu du poste : Télétravail hybride (Dax)", "partial"),
        ("Poste en full remote", "full"),
        ("télétravail à 100 %", "full"),
        ("Pas de télétravail possible", "none"),
        ("Lieu du poste : En présentiel", "none"),
        ("100% présentiel", "none"),
        ("2 jours autorisés - pas de télétravail pendant l'intégration", "partial"),
        ("entretien en présentiel", None),
        ("RemoteApp et Exchange", None),
    ],
)
def test_remote(text: str, remote: str | None) -> None:
    assert remote_of(text) == remote


def test_what_is_not_said_is_not_specified() -> None:
    assert facts_of("Soudeur TIG") == Facts()


PARTS = [
    "salaire",
    "12",
    "36000",
    "1 800,50",
    "€",
    "k€",
    "brut",
    "net",
    "par an",
    "/h",
    "à",
    "-",
    "35h",
    "ans",
    "bac +",
    "¿",
    "٣",
]
TEXTS = st.text(st.characters(), max_size=80) | st.lists(st.sampled_from(PARTS), max_size=10).map(" ".join)


@given(TEXTS, st.booleans())
def test_no_text_is_too_strange_and_a_pay_is_a_pay(text: str, label: bool) -> None:
    facts = facts_of(text)
    assert facts.experience_months is None or facts.experience_months >= 0
    assert facts.diploma_level in (None, 3, 4, 5, 6, 7, 8)
    experience_of(text, label=label)
    least, most = pay_of(text, label=label)
    assert all(LEAST <= bound <= MOST for bound in (least, most) if bound is not None)
    assert least is None or most is None or least <= most
