"""Who writes an employer's name is hidden from every employer whose name holds its words. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.alerts.unwanted import is_avoided
from indexer.matching.criteria import excluded_by
from indexer.matching.employer_names import BESIDE, excluded_terms, name_words, names_answered, siren_in

SIREN = "732829320"


def excludes(written: str, name: str, siren: str = "") -> bool:
    return not set(excluded_terms(written)).isdisjoint(names_answered(name, siren))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Leclerc", "E.Leclerc Drive"),
        ("Leclerc", "Groupe Leclerc"),
        ("Groupe Leclerc", "SAS E. LECLERC PAU"),
        ("E.Leclerc", "Leclerc Pau Distribution"),
        ("leclerc", "SCAPALSACE – LECLERC"),
        ("SNCF", "S.N.C.F. Réseau"),
        ("S.N.C.F.", "SNCF Voyageurs"),
        ("J.C. Lussandre", "JCLussandre"),
        ("Mc Lussandre’s", "McLussandre’s Bordeaux"),
        ("McLussandre's", "MC LUSSANDRE S"),
        ("L’Orégal", "LOREGAL PARIS"),
        ("LOREGAL", "L'Orégal"),
        ("les Glycines d’Orthez", "EHPAD Glycines Orthez (SARL)"),
        ("SARL Dupont & Fils", "dupont et fils"),
        ("ÉTABLISSEMENTS MOREL", "Morel Frères"),
        ("Super U", "SUPER U MONTARDON"),
        ("Magasin Lussandre", "Lussandre Pau"),
        ("centre Lussandre", "E.Lussandre Drive"),
        ("www.lussandre.fr", "LUSSANDRE"),
        ("Lussandre (Pau)", "Lussandre Tarbes"),
        ("le magasin", "Le Magasin"),
        ("Leclerc", "Le\u200bclerc"),
        ("Le\u200bclerc", "Leclerc Pau"),
        ("Lussandre", "Luss\u0430ndr\u0435 Pau"),
        ("Morel", "\u041c\u043erel Frères"),
    ],
)
def test_whoever_holds_the_words_is_excluded(written: str, name: str) -> None:
    assert excludes(written, name)
    offer = {"employer_names": names_answered(name), "title_words": []}
    assert is_avoided({"excluded_employers": excluded_terms(written)}, offer)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Clerc", "Leclerc"),
        ("Leclerc Pau", "Leclerc Tarbes"),
        ("Système U", "Systèmes automatisés du Sud"),
        ("Super U", "Super Net"),
        ("Super U", "U Martin"),
        ("Aide Béarn", "Aide Landes"),
        ("", "Leclerc"),
        ("Leclerc", ""),
        (",;", "Leclerc"),
        (SIREN, "Forges Lussandre"),
    ],
)
def test_whoever_does_not_is_not(written: str, name: str) -> None:
    assert not excludes(written, name)


def test_a_siren_is_that_company_alone_and_a_siret_is_its_siren() -> None:
    assert excluded_terms("732 829 320") == excluded_terms(f"Forges, SIRET {SIREN}00074") == [f"siren:{SIREN}"]
    assert excludes("732829320", "Whatever it is called", SIREN)
    assert not excludes("732829320", "Whatever it is called", "552100554")
    assert siren_in("732829321") == "", "a number whose key is wrong is no SIREN"
    assert f"siren:{SIREN}" in excluded_by({"employer_names": [], "siren": SIREN})


def test_a_long_name_gives_terms_that_one_request_holds() -> None:
    name = " ".join(f"mot{letter}" for letter in "abcdefghijklmnopqrst")
    assert len(names_answered(name)) < 2000
    assert excludes("motb motd mota", name)


NAMES = st.lists(
    st.sampled_from(("leclerc", "pau", "aide", "béarn", "glycines", "forges", "super", "net")), min_size=1, max_size=5
).map(" ".join)


@given(NAMES, NAMES)
def test_to_be_excluded_is_to_hold_all_the_words(written: str, name: str) -> None:
    held = names_answered(name)
    said = [word for word in name_words(written) if word not in BESIDE]
    said = said if any(len(word) > 1 for word in said) else name_words(written)
    holds = set(said) <= set(name_words(name))
    assert excludes(written, name) == (holds or "".join(said) in held)
