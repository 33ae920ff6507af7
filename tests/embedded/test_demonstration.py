"""The demonstration data: complete, invented, and of today."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from embedded.demonstration.load import DATA, shifted, wish_of
from indexer.offers.importing import read_records
from indexer.reference.in_force import gazetteer

NOW = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_the_newest_offer_is_of_this_minute_and_the_others_keep_their_distance() -> None:
    before = read_records(DATA / "offers.json")
    after = shifted(before, NOW)
    dates = [datetime.fromisoformat(record["dateActualisation"]) for record in after]
    assert timedelta() <= NOW - max(dates) < timedelta(minutes=1)
    moves = {
        datetime.fromisoformat(new["dateCreation"]) - datetime.fromisoformat(old["dateCreation"])
        for old, new in zip(before, after, strict=True)
    }
    assert len(moves) == 1


def test_nothing_but_the_dates_of_an_offer_changes() -> None:
    (offer,) = shifted([{"id": "1", "intitule": "Soudeur", "dateCreation": "2026-11-01T12:37:13.000Z"}], NOW)
    assert offer == {"id": "1", "intitule": "Soudeur", "dateCreation": "2031-05-06T07:08:00.000Z"}


def test_every_person_has_a_cv_and_lives_in_a_commune_we_know() -> None:
    people = json.loads((DATA / "people.json").read_text(encoding="utf-8"))
    assert len({person["email"] for person in people}) == len(people)
    for person in people:
        assert (DATA / person["cv"]).stat().st_size > 500
        assert person["email"].endswith("@example.org")
        gazetteer().resolve(person["commune"])


def test_some_people_can_begin_at_once_some_later_and_some_do_not_say() -> None:
    today = date(2031, 5, 6)
    people = json.loads((DATA / "people.json").read_text(encoding="utf-8"))
    said = [wish_of(person, today).get("available_from") for person in people]
    assert {None, "2031-05-06"} < set(said)
    assert max(filter(None, said)) > "2031-08-06", "further than every step of the facet"
    assert not {"cv", "available_in_days"} & {name for person in people for name in wish_of(person, today)}
