"""The three forms of a file of offers, and what is wrong with others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offers.importing import BAD_LINE, ImportFileError, read_records

ONE, TWO = {"id": "1", "intitule": "Soudeur"}, {"id": "2", "intitule": "Maçon"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "offers.json"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ONE, TWO]),
        json.dumps({"resultats": [ONE, TWO], "filtresPossibles": []}, indent=2),
        f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
        f"\n{json.dumps(ONE)}\r\n\r\n{json.dumps(TWO)}",
        "\ufeff" + json.dumps([ONE, TWO]),
    ],
)
def test_an_array_an_answer_and_json_lines_are_read_alike(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    assert read_records(path) == [ONE, TWO]


def test_one_offer_by_itself_and_empty_lists_are_read(path: Path) -> None:
    path.write_text(json.dumps(ONE), encoding="utf-8")
    assert read_records(path) == [ONE]
    for empty in ("[]", '{"resultats": []}'):
        path.write_text(empty, encoding="utf-8")
        assert read_records(path) == []


def test_a_broken_line_stands_among_the_others(path: Path) -> None:
    path.write_text(f'{json.dumps(ONE)}\n{{"id": "2", \n{json.dumps(TWO)}\n', encoding="utf-8")
    assert read_records(path) == [ONE, BAD_LINE, TWO]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b"])
def test_a_line_separator_inside_a_line_does_not_cut_it(path: Path, mark: str) -> None:
    odd = {**ONE, "description": f"ligne{mark}suite"}
    line = json.dumps(odd, ensure_ascii=False)
    path.write_bytes(f"{line}\n{json.dumps(TWO)}\n".encode())
    assert read_records(path) == [odd, TWO]


@pytest.mark.parametrize("text", ["", "   \n", "bonjour", '{"offres": []}', "3", '"x"', "null", "{{\n{{\n"])
def test_a_file_that_is_none_of_these_is_refused_with_what_was_expected(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportFileError, match="expected a JSON array"):
        read_records(path)


def test_a_file_that_is_no_text_or_not_there_is_refused(path: Path) -> None:
    with pytest.raises(ImportFileError, match="no file"):
        read_records(path)
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ImportFileError, match="UTF-8"):
        read_records(path)
    with pytest.raises(ImportFileError):
        read_records(path.parent)


def test_a_line_nested_too_deep_is_a_broken_line(path: Path) -> None:
    path.write_text(f"{json.dumps(ONE)}\n{'[' * 100_000}\n", encoding="utf-8")
    assert read_records(path) == [ONE, BAD_LINE]


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(st.characters(exclude_categories=["Cs"]))), min_size=2))
def test_any_json_lines_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, records: list[Any]) -> None:
    path = tmp_path_factory.mktemp("lines") / "offers.jsonl"
    path.write_bytes("\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode())
    assert read_records(path) == records
