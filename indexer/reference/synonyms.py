"""Other words for jobs and skills, and how common they are: four public files, each recognised by its header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.reference.tables import ReferenceFileError, Row, Tally, csv_rows, header_of, read_text


@dataclass(frozen=True, slots=True)
class GenderPair:
    """The two genders of a word of trade: `acheteur`, `acheteuse` (in a few rows the other way round)."""

    lemma: str
    other: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """A skill word of real offers, and how many of them use it."""

    word: str
    offers: int


@dataclass(frozen=True, slots=True)
class EscoOccupation:
    """An ESCO occupation: its address, its ISCO-08 group, its label and other labels."""

    uri: str
    isco: str
    label: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EscoSkill:
    """An ESCO skill: its address, `kind` (competence, knowledge), how widely it is used, its label and other labels."""

    uri: str
    kind: str
    reuse: str
    label: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class GenderPairs:
    """Masculine and feminine of job words (Dares)."""

    pairs: tuple[GenderPair, ...]


@dataclass(frozen=True)
class Keywords:
    """How common skill words are in offers (La bonne alternance)."""

    keywords: tuple[Keyword, ...]


@dataclass(frozen=True)
class EscoOccupations:
    """Occupations of ESCO in French."""

    occupations: tuple[EscoOccupation, ...]


@dataclass(frozen=True)
class EscoSkills:
    """Skills and knowledge of ESCO in French."""

    skills: tuple[EscoSkill, ...]


Synonyms = GenderPairs | Keywords | EscoOccupations | EscoSkills


@dataclass(frozen=True, slots=True)
class Form:
    """A file that is known: its kind, its columns, how it is written, and how a row and the whole are made."""

    kind: str
    columns: tuple[str, ...]
    delimiter: str
    row: Callable[[Row], tuple[str, Any]]
    whole: Callable[[tuple[Any, ...]], Synonyms]
    quoted: bool = True


class _RefusedRowError(ValueError):
    """A row that cannot be taken; the message is the reason."""


def _pair(row: Row) -> tuple[str, Any]:
    if not row["LEMME"] or not row["FLEXION"]:
        raise _RefusedRowError("empty_word")
    return f"{row['LEMME']};{row['FLEXION']}", GenderPair(row["LEMME"], row["FLEXION"])


def _keyword(row: Row) -> tuple[str, Any]:
    if not row["mot_cle"]:
        raise _RefusedRowError("empty_word")
    if not row["nb_offres"].isdecimal():
        raise _RefusedRowError("count")
    return row["mot_cle"], Keyword(row["mot_cle"], int(row["nb_offres"]))


def _occupation(row: Row) -> tuple[str, Any]:
    return _uri(row), EscoOccupation(_uri(row), row["iscoGroup"], row["preferredLabel"], _others(row))


def _skill(row: Row) -> tuple[str, Any]:
    kind = row["skillType"].rpartition("/")[2]
    return _uri(row), EscoSkill(_uri(row), kind, row["reuseLevel"], row["preferredLabel"], _others(row))


def _uri(row: Row) -> str:
    if not row["preferredLabel"]:
        raise _RefusedRowError("without_label")
    if not row["conceptUri"].startswith("http"):
        raise _RefusedRowError("without_address")
    return row["conceptUri"]


def _others(row: Row) -> tuple[str, ...]:
    labels = (label.strip() for label in row["altLabels"].split("\n"))
    return tuple(dict.fromkeys(label for label in labels if label and label != row["preferredLabel"]))


_ESCO = ("conceptUri", "preferredLabel", "altLabels")
FORMS = (
    Form("gender-pairs", ("LEMME", "FLEXION"), ";", _pair, GenderPairs),
    Form("keywords", ("mot_cle", "nb_offres"), "\t", _keyword, Keywords, quoted=False),
    Form("esco-occupations", (*_ESCO, "iscoGroup"), ",", _occupation, EscoOccupations),
    Form("esco-skills", (*_ESCO, "skillType", "reuseLevel"), ",", _skill, EscoSkills),
)


def read_synonyms(path: Path) -> tuple[str, Synonyms, Tally]:
    """Read one of the known files; return its kind, what it holds and what became of its rows.

    Raises ReferenceFileError when it is none of them, or most of its rows are refused.
    """
    text = read_text(path)
    header = header_of(text)
    form = next((form for form in FORMS if set(form.columns) <= set(header.split(form.delimiter))), None)
    if form is None:
        known = "; ".join(form.delimiter.join(form.columns).replace("\t", "<tab>") for form in FORMS)
        raise ReferenceFileError(f"{path}: expected a file of synonyms with one of these headers: {known}.")
    tally, kept = Tally(), dict[str, Any]()
    for row in csv_rows(text, str(path), form.columns, form.delimiter, quoted=form.quoted):
        tally.read += 1
        try:
            if not row:
                raise _RefusedRowError("row_of_another_length")
            key, value = form.row(row)
            if key in kept:
                raise _RefusedRowError("repeated")
        except _RefusedRowError as refusal:
            tally.refuse(str(refusal))
        else:
            kept[key] = value
    tally.kept = len(kept)
    if not kept or tally.kept < tally.refused.total():
        raise ReferenceFileError(f"{path}: expected synonyms, but most rows are refused: {dict(tally.refused)}.")
    return form.kind, form.whole(tuple(kept.values())), tally
