"""Traits, points and slots: what a match is made of."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.understanding import title_words
from indexer.matching.points import (
    HELD_BY_MOST,
    JOB_HELD,
    JOB_NEIGHBOUR,
    JOB_WANTED,
    MOST_SLOTS,
    OFFER_SLOTS,
    SKILL_COMMON,
    SKILL_CORE,
    SKILL_RARE,
    THRESHOLD,
    skill_points,
)
from indexer.matching.traits import (
    ProfileWords,
    jobs_of,
    offer_slots,
    offer_traits,
    profile_slots,
    shared_points,
    slots,
    wanted_slots,
    weigh_offer,
    weigh_profile,
)
from indexer.reference.in_force import vocabulary
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.factories.strategies import offers, profiles

WORDS = vocabulary()


def weigh(words: ProfileWords) -> dict[str, int]:
    return weigh_profile(words, jobs_of(words, WORDS), WORDS)


TRAITS = st.sampled_from(["job:H2913", "job:F1703", "skill:soudag-tig", "licence:PERMIS-C", "word:soudeur"])
WEIGHTS = st.dictionaries(TRAITS, st.integers(1, 6))


def test_a_trait_of_n_points_is_n_terms() -> None:
    assert slots("job:H2913", 3) == ["job:H2913#1", "job:H2913#2", "job:H2913#3"]
    assert slots("job:H2913", 0) == []


def test_the_job_wanted_makes_a_match_by_itself_and_its_neighbours_do_not() -> None:
    weights = weigh(ProfileWords(wanted=["soudeuse"]))
    assert weights["job:H2913"] == JOB_WANTED == THRESHOLD
    near = WORDS.jobs["H2913"].neighbours
    assert near
    assert all(weights[f"near:{code}"] == JOB_NEIGHBOUR < THRESHOLD for code in near)


def test_two_jobs_that_are_near_are_no_more_than_one() -> None:
    """Seen on real offers: "Responsable … / Administrateur …" was told to developers, for two jobs near to theirs."""
    wants = wanted_slots(weigh(ProfileWords(wanted=["soudeuse"], held=["H2903"])))
    near = WORDS.jobs["H2913"].neighbours
    assert len(near) > 1
    carried = offer_slots(offer_traits("", {code: [code] for code in [*near, "H2903"]}, []))
    assert sum(shared_points(wants, carried).values()) == JOB_NEIGHBOUR


def test_without_a_wanted_title_the_first_job_of_the_cv_is_the_one_wanted() -> None:
    weights = weigh(ProfileWords(held=["G1602", "H2913"]))
    assert weights["job:G1602"] == JOB_WANTED
    assert weights["near:H2913"] == JOB_HELD


def test_what_was_held_before_speaks_less_than_the_wish() -> None:
    weights = weigh(ProfileWords(wanted=["cuisinier"], held=["G1605", "H2913"]))
    assert weights["job:G1602"] == JOB_WANTED
    assert weights["near:G1605"] == JOB_HELD
    assert not {"job:H2913", "near:H2913"} & set(weights), "whoever leaves a trade does not hear of it again"


def test_skills_count_in_the_field_of_the_wish_and_not_in_the_trade_that_was_left() -> None:
    """Seen on real offers: an accountant who wants to bake was told of accountants' jobs, for what her CV holds."""
    skills = [f"skill:{skill}" for skill in WORDS.jobs["M1203"].skills]
    wishing = jobs_of(ProfileWords(wanted=["boulangère"], held=["M1203"], items=skills), WORDS)
    assert "D1102" in wishing.only_in_fields
    assert "M1203" not in wishing.only_in_fields
    without_wish = jobs_of(ProfileWords(held=["M1203"], items=skills), WORDS)
    assert "M1203" in without_wish.only_in_fields


def test_beside_a_title_nobody_knows_skills_name_their_field_since_offers_of_any_field_may_count() -> None:
    skills = [f"skill:{skill}" for skill in WORDS.jobs["M1203"].skills]
    words = ProfileWords(wanted=["boulangère", "dresseuse d’ours"], items=skills)
    assert jobs_of(words, WORDS).only_in_fields == []
    wants = wanted_slots(weigh(words))
    accountant = offer_slots(offer_traits("Comptable", {"M1203": ["M1203"]}, skills))
    assert sum(shared_points(wants, accountant).values()) == 0
    bear = offer_slots(offer_traits("Dresseuse d’ours", {}, []))
    assert sum(shared_points(wants, bear).values()) >= THRESHOLD


def test_skills_alone_make_a_match_for_people_of_whom_no_job_is_known() -> None:
    skills = [f"skill:{skill}" for skill in WORDS.jobs["H2913"].skills]
    wants = wanted_slots(weigh(ProfileWords(items=skills)))
    assert (
        sum(shared_points(wants, offer_slots(offer_traits("Soudeur", {"H2913": ["H2913"]}, skills))).values())
        >= THRESHOLD
    )


def test_a_trait_known_for_two_reasons_counts_once_at_its_best() -> None:
    weights = weigh(ProfileWords(wanted=["soudeur"], held=["H2913"]))
    assert weights["job:H2913"] == JOB_WANTED
    assert "near:H2913" not in weights


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_all_the_words_of_an_unknown_title_have_to_be_there(count: int) -> None:
    words = ["dresseur", "ours", "savant", "blanc", "polaire", "arctique"][:count]
    weights = weigh(ProfileWords(wanted=[" ".join(words)]))
    assert sum(weights.values()) == THRESHOLD
    wants = wanted_slots(weights)
    carried = offer_slots(offer_traits(" ".join(words), {}, []))
    assert sum(shared_points(wants, carried).values()) == THRESHOLD
    for missing in title_words(" ".join(words)):
        others = [word for word in words if title_words(word) != (missing,)]
        carried = offer_slots(offer_traits(" ".join(others), {}, []))
        assert sum(shared_points(wants, carried).values()) < THRESHOLD


def test_what_everybody_has_is_worth_nothing() -> None:
    everywhere = max(WORDS.skill_share, key=lambda skill: WORDS.skill_share[skill])
    weights = weigh(ProfileWords(items=[*HELD_BY_MOST, f"skill:{everywhere}", "skill:soudag-tig"]))
    assert weights == {"skill:soudag-tig": SKILL_RARE}


def test_what_is_the_core_of_the_job_wanted_is_worth_more() -> None:
    job = WORDS.jobs["H2913"]
    [core, other] = [
        next(s for s in job.skills if (s in job.core) == is_core and WORDS.skill_share[s] <= 0.01)
        for is_core in (True, False)
    ]
    items = [f"skill:{core}", f"skill:{other}"]
    weights = weigh(ProfileWords(wanted=["soudeur"], items=items))
    assert weights[f"skill:{core}"] == SKILL_RARE + SKILL_CORE
    assert weights[f"skill:{other}"] == SKILL_RARE
    assert weigh(ProfileWords(items=items)) == dict.fromkeys(items, SKILL_RARE), "no job is known: nothing is core"


def test_an_offer_weighs_people_by_the_same_table() -> None:
    job = WORDS.jobs["H2913"]
    core = next(iter(sorted(job.core)))
    weights = weigh_offer({"H2913": ["H2913"]}, [f"skill:{core}", "licence:PERMIS-B"], WORDS)
    assert weights["job:H2913"] == JOB_WANTED
    assert all(weights[f"near:{near}"] == JOB_NEIGHBOUR for near in job.neighbours)
    assert weights[f"skill:{core}"] == skill_points(WORDS.skill_share[core], core=True)
    assert not any(trait.startswith("licence:PERMIS-B") for trait in weights)
    assert weigh_offer({}, [f"skill:{core}"], WORDS) == {f"skill:{core}": skill_points(WORDS.skill_share[core])}


def test_to_a_recruiter_the_job_wanted_speaks_louder_than_the_job_held() -> None:
    asks = wanted_slots(weigh_offer({"H2913": ["H2913"]}, [], WORDS))

    def points(**given: Any) -> int:
        words = ProfileWords(**given)
        return sum(shared_points(asks, profile_slots(words, jobs_of(words, WORDS))).values())

    assert points(wanted=["soudeur"]) == JOB_WANTED + JOB_HELD
    assert points(wanted=["cuisinier"], held=["H2913"]) == JOB_HELD
    assert points(held=["H2913"]) == JOB_WANTED + JOB_HELD, "without a wish, the job held last is the one wanted"
    assert points(wanted=["cuisinier"]) == 0


def test_a_skill_is_worth_less_the_more_jobs_ask_for_it() -> None:
    assert [skill_points(share) for share in (0.002, 0.01, 0.02, 0.03, 0.031, 1.0)] == [2, 2, 1, 1, 0, 0]
    assert skill_points(0) == SKILL_COMMON, "asked for by no job that is known"


def test_a_profile_asks_for_its_heaviest_traits_first_and_never_for_too_many() -> None:
    weights = {f"skill:s{number}": 2 for number in range(MOST_SLOTS)} | {"job:H2913": 6}
    wants = wanted_slots(weights)
    assert len(wants) == MOST_SLOTS
    assert wants[:6] == slots("job:H2913", 6)


def test_an_offer_carries_every_slot_that_can_be_asked_for_once() -> None:
    traits = offer_traits(
        "Soudeur soudeuse TIG", {"H2913": ["H2913", "H2913"]}, ["skill:soudag-tig", "licence:PERMIS-C"]
    )
    carried = offer_slots(traits)
    assert len(carried) == len(set(carried))
    counts = Counter(slot.rpartition("#")[0] for slot in carried)
    assert counts == {
        "job:H2913": OFFER_SLOTS["job"],
        "near:H2913": OFFER_SLOTS["near"],
        "skill:soudag-tig": OFFER_SLOTS["skill"],
        "licence:PERMIS-C": OFFER_SLOTS["licence"],
        "skill:soudag-tig@H29": OFFER_SLOTS["skill"],
        "licence:PERMIS-C@H29": OFFER_SLOTS["licence"],
        "word:soudeur": OFFER_SLOTS["word"],
        "word:tig": OFFER_SLOTS["word"],
    }


@given(profiles("p"), offers("o"))
def test_no_weight_is_more_than_an_offer_can_carry(profile: dict[str, Any], offer: dict[str, Any]) -> None:
    for wanted in profile["wants"]:
        trait, _, number = wanted.rpartition("#")
        assert int(number) <= OFFER_SLOTS[trait.partition(":")[0]]


@given(profiles("p"), offers("o"))
def test_the_explanation_adds_up_to_the_terms_shared_in_either_order(
    profile: dict[str, Any], offer: dict[str, Any]
) -> None:
    shared = shared_points(profile["wants"], offer["traits"])
    assert shared == shared_points(offer["traits"], profile["wants"])
    assert sum(shared.values()) == len(set(profile["wants"]) & set(offer["traits"]))
    assert list(shared.values()) == sorted(shared.values(), reverse=True)


@given(WEIGHTS, st.sets(TRAITS))
def test_shared_points_are_the_weights_of_the_traits_the_offer_has(weights: dict[str, int], traits: set[str]) -> None:
    bounded = {trait: min(points, OFFER_SLOTS[trait.partition(":")[0]]) for trait, points in weights.items()}
    expected = {trait: points for trait, points in bounded.items() if trait in traits}
    assert shared_points(wanted_slots(weights), offer_slots(traits)) == expected


def test_a_correction_wins_over_what_was_read() -> None:
    read = {"held": ["H2913", "F1703"], "items": ["skill:soudag-tig", "licence:PERMIS-C"]}
    corrections = {"removed": ["job:H2913", "skill:soudag-tig"], "added": ["job:G1602", "skill:meulag"]}
    before, after = make_profile("p", **read), make_profile("p", **read, corrections=corrections)
    named_before = {slot.rpartition("#")[0] for slot in before["wants"]}
    named_after = {slot.rpartition("#")[0] for slot in after["wants"]}
    assert {"job:H2913", "skill:soudag-tig"} <= named_before
    assert not any(trait.startswith("skill:soudag-tig") for trait in named_after)
    assert "job:G1602#6" in after["wants"], "a job added by the person is a wish"
    assert {"skill:meulag", "licence:PERMIS-C"} <= named_after


def test_the_offer_of_the_wanted_job_reaches_the_threshold_and_another_trade_does_not() -> None:
    profile = make_profile("p", wanted=["soudeur"])
    welder = make_offer("w", title="Soudeur (H/F)", rome=("H2913",))
    cook = make_offer("c", title="Cuisinier (H/F)", rome=("G1602",))
    assert sum(shared_points(profile["wants"], welder["traits"]).values()) >= THRESHOLD
    assert sum(shared_points(profile["wants"], cook["traits"]).values()) < THRESHOLD
