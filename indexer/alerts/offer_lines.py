"""How an offer is told to a person: where, how far, and why it fits, in words. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from indexer.language.normalisation import tokens
from indexer.language.vocabulary import Vocabulary
from indexer.matching.explanation import explain
from indexer.offers.document import CONTRACTS, shown_employer
from indexer.offers.pay_words import plain_pay
from indexer.places.communes import Gazetteer
from indexer.places.geometry import distance_km
from indexer.places.place_words import place_in_words
from indexer.profiles.document import words_of
from indexer.searches.wanted import read_wish
from indexer.trainings.training_lines import TrainingLine, training_line

MOST_OFFERS = 10
MOST_OF_ONE_EMPLOYER = 2


@dataclass(frozen=True)
class Reason:
    """A trait shared, in words, and its points."""

    words: str
    points: int


@dataclass(frozen=True)
class OfferLine:
    """What a person is told of an offer."""

    identifier: str
    title: str
    employer: str
    place: str
    distance_km: int | None
    contract: str
    pay: str
    published_at: str
    url: str
    points: int
    reasons: list[Reason] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """What the offer asks for that the person did not say they have, in words."""
    trainings: list[TrainingLine] = field(default_factory=list)
    """Trainings that would open the offer to them; none when it fits as it is."""
    closed: bool = False
    """The offer is not open any more: said when an older mail is read again."""
    search: str = ""
    """The saved search it answers, in words, when that is what found it: it has no points then."""


def offer_line(
    offer: dict[str, Any],
    profile: dict[str, Any],
    url: str,
    vocabulary: Vocabulary,
    communes: Gazetteer,
    trainings: Sequence[dict[str, Any]] = (),
) -> OfferLine:
    """Return what to tell this person of this offer; the points are those the engine counted.

    With `trainings`, the offer is one that these would open.
    """
    why = explain(profile.get("wants") or [], words_of(profile).items, offer, vocabulary)
    return replace(
        _facts(offer, profile.get("commune", ""), url, communes),
        points=why.total,
        reasons=reasons(why.points, vocabulary, offer["title"]),
        missing=[vocabulary.label(trait) for trait in why.missing],
        trainings=[training_line(training) for training in trainings],
    )


def searched_line(offer: dict[str, Any], saved: dict[str, Any], url: str, communes: Gazetteer) -> OfferLine:
    """Return what to tell a person of an offer that answers their saved search."""
    around = read_wish(saved["wish"]).communes
    distances = [km for code in around if (km := _distance(offer, code, communes)) is not None]
    return replace(_facts(offer, "", url, communes), distance_km=min(distances, default=None), search=saved["label"])


def _facts(offer: dict[str, Any], commune: str, url: str, communes: Gazetteer) -> OfferLine:
    """Return what an offer says of itself, and how far it is from a commune."""
    return OfferLine(
        identifier=offer["id"],
        title=offer["title"],
        employer=shown_employer(offer),
        place=place_in_words(offer.get("place_label", ""), offer.get("commune", ""), communes),
        distance_km=_distance(offer, commune, communes),
        contract=CONTRACTS.get(offer.get("contract", ""), ""),
        pay=plain_pay(offer.get("pay_label") or ""),
        published_at=offer["published_at"],
        url=url,
        points=0,
    )


def reasons(shared: dict[str, int], vocabulary: Vocabulary, title: str) -> list[Reason]:
    """Put the traits shared with the offer of this title into words: "métier : maçonnerie", "coffrage", "permis C"."""
    return [Reason(_words(trait, vocabulary, title), points) for trait, points in shared.items()]


def best_first(lines: Iterable[OfferLine]) -> list[OfferLine]:
    """Order by points, then the most recent first; of equal ones always in the same order, whoever asks again."""

    def rank(line: OfferLine) -> tuple[int, datetime, str]:
        return line.points, datetime.fromisoformat(line.published_at), line.identifier

    return sorted(lines, key=rank, reverse=True)


def choose(lines: Iterable[OfferLine], most: int = MOST_OFFERS) -> tuple[list[OfferLine], int]:
    """Return the offers to show in a mail, best first and at most two of one employer, and how many more there are."""
    shown: list[OfferLine] = []
    by_employer: dict[str, int] = {}
    ordered = best_first(lines)
    for line in ordered:
        employer = line.employer.casefold()
        if len(shown) < most and (not employer or by_employer.get(employer, 0) < MOST_OF_ONE_EMPLOYER):
            shown.append(line)
            by_employer[employer] = by_employer.get(employer, 0) + 1
    return shown, len(ordered) - len(shown)


def _words(trait: str, vocabulary: Vocabulary, title: str) -> str:
    kind, _, identifier = trait.partition(":")
    if kind == "job":
        return f"métier : {vocabulary.label(trait)}"
    if kind == "near":
        return f"métier proche : {vocabulary.label(trait)}"
    if kind == "word":
        # The trait holds the folded word ("carist"); people are shown the one that stands in the title.
        written = next((title[token.start : token.end] for token in tokens(title) if token.fold == identifier), "")
        return f"« {(written or identifier).lower()} » dans l’intitulé"
    return vocabulary.label(trait)


def _distance(offer: dict[str, Any], chosen: str, communes: Gazetteer) -> int | None:
    """Return kilometres from the commune the person chose, as the crow flies; None where either is unknown."""
    commune = communes.communes.get(chosen)
    if commune is None or commune.point is None or "location" not in offer:
        return None
    return round(distance_km(commune.point, (offer["location"]["lat"], offer["location"]["lon"])))
