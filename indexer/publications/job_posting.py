"""A page that carries `schema.org/JobPosting`, as JSON-LD or microdata: the offer it says.

A library (extruct) finds what is marked up; here is what each property means to us. Nothing is read of the rest of the
page. Properties as Google documents them (developers.google.com/search/docs/appearance/structured-data/job-posting).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import extruct
import html_text

from indexer.language.facts import FULL
from indexer.offers.document import OfferGiven, PlaceGiven
from indexer.offers.france_travail import LONGEST_TITLE
from indexer.publications.document import SOURCE
from indexer.publications.facts import EMPTY, REMOTE, experience_label, pay_label
from indexer.publications.reading import LONGEST_DESCRIPTION

Thing = dict[str, Any]

SYNTAXES = ["json-ld", "microdata"]
TIMES = {"FULL_TIME": "full_time", "PART_TIME": "part_time"}
KINDS = {"INTERN": "STA"}
"""What is one contract only: TEMPORARY may be a CDD as well as an agency's, and the text says which."""
PERIODS = {"HOUR": "hour", "MONTH": "month", "YEAR": "year"}
_DEEPEST = 12


def posting_of(page: str, address: str) -> Thing | None:
    """Return the first JobPosting that the HTML of a page carries; None when it carries none."""
    found = extruct.extract(page, base_url=address, syntaxes=SYNTAXES, uniform=True, errors="ignore")
    things = (thing for syntax in SYNTAXES for thing in _things(found.get(syntax) or [], _DEEPEST))
    return next((thing for thing in things if "JobPosting" in _list(thing.get("@type"))), None)


def offer_of(posting: Thing, address: str) -> OfferGiven | None:
    """Return the offer that a JobPosting says; None when it has no title. `address` is that of its page. Pure."""
    title = " ".join(_plain(posting.get("title") or posting.get("name")).split())[:LONGEST_TITLE]
    if not title:
        return None
    kinds = [str(kind).upper() for kind in _list(posting.get("employmentType"))]
    remote = str(posting.get("jobLocationType") or "").upper() == "TELECOMMUTE"
    return OfferGiven(
        source=SOURCE,
        source_id="read",
        title=title,
        description=_description(posting)[:LONGEST_DESCRIPTION],
        skill_labels=tuple(label for said in _list(posting.get("skills")) for label in _labels(said)),
        place=_place(posting),
        contract=next((KINDS[kind] for kind in kinds if kind in KINDS), ""),
        contract_label=", ".join(kind for kind in kinds if kind in ("CDI", "CDD")),
        working_time=next((TIMES[kind] for kind in kinds if kind in TIMES), ""),
        working_time_label=REMOTE[FULL] if remote else "",
        experience_label=_experience(posting.get("experienceRequirements")),
        pay_label=_pay(posting.get("baseSalary")),
        url=address,
    )


def _description(posting: Thing) -> str:
    parts = (posting.get(name) for name in ("description", "responsibilities", "qualifications"))
    return "\n\n".join(dict.fromkeys(text for part in parts if (text := _plain(part))))


def _place(posting: Thing) -> PlaceGiven:
    for location in _list(posting.get("jobLocation")):
        address = location.get("address") if isinstance(location, dict) else location
        if isinstance(address, dict):
            label, postcode = _plain(address.get("addressLocality")), _plain(address.get("postalCode"))
            if label or postcode:
                return PlaceGiven(label=label[:100], postcode=postcode[:10])
        elif isinstance(address, str) and address.strip():
            return PlaceGiven(label=_plain(address)[:100])
    return PlaceGiven()


def _pay(salary: Any) -> str:
    """Return the pay as our form writes it; nothing for another currency or by the day."""
    if not isinstance(salary, dict) or str(salary.get("currency") or "EUR").upper() != "EUR":
        return ""
    value = salary.get("value")
    amount = value if isinstance(value, dict) else {**salary, "value": value}
    period = PERIODS.get(str(amount.get("unitText") or salary.get("unitText") or "").upper())
    least = _number(amount.get("minValue")) or _number(amount.get("value"))
    most = _number(amount.get("maxValue")) or _number(amount.get("value"))
    if period is None or not (least or most):
        return ""
    return pay_label({**EMPTY, "pay_from": least, "pay_to": most, "pay_period": period})


def _experience(required: Any) -> str:
    if isinstance(required, dict):
        months = _number(required.get("monthsOfExperience"))
        return experience_label(round(months)) if months is not None and 0 <= months <= 600 else ""
    return _plain(required)[:200]


def _labels(said: Any) -> list[str]:
    text = said.get("name") if isinstance(said, dict) else said
    return [label[:120] for part in _plain(text).replace(";", ",").split(",") if (label := part.strip(" •-\n"))][:40]


def _number(value: Any) -> float | None:
    try:
        number = float(str(value).replace("\u202f", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 1_000_000 else None


def _plain(value: Any) -> str:
    """Return a text without its HTML, the lines of its paragraphs and lists kept."""
    if not isinstance(value, str) or not value.strip():
        return ""
    return str(html_text.extract_text(value)).strip() if "<" in value or "&" in value else value.strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _things(found: Any, left: int) -> Iterator[Thing]:
    """Yield every object of what was marked up, whatever holds it (`@graph`, `mainEntity`)."""
    if left and isinstance(found, dict):
        yield found
        for inner in found.values():
            yield from _things(inner, left - 1)
    elif left and isinstance(found, list):
        for inner in found:
            yield from _things(inner, left - 1)
