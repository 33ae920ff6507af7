"""Profiles, offers and trainings of every kind, made by the factories, for tests of what holds of all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from indexer.offers.document import PlaceGiven
from indexer.reference.in_force import vocabulary
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.factories.trainings import make_training

JOBS = ("H2913", "H2902", "F1703", "G1602", "J1501")
TITLES = (
    "Soudeur TIG (H/F)",
    "Chaudronnier·ère",
    "Maçon en pierre",
    "Cuisinière de collectivité",
    "Aide-soignant(e) de nuit",
    "Dresseur d’ours savants",
    "Soudeur chaudronnier",
)
TEXTS = (
    "soudage TIG sur inox",
    "lecture de plans",
    "meulage",
    "permis C obligatoire",
    "CACES R489 catégorie 3 exigé",
    "CACES R486",
    "cuisson",
    "anglais courant",
    "Expérience de 2 ans exigée",
    "Débutant accepté",
    "Salaire : 2 100 € brut par mois",
    "De 1 800 à 2 500 € brut par mois",
    "Poste en full remote",
)
AVOIDED = ([], [], ["ateliers du gave"], ["Gave"], ["Le Gave d’Ateliers", "Pau"], ["732 829 320"])
EMPLOYERS = ("", "Ateliers du Gave", "SARL Ateliers du Gave", "Cuisines de Pau", "Groupe Gave", "GAVE-Ateliers Pau")
PLACES = ("64445", "33063", "17300", "40088", "59350", "75056")
CONTRACTS = ("CDI", "CDD", "MIS", "ALT")
RADII = (1, 30, 90, 200)


def places() -> st.SearchStrategy[PlaceGiven]:
    """A place known by its code, by its point only, by its département only, or not at all."""
    known = st.sampled_from(PLACES).map(lambda insee: PlaceGiven(insee=insee))
    point = st.builds(PlaceGiven, latitude=st.floats(43, 47), longitude=st.floats(-1.5, 2), label=st.just("Ailleurs"))
    vague = st.sampled_from(("64", "33", "40", "59")).map(lambda code: PlaceGiven(label=f"{code} - QUELQUE PART"))
    return st.one_of(known, point, vague, st.just(PlaceGiven()))


def trainings(identifier: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        make_training,
        st.just(identifier),
        place=st.sampled_from(("", "à distance", "Pau", "Bordeaux", "Mont-de-Marsan", "Lille")),
        jobs=st.lists(st.sampled_from(JOBS), max_size=2, unique=True).map(tuple),
        skills=st.sampled_from(((), ("CACES R489 catégorie 3",), ("permis C",), ("CACES R486",))),
        starts_on=st.sampled_from(("2036-09-01", "2020-09-01", "")),
    )


def offers(identifier: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        make_offer,
        st.just(identifier),
        title=st.sampled_from(TITLES),
        description=st.lists(st.sampled_from(TEXTS), max_size=4).map(". ".join),
        rome=st.lists(st.sampled_from(JOBS), max_size=1).map(tuple),
        contract=st.sampled_from(("", *CONTRACTS)),
        employer=st.sampled_from(EMPLOYERS),
        working_time=st.sampled_from(("", "full_time", "part_time")),
        required_labels=st.sampled_from(((), ("C - Poids lourd",), ("CACES R486",))),
        place=places(),
    )


def items() -> st.SearchStrategy[list[str]]:
    known = sorted(vocabulary().jobs["H2913"].skills)
    kept = [
        *(f"skill:{skill}" for skill in known),
        "licence:PERMIS-B",
        "licence:PERMIS-CE",
        "licence:CACES-R489-3",
        "language:en",
    ]
    return st.lists(st.sampled_from(kept), max_size=8, unique=True)


def profiles(identifier: str) -> st.SearchStrategy[dict[str, Any]]:
    corrections = st.fixed_dictionaries({"added": items(), "removed": items()})
    return st.builds(
        make_profile,
        st.just(identifier),
        wanted=st.lists(st.sampled_from(TITLES), max_size=2, unique=True),
        held=st.lists(st.sampled_from(JOBS), max_size=3, unique=True),
        items=items(),
        corrections=st.one_of(st.none(), corrections),
        contracts=st.lists(st.sampled_from(CONTRACTS), max_size=3, unique=True),
        commune=st.sampled_from(PLACES),
        radius_km=st.sampled_from(RADII),
        paused=st.booleans(),
        open_to_training=st.booleans(),
        visibility=st.sampled_from(("named", "anonymous", "hidden")),
        **wishes(),
    )


def wishes() -> dict[str, st.SearchStrategy[Any]]:
    """What a person may ask for besides jobs and a place, each more often left out than not."""
    here = st.fixed_dictionaries({"commune": st.sampled_from(PLACES), "radius_km": st.sampled_from(RADII)})
    return {
        "around": st.lists(here, max_size=2),
        "whole_departements": st.lists(st.sampled_from(("33", "40", "59")), max_size=2, unique=True),
        "remote_anywhere": st.booleans(),
        "working_times": st.sampled_from(([], [], ["full_time"], ["part_time"])),
        "available_from": st.sampled_from((None, None, "2020-01-01", "2036-09-01")),
        "pay_least": st.sampled_from((None, None, 2000, 2100, 2600)),
        "experience_most": st.sampled_from((None, None, 0, 12, 24)),
        "avoided_employers": st.sampled_from(AVOIDED),
        "avoided_words": st.sampled_from(([], [], ["nuit"], ["chaudronnière"])),
    }
