"""Trainings: the certifications of the RNCP, and the sessions that a region offers. Read here, indexed elsewhere.

`indexer/reference/training_index.py` fills the engine from both. The header of the CSV of sessions is documented in
docs/reference-data.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from indexer.reference.rome import CODE
from indexer.reference.tables import ReferenceFileError, Row, Tally, csv_rows, header_of, read_text

CERTIFICATION, SESSION = "certification", "session"

# French first, as a region's people write it; the English names are those of the API.
SESSION_COLUMNS = {
    "intitule": "title",
    "organisme": "organisation",
    "lieu": "place",
    "date_debut": "starts_on",
    "date_fin": "ends_on",
    "codes_rome": "rome_codes",
    "competences": "skills",
    "niveau": "level",
    "lien": "link",
}
_RNCP = re.compile(r"RNCP\d+")
_LEVEL = re.compile(r"(?:niveau\s*)?([3-8])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Training:
    """A certification or a session. Dates are ISO, empty when not said; `level` is European, 3 to 8, 0 when not said.

    `jobs` are the ROME codes it leads to, `skills` the words of its publisher for what it teaches.
    """

    identifier: str
    kind: str
    title: str
    organisation: str
    place: str
    starts_on: str
    ends_on: str
    jobs: tuple[str, ...]
    skills: tuple[str, ...]
    level: int
    link: str


@dataclass(frozen=True)
class Trainings:
    """The trainings of one file."""

    trainings: tuple[Training, ...]


class _RefusedRowError(ValueError):
    """A row that cannot be taken; the message is the reason."""


def read_trainings(path: Path) -> tuple[str, Trainings, Tally]:
    """Read a catalogue of certifications (JSON lines) or a CSV of sessions; return its kind, content and tally.

    Raises ReferenceFileError when it is neither, or most of its rows are refused.
    """
    text = read_text(path)
    if text.lstrip().startswith("{"):
        kind, tally, kept = CERTIFICATION, Tally(), _certifications(text)
    else:
        kind, tally, kept = SESSION, Tally(), _sessions(text, str(path))
    trainings: dict[str, Training] = {}
    for training in kept:
        tally.read += 1
        if isinstance(training, str):
            tally.refuse(training)
        elif training.identifier in trainings:
            tally.refuse("repeated")
        else:
            trainings[training.identifier] = training
    tally.kept = len(trainings)
    if not trainings or tally.kept < tally.refused.total():
        raise ReferenceFileError(f"{path}: expected trainings, but most rows are refused: {dict(tally.refused)}.")
    return kind, Trainings(tuple(trainings.values())), tally


def _certifications(text: str) -> list[Training | str]:
    """Return a training for each line, or why it is refused."""
    found: list[Training | str] = []
    for line in text.split("\n"):
        if line.strip():
            try:
                found.append(_certification(json.loads(line)))
            except _RefusedRowError as refusal:
                found.append(str(refusal))
            except (ValueError, RecursionError):
                found.append("bad_json")
    return found


def _certification(record: Any) -> Training:
    if not isinstance(record, dict) or not _RNCP.fullmatch(str(record.get("code_rncp"))):
        raise _RefusedRowError("rncp_code")
    title = str(record.get("intitule") or "").strip()
    if not title:
        raise _RefusedRowError("without_title")
    romes = [job.get("code") for job in _list(record, "romes") if isinstance(job, dict)]
    # A few name a whole domain ("N11"): that is no job.
    jobs = tuple(dict.fromkeys(code for code in romes if isinstance(code, str) and CODE.fullmatch(code)))
    skills = tuple(block.strip() for block in _list(record, "blocs_competences") if isinstance(block, str))
    if not jobs and not skills:
        raise _RefusedRowError("without_job_or_skill")
    return Training(
        identifier=record["code_rncp"],
        kind=CERTIFICATION,
        title=title,
        organisation="",
        place="",
        starts_on="",
        ends_on=_american_date(str(record.get("fin_validite") or "")),
        jobs=jobs,
        skills=tuple(filter(None, skills)),
        level=_level(str(record.get("niveau_europe") or "")),
        link="",
    )


def _list(record: dict[str, Any], name: str) -> list[Any]:
    value = record.get(name)
    return value if isinstance(value, list) else []


def _sessions(text: str, name: str) -> list[Training | str]:
    header = header_of(text)
    delimiter = ";" if header.count(";") > header.count(",") else ","
    french = list(SESSION_COLUMNS)
    english = list(SESSION_COLUMNS.values())
    columns = english if set(english) <= set(header.split(delimiter)) else french
    if "intitule" not in header and columns is french:
        raise ReferenceFileError(
            f"{name}: expected RNCP certifications as JSON lines, or a CSV of sessions with the columns "
            f"{', '.join(french)}."
        )
    found: list[Training | str] = []
    for row in csv_rows(text, name, columns, delimiter):
        try:
            found.append(_session({english[columns.index(column)]: value for column, value in row.items()}))
        except _RefusedRowError as refusal:
            found.append(str(refusal))
    return found


def _session(row: Row) -> Training:
    if not row:
        raise _RefusedRowError("row_of_another_length")
    if not row["title"]:
        raise _RefusedRowError("without_title")
    jobs, skills = _values(row["rome_codes"]), _values(row["skills"])
    if any(not CODE.fullmatch(code) for code in jobs):
        raise _RefusedRowError("rome_code")
    if not jobs and not skills:
        raise _RefusedRowError("without_job_or_skill")
    starts_on, ends_on = _date(row["starts_on"]), _date(row["ends_on"])
    if starts_on and ends_on and ends_on < starts_on:
        raise _RefusedRowError("dates")
    return Training(
        # The same session, told again with another link or other skills, is the same session.
        identifier=_identifier(row["title"], row["organisation"], row["place"], starts_on),
        kind=SESSION,
        title=row["title"],
        organisation=row["organisation"],
        place=row["place"],
        starts_on=starts_on,
        ends_on=ends_on,
        jobs=jobs,
        skills=skills,
        level=_level(row["level"], refuse=True),
        link=_link(row["link"]),
    )


def _link(text: str) -> str:
    """Return a web address as it is. Other schemes are refused: it is shown as a link."""
    try:
        known = not text or (urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname))
    except ValueError:
        known = False
    if not known:
        raise _RefusedRowError("link")
    return text


def _identifier(*facts: str) -> str:
    return "S" + hashlib.sha256("\n".join(fact.casefold() for fact in facts).encode()).hexdigest()[:20]


def _values(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in text.split("|") if value.strip()))


def _level(text: str, *, refuse: bool = False) -> int:
    found = _LEVEL.fullmatch(text.strip())
    if refuse and text and not found:
        raise _RefusedRowError("level")
    return int(found[1]) if found else 0


def _date(text: str) -> str:
    """Return an ISO date from `2026-09-01` or `01/09/2026`."""
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1])).isoformat()
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise _RefusedRowError("date") from error


def _american_date(text: str) -> str:
    """Return an ISO date from the catalogue's `8/31/24`; nothing when it is none."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2})", text)
    try:
        return date(2000 + int(found[3]), int(found[1]), int(found[2])).isoformat() if found else ""
    except ValueError:
        return ""
