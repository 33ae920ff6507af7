"""Who says they have no driving licence, and who may be taken to have that of a car only. Pure functions."""

from __future__ import annotations

import re

from indexer.language.normalisation import without_accents

_NO = r"(?:pas|sans|aucun|ni|non titulaire d[ue]|n['’ ]?a(?:i|yant) (?:pas|aucun))"
_OTHER = (
    r"\s*(?:[acd](?:1|2|1e|e)?|be|am)\b"
    r"|\s*(?:poids|pl|spl|moto|bateau|remorque|cotier|fluvial|d['’ ]exploitation|feu)"
)
# "Pas de permis C" says nothing of a car's; a small car is driven without ("conduite de voiture sans permis").
_DENIED = re.compile(
    rf"(?<!voiture )(?<!vehicule )(?<!voiturette )\b{_NO}\s+(?:encore\s+)?(?:de |d['’ ]|le |du |mon )?"
    r"permis(?: b\b| de conduire\b)?"
    rf"(?!(?! de conduire)(?:{_OTHER}))"
    r"|\bpermis(?: b| de conduire| voiture)?\s*(?::|=|-)?\s*(?:non|aucun|neant|non obtenu|pas encore)\b"
)
# Somebody who wants or had such work may hold more than they wrote.
_DRIVERS = ("N41", "N42", "F13", "A11", "N11", "K23", "J13")
CAR = "PERMIS-B"


def denies_driving(text: str) -> bool:
    """Say whether a CV says that its person has no licence to drive a car: "pas de permis", "permis : non"."""
    return bool(_DENIED.search(without_accents(text).lower()))


def holds_no_more_than_a_car(text: str, licences: list[str], jobs: list[str]) -> bool:
    """Say whether somebody may be taken to have at most the licence of a car, though their CV does not say it.

    Whoever may drive a lorry or a bus writes it down: the licence costs thousands of euros. `licences` are families,
    `jobs` ROME codes wanted and held: of those who drive nothing is assumed, nor of those without a CV.
    """
    named = any(family.startswith("PERMIS-") for family in licences)
    return bool(text) and not named and not any(job.startswith(_DRIVERS) for job in jobs)
