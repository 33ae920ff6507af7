"""An offer as it is stored. Pure functions: from the facts a source gives to the fields that are searched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from indexer.language.job_titles import guess_jobs
from indexer.language.normalisation import folded_words
from indexer.language.title_sheets import sheets_of_title
from indexer.language.understanding import understand_demands, understand_items, understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import employer_key
from indexer.matching.employer_names import names_answered
from indexer.matching.licences import by_kind, families_required
from indexer.matching.points import HELD_BY_MOST
from indexer.matching.queries import profile_query
from indexer.matching.traits import domain, offer_slots, offer_traits, wanted_slots, weigh_offer
from indexer.offers.offer_facts import with_facts
from indexer.places.communes import Commune, Gazetteer
from indexer.places.geometry import Point, distance_km
from indexer.places.labels import ReadPlace, read_label

Offer = dict[str, Any]

RECEIVED, PARSED, MATCHED, FAILED = "received", "parsed", "matched", "failed"
OPEN, UNREAD, CLOSED = "open", "unread", "closed"
"""Status: seen by searches; a file whose text is still to be read; not offered any more."""

# In the place of a département: a place that is said, and is none we know.
ELSEWHERE = "ailleurs"
MOST_FROM_COMMUNE_KM = 60
"""Between a point and the middle of its commune: no commune of the mainland is as wide. Beyond, the point is wrong."""

CONTRACTS = {
    "CDI": "CDI",
    "CDD": "CDD",
    "MIS": "Intérim",
    "SAI": "Saisonnier",
    "ALT": "Alternance",
    "LIB": "Indépendant",
    "FRA": "Franchise",
    "DIN": "CDI intérimaire",
    "DDI": "Insertion (CDD)",
    "CCE": "Profession commerciale",
    "REP": "Reprise d’entreprise",
    "TTI": "Intérim d’insertion",
    "STA": "Stage",
}


UNVERIFIED = "employeur non vérifié"
"""What pages and mails say of an employer nobody vouches for."""

# Facts that earlier releases did not know: empty, they change no fingerprint, and no offer is taken for a changed one.
_ADDED = frozenset({"apply", "organisation", "siren", "publication", "unverified"})


@dataclass(frozen=True)
class PlaceGiven:
    """Where an offer is, as its source says it."""

    label: str = ""
    insee: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class OfferGiven:
    """The facts of an offer, whatever the source; what is not said stays empty."""

    source: str
    source_id: str
    title: str
    description: str = ""
    employer: str = ""
    rome: tuple[str, ...] = ()
    job_labels: tuple[str, ...] = ()
    skill_labels: tuple[str, ...] = ()
    required_labels: tuple[str, ...] = ()
    """Those of the skills and licences that the source itself marks as required."""
    place: PlaceGiven = field(default_factory=PlaceGiven)
    contract: str = ""
    contract_label: str = ""
    working_time: str = ""
    working_time_label: str = ""
    experience_label: str = ""
    diploma_label: str = ""
    pay_label: str = ""
    accessible: bool = False
    url: str = ""
    published_at: str = ""
    updated_at: str = ""
    apply: str = ""
    """How to answer, where it is no address of a page."""
    organisation: str = ""
    siren: str = ""
    publication: str = ""
    """Of what is published here: the organisation, its SIREN, and what its recruiter wrote (`indexer.publications`)."""
    unverified: bool = False
    """Nobody vouches for the organisation: the offer says so, and is mailed to nobody."""

    @property
    def identifier(self) -> str:
        """Return the id of the offer here: the same for the same source and source id."""
        return hashlib.sha256(f"{self.source}\n{self.source_id}".encode()).hexdigest()[:24]

    @property
    def fingerprint(self) -> str:
        """Return a hash of all the facts: unchanged facts, unchanged offer."""
        said = {name: value for name, value in asdict(self).items() if value or name not in _ADDED}
        facts = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(facts.encode()).hexdigest()[:32]


BELIEVED = 10
"""Of a title's guesses, the best that a source's code is believed by: they hold the right job in 98.6 % of titles."""


def received(given: OfferGiven, communes: Gazetteer, now: str) -> Offer:
    """Return the document of an offer just taken in, at stage `received`. `now` is an ISO 8601 time."""
    document: Offer = {
        "id": given.identifier,
        "source": given.source,
        "source_id": given.source_id,
        "fingerprint": given.fingerprint,
        "stage": RECEIVED,
        "attempts": 0,
        "status": OPEN,
        "title": given.title,
        "description": given.description,
        "employer": given.employer,
        "job_labels": list(given.job_labels),
        "skill_labels": list(given.skill_labels),
        "required_labels": list(given.required_labels),
        "given_jobs": list(given.rome),
        **_place(given.place, communes),
        "contract": given.contract or None,
        "contract_label": given.contract_label,
        "working_time": given.working_time or None,
        "working_time_label": given.working_time_label,
        "experience_label": given.experience_label,
        "diploma_label": given.diploma_label,
        "pay_label": given.pay_label,
        "accessible": given.accessible,
        "url": given.url,
        "apply": given.apply,
        "organisation": given.organisation,
        "siren": given.siren,
        "publication": given.publication,
        "unverified": given.unverified or None,
        "published_at": given.published_at or now,
        "updated_at": given.updated_at or given.published_at or now,
        "received_at": now,
    }
    return {name: value for name, value in document.items() if value not in (None, "", [])}


def understood(offer: Offer, vocabulary: Vocabulary) -> Offer:
    """Return the offer with its jobs and traits, at stage `parsed`.

    The job its title names and the code given by the source both count, unless one belies the other.
    """
    named = understand_title(offer["title"], vocabulary, offer.get("description", ""))
    jobs = surest_jobs(offer["title"], named, offer.get("given_jobs", []), vocabulary)
    skills = "\n".join(offer.get("skill_labels", []))
    text = f"{offer['title']}\n{skills}\n{offer.get('description', '')}"
    items, demanded = understand_demands(text, vocabulary)
    marked = understand_items("\n".join(offer.get("required_labels", [])), vocabulary)
    required = families_required([*marked, *demanded])
    sheets = {job: sheets_of_offer(offer, job, named, vocabulary) for job in jobs}
    asks = wanted_slots(weigh_offer(sheets, items, vocabulary))
    return {
        **with_facts(offer),
        "stage": PARSED,
        "jobs": jobs,
        "family": sorted({code[0] for code in jobs}),
        "fields": sorted({sheet for meant in sheets.values() for sheet in meant}),
        "licences_required": required,
        "licence_kinds": sorted(by_kind(required)),
        "driving": True if HELD_BY_MOST & {*marked, *demanded} else None,
        "employer_key": employer_key(offer.get("employer", "")),
        "employer_names": names_answered(offer.get("employer", "")),
        "title_words": sorted(set(folded_words(offer["title"]))),
        "traits": offer_slots(offer_traits(offer["title"], sheets, items)),
        "asks": asks,
        "query": profile_query(asks),
    }


def is_readable(offer: Offer) -> bool:
    """Say whether anybody may read an offer, open or over: not one that was withdrawn, or waits to be read."""
    return not (offer.get("withheld") or offer.get("withdrawn_at"))


def is_withdrawn(offer: Offer) -> bool:
    """Say whether an offer was taken away from everybody: refused, reported and closed, or of who is blocked."""
    return bool(offer.get("withdrawn_at")) or offer.get("withheld") not in (None, "", "waiting")


def shown_employer(offer: Offer) -> str:
    """Return the employer's name as it is shown to people: with UNVERIFIED where nobody vouches for who says so."""
    name = str(offer.get("employer") or "")
    return f"{name} ({UNVERIFIED})" if name and offer.get("unverified") else name


def placed_anew(offer: Offer, communes: Gazetteer) -> Offer:
    """Return the offer with its place looked up again, after other communes came into force. A point it has stays."""
    point = offer.get("location") or {}
    given = PlaceGiven(
        label=offer.get("place_label", ""),
        insee=offer.get("commune", ""),
        postcode=offer.get("postcode", ""),
        latitude=point.get("lat"),
        longitude=point.get("lon"),
    )
    return {**offer, **{name: value for name, value in _place(given, communes).items() if value}}


def surest_jobs(title: str, named: Sequence[str], given: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return the jobs of an offer: those its title names, then the source's own code unless the title belies it.

    Publishers' codes are often wrong ("Administrateur Systèmes & Cloud" under K1302, home help), and whoever wants that
    job must not hear of it. A code of the same field, or among the title's best guesses, is kept.
    """
    fields = {domain(code) for code in named}
    parents = list(dict.fromkeys(vocabulary.parent_of(code) for code in given))
    kept = [code for code in parents if not named or domain(code) in fields]
    if left := [code for code in parents if code not in (*kept, *named)]:
        guessed = {guess.code for guess in guess_jobs(title, vocabulary, BELIEVED)}
        kept += [code for code in left if code in guessed]
    return list(dict.fromkeys([*named, *kept]))


def sheets_of_offer(offer: Offer, job: str, titled: Collection[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the sheets of one of an offer's jobs: those its title means, and that of the source's code, if finer.

    A source's code that is a job's own says no more than the job.
    """
    given = [code for code in offer.get("given_jobs", []) if code != job and vocabulary.parent_of(code) == job]
    meant = sheets_of_title(offer["title"], job, vocabulary) if job in titled or not given else ()
    return tuple(dict.fromkeys([*meant, *given]))


def _place(place: PlaceGiven, communes: Gazetteer) -> Offer:
    """Return the place fields as exactly as what was given allows: a point, else a département, else nothing.

    What is said and not understood ("Luxembourg (Frontalier)") is ELSEWHERE. A point that lies far from its commune
    (latitude and longitude exchanged) loses against it.
    """
    read = _read(place, communes)
    commune = read.commune
    departement = read.departement or _departement(place) or ("" if read.wide or not place.label else ELSEWHERE)
    fields: Offer = {"place_label": place.label or (commune.label if commune else "")}
    fields |= {"commune": commune.insee if commune else place.insee, "departement": departement}
    if point := _point(place, commune):
        fields["location"] = {"lat": point[0], "lon": point[1]}
    fields["postcode"] = place.postcode
    return fields


def _read(place: PlaceGiven, communes: Gazetteer) -> ReadPlace:
    """Return the place by its code, its label with its postcode, else its label as sources write it."""
    commune = communes.communes.get(place.insee)
    if commune is None and place.postcode:
        commune = communes.find(f"{place.label} {place.postcode}" if place.label else place.postcode)
    if commune is None:
        return read_label(place.label, communes)
    return ReadPlace(commune, commune.departement)


def _point(place: PlaceGiven, commune: Commune | None) -> Point | None:
    said = (place.latitude, place.longitude) if place.latitude is not None and place.longitude is not None else None
    own = commune.point if commune else None
    return own if said is None or (own and distance_km(own, said) > MOST_FROM_COMMUNE_KM) else said


def _departement(place: PlaceGiven) -> str:
    """Return the département a code begins with: `33063` → `33`, `2A004` → `2A`, `97411` → `974`."""
    for code in (place.insee, place.postcode, place.label):
        start = code.strip()[:2].upper()
        if start in ("97", "98"):
            return code.strip()[:3]
        if start.isdecimal() or start in ("2A", "2B"):
            # Corsica's postcodes begin with 20 and do not tell its two départements apart.
            return "" if start == "20" and code == place.postcode else start
    return ""
