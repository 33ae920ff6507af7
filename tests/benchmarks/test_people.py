"""The bench of judged people on invented ones: what it reads, what it says, and that the real functions find."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from benchmarks.people import Heard, PeopleFileError, figures, read_people
from tests.benchmarks.test_matching_at_scale import client, nothing_left, run  # noqa: F401 - fixtures

pytestmark = pytest.mark.xdist_group("benchmarks")

PERSON = {
    "id": "ana",
    "cv": "Soudeuse TIG\n\nCompétences\nSoudage TIG",
    "wanted": "soudeur",
    "commune": "64445",
    "radius_km": 10,
    "must": ["near"],
    "may": [],
}


def offer(identifier: str, **changes: Any) -> dict[str, Any]:
    place = {"libelle": "64 - PAU", "commune": "64445"}
    return {
        "id": identifier,
        "intitule": "Soudeur TIG (H/F)",
        "description": "Atelier.",
        "lieuTravail": place,
        **changes,
    }


def write(folder: Path, people: Any, *offers: dict[str, Any]) -> tuple[str, str]:
    (folder / "people.json").write_text(json.dumps(people), encoding="utf-8")
    (folder / "offers.jsonl").write_text("\n".join(json.dumps(one) for one in offers), encoding="utf-8")
    return str(folder / "people.json"), str(folder / "offers.jsonl")


@pytest.mark.usefixtures("nothing_left")
def test_what_each_person_is_told_is_compared_with_what_was_judged(client: Elasticsearch, tmp_path: Path) -> None:  # noqa: F811
    lille = {"libelle": "59 - LILLE", "commune": "59350"}
    people, offers = write(
        tmp_path,
        [PERSON, {**PERSON, "id": "lou", "must": ["far"], "may": ["near"]}],
        offer("near"),
        offer("far", lieuTravail=lille),
        offer("other", intitule="Comptable"),
        offer("unwanted", intitule="Soudeuse MIG"),
    )
    found = run("people", people, "--offers", offers)
    assert (found["musts"], found["musts_told"]) == (2, 1)
    assert {name: found[name] for name in ("told", "right", "precision")} == {"told": 4, "right": 2, "precision": 0.5}
    assert found["direct"] == {"told": 4, "right": 2, "precision": 0.5}
    assert found["training"] == {"told": 0, "right": 0, "precision": None}
    assert found["first_mail"]["told"] == 4
    assert found["people"] == [
        {"id": "ana", "missed": [], "wrong": ["unwanted"]},
        {"id": "lou", "missed": ["far"], "wrong": ["unwanted"]},
    ]


def test_figures_count_what_was_told_of_each_kind(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [{**PERSON, "may": ["a"]}])
    heard = Heard(frozenset({"near", "b"}), frozenset({"a"}), frozenset({"near"}))
    found = figures(read_people(Path(path)), [heard])
    assert (found["told"], found["right"], found["precision"]) == (3, 2, 0.667)
    assert found["training"] == {"told": 1, "right": 1, "precision": 1.0}
    assert found["first_mail"] == {"told": 1, "right": 1, "precision": 1.0}


@pytest.mark.parametrize(
    "people",
    [{}, [], [{"id": "a"}], [{"cv": "x"}], [{**PERSON, "must": "near"}], [PERSON, PERSON]],
)
def test_a_file_that_is_none_says_what_was_expected(people: Any, tmp_path: Path) -> None:
    path, _ = write(tmp_path, people)
    with pytest.raises(PeopleFileError, match=r"expected|id of their own|lists"):
        read_people(Path(path))
