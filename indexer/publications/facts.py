"""What a recruiter writes of an offer: its facts, and the offer that is made of them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from indexer.language.facts import FULL, NONE, PARTIAL
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import CONTRACTS, OfferGiven, PlaceGiven
from indexer.places.communes import Gazetteer
from indexer.publications.document import SOURCE, Publication
from indexer.recruiters.document import Organisation, is_vouched

Facts = dict[str, Any]

EMPTY: Facts = {
    "title": "",
    "job": "",
    "description": "",
    "commune": "",
    "contract": "",
    "contract_months": None,
    "working_time": "",
    "hours": None,
    "pay_from": None,
    "pay_to": None,
    "pay_period": "month",
    "experience": None,
    "diploma": None,
    "required": [],
    "welcome": [],
    "licences": [],
    "remote": "",
    "accessible": False,
    "apply": "",
}
"""Every fact, not said. `job` is a ROME code, `commune` an INSEE code; `required` and `welcome` are skills and
`licences` those required, by their identifiers; `experience` is in months, `diploma` a level (3 to 7), pay gross
euros."""

PAY_PERIODS = {"hour": "de l’heure", "month": "par mois", "year": "par an"}
DIPLOMAS = {
    3: "CAP, BEP ou équivalent",
    4: "Bac ou équivalent",
    5: "Bac+2 ou équivalent",
    6: "Bac+3, Bac+4 ou équivalent",
    7: "Bac+5 ou équivalent",
}
"""As `indexer.language.facts.diploma_label_of` reads them."""
REMOTE = {NONE: "sans télétravail", PARTIAL: "télétravail partiel", FULL: "télétravail complet"}
TIMES = {"full_time": "Temps plein", "part_time": "Temps partiel"}
_WITH_AN_END = ("CDD", "MIS", "SAI", "DDI", "TTI", "ALT", "STA")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def offer_given(
    publication: Publication, facts: Facts, organisation: Organisation, vocabulary: Vocabulary, communes: Gazetteer
) -> OfferGiven:
    """Return the offer of a publication with these facts, for the way that every offer goes."""
    said = {**EMPTY, **facts}
    skills = labels(vocabulary, "skill", [*said["required"], *said["welcome"]])
    licences = labels(vocabulary, "licence", said["licences"])
    commune = communes.communes.get(said["commune"])
    link = _ADDRESS.fullmatch(said["apply"].strip())
    return OfferGiven(
        source=SOURCE,
        source_id=publication["id"],
        title=said["title"],
        description=said["description"],
        employer=organisation["name"],
        rome=(said["job"],) if said["job"] else (),
        job_labels=(vocabulary.jobs[said["job"]].label,) if said["job"] in vocabulary.jobs else (),
        skill_labels=tuple(skills + licences),
        required_labels=tuple(labels(vocabulary, "skill", said["required"]) + licences),
        place=PlaceGiven(label=commune.label, insee=commune.insee) if commune else PlaceGiven(),
        contract=said["contract"],
        contract_label=contract_label(said),
        working_time=said["working_time"],
        working_time_label=working_time_label(said),
        experience_label=experience_label(said["experience"]),
        diploma_label=DIPLOMAS.get(said["diploma"] or 0, ""),
        pay_label=pay_label(said),
        accessible=bool(said["accessible"]),
        url=link.group() if link else "",
        apply="" if link else said["apply"].strip(),
        published_at=publication.get("published_at") or "",
        updated_at=publication.get("updated_at") or "",
        organisation=organisation["id"],
        siren=organisation.get("siren", ""),
        publication=publication["id"],
        unverified=not is_vouched(organisation),
    )


def labels(vocabulary: Vocabulary, kind: str, identifiers: Iterable[str]) -> list[str]:
    """Return the names of skills or licences, each once; those that no vocabulary knows any more are left out."""
    known = vocabulary.skills if kind == "skill" else vocabulary.licences
    return list(dict.fromkeys(known[identifier].label for identifier in identifiers if identifier in known))


def contract_label(facts: Facts) -> str:
    """Write the contract: "CDD de 6 mois"; nothing when it is not said."""
    label = CONTRACTS.get(facts["contract"], "")
    months = facts["contract_months"] if facts["contract"] in _WITH_AN_END else None
    return f"{label} de {months}\u00a0mois" if label and months else label


def working_time_label(facts: Facts) -> str:
    """Write working time and remote work: "Temps partiel, 24 h par semaine, télétravail partiel"."""
    whole, minutes = divmod(round((facts["hours"] or 0) * 60), 60)
    hours = f"{whole}\u00a0h{f' {minutes:02}' if minutes else ''} par semaine" if facts["hours"] else ""
    parts = (TIMES.get(facts["working_time"], ""), hours, REMOTE.get(facts["remote"], ""))
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def experience_label(months: int | None) -> str:
    """Write the experience asked, as `indexer.language.facts.experience_of` reads it."""
    if months is None:
        return ""
    if months == 0:
        return "Débutant accepté"
    years, rest = divmod(months, 12)
    if rest:
        return f"{months} mois d’expérience"
    return f"{years} an{'s' if years > 1 else ''} d’expérience"


def pay_label(facts: Facts) -> str:
    """Write the pay, as `indexer.language.pay.pay_of` reads it: "1 900 € à 2 100 € brut par mois"."""
    least, most = facts["pay_from"], facts["pay_to"]
    period = f"brut {PAY_PERIODS[facts['pay_period']]}"
    if least and most and least != most:
        return f"{_number(least)} € à {_number(most)} € {period}"
    if least and most:
        return f"{_number(least)} € {period}"
    if least:
        return f"À partir de {_number(least)} € {period}"
    return f"Jusqu’à {_number(most)} € {period}" if most else ""


def _number(amount: float) -> str:
    whole = float(amount).is_integer()
    written = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return written.replace(",", " ").replace(".", ",")
