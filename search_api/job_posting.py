"""An offer as `schema.org/JobPosting`, for programs that read pages. Pure functions.

What Google asks for (developers.google.com/search/docs/appearance/structured-data/job-posting): title, description,
datePosted, hiringOrganization, jobLocation with its country. Nothing is said here that the page does not show, and
nothing that the source did not say: `validThrough` is of offers published here, which end by themselves; no other
source of ours tells when an offer ends (such an offer has none, says Google). An offer that closed has no JobPosting at
all; nor has one of an employer nobody vouches for. Google asks who hires and shows it with that employer's logo, and no
property of schema.org says "so they say": an invented name would be read there as the employer's own. The page says it,
and is not indexed (`noindex`) until somebody vouches. `directApply` is false: people answer by writing to the
employer, or on a page of theirs, and send nothing from here.
"""

from __future__ import annotations

from html import escape
from typing import Any

from indexer.matching.criteria import FULL_REMOTE
from indexer.offers.document import ELSEWHERE, OPEN
from indexer.places.communes import Gazetteer
from search_api.presentation import paragraphs

Offer = dict[str, Any]
Thing = dict[str, Any]

ANONYMOUS = "confidential"
"""What Google asks to write for an employer who is not named."""
TIMES = {"full_time": "FULL_TIME", "part_time": "PART_TIME"}
KINDS = {
    "CDD": "TEMPORARY",
    "MIS": "TEMPORARY",
    "SAI": "TEMPORARY",
    "TTI": "TEMPORARY",
    "DDI": "TEMPORARY",
    "LIB": "CONTRACTOR",
    "FRA": "CONTRACTOR",
    "STA": "INTERN",
    "ALT": "OTHER",
}
"""What is no ordinary contract without an end (CDI, DIN), which has no word there but the working time."""


def job_posting(offer: Offer, url: str, communes: Gazetteer) -> Thing | None:
    """Return the JobPosting of an offer whose page is at `url`; None for one that is closed, unread, abroad, or of an
    employer nobody vouches for.

    `ends_at` of the offer (ISO 8601), where it is known, says until when it is open.

    Of "Luxembourg (Frontalier)" no country is known, and one is required.
    """
    if offer.get("status") != OPEN or offer.get("departement") == ELSEWHERE or offer.get("unverified"):
        return None
    posting: Thing = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": offer["title"],
        "description": description(offer),
        "datePosted": offer["published_at"],
        "validThrough": offer.get("ends_at"),
        "identifier": {"@type": "PropertyValue", "name": offer.get("source", ""), "value": offer.get("source_id", "")},
        "hiringOrganization": organization(offer),
        "jobLocation": location(offer, communes),
        "employmentType": employment_types(offer),
        "baseSalary": salary(offer),
        "url": url,
        "directApply": False,
    }
    if offer.get("remote") == FULL_REMOTE:
        posting["jobLocationType"] = "TELECOMMUTE"
        posting["applicantLocationRequirements"] = {"@type": "Country", "name": "France"}
    if offer.get("start") and offer["start"] != "now":
        posting["jobStartDate"] = offer["start"]
    if offer.get("experience_months"):
        posting["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": offer["experience_months"],
        }
    return {name: value for name, value in posting.items() if value not in (None, "", [], {})}


def description(offer: Offer) -> str:
    """Return the text as HTML paragraphs, as Google asks; the title where there is no text, since one is required."""
    blocks = paragraphs(offer.get("description") or offer["title"])
    return "".join(f"<p>{'<br>'.join(escape(line) for line in lines)}</p>" for lines in blocks)


def organization(offer: Offer) -> Thing | str:
    """Return who hires; ANONYMOUS when the offer does not say."""
    return {"@type": "Organization", "name": offer["employer"]} if offer.get("employer") else ANONYMOUS


def location(offer: Offer, communes: Gazetteer) -> Thing:
    """Return the place as exactly as it is known: at least the country."""
    commune = communes.communes.get(offer.get("commune", ""))
    address: Thing = {
        "@type": "PostalAddress",
        "addressLocality": commune.name if commune else "",
        "addressRegion": communes.departements.get(offer.get("departement", ""), ""),
        "postalCode": offer.get("postcode") or "",
        "addressCountry": "FR",
    }
    place: Thing = {"@type": "Place", "address": {name: value for name, value in address.items() if value}}
    if point := offer.get("location"):
        place["geo"] = {"@type": "GeoCoordinates", "latitude": point["lat"], "longitude": point["lon"]}
    return place


def employment_types(offer: Offer) -> list[str]:
    """Return working time and kind of contract in Google's words; nothing where neither is said."""
    found = (TIMES.get(offer.get("working_time") or ""), KINDS.get(offer.get("contract") or ""))
    return [word for word in found if word]


def salary(offer: Offer) -> Thing | None:
    """Return the gross pay of a full-time month in euros; None where it is not said."""
    least, most = offer.get("pay_monthly_min"), offer.get("pay_monthly_max")
    if least is None and most is None:
        return None
    bounds = {"value": least} if least == most else {"minValue": least, "maxValue": most}
    value = {name: round(bound, 2) for name, bound in bounds.items() if bound is not None}
    return {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", **value, "unitText": "MONTH"},
    }
