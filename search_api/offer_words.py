"""How what an offer says is written for people: pay, source, since when, how far, from home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from indexer.language.normalisation import STOP_WORDS, tokens
from indexer.offers.document import shown_employer
from indexer.offers.pay_words import in_euros, plain_pay
from indexer.places.communes import Commune, Gazetteer
from indexer.places.geometry import distance_km
from indexer.settings import settings
from search_api.presentation import place_name

Offer = dict[str, Any]

REMOTE = {"full": "Entièrement à distance", "partial": "En partie à distance"}
SOURCES = {
    "apec": "Apec",
    "demonstration": "Démonstration (offre inventée)",
    "edf": "EDF",
    "estey": "Publiée sur Estey",
    "france-travail": "France Travail",
    "hellowork": "HelloWork",
    "la-poste": "La Poste",
}
"""Sources by the name they are imported under, where it is not simply the name."""
OWN = ("api", "")
"""What came to us directly, by the API or as a file."""
LONG_AGO_DAYS = 60


def pay_of(offer: Offer) -> str:
    """Write the pay as the offer says it; else the gross monthly pay that was read in its text, else nothing."""
    if label := plain_pay(offer.get("pay_label") or ""):
        return label
    least, most = (_euros(offer.get(name)) for name in ("pay_monthly_min", "pay_monthly_max"))
    if not least and not most:
        return ""
    if least and most:
        amount = least if least == most else f"de {least} à {most}"
    else:
        amount = f"à partir de {least}" if least else f"jusqu’à {most}"
    return f"{amount} brut par mois à temps plein, d’après le texte de l’offre"


def _euros(amount: float | None) -> str:
    return in_euros(round(amount)) if amount else ""


def source_name(source: str) -> str:
    """Write the name of a source for people: `France Travail` for `france-travail`; nothing for what came to us."""
    if source in OWN:
        return ""
    written = source.replace("-", " ").replace("_", " ").strip()
    return SOURCES.get(source, written[:1].upper() + written[1:])


def since(value: str, now: datetime | None = None) -> str:
    """Write how long ago a day was: `aujourd’hui`, `hier`, `il y a 5 jours`; nothing beyond LONG_AGO_DAYS."""
    then, today = (moment.astimezone(settings().timezone).date() for moment in (_time(value), now or datetime.now(UTC)))
    days = (today - then).days
    if days <= 0:
        return "aujourd’hui"
    return "hier" if days == 1 else f"il y a {days}\u00a0jours" if days <= LONG_AGO_DAYS else ""


def _time(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def nearest(offer: Offer, places: Iterable[str], communes: Gazetteer) -> tuple[Commune, int] | None:
    """Return which of the places somebody typed is nearest to an offer, and the kilometres between as the crow flies.

    None when none of them is understood, or the offer's own is not known exactly.
    """
    point = offer.get("location")
    found: list[tuple[int, str, Commune]] = []
    for text in places:
        commune = communes.find(text[:100])
        if point and commune and commune.point:
            away = round(distance_km(commune.point, (point["lat"], point["lon"])))
            found.append((away, commune.insee, commune))
    if not found:
        return None
    away, _, commune = min(found, key=lambda one: one[:2])
    return commune, away


def words_of_title(title: str) -> list[str]:
    """Return the words of a title that say something, each once, as they are written there; "H/F" says nothing."""
    found = {token.fold: title[token.start : token.end] for token in tokens(title) if token.end - token.start > 2}
    return [word for fold, word in found.items() if fold not in STOP_WORDS]


def map_points(offers: Iterable[Offer]) -> list[dict[str, Any]]:
    """Return what the map shows of the offers whose place is known exactly, in their order."""
    return [
        {
            "id": offer["id"],
            "title": offer["title"],
            "employer": shown_employer(offer),
            "place": place_name(offer.get("place_label", ""), offer.get("commune", "")),
            "departement": offer.get("departement", ""),
            "at": [offer["location"]["lat"], offer["location"]["lon"]],
        }
        for offer in offers
        if offer.get("location")
    ]


def labels() -> dict[str, Any]:
    """Return what templates use, by the name it has there."""
    return {
        "since": since,
        "shown_employer": shown_employer,
        "pay_of": pay_of,
        "source_name": source_name,
        "REMOTE": REMOTE,
        "map_points": map_points,
        "map_tiles": lambda: settings().map_tiles,
        "map_attribution": lambda: settings().map_attribution,
    }
