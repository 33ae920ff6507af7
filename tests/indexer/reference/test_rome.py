"""Reading the official list of jobs: what is taken, what is refused and why, and what is another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.reference.rome import Rome, RomeTitle, read_rome
from indexer.reference.tables import ReferenceFileError
from tests.indexer.reference import official_files as files


def rome_of(path: Path) -> Rome:
    return read_rome(path)[0]


def test_every_table_is_read_whole(tmp_path: Path) -> None:
    rome, tally = read_rome(files.write_rome(tmp_path))
    assert rome.release == "460"
    assert {sheet.code: sheet.parent for sheet in rome.sheets}["H2914"] == "H2913"
    assert rome.titles[1] == RomeTitle(
        "101", "Soudeur / Soudeuse à la bougie", "Soudeur(se) à la bougie", "H2914", "H2902", rare=True
    )
    assert [(item.code, item.kind) for item in rome.items][2:4] == [("5003", "competence"), ("6001", "savoir")]
    assert rome.items[3].category == "Techniques professionnelles"
    assert [link.item for link in rome.links if link.core] == ["6001", "5001", "5002"]
    assert [item.label for item in rome.contexts] == ["Travail de nuit"]
    assert not tally.refused
    assert tally.read == tally.kept == sum(len(table) - 1 for table in files.TABLES.values())


def test_texts_are_in_order_and_their_apostrophes_single(tmp_path: Path) -> None:
    texts = rome_of(files.write_rome(tmp_path)).texts
    assert [text.text for text in texts if text.kind == "definition"] == [
        "Dresse des puces.",
        "Assure l'entretien du chapiteau.",
    ]


@pytest.mark.parametrize("inside", ["", "ROME 4.0/csv/"])
def test_a_zip_is_as_good_as_its_folder(tmp_path: Path, inside: str) -> None:
    folder = files.write_rome(tmp_path / "folder")
    assert rome_of(files.zipped(folder, tmp_path / "rome.zip", inside)) == rome_of(folder)


def test_any_version_is_read_and_of_several_the_highest(tmp_path: Path) -> None:
    files.write_rome(tmp_path, "99", referentiel_code_rome=[*files.CODES, ("A1101", "", "", "Vieux", "", "A1101")])
    rome = rome_of(files.write_rome(tmp_path, "471"))
    assert rome.release == "471"
    assert len(rome.sheets) == 5


def test_working_conditions_may_be_absent_and_links_to_them_are_then_refused(tmp_path: Path) -> None:
    rome, tally = read_rome(files.write_rome(tmp_path, referentiel_contexte_travail=None))
    assert rome.contexts == ()
    assert tally.refused == {"link_to_unknown_item": 1}


def test_each_row_that_cannot_be_taken_is_counted_by_its_reason(tmp_path: Path) -> None:
    rome, tally = read_rome(
        files.write_rome(
            tmp_path,
            referentiel_code_rome=[
                *files.CODES,
                ("H9999", "", "", "Orphelin", "", "H8888"),
                ("H9998", "", "", " ", "", "H9998"),
                ("Z1", "", "", "Code", "", "Z1"),
                ("H2913", "", "", "Encore", "", "H2913"),
                ("H2913", "too", "short"),
            ],
            referentiel_appellation=[
                *files.TITLES,
                ("110", "", "", "H2913", "", "H2913", "N"),
                ("111", "Perdu", "Perdu", "Z9999", "", "Z9999", "N"),
            ],
            referentiel_savoir=[*files.KNOWLEDGE, ("6009", "", "x"), ("5001", "Le code d'une compétence", "x")],
            coherence_item=[*files.LINKS, ("H9999", "5001", ""), ("H2913", "1", ""), ("H2913", "6001", "")],
            rubrique_mobilite=[*files.MOVES, ("H2913", "Z1", "1"), ("H2913", "G1602", "first")],
            texte=[*files.TEXTS, ("Z1", "3", "definition", "1", "x"), ("H2913", "3", "definition", "1", "")],
        )
    )
    assert tally.refused == {
        "sheet_of_unknown_parent": 1,
        "sheet_without_label": 1,
        "sheet_code": 1,
        "repeated": 3,
        "row_of_another_length": 1,
        "title_without_label": 1,
        "title_of_unknown_job": 1,
        "item_without_label": 1,
        "link_of_unknown_job": 1,
        "link_to_unknown_item": 1,
        "mobility_of_unknown_job": 1,
        "mobility_without_order": 1,
        "text_of_unknown_job": 1,
        "empty_text": 1,
    }
    assert tally.read == tally.kept + tally.refused.total()
    assert len(rome.sheets) == 5


@pytest.mark.parametrize("stem", [stem for stem in files.TABLES if stem != "referentiel_contexte_travail"])
def test_a_missing_file_is_named(tmp_path: Path, stem: str) -> None:
    with pytest.raises(ReferenceFileError, match=stem):
        read_rome(files.write_rome(tmp_path, **{stem: None}))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    renamed = [("code_rome", "code_ogr", "coeur"), *files.LINKS[1:]]
    with pytest.raises(ReferenceFileError, match=r"coherence_item.*missing: coeur_metier"):
        read_rome(files.write_rome(tmp_path, coherence_item=renamed))


def test_a_table_without_a_usable_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFileError, match="no usable titles"):
        read_rome(files.write_rome(tmp_path, referentiel_appellation=files.TITLES[:1]))


def test_files_most_of_whose_rows_are_refused_are_refused_whole(tmp_path: Path) -> None:
    lost = [(f"{number}", "Perdu", "Perdu", "Z9999", "", "", "N") for number in range(100)]
    with pytest.raises(ReferenceFileError, match="100 title_of_unknown_job"):
        read_rome(files.write_rome(tmp_path, referentiel_appellation=[*files.TITLES, *lost]))


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"code_rome,libelle", b""])
def test_another_file_is_refused_with_what_was_expected(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.zip").write_bytes(content)
    with pytest.raises(ReferenceFileError, match="expected a folder of CSV files, or the zip"):
        read_rome(tmp_path / "file.zip")


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = files.zipped(files.write_rome(tmp_path / "folder"), tmp_path / "rome.zip")
    content = bytearray(path.read_bytes())
    content[60:90] = b"\0" * 30
    path.write_bytes(content)
    with pytest.raises(ReferenceFileError):
        read_rome(path)


def test_what_is_not_there_and_what_is_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFileError, match="There is no file or folder"):
        read_rome(tmp_path / "nowhere")
    folder = files.write_rome(tmp_path / "latin")
    target = folder / "unix_texte_v460_utf8.csv"
    target.write_bytes(target.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(ReferenceFileError, match=r"texte.*expected UTF-8"):
        read_rome(folder)


def test_a_list_in_all_the_columns_of_the_publisher_is_read_whole() -> None:
    rome, tally = read_rome(files.SMALL_ROME)
    assert not tally.refused
    assert tally.read == tally.kept
    sheets = {sheet.code: sheet for sheet in rome.sheets}
    assert all(sheets[sheet.parent].parent == sheet.parent for sheet in rome.sheets), "parents have no other parent"
    assert {title.sheet for title in rome.titles} == set(sheets)
    assert {link.item for link in rome.links} <= {item.code for item in (*rome.items, *rome.contexts)}
    assert {code for move in rome.moves for code in (move.sheet, move.target)} <= set(sheets)
    assert {text.sheet for text in rome.texts} == set(sheets)
    strays = [title.label for title in rome.titles if title.parent != sheets[title.sheet].parent]
    assert strays == ["Soudeur-monteur / Soudeuse-monteuse de cuves", "Garçon / Fille de cuisine"]
    assert not [text.text for text in rome.texts if "''" in text.text]
