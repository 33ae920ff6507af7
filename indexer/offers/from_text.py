"""The facts of an offer that arrives as plain text: title, contract, place. What is not plainly said stays empty."""

from __future__ import annotations

import re

from indexer.language.facts import contract_of
from indexer.language.normalisation import tokens
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import OfferGiven, PlaceGiven
from indexer.places.communes import Gazetteer

LONGEST_TITLE = 150

_POSTCODE_AND_NAME = re.compile(r"\b(\d{5})\s+([A-ZÀ-Ý][\w’'À-ÿ-]*(?:[ -][A-ZÀ-Ýa-zà-ÿ][\w’'À-ÿ-]*){0,4})")
_PLACE_LABEL = re.compile(
    r"(?:lieu(?: de travail)?|localisation|poste basé à|ville)\s*:?\s*([^\n,;]{2,60})", re.IGNORECASE
)
_HEADINGS = frozenset(
    {"offre d'emploi", "offre d’emploi", "fiche de poste", "annonce", "recrutement", "nous recrutons"}
)


def offer_from_text(
    text: str, title: str, source: str, source_id: str, vocabulary: Vocabulary, communes: Gazetteer
) -> OfferGiven:
    """Return the facts read from a text; `title` wins over what the text says when it is given."""
    return OfferGiven(
        source=source,
        source_id=source_id,
        title=title or guess_title(text, vocabulary),
        description=text,
        place=guess_place(text, communes),
        contract=guess_contract(text),
    )


def guess_title(text: str, vocabulary: Vocabulary) -> str:
    """Return the first line that names a known job, else the first line that is not a mere heading."""
    lines = [line.strip(" •-–:\t") for line in text.splitlines() if line.strip(" •-–:\t")]
    short = [line for line in lines[:30] if len(line) <= LONGEST_TITLE]
    for line in short:
        if vocabulary.job_finder.find(tokens(line)):
            return line
    named = [line for line in short if line.lower() not in _HEADINGS]
    return (named or lines or ["Offre d’emploi"])[0][:LONGEST_TITLE]


def guess_contract(text: str) -> str:
    """Return the code of the contract that the text names, or nothing."""
    return contract_of(text) or ""


def guess_place(text: str, communes: Gazetteer) -> PlaceGiven:
    """Return the place that a postcode or a "Lieu :" line names, if it is one we know."""
    candidates = [f"{name} {code}" for code, name in _POSTCODE_AND_NAME.findall(text)]
    candidates += [code for code, _ in _POSTCODE_AND_NAME.findall(text)]
    candidates += [match.strip() for match in _PLACE_LABEL.findall(text)]
    for candidate in candidates:
        if commune := communes.find(candidate):
            return PlaceGiven(label=commune.label, insee=commune.insee)
    return PlaceGiven()
