"""What is read of an offer that a recruiter brings as text, file, record or page: the facts that fill in the form.

The same reading as that of every offer (`indexer.offers.document.understood`), so that the form shows what matching
will go by. What is not plainly said stays empty, for the recruiter to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indexer.language.facts import hours_of
from indexer.language.understanding import understand_demands, understand_items
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import OfferGiven, received, understood
from indexer.offers.from_text import offer_from_text
from indexer.places.communes import Gazetteer
from indexer.publications.document import SOURCE
from indexer.publications.facts import DIPLOMAS, EMPTY, Facts, offer_given

LONGEST_DESCRIPTION = 20_000
"""Characters; an offer of ten pages holds 30,000, and nobody reads one."""
MOST_SKILLS = 30
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an offer is understood as, for its author: identifiers, and the figures that are compared."""

    jobs: tuple[str, ...] = ()
    """ROME codes, the surest first."""
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    """Named; and of those required, the families (`CACES-R489`) in `licences_required`."""
    licences_required: tuple[str, ...] = ()
    contract: str = ""
    working_time: str = ""
    pay: tuple[float | None, float | None] = (None, None)
    """Gross euros for a full-time month."""
    experience: int | None = None
    diploma: int | None = None
    remote: str = ""


def facts_of_text(text: str, vocabulary: Vocabulary, communes: Gazetteer, title: str = "") -> Facts:
    """Return the facts that a text says; `title` wins over what the text says when it is given."""
    return facts_of(offer_from_text(text, title, SOURCE, "read", vocabulary, communes), vocabulary, communes)


def facts_of(given: OfferGiven, vocabulary: Vocabulary, communes: Gazetteer) -> Facts:
    """Return the facts of an offer as the form of recruiters holds them."""
    offer = understood(received(given, communes, given.published_at or "2000-01-01T00:00:00+00:00"), vocabulary)
    reading = _reading(offer, vocabulary)
    required = understand_items("\n".join(given.required_labels), vocabulary)
    skills = [skill for skill in reading.skills if f"skill:{skill}" not in required]
    _, demanded = understand_demands(given.description, vocabulary)
    level = reading.diploma if reading.diploma in DIPLOMAS else None
    least, most = reading.pay
    return {
        **EMPTY,
        "title": given.title,
        "job": reading.jobs[0] if reading.jobs else "",
        "description": given.description[:LONGEST_DESCRIPTION],
        "commune": offer.get("commune") or "",
        "contract": reading.contract,
        "working_time": reading.working_time,
        "hours": hours_of(given.working_time_label) or hours_of(given.description),
        "pay_from": least and round(least),
        "pay_to": most and round(most),
        "experience": reading.experience,
        "diploma": level,
        "required": _of_kind("skill", required)[:MOST_SKILLS],
        "welcome": skills[:MOST_SKILLS],
        "licences": _of_kind("licence", dict.fromkeys([*required, *demanded])),
        "remote": reading.remote,
        "accessible": given.accessible,
        "apply": given.url or given.apply or _address_in(given.description),
    }


def offer_as_matched(facts: Facts, organisation: dict[str, Any], vocabulary: Vocabulary, communes: Gazetteer) -> Any:
    """Return the document of the offer that these facts would make, understood, as it is compared with people."""
    given = offer_given({"id": "draft"}, facts, organisation, vocabulary, communes)
    return understood(received(given, communes, "2000-01-01T00:00:00+00:00"), vocabulary)


def reading_of(facts: Facts, organisation: dict[str, Any], vocabulary: Vocabulary, communes: Gazetteer) -> Reading:
    """Return what these facts are understood as: what is shown beside each field, to be corrected."""
    return _reading(offer_as_matched(facts, organisation, vocabulary, communes), vocabulary)


def _reading(offer: dict[str, Any], vocabulary: Vocabulary) -> Reading:
    labels = "\n".join(offer.get("skill_labels", []))
    text = f"{offer['title']}\n{labels}\n{offer.get('description', '')}"
    items = understand_items(text, vocabulary)
    return Reading(
        jobs=tuple(offer.get("jobs", ())),
        skills=tuple(_of_kind("skill", items)),
        licences=tuple(_of_kind("licence", items)),
        licences_required=tuple(offer.get("licences_required", ())),
        contract=offer.get("contract") or "",
        working_time=offer.get("working_time") or "",
        pay=(offer.get("pay_monthly_min"), offer.get("pay_monthly_max")),
        experience=offer.get("experience_months"),
        diploma=offer.get("diploma_level"),
        remote=offer.get("remote") or "",
    )


def _address_in(text: str) -> str:
    """Return the electronic address that a text names, when it names one only: the one to answer to."""
    found = set(_ADDRESS.findall(text))
    return found.pop() if len(found) == 1 else ""


def _of_kind(kind: str, items: Iterable[str]) -> list[str]:
    return [item.removeprefix(f"{kind}:") for item in items if item.startswith(f"{kind}:")]
