"""Hard criteria: what excludes a match whatever the points. Written once for each direction, side by side.

They are not in the stored query (anything but plain terms there makes the percolator check every profile): they are
fields of the document, filtered in the same request with values of the other side. Each lets "not specified" through.
None may touch what Code du travail L1132-1 forbids: no sex, age, origin, looks, family or health.

Each criterion is a pair: `_…_of_profile` filters offers (forwards), `_…_of_offer` filters profiles (backwards).
"""

from __future__ import annotations

from typing import Any

from indexer.language.learning import LEARNING
from indexer.language.normalisation import folded_words
from indexer.matching.employer_names import SIREN, sirens_of
from indexer.matching.licences import by_kind
from indexer.places.circles import circles_around, within_circles

Clause = dict[str, Any]

FULL_REMOTE = "full"
_REMOTE: Clause = {"term": {"remote": FULL_REMOTE}}
NAMED = "named"
SEEN = (NAMED, "anonymous")
"""Visibilities under which recruiters may be shown a profile."""


def open_to_profile(profile: dict[str, Any], *, without_licence: bool = False) -> list[Clause]:
    """Return the filters on offers that a profile's hard criteria make (forwards).

    `without_licence`: also the offers that require a licence the person lacks, for those who may train for it.
    """
    return [
        {"term": {"status": "open"}},
        *_field_of_profile(profile),
        *_contract_of_profile(profile),
        *_place_of_profile(profile),
        *_working_time_of_profile(profile),
        *_pay_of_profile(profile),
        *_experience_of_profile(profile),
        *([] if without_licence else _licence_of_profile(profile)),
        *_excluded_of_profile(profile),
    ]


def may_be_mailed() -> Clause:
    """Return the filter on offers that may be mailed to people: not those of an employer nobody vouches for."""
    return negated({"term": {"unverified": True}})


def is_mailed(offer: dict[str, Any]) -> bool:
    """Say the same of an offer at hand."""
    return not offer.get("unverified")


def open_to_offer(offer: dict[str, Any], *, without_licence: bool = False) -> list[Clause]:
    """Return the filters on profiles that an offer's facts make (backwards): those who may be written to."""
    return [{"term": {"alertable": True}}, *_fits_offer(offer, without_licence=without_licence)]


def visible_to_offer(offer: dict[str, Any], *, without_licence: bool = False) -> list[Clause]:
    """Return the filters on profiles that an offer's recruiter may see: the person chose to be seen, and what they ask
    for holds here too. Whether they are mailed offers has nothing to do with it.
    """
    return [*shown_to_recruiters(), *_fits_offer(offer, without_licence=without_licence)]


def shown_to_recruiters() -> list[Clause]:
    """Return the filters on profiles of people who chose to be seen by recruiters (`is_visible` for the engine)."""
    return [{"exists": {"field": "confirmed_at"}}, {"terms": {"visibility": list(SEEN)}}]


def is_visible(profile: dict[str, Any]) -> bool:
    """Say whether recruiters may be shown this person."""
    return bool(profile.get("confirmed_at") and profile.get("visibility") in SEEN)


def _fits_offer(offer: dict[str, Any], *, without_licence: bool = False) -> list[Clause]:
    return [
        *_field_of_offer(offer),
        *_contract_of_offer(offer),
        *_place_of_offer(offer),
        *_working_time_of_offer(offer),
        *_pay_of_offer(offer),
        *_experience_of_offer(offer),
        *([] if without_licence else _licence_of_offer(offer)),
        *_excluded_of_offer(offer),
    ]


def employer_key(name: str) -> str:
    """Return an employer's name as it is compared: without accents, capitals, punctuation or legal form.

    `S.A.R.L. Dupont & Fils` and `Dupont et fils` are one.
    """
    legal = {
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "sci",
        "snc",
        "scop",
        "selarl",
        "ets",
        "etablissement",
        "societe",
        "s",
    }
    words = folded_words(name.replace(".", ""))
    return " ".join(word for word in words if word not in legal) or " ".join(words)


def _field_of_profile(profile: dict[str, Any]) -> list[Clause]:
    """Professional fields: whoever wants to bake is not told of accountants' jobs for what they did before."""
    fields = profile.get("fields")
    return [_or_missing("fields", {"terms": {"fields": fields}})] if fields else []


def _field_of_offer(offer: dict[str, Any]) -> list[Clause]:
    fields = offer.get("fields")
    return [_or_missing("fields", {"terms": {"fields": fields}})] if fields else []


def _contract_of_profile(profile: dict[str, Any]) -> list[Clause]:
    """Without a choice every contract will do, but for those to learn by: they are for whoever asks for them."""
    if accepted := profile.get("contracts"):
        return [_or_missing("contract", {"terms": {"contract": accepted}})]
    others = [contract for contract in LEARNING if contract not in (profile.get("learning") or [])]
    return [negated({"terms": {"contract": others}})] if others else []


def _contract_of_offer(offer: dict[str, Any]) -> list[Clause]:
    contract = offer.get("contract")
    if contract in LEARNING:
        asked = all_of(missing("contracts"), {"term": {"learning": contract}})
        return [any_of({"term": {"contracts": contract}}, asked)]
    return [_or_missing("contracts", {"term": {"contracts": contract}})] if contract else []


def _place_of_profile(profile: dict[str, Any]) -> list[Clause]:
    departements, whole = profile.get("departements") or [], profile.get("whole_departements") or []
    choices: list[Clause] = []
    if profile.get("radii"):
        # Known by their département alone.
        vague = all_of(missing("location"), {"terms": {"departement": departements}})
        choices += [*within_circles(profile), vague]
    elif departements:
        # A commune that no file places on the map, overseas: its département is what is known.
        choices.append({"terms": {"departement": departements}})
    if choices:
        choices.append(all_of(missing("location"), missing("departement"), _REMOTE))
        if whole:
            choices.append({"terms": {"departement": whole}})
        if profile.get("remote_anywhere"):
            choices.append(_REMOTE)
    return [any_of(*choices)] if choices else []


def _place_of_offer(offer: dict[str, Any]) -> list[Clause]:
    departement, located = offer.get("departement"), offer.get("location")
    is_remote = offer.get("remote") == FULL_REMOTE
    if not located and not departement:
        # Nobody is told of an offer two hundred kilometres off, since its place is not said.
        return [] if is_remote else [all_of(missing("radii"), missing("departements"))]
    nowhere = missing("departements")
    there = any_of({"term": {"departements": departement}}, nowhere) if departement else nowhere
    choices: list[Clause] = []
    if located:
        choices += circles_around((located["lat"], located["lon"]))
        # Profiles without a circle: those of the offer's département, or that name none.
        choices.append(all_of(missing("radii"), there))
    else:
        choices.append(there)
    if departement:
        choices.append({"term": {"whole_departements": departement}})
    if is_remote:
        choices.append({"term": {"remote_anywhere": True}})
    return [any_of(*choices)]


def _working_time_of_profile(profile: dict[str, Any]) -> list[Clause]:
    accepted = profile.get("working_times")
    return [_or_missing("working_time", {"terms": {"working_time": accepted}})] if accepted else []


def _working_time_of_offer(offer: dict[str, Any]) -> list[Clause]:
    time = offer.get("working_time")
    return [_or_missing("working_times", {"term": {"working_times": time}})] if time else []


def _pay_of_profile(profile: dict[str, Any]) -> list[Clause]:
    least = profile.get("pay_least")
    return [_or_missing("pay_monthly_max", {"range": {"pay_monthly_max": {"gte": least}}})] if least else []


def _pay_of_offer(offer: dict[str, Any]) -> list[Clause]:
    best = offer.get("pay_monthly_max")
    return [_or_missing("pay_least", {"range": {"pay_least": {"lte": best}}})] if best else []


def _experience_of_profile(profile: dict[str, Any]) -> list[Clause]:
    most = profile.get("experience_most")
    if most is None:
        return []
    return [_or_missing("experience_months", {"range": {"experience_months": {"lte": most}}})]


def _experience_of_offer(offer: dict[str, Any]) -> list[Clause]:
    asked = offer.get("experience_months")
    return [_or_missing("experience_most", {"range": {"experience_most": {"gte": asked}}})] if asked else []


def _licence_of_profile(profile: dict[str, Any]) -> list[Clause]:
    """Of each kind of licence the person named, an offer that requires some requires one they hold; who says they have
    none to drive a car is told of no offer that requires it.
    """
    drives = [] if profile.get("drives") is not False else [negated({"term": {"driving": True}})]
    return drives + [
        any_of(negated({"term": {"licence_kinds": kind}}), {"terms": {"licences_required": held}})
        for kind, held in by_kind(profile.get("licences") or []).items()
    ]


def _licence_of_offer(offer: dict[str, Any]) -> list[Clause]:
    drives = [negated({"term": {"drives": False}})] if offer.get("driving") else []
    return drives + [
        any_of(negated({"term": {"licence_kinds": kind}}), {"terms": {"licences": required}})
        for kind, required in by_kind(offer.get("licences_required") or []).items()
    ]


def _excluded_of_profile(profile: dict[str, Any]) -> list[Clause]:
    employers, words = profile.get("excluded_employers"), profile.get("excluded_words")
    clauses = [negated(by_employers(employers))] if employers else []
    return clauses + ([negated({"terms": {"title_words": words}})] if words else [])


def by_employers(terms: list[str]) -> Clause:
    """Return the filter on offers of the employers that these exclusions name (`indexer.matching.employer_names`)."""
    named: list[Clause] = [{"terms": {"employer_names": terms}}, {"terms": {"employer_key": terms}}]
    sirens = list(sirens_of(terms))
    return any_of(*named, *([{"terms": {"siren": sirens}}] if sirens else []))


def _excluded_of_offer(offer: dict[str, Any]) -> list[Clause]:
    employer, words = excluded_by(offer), offer.get("title_words")
    clauses = [negated({"terms": {"excluded_employers": employer}})] if employer else []
    return clauses + ([negated({"terms": {"excluded_words": words}})] if words else [])


def excluded_by(offer: dict[str, Any]) -> list[str]:
    """Return the terms by which a person excludes an offer's employer (`by_employers` the other way)."""
    siren = offer.get("siren")
    # Offers stored by an earlier release have their key alone.
    known = [*(offer.get("employer_names") or []), offer.get("employer_key"), f"{SIREN}{siren}" if siren else ""]
    return list(dict.fromkeys(term for term in known if term))


def any_of(*clauses: Clause) -> Clause:
    """Return the filter that lets pass what one of these does."""
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def all_of(*clauses: Clause) -> Clause:
    """Return the filter that lets pass what all of these do."""
    return {"bool": {"filter": list(clauses)}}


def negated(clause: Clause) -> Clause:
    """Return the filter that lets pass what this one does not."""
    return {"bool": {"must_not": [clause]}}


def missing(field: str) -> Clause:
    """Return the filter on documents that do not specify a field."""
    return negated({"exists": {"field": field}})


def _or_missing(field: str, clause: Clause) -> Clause:
    return any_of(clause, missing(field))
