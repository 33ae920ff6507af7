"""How things are written for people: dates, traits, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from indexer.language.dates import day_in_words
from indexer.language.vocabulary import FAMILIES
from indexer.matching.employer_names import excluded_terms, names_answered
from indexer.offers.document import CONTRACTS
from indexer.places.circles import RADII_KM
from indexer.places.place_words import place_in_words
from indexer.profiles.availability import NOW, day_to_come, today
from indexer.profiles.consent import WORDINGS
from indexer.profiles.document import Profile, words_of
from indexer.profiles.read import current_employers
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from search_api.days import ON_A_DATE

# A number of offers is written with a narrow no-break space between thousands.
THIN = "\u202f"

KINDS = {"job": "métier", "skill": "compétence", "licence": "permis ou habilitation", "language": "langue"}
KIND_TITLES = {
    "métier": "Métiers",
    "compétence": "Compétences",
    "permis ou habilitation": "Permis et habilitations",
    "langue": "Langues",
}
FREQUENCIES = {"at_once": "dès que possible", "daily": "une fois par jour", "weekly": "une fois par semaine"}
PAUSES = {
    "two_weeks": "Pendant deux semaines",
    "month": "Pendant un mois",
    "date": "Jusqu’à une date",
    "open": "Jusqu’à ce que je reprenne moi-même",
}
VISIBILITIES = {
    "hidden": "Personne : je cherche seulement des offres",
    "anonymous": "Les recruteurs, sans mon nom, mes employeurs ni le texte de mon CV",
    "named": "Les recruteurs, avec mon nom et mes coordonnées",
}
EMPLOYERS_HINT = (
    "Des noms, séparés par des virgules. Tout employeur dont le nom contient tous vos mots est écarté : « Leclerc »"
    " écarte aussi « E.Leclerc Drive » et « Groupe Leclerc », avec tous les établissements d’une même entreprise. Pour"
    " n’écarter qu’une entreprise, écrivez son numéro SIREN (9 chiffres). Ces employeurs ne verront pas votre CV, et"
    " vous ne recevrez pas leurs offres."
)
"""What is excluded by what a person writes: the very rule of `indexer.matching.employer_names`."""
BEGINNINGS = {"": "Je ne le dis pas", NOW: "Tout de suite", ON_A_DATE: "À partir d’une date"}
"""When a person can begin, as the form asks it; the first is chosen beforehand."""
WORKING_TIMES = {"full_time": "Temps plein", "part_time": "Temps partiel"}
EXPERIENCE = {0: "débutant accepté", 6: "6 mois", 12: "1 an", 24: "2 ans", 36: "3 ans", 60: "5 ans", 120: "10 ans"}


def siret_label(siret: str) -> str:
    """Return a SIRET as it is written on papers: 732 829 320 00074, on one line."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def _local(value: str | datetime) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(settings().timezone)


def french_date(value: str | datetime) -> str:
    """Write a date as `23 novembre 2026`, in the service's time zone."""
    return day_in_words(_local(value).date())


def french_time(value: str | datetime) -> str:
    """Write the time of day as `8 h 05`, in the service's time zone."""
    local = _local(value)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02}"


def count_of(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun: `0 offre`, `1 offre`, `2 024 offres`. In French the plural begins at two."""
    noun = singular if number < 2 else plural or f"{singular}s"
    return f"{grouped(number)}\u00a0{noun}"


def grouped(number: int) -> str:
    """Write a number with a space between thousands: `2 024`."""
    return f"{number:,}".replace(",", THIN)


def volume(weekly: float) -> str:
    """Say how many offers a week a search would have brought over the last month."""
    if weekly <= 0:
        return "Ces trente derniers jours, elle n’aurait apporté aucune offre. Nous vous écrirons dès la première."
    if weekly < 1:
        return "Ces trente derniers jours, elle aurait apporté moins d’une offre par semaine."
    return f"Ces trente derniers jours, elle aurait apporté environ {count_of(round(weekly), 'offre')} par semaine."


def place_name(label: str, commune: str = "") -> str:
    """Write a place as people do: `Nersac (16)` for `16 - Nersac`, or for any label whose INSEE code is known."""
    return place_in_words(label, commune, gazetteer())


def paragraphs(text: str) -> list[list[str]]:
    """Cut a text into paragraphs of lines, as its author wrote them."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [[line for line in block.split("\n") if line.strip()] for block in blocks if block.strip()]


def understood_traits(profile: Profile) -> list[dict[str, str]]:
    """Return what was understood of a person, corrections applied: `{trait, label, kind}`."""
    words = words_of(profile)
    traits = [*(f"job:{code}" for code in (*words.held, *words.chosen)), *words.items]
    known = vocabulary()
    return [{"trait": trait, "label": known.label(trait), "kind": KINDS[trait.partition(":")[0]]} for trait in traits]


def employers_proposed(profile: Profile, written: Sequence[str]) -> list[str]:
    """Return the employers a person still works for, as their CV says, that what they wrote does not exclude yet.

    On one line and without the signs that part several employers, so that each can be sent back as one.
    """
    excluded = {term for names in written for name in names.split(",") for term in excluded_terms(name)}
    names = (" ".join(re.split(r"[,;\s]+", name)).strip()[:80] for name in current_employers(profile))
    return [name for name in names if len(name) > 1 and excluded.isdisjoint(names_answered(name))]


def form_of(profile: Profile) -> dict[str, list[str]]:
    """Return what a person asks for as a form would have sent it: lists of texts by field."""
    around, whole = profile.get("around") or [], profile.get("whole_departements") or []
    begins = day_to_come(profile, today())
    return {
        "commune": [profile["place_label"]],
        "radius_km": [str(profile["radius_km"])],
        "around_commune": [place_name("", place["commune"]) for place in around],
        "around_radius_km": [str(place["radius_km"]) for place in around],
        "whole_departements": [", ".join(gazetteer().departements.get(code, code) for code in whole)],
        "remote_anywhere": ["true"] if profile.get("remote_anywhere") else [],
        "wanted": list(profile.get("wanted") or []),
        "contracts": list(profile.get("contracts") or []),
        "working_times": list(profile.get("working_times") or []),
        "available": [ON_A_DATE if begins else NOW if profile.get("available_from") else ""],
        "available_from": [begins.isoformat() if begins else ""],
        "pay_least": [str(profile.get("pay_least") or "")],
        "experience_most": ["" if profile.get("experience_most") is None else str(profile["experience_most"])],
        "avoided_employers": [", ".join(profile.get("avoided_employers") or [])],
        "avoided_words": [", ".join(profile.get("avoided_words") or [])],
        "frequency": [profile["frequency"]],
        "hour": ["" if profile.get("hour") is None else str(profile["hour"])],
        "open_to_training": ["true"] if profile.get("open_to_training") else [],
        "visibility": [profile["visibility"]],
    }


def profile_view(profile: Profile, offers_total: int) -> dict[str, Any]:
    """Return a profile as its owner sees it through the API: nothing internal, nothing of the text."""
    shown = {
        name: profile.get(name)
        for name in [
            "id",
            "stage",
            "failure",
            "wanted",
            "commune",
            "place_label",
            "radius_km",
            "around",
            "whole_departements",
            "remote_anywhere",
            "contracts",
            "working_times",
            "available_from",
            "pay_least",
            "experience_most",
            "avoided_employers",
            "avoided_words",
            "frequency",
            "hour",
            "open_to_training",
            "visibility",
            "language",
            "paused",
            "paused_until",
        ]
    }
    return {
        **shown,
        "confirmed": bool(profile.get("confirmed_at")),
        "unsubscribed": bool(profile.get("unsubscribed_at")),
        "understood": understood_traits(profile),
        "offers_total": offers_total,
    }


def labels() -> dict[str, Any]:
    """Return the labels and the ways of writing that templates use, by the name they have there."""
    return {
        "CONTRACTS": CONTRACTS,
        "FAMILIES": FAMILIES,
        "KIND_TITLES": KIND_TITLES,
        "FREQUENCIES": FREQUENCIES,
        "usual_hour": lambda: settings().digest_hour,
        "PAUSES": PAUSES,
        "VISIBILITIES": VISIBILITIES,
        "WORDINGS": WORDINGS,
        "BEGINNINGS": BEGINNINGS,
        "WORKING_TIMES": WORKING_TIMES,
        "EXPERIENCE": EXPERIENCE,
        "RADII_KM": RADII_KM,
        "count_of": count_of,
        "grouped": grouped,
        "volume": volume,
        "place_name": place_name,
        "french_time": french_time,
        "siret_label": siret_label,
        "EMPLOYERS_HINT": EMPLOYERS_HINT,
        "employers_proposed": employers_proposed,
    }
