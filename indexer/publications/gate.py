"""The legal gate before publishing: what it says of the facts of a publication, and how that is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.language.facts import FULL
from indexer.offers.legal_gate.essentials import OfferFacts
from indexer.offers.legal_gate.findings import TEXT, TITLE, Finding
from indexer.offers.legal_gate.offers import check_name, check_offer
from indexer.offers.legal_gate.resemblance import resembling
from indexer.offers.legal_gate.rules import DOUBTFUL, GRAVEST_FIRST, REFUSED
from indexer.publications.facts import EMPTY, Facts, pay_label

FIELDS = {
    "no-place": "commune",
    "no-contract": "contract",
    "no-job": "title",
    "no-pay": "pay_from",
    "below-smic": "pay_from",
    "no-description": "description",
}
"""The field of the form where a missing essential is mended; all others are in the text."""

Kept = dict[str, str]
"""A finding as it is kept and shown: `field`, `rule`, `severity`, `quote`, `words`, `criterion`, `article`, `says`,
`mend`."""


def findings(facts: Facts, now: str, employer: str = "") -> list[Kept]:
    """Return what is to be mended, the gravest first. `now` (ISO 8601) is the day it would be published.

    How to answer is read with the text: "envoyez 50 € pour le dossier" is as unlawful there. So is the employer's name,
    which stands above the offer on its page and in mails.
    """
    said = {**EMPTY, **facts}
    remote = said["remote"] if said["remote"] == FULL else ""
    beside = OfferFacts(
        date=now,
        place=said["commune"],
        contract=said["contract"],
        remote=remote,
        working_time=said["working_time"],
        pay=pay_label(said),
    )
    own = len(said["description"])
    text = f"{said['description']}\n\n{said['apply']}" if said["apply"] else said["description"]
    checked = check_offer(said["title"], text, beside)
    checked += resembling(said["title"], text, checked)
    found = [_kept(one, own) for one in checked]
    named = [{**_kept(one, len(employer)), "field": "employer"} for one in check_name(employer)]
    return sorted([*found, *named], key=lambda one: GRAVEST_FIRST.index(one["severity"]))


def verdict(found: Iterable[Kept], accepted: Iterable[Kept] = ()) -> str | None:
    """Return REFUSED, DOUBTFUL or None (it may be published): what the operator accepted before is not doubtful anew.

    Accepted is a rule and the very words, so that another sentence of the same kind waits again.
    """
    known = {(one["rule"], one["quote"]) for one in accepted}
    said = {one["severity"] for one in found if one["severity"] == REFUSED or (one["rule"], one["quote"]) not in known}
    return next((one for one in (REFUSED, DOUBTFUL) if one in said), None)


def by_field(found: Iterable[Kept]) -> dict[str, list[Kept]]:
    """Return the findings by the field of the form where they are mended."""
    grouped: dict[str, list[Kept]] = {}
    for one in found:
        grouped.setdefault(one["field"], []).append(one)
    return grouped


def _kept(one: Finding, own: int) -> Kept:
    field = FIELDS.get(one.rule.id) or ("title" if one.part == TITLE else "description")
    if one.part == TEXT and one.start >= own:
        field = "apply"
    rule: Kept = {name: getattr(one.rule, name) for name in ("severity", "criterion", "article", "says", "mend")}
    return {"field": field, "rule": one.rule.id, "quote": one.quote, "words": one.words, **rule}
