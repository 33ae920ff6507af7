"""Why an offer fits and what it asks for besides: the points counted, and never a made-up number."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from indexer.matching.explanation import MOST_MISSING, explain, missing, says_enough
from indexer.profiles.document import words_of
from indexer.reference.in_force import vocabulary
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.factories.strategies import offers, profiles

WORDS = vocabulary()


@given(profiles("p"), offers("o"))
def test_the_total_is_the_number_of_terms_the_engine_counts(profile: dict[str, Any], offer: dict[str, Any]) -> None:
    held = words_of(profile).items
    why = explain(profile["wants"], held, offer, WORDS)
    assert why.total == len(set(profile["wants"]) & set(offer["traits"]))
    assert not set(why.missing) & set(held)
    assert len(why.missing) <= MOST_MISSING


def test_required_licences_and_core_skills_are_missing_and_what_is_only_named_is_not() -> None:
    core = next(skill for skill in sorted(WORDS.jobs["H2913"].core))
    label = WORDS.skills[core].label
    offer = make_offer(
        "o",
        title="Soudeur",
        description=f"{label}. Conduite de nacelle (CACES R486).",
        required_labels=("CACES R489 catégorie 3", "CACES R489 catégorie 5"),
        skill_labels=("CACES R489 catégorie 3", "CACES R489 catégorie 5"),
    )
    assert missing(set(), offer, WORDS)[:2] == ("licence:CACES-R489-3", f"skill:{core}")
    assert "licence:CACES-R486" not in missing(set(), offer, WORDS)
    assert missing({"licence:CACES-R489-5", f"skill:{core}"}, offer, WORDS) == (), "one of the family is enough"


def test_too_little_is_said_and_not_scored() -> None:
    assert not says_enough(make_profile("p", items=["licence:PERMIS-C"]))
    assert says_enough(make_profile("p", wanted=["soudeur"]))
