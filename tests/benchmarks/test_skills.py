"""The bench of skills on two invented offers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.skills import OffersFileError, measure, read_labels, read_offers
from indexer.language.vocabulary import Item, Vocabulary

WORDS = Vocabulary({}, {"100": Item("100", "Soudage TIG"), "200": Item("200", "Lecture de plans, de schémas")}, {}, {})
OFFERS = [
    {
        "id": "A1",
        "intitule": "Soudeur",
        "description": "Soudage TIG, savoir lire les plans.",
        "competences": [
            {"code": "100", "libelle": "Soudage TIG"},
            {"code": None, "libelle": "Lecture de plans, de schémas"},
            {"code": "999", "libelle": "Dresser des puces"},
        ],
    },
    {"id": "A2", "intitule": "Soudeur", "description": "", "competences": [{"code": "100", "libelle": "Soudage TIG"}]},
    {"id": "A3", "intitule": "Soudage TIG"},
]


def test_declared_skills_that_the_text_says_and_wrong_ones_are_counted() -> None:
    labels = {"tuned": {"A1": {"skill:100": True}, "A3": {"skill:100": False}, "GONE": {"skill:100": False}}}
    result = measure(OFFERS, WORDS, labels)
    assert (result["offers"], result["declared"], result["declared_known"]) == (2, 4, 3)
    assert (result["declared_found"], result["recall"]) == (2, pytest.approx(2 / 3))
    assert result["batches"]["tuned"] == {"offers": 2, "found": 2, "wrong": 1, "unread": 1, "precision": 0.5}


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "offers.jsonl"
    for content in ("[1]", '{"title": "x"}', "soudeur"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(OffersFileError, match="expected offers"):
            read_offers(path)
    path.write_text("\n".join(json.dumps(offer) for offer in OFFERS), encoding="utf-8")
    assert read_offers(path) == OFFERS


def test_the_labels_kept_are_ids_items_and_verdicts_only() -> None:
    labels = read_labels()
    assert len(labels["tuned"]) == 50
    assert len(labels["fresh"]) == 15
    assert not set(labels["tuned"]) & set(labels["fresh"])
    for batch in labels.values():
        for verdicts in batch.values():
            assert all(item.partition(":")[0] in ("skill", "licence", "language") for item in verdicts)
            assert all(isinstance(verdict, bool) for verdict in verdicts.values())
