"""What a CV says and what the person says of it, together: pure functions on a profile, no server."""

from __future__ import annotations

from typing import Any

from indexer.operations.derivation import profile_anew
from indexer.profiles.document import complete, words_of
from indexer.profiles.read import (
    cv_fields,
    diplomas_of,
    experience_key,
    experience_said,
    experiences_of,
    held_jobs,
    languages_of,
    place_read,
    totals,
    wanted_key,
    wanted_read,
)
from tests.factories.profiles import make_profile
from tests.indexer.language.cv.cvs import COLUMNS, NOW, TABLE
from tests.starter import starter_communes, starter_words


def profile(text: str = COLUMNS, **given: Any) -> dict[str, Any]:
    bare = {**make_profile("p"), "email": "sandrine.boulanger@example.org", "stage": "matched", **given}
    return complete({**bare, **cv_fields(bare, text, starter_words(), starter_communes(), NOW)}, starter_words())


def test_a_job_wanted_read_in_the_cv_is_a_wish_only_when_the_person_gave_none() -> None:
    assert words_of(profile()).wanted == ("Secrétaire comptable",)
    assert "job:M1608#6" in profile()["wants"]
    assert words_of(profile(wanted=["boulangère"])).wanted == ("boulangère",)
    assert words_of(profile(corrections={"added": ["job:D1102"], "removed": []})).wanted == ()
    removed = {"added": [], "removed": [wanted_key("Secrétaire comptable")]}
    assert wanted_read(profile(corrections=removed)) == []


def test_the_most_recent_job_held_comes_first() -> None:
    [first, second] = experiences_of(profile())
    assert (first["since"], second["since"]) == ("2016-09", "2013-03")
    assert held_jobs(profile())[0] == first["jobs"][0]


def test_a_job_held_that_is_removed_goes_with_its_code_its_months_and_for_every_later_cv() -> None:
    before = profile()
    removed = {"added": [], "removed": [experience_key(experiences_of(before)[1])]}
    after = profile(corrections=removed)
    assert [one["title"] for one in experiences_of(after)] == ["Secrétaire comptable"]
    assert set(held_jobs(before)) - set(held_jobs(after)) == {"M1607"}
    assert (before["experience_months"], after["experience_months"]) == (64, 22)
    again = profile(COLUMNS.replace("relance", "Relance"), corrections=removed)
    assert len(experiences_of(again)) == 1


def test_what_the_person_adds_counts_like_what_was_read() -> None:
    said = experience_said("maçon", "Bâti Exemple", "2020", "2022", starter_words(), NOW)
    corrections = {
        "added": ["language:italien"],
        "removed": [],
        "experiences": [said],
        "diplomas": [{"label": "Master", "level": 7, "year": "", "held": True}],
    }
    own = profile(corrections=corrections)
    assert experiences_of(own)[0]["title"] == "maçon"
    assert held_jobs(own)[0] == "F1703"
    assert totals(own) == {"experience_months": 64 + 24, "diploma_level": 7}
    assert [one["label"] for one in diplomas_of(own)] == ["BTS comptabilité et gestion", "Master"]
    assert [one["trait"] for one in languages_of(own)] == ["language:anglais", "language:espagnol", "language:italien"]


def test_a_little_of_a_language_is_shown_and_no_trait() -> None:
    assert {"trait": "language:espagnol", "level": "notions"} in languages_of(profile())
    assert "language:espagnol" not in words_of(profile()).items
    assert "language:anglais" in words_of(profile()).items


def test_deriving_anew_changes_nothing_and_keeps_the_place_that_left_the_text() -> None:
    for text in (COLUMNS, TABLE):
        first = profile(text, commune="64445", radius_km=30)
        again = profile_anew(first, starter_words(), starter_communes())
        assert again["understood"] == first["understood"]
        assert again["text"] == first["text"]
        assert again["stage"] == "matched"
    assert place_read(profile()) == "17300"
    assert place_read(profile(corrections={"added": [], "removed": ["place:17300"]})) == ""


def test_a_text_kept_by_an_earlier_release_loses_the_person_when_derived_anew() -> None:
    old = {**profile(), "text": COLUMNS, "understood": {"jobs": ["D1102"], "items": []}}
    anew = profile_anew(old, starter_words(), starter_communes())
    assert "Boulanger" not in anew["text"]
    assert "D1102" not in anew["understood"]["jobs"]
    assert anew["understood"]["place"] == "17300"
