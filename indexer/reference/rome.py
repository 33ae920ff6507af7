"""ROME 4.0, the official list of jobs of France Travail, from its open-data CSV files.

A sheet (`fiche`, 1,584 in v460) belongs to a parent (532), the code by which offers were published until ROME 4.0 and
by which Estey matches. A title (`appellation`) belongs to a sheet; so do links to skills (`compétence`), knowledge
(`savoir`, with licences and CACES among them) and working conditions (`contexte de travail`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.reference.tables import ReferenceFileError, Row, Table, TableFolder, Tally

CODE = re.compile(r"[A-N]\d{4}")
SKILL, KNOWLEDGE, CONTEXT = "competence", "savoir", "contexte"

SHEETS = Table("referentiel_code_rome", ("code_rome", "libelle_rome", "code_rome_parent"))
TITLES = Table(
    "referentiel_appellation",
    (
        "code_ogr",
        "libelle_appellation_long",
        "libelle_appellation_court",
        "code_rome",
        "code_rome_parent",
        "peu_usite",
    ),
)
SKILLS = Table("referentiel_competence", ("code_ogr", "libelle_competence"))
KNOWLEDGES = Table("referentiel_savoir", ("code_ogr_savoir", "libelle_savoir", "categorie_savoir"))
CONTEXTS = Table("referentiel_contexte_travail", ("code_ogr", "libelle_cont_travail"), optional=True)
LINKS = Table("coherence_item", ("code_rome", "code_ogr", "coeur_metier"))
MOVES = Table("rubrique_mobilite", ("code_rome", "code_rome_cible", "numero_ordre"))
TEXTS = Table("texte", ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"))
TABLES = (SHEETS, TITLES, SKILLS, KNOWLEDGES, CONTEXTS, LINKS, MOVES, TEXTS)


@dataclass(frozen=True, slots=True)
class RomeSheet:
    """A job sheet: its code, the code of its parent (its own, for a parent), its name."""

    code: str
    parent: str
    label: str


@dataclass(frozen=True, slots=True)
class RomeTitle:
    """A job title: `Accrocheur / Accrocheuse en abattoir`, of a sheet.

    `parent` is what the row itself says; in 404 rows of v460 it is not the parent of its sheet, and real offers then
    follow the sheet (35 against 7), which is what is used.
    """

    code: str
    label: str
    short: str
    sheet: str
    parent: str
    rare: bool


@dataclass(frozen=True, slots=True)
class RomeItem:
    """A skill, a piece of knowledge or a working condition. `category` is the publisher's, of knowledge only."""

    code: str
    label: str
    kind: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class RomeLink:
    """A sheet asks for an item; `core`: it is at the heart of the job."""

    sheet: str
    item: str
    core: bool


@dataclass(frozen=True, slots=True)
class RomeMove:
    """From a sheet, people move to another; the lowest `order` is the nearest."""

    sheet: str
    target: str
    order: int


@dataclass(frozen=True, slots=True)
class RomeText:
    """Sentences about a sheet, in order: `definition`, or `acces_metier` (diplomas and licences asked for)."""

    sheet: str
    kind: str
    text: str


@dataclass(frozen=True)
class Rome:
    """The whole list. `items` are skills and knowledge, `contexts` working conditions; links lead to both."""

    release: str
    sheets: tuple[RomeSheet, ...]
    titles: tuple[RomeTitle, ...]
    items: tuple[RomeItem, ...]
    contexts: tuple[RomeItem, ...]
    links: tuple[RomeLink, ...]
    moves: tuple[RomeMove, ...]
    texts: tuple[RomeText, ...]


def read_rome(path: Path, step: Callable[[str], None] = lambda name: None) -> tuple[Rome, Tally]:
    """Read a folder of the official CSV files or their zip; return the list and what became of each row.

    `step` hears which table is being read. Raises ReferenceFileError when a needed file or column is missing, when a
    table has nothing usable, or when more rows are refused than kept.
    """
    folder = TableFolder(path)
    try:
        folder.check(TABLES)
        return _Reader(folder, step).read()
    finally:
        folder.close()


class _Reader:
    def __init__(self, folder: TableFolder, step: Callable[[str], None]) -> None:
        self._folder, self._step, self._tally = folder, step, Tally()

    def read(self) -> tuple[Rome, Tally]:
        sheets = tuple(self._sheets())
        codes = {sheet.code for sheet in sheets}
        titles = tuple(self._titles(codes))
        seen: set[str] = set()
        skills = self._items(SKILLS, SKILL, seen)
        items = (*skills, *self._items(KNOWLEDGES, KNOWLEDGE, seen))
        contexts = tuple(self._items(CONTEXTS, CONTEXT, seen))
        links = tuple(self._links(codes, seen))
        moves = tuple(self._moves(codes))
        texts = tuple(self._texts(codes))
        rome = Rome(self._folder.version, sheets, titles, items, contexts, links, moves, texts)
        self._usable(rome)
        self._tally.kept = self._tally.read - self._tally.refused.total()
        return rome, self._tally

    def _usable(self, rome: Rome) -> None:
        for name in ("sheets", "titles", "items", "links", "moves", "texts"):
            if not getattr(rome, name):
                raise ReferenceFileError(f"{self._folder.path}: expected ROME 4.0, but found no usable {name}.")
        refused = self._tally.refused
        if refused.total() * 2 > self._tally.read:
            reasons = ", ".join(f"{count} {reason}" for reason, count in refused.most_common(3))
            raise ReferenceFileError(f"{self._folder.path}: expected ROME 4.0, but most rows are refused: {reasons}.")

    def _rows(self, table: Table) -> Iterator[Row]:
        self._step(table.stem)
        return self._folder.rows(table, self._tally)

    def _new(self, key: str, seen: set[str]) -> bool:
        if key in seen:
            self._tally.refuse("repeated")
            return False
        seen.add(key)
        return True

    def _sheets(self) -> Iterator[RomeSheet]:
        rows = list(self._rows(SHEETS))
        codes = {row["code_rome"] for row in rows if row["libelle_rome"] and CODE.fullmatch(row["code_rome"])}
        seen: set[str] = set()
        for row in rows:
            code, parent, label = row["code_rome"], row["code_rome_parent"], row["libelle_rome"]
            if not CODE.fullmatch(code):
                self._tally.refuse("sheet_code")
            elif not label:
                self._tally.refuse("sheet_without_label")
            elif parent not in codes:
                self._tally.refuse("sheet_of_unknown_parent")
            elif self._new(code, seen):
                yield RomeSheet(code, parent, label)

    def _titles(self, codes: set[str]) -> Iterator[RomeTitle]:
        seen: set[str] = set()
        for row in self._rows(TITLES):
            label = row["libelle_appellation_long"] or row["libelle_appellation_court"]
            if not label or not row["code_ogr"]:
                self._tally.refuse("title_without_label")
            elif row["code_rome"] not in codes:
                self._tally.refuse("title_of_unknown_job")
            elif self._new(row["code_ogr"], seen):
                short = row["libelle_appellation_court"] or label
                parent = row["code_rome_parent"] if row["code_rome_parent"] in codes else ""
                yield RomeTitle(row["code_ogr"], label, short, row["code_rome"], parent, row["peu_usite"] == "O")

    def _items(self, table: Table, kind: str, seen: set[str]) -> list[RomeItem]:
        identifier, name, *rest = table.columns
        items = []
        for row in self._rows(table):
            if not row[name] or not row[identifier]:
                self._tally.refuse("item_without_label")
            elif self._new(row[identifier], seen):
                items.append(RomeItem(row[identifier], row[name], kind, row[rest[0]] if rest else ""))
        return items

    def _links(self, codes: set[str], items: set[str]) -> Iterator[RomeLink]:
        seen: set[str] = set()
        for row in self._rows(LINKS):
            if row["code_rome"] not in codes:
                self._tally.refuse("link_of_unknown_job")
            elif row["code_ogr"] not in items:
                self._tally.refuse("link_to_unknown_item")
            elif self._new(f"{row['code_rome']} {row['code_ogr']}", seen):
                yield RomeLink(row["code_rome"], row["code_ogr"], row["coeur_metier"] == "Principale")

    def _moves(self, codes: set[str]) -> Iterator[RomeMove]:
        for row in self._rows(MOVES):
            if row["code_rome"] not in codes or row["code_rome_cible"] not in codes:
                self._tally.refuse("mobility_of_unknown_job")
            elif not row["numero_ordre"].isdecimal():
                self._tally.refuse("mobility_without_order")
            else:
                yield RomeMove(row["code_rome"], row["code_rome_cible"], int(row["numero_ordre"]))

    def _texts(self, codes: set[str]) -> Iterable[RomeText]:
        found: list[tuple[str, str, int, str]] = []
        for row in self._rows(TEXTS):
            # The publisher's export doubles apostrophes: "l''entretien".
            text = row["libelle_texte"].replace("''", "'")
            if row["code_rome"] not in codes:
                self._tally.refuse("text_of_unknown_job")
            elif not text:
                self._tally.refuse("empty_text")
            else:
                position = int(row["position_phrase"]) if row["position_phrase"].isdecimal() else 0
                found.append((row["code_rome"], row["libelle_type_texte"], position, text))
        return (RomeText(sheet, kind, text) for sheet, kind, _, text in sorted(found))
