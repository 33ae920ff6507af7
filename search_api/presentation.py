"""How things are written for people: dates, traits, labels."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from indexer.language.vocabulary import FAMILIES, vocabulary
from indexer.offers.document import CONTRACTS
from indexer.profiles.document import Profile, words_of
from indexer.settings import settings

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

KINDS = {"job": "métier", "skill": "compétence", "licence": "permis ou habilitation", "language": "langue"}
FREQUENCIES = {"at_once": "dès que possible", "daily": "une fois par jour", "weekly": "une fois par semaine"}
VISIBILITIES = {
    "hidden": "Personne : je cherche seulement des offres",
    "anonymous": "Les recruteurs, sans mon nom ni mes coordonnées",
    "named": "Les recruteurs, avec mon nom et mes coordonnées",
}
SINCE = {1: "hier et aujourd’hui", 3: "3 jours", 7: "7 jours", 14: "14 jours", 31: "31 jours"}


def french_date(value: str | datetime) -> str:
    """Write a date as `23 novembre 2026`, in the service's time zone."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    local = moment.astimezone(settings().timezone)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{day} {MONTHS[local.month - 1]} {local.year}"


def paragraphs(text: str) -> list[list[str]]:
    """Cut a text into paragraphs of lines, as its author wrote them."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [[line for line in block.split("\n") if line.strip()] for block in blocks if block.strip()]


def understood_traits(profile: Profile) -> list[dict[str, str]]:
    """Return what was understood of a person, corrections applied: `{trait, label, kind}`."""
    words = words_of(profile)
    traits = [*(f"job:{code}" for code in words.held), *words.items]
    known = vocabulary()
    return [{"trait": trait, "label": known.label(trait), "kind": KINDS[trait.partition(":")[0]]} for trait in traits]


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
            "contracts",
            "frequency",
            "open_to_training",
            "visibility",
            "language",
            "paused",
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
    """Return the labels that templates use, by the name they have there."""
    return {
        "CONTRACTS": CONTRACTS,
        "FAMILIES": FAMILIES,
        "FREQUENCIES": FREQUENCIES,
        "VISIBILITIES": VISIBILITIES,
        "SINCE": SINCE,
    }
