"""Which offers are passed over without percolation: only such as are in nobody's reach. No server but in the last."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from indexer.matching.matches import DIRECT
from indexer.matching.reach import LookedIn, is_within, looked_in, may_reach
from indexer.offers.document import PlaceGiven
from indexer.places.geometry import distance_km
from indexer.reference.in_force import gazetteer
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.indexer.matching.test_both_directions import both_ways, stored

COMMUNES = sorted(insee for insee, one in gazetteer().communes.items() if one.point)
PAU, BORDEAUX, LILLE = PlaceGiven(insee="64445"), PlaceGiven(insee="33063"), PlaceGiven(insee="59350")


def looking(*departements: str, anywhere: bool = False, remotely: bool = False) -> LookedIn:
    return LookedIn(frozenset(departements), anywhere, remotely)


@pytest.mark.parametrize(
    ("offer", "looked", "may"),
    [
        ({"place": PAU}, looking("64"), True),
        # The département beside it: circles reach over borders.
        ({"place": PAU}, looking("40"), True),
        ({"place": PAU}, looking("59"), False),
        ({"place": PAU}, looking(), False),
        ({"place": PAU}, looking("59", anywhere=True), True),
        ({"place": PAU, "working_time_label": "Poste en full remote"}, looking("59", remotely=True), True),
        ({"place": PAU}, looking("59", remotely=True), False),
        ({"place": PlaceGiven()}, looking("59"), True),
        ({"place": PlaceGiven(label="64 - QUELQUE PART")}, looking("59"), False),
        # Its point contradicts its commune, and loses: it does not lie near Lille.
        ({"place": PlaceGiven(insee="64445", latitude=50.6, longitude=3.1)}, looking("59"), False),
        # It lies further from the middle of its commune than most are wide: it may be in any département.
        ({"place": PlaceGiven(insee="64445", latitude=43.6, longitude=-0.6)}, looking("59"), True),
        ({"place": PlaceGiven(label="Luxembourg")}, looking("59"), True),
    ],
)
def test_an_offer_is_passed_over_only_where_nobody_looks(offer: dict[str, Any], looked: LookedIn, may: bool) -> None:
    assert may_reach(make_offer("o", **offer), looked, gazetteer()) is may


LIBOURNE, MARMANDE = PlaceGiven(insee="33243"), PlaceGiven(insee="47157")
"""28 and 62 km from Bordeaux, as the crow flies."""


@pytest.mark.parametrize(
    ("place", "given", "within"),
    [
        (LIBOURNE, {"radius_km": 27}, False),
        (LIBOURNE, {"radius_km": 29}, True),
        (LIBOURNE, {"radius_km": 27, "whole_departements": ["33"]}, True),
        (MARMANDE, {"radius_km": 54}, False),
        (MARMANDE, {"radius_km": 54, "around": [{"commune": "33243", "radius_km": 75}]}, True),
        (PlaceGiven(label="47 - QUELQUE PART"), {"radius_km": 54}, True),
    ],
)
def test_offers_are_told_as_near_as_was_asked_to_the_kilometre(
    place: PlaceGiven, given: dict[str, Any], within: bool
) -> None:
    person = make_profile("p", wanted=["soudeur"], commune="33063", **given)
    assert is_within(person, make_offer("o", place=place), gazetteer()) is within


def test_whoever_asks_for_a_distance_between_two_is_told_of_nothing_beyond_it(engine: Elasticsearch) -> None:
    people = [make_profile(f"p{km}", wanted=["soudeur"], commune="33063", radius_km=km) for km in (30, 54, 75)]
    jobs = [make_offer("near", title="Soudeur", place=LIBOURNE), make_offer("far", title="Soudeur", place=MARMANDE)]
    stored(engine, ("profiles", people), ("offers", jobs), ("trainings", []))
    forwards, backwards = both_ways(engine, people, jobs)[DIRECT]
    assert forwards == backwards == {("p30", "near"), ("p54", "near"), ("p75", "near"), ("p75", "far")}


@given(
    st.sampled_from(COMMUNES),
    st.sampled_from(COMMUNES),
    st.sampled_from((5, 30, 100, 200)),
    st.floats(-0.1, 0.1),
    st.floats(-0.1, 0.1),
)
def test_what_lies_in_a_circle_is_never_passed_over(
    where: str, looks_from: str, radius_km: int, north: float, east: float
) -> None:
    communes = gazetteer()
    centre, middle = communes.communes[looks_from].point, communes.communes[where].point
    assert centre
    assert middle
    point = (middle[0] + north, middle[1] + east)
    offer = make_offer("o", place=PlaceGiven(insee=where, latitude=point[0], longitude=point[1]))
    looks = make_profile("p", commune=looks_from, radius_km=radius_km)
    reached = distance_km(centre, point) <= radius_km
    assert may_reach(offer, looking(*looks["departements"]), communes) or not reached


def test_where_people_look_is_asked_of_those_who_may_be_told(engine: Elasticsearch) -> None:
    stored(
        engine,
        (
            "profiles",
            [
                make_profile("pau", commune="64445", radius_km=5),
                make_profile("paused", commune="33063", radius_km=5, paused=True),
                make_profile("whole", commune="64445", radius_km=5, whole_departements=["17"]),
            ],
        ),
    )
    assert looked_in(engine) == looking("64", "17")
    stored(engine, ("profiles", [make_profile("remote", commune="64445", radius_km=5, remote_anywhere=True)]))
    assert looked_in(engine) == looking("64", remotely=True)
