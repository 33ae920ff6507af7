"""Whom real offers reach: people whose offers somebody judged by reading, told by the code that tells everybody.

A person is a CV as text, what they ask for, and two lists of offers by their source's id: `must` (they have to hear of
it) and `may` (telling it is fine). Every other offer is wrong for them. Their CV is read and their offers found and
told by the real functions, in indices of the bench's own, with the reference data and trainings in force; only the
file, Tika and the mail are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from marshmallow import ValidationError

from benchmarks.corner import corner
from indexer.alerts.telling import Telling, sort_out
from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.language.vocabulary import Vocabulary
from indexer.matching.matches import DIRECT, WITH_TRAINING, record
from indexer.matching.percolation import due_for_profile
from indexer.offers.importing import import_offers
from indexer.offers.processing import process_offers
from indexer.places.communes import Gazetteer
from indexer.profiles.document import MATCHED, Profile, complete, person_of, place_fields
from indexer.profiles.read import cv_fields
from indexer.profiles.wish import Wish, stored
from search_api.schemas import DepositSchema

SOURCE = "bench"
_JUDGED = ("id", "cv", "must", "may", "note")
_OF_A_MATCH = ["recipient", "profile", "offer", "kind", "created_at"]
Advance = Callable[[], None]
Progress = Callable[[str, int], Any]


class PeopleFileError(ValueError):
    """The file is not one of judged people; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A person, and the offers somebody judged for them, by their source's id."""

    identifier: str
    cv: str
    asked: Mapping[str, Any]
    """Fields of `POST /api/profiles`."""
    must: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person is told, by source's ids: as it is, with a training, and in their first mail."""

    direct: frozenset[str]
    training: frozenset[str]
    first_mail: frozenset[str]

    @property
    def told(self) -> frozenset[str]:
        """Return all of it."""
        return self.direct | self.training


def read_people(path: Path) -> list[Judged]:
    """Read judged people: a JSON list of objects with `id`, `cv`, `must`, `may` and fields of `POST /api/profiles`.

    `wanted` may be one title or a list; a `commune` that is an INSEE code is read as one. A `note` is passed over.
    Raises PeopleFileError.
    """
    try:
        people = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise PeopleFileError(f"{path}: expected a JSON list of people.") from error
    if not isinstance(people, list) or not people:
        raise PeopleFileError(f"{path}: expected a JSON list of people.")
    judged = [_judged(one, number) for number, one in enumerate(people)]
    if len({one.identifier for one in judged}) < len(judged):
        raise PeopleFileError(f"{path}: every person needs an id of their own.")
    return judged


def _judged(one: Any, number: int) -> Judged:
    where = f"person {number + 1}"
    if not isinstance(one, dict) or not isinstance(one.get("cv"), str) or not one.get("id"):
        raise PeopleFileError(f"{where}: expected an object with `id` and `cv` (text).")
    lists = [one.get(name, []) for name in ("must", "may")]
    if not all(isinstance(ids, list) for ids in lists):
        raise PeopleFileError(f"{where}: `must` and `may` are lists of offers' ids.")
    must, may = (frozenset(map(str, ids)) for ids in lists)
    asked = {name: value for name, value in one.items() if name not in _JUDGED and value is not None}
    wanted = asked.get("wanted", [])
    return Judged(
        str(one["id"]), one["cv"], {**asked, "wanted": [wanted] if isinstance(wanted, str) else wanted}, must, may
    )


def measure(
    people: Sequence[Judged],
    records: Sequence[Mapping[str, Any]],
    vocabulary: Vocabulary,
    communes: Gazetteer,
    progress: Progress,
) -> dict[str, Any]:
    """Return of what people had to hear how much was told, and of what was told how much was right (`must` or `may`).

    All offers come in first, then each person, as if they left their CV that day; a record without `dateCreation` is of
    today. Raises PeopleFileError for fields that a deposit would refuse.
    """
    with corner(also=("trainings",)) as client:
        _take_in(client, records, progress)
        with progress("people", len(people)) as advance:
            heard = [_heard(client, one, vocabulary, communes, advance) for one in people]
    return figures(people, heard)


def figures(people: Sequence[Judged], heard: Sequence[Heard]) -> dict[str, Any]:
    """Return the figures of what each of these people heard. Pure."""
    pairs = list(zip(people, heard, strict=True))
    direct = _share((one, said.direct) for one, said in pairs)
    training = _share((one, said.training) for one, said in pairs)
    whole = _share((one, said.told) for one, said in pairs)
    return {
        "people_asked": len(people),
        "musts": sum(len(one.must) for one in people),
        "musts_told": sum(len(one.must & said.told) for one, said in pairs),
        **whole,
        "direct": direct,
        "training": training,
        "first_mail": _share((one, said.first_mail) for one, said in pairs),
        "people": [
            {
                "id": one.identifier,
                "missed": sorted(one.must - said.told),
                "wrong": sorted(said.told - one.must - one.may),
            }
            for one, said in pairs
        ],
    }


def _share(pairs: Iterable[tuple[Judged, Collection[str]]]) -> dict[str, Any]:
    told = right = 0
    for one, said in pairs:
        told += len(said)
        right += len((one.must | one.may) & set(said))
    return {"told": told, "right": right, "precision": round(right / told, 3) if told else None}


def _take_in(client: Elasticsearch, records: Sequence[Mapping[str, Any]], progress: Progress) -> None:
    with progress("offers", len(records)) as advance:

        def work(identifiers: list[str]) -> None:
            process_offers(client, identifiers)
            for _ in identifiers:
                advance()

        import_offers(client, records, SOURCE, work)
    refresh(client, "offers")


def _heard(client: Elasticsearch, one: Judged, vocabulary: Vocabulary, communes: Gazetteer, advance: Advance) -> Heard:
    """Write the profile of a person, have their offers found, and return what their first digest would tell."""
    profile = profile_of(one, vocabulary, communes)
    client.index(index=index_name("profiles"), id=profile["id"], document=profile, refresh=True)
    record(client, due_for_profile(client, profile))
    refresh(client, "matches")
    query = {"term": {"recipient": profile["person"]}}
    hits = [
        {"_id": identifier, "_source": match} for identifier, match in scan(client, "matches", query, "id", _OF_A_MATCH)
    ]
    advance()
    return _as_heard(client, sort_out(client, hits))


def _as_heard(client: Elasticsearch, telling: Telling) -> Heard:
    offers = {hit["_source"]["offer"] for hit in telling.told}
    found = client.search(
        index=index_name("offers"),
        query={"ids": {"values": sorted(offers)}},
        size=10_000,
        source_includes=["source_id"],
    )
    names = {hit["_id"]: str(hit["_source"]["source_id"]) for hit in found["hits"]["hits"]}
    shown = {line.identifier for line in (*telling.shown, *telling.trained)}

    def of_kind(kind: str) -> frozenset[str]:
        return frozenset(names[hit["_source"]["offer"]] for hit in telling.told if hit["_source"]["kind"] == kind)

    return Heard(of_kind(DIRECT), of_kind(WITH_TRAINING), frozenset(names[offer] for offer in offers & shown))


def profile_of(one: Judged, vocabulary: Vocabulary, communes: Gazetteer) -> Profile:
    """Return the profile that a deposit of this person becomes, confirmed. Raises PeopleFileError."""
    email, asked = f"{one.identifier}@example.org", dict(one.asked)
    if asked.get("commune") in communes.communes:
        # Typed on a page, a number that is both is a postcode.
        asked["commune"] = f"INSEE {asked['commune']}"
    try:
        asked = DepositSchema().load({**asked, "email": email, "consent": True})
    except ValidationError as error:
        raise PeopleFileError(f"{one.identifier}: {error.messages}") from error
    wish = Wish(**{name: value for name, value in asked.items() if name not in ("email", "consent")})
    now, today = datetime.now(UTC).isoformat(), date.today()
    profile: Profile = {
        "id": person_of(email)[:24],
        "person": person_of(email),
        "email": email,
        "stage": MATCHED,
        "attempts": 0,
        **dict.fromkeys(("consent_at", "received_at", "confirmed_at", "last_contact_at"), now),
        "paused": False,
        **stored(wish),
        **place_fields(wish.commune, wish.radius_km, communes, wish.around),
    }
    read = cv_fields(profile, one.cv, vocabulary, communes, today.year * 12 + today.month - 1)
    return complete({**profile, **read}, vocabulary)
