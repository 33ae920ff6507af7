"""How offers are told: which ones, in what order, and why they fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.alerts.offer_lines import (
    MOST_OF_ONE_EMPLOYER,
    MOST_OFFERS,
    OfferLine,
    Reason,
    best_first,
    choose,
    offer_line,
)
from indexer.offers.document import PlaceGiven
from indexer.reference.in_force import gazetteer, vocabulary
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile


def line(number: int, points: int = 6, employer: str = "", day: int = 1) -> OfferLine:
    published = f"2026-11-{day:02}T08:00:00+00:00"
    return OfferLine(str(number), "Soudeur", employer, "Pau", 3, "CDI", "", published, "http://x", points)


LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 10**9),
        points=st.integers(6, 12),
        employer=st.sampled_from(["", "Atelier", "ATELIER", "Chantier", "Usine"]),
        day=st.integers(1, 28),
    ),
    max_size=40,
    unique_by=lambda one: one.identifier,
)


@given(LINES)
def test_at_most_ten_are_shown_two_of_one_employer_best_first_and_the_rest_is_counted(lines: list[OfferLine]) -> None:
    shown, more = choose(lines)
    assert len(shown) + more == len(lines)
    assert len(shown) <= MOST_OFFERS
    assert shown == best_first(shown)
    named = [one.employer.casefold() for one in shown if one.employer]
    assert all(named.count(employer) <= MOST_OF_ONE_EMPLOYER for employer in named)
    left_out = [one for one in lines if one not in shown]
    for one in left_out:
        full = len(shown) == MOST_OFFERS
        told_twice = named.count(one.employer.casefold()) == MOST_OF_ONE_EMPLOYER
        assert full or told_twice, "nothing is left out without a reason"
        if not told_twice:
            assert one.points <= min(kept.points for kept in shown)


def test_employers_not_named_are_not_taken_for_one() -> None:
    shown, more = choose([line(number) for number in range(12)])
    assert (len(shown), more) == (10, 2)


def test_equal_points_are_ordered_by_date_whatever_the_zone_it_is_written_in() -> None:
    early, late = line(1, day=1), line(2, day=2)
    assert best_first([early, late, line(3, points=9)]) == [line(3, points=9), late, early]


def test_an_offer_is_told_with_place_distance_contract_and_reasons_in_words() -> None:
    profile = make_profile("p", wanted=["soudeur"], items=["skill:soudag-tig", "licence:PERMIS-C"])
    offer = make_offer(
        "o", title="Soudeur TIG (H/F)", description="Soudage TIG. Permis C.", rome=("H2913",), employer="Atelier",
        contract="CDI", place=PlaceGiven(),
    )  # fmt: skip
    offer |= {"place_label": "33 - BORDEAUX", "location": {"lat": 44.8378, "lon": -0.5792}, "pay_label": "15 €"}
    told = offer_line(offer, profile, "http://x/offres/o", vocabulary(), gazetteer())
    assert (told.title, told.employer, told.contract, told.pay) == ("Soudeur TIG (H/F)", "Atelier", "CDI", "15 €")
    assert (told.place, told.distance_km) == ("BORDEAUX (33)", 171)
    assert told.points == sum(reason.points for reason in told.reasons) == 6 + 3 + 1 + 1
    assert told.reasons[0] == Reason(f"métier : {vocabulary().jobs['H2913'].label}", 6)
    assert {"soudage TIG", "permis C", "« soudeur » dans l’intitulé"} <= {reason.words for reason in told.reasons}


def test_no_distance_is_told_when_either_place_is_unknown() -> None:
    profile, offer = make_profile("p", wanted=["soudeur"]), make_offer("o", place=PlaceGiven())
    assert offer_line(offer, profile, "x", vocabulary(), gazetteer()).distance_km is None
    placed = {**offer, "location": {"lat": 43.3, "lon": -0.37}}
    assert offer_line(placed, {**profile, "commune": "?"}, "x", vocabulary(), gazetteer()).distance_km is None
