"""Reading the tables that publishers give: CSV files one by one, in a folder, or in a zip. Nothing is ever written."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# The largest official file is 3 MB; a zip that unfolds to more than this is not what it says it is.
LARGEST_TABLE = 200 * 1024 * 1024

Row = dict[str, str]


class ReferenceFileError(ValueError):
    """The file as a whole cannot be taken; the message says what was expected. Nothing has changed."""


@dataclass
class Tally:
    """What became of the rows of one import."""

    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def refuse(self, reason: str) -> None:
        """Count a row that was not taken."""
        self.refused[reason] += 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table a data set is made of: the stem of its file name and the columns that are read."""

    stem: str
    columns: tuple[str, ...]
    optional: bool = False


def read_text(path: Path) -> str:
    """Return the text of a file. Raises ReferenceFileError when there is none or it is not UTF-8."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ReferenceFileError(f"There is no file {path}.") from error
    except OSError as error:
        raise ReferenceFileError(f"{path} cannot be read as a file.") from error
    return decoded(content, str(path))


def decoded(content: bytes, name: str) -> str:
    """Return UTF-8 text without its mark, or raise ReferenceFileError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReferenceFileError(f"{name}: expected UTF-8 text.") from error


def csv_rows(
    text: str,
    name: str,
    columns: Sequence[str],
    delimiter: str = ",",
    *,
    quoted: bool = True,
    optional: Sequence[str] = (),
) -> list[Row]:
    """Return the rows of a CSV text, its values stripped; a row of another length than the header is empty.

    Columns of `optional` are read where the text has them.

    Raises ReferenceFileError when a column of `columns` is missing or the text is no CSV.
    """
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    try:
        header = [column.strip() for column in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise ReferenceFileError(
                f"{name}: expected the columns {', '.join(columns)}; missing: {', '.join(missing)}."
            )
        places = [(column, header.index(column)) for column in (*columns, *optional) if column in header]
        rows = []
        for values in reader:
            if len(values) == len(header):
                rows.append({column: values[place].strip() for column, place in places})
            elif values:
                rows.append({})
    except csv.Error as error:
        raise ReferenceFileError(f"{name}: expected CSV ({error}).") from error
    return rows


def header_of(text: str) -> str:
    """Return the first line of a text, by which a file is recognised."""
    return text.split("\n", 1)[0].strip()


class TableFolder:
    """The tables in a folder or a zip, found by the stem of their names whatever the version in them.

    `unix_referentiel_appellation_v460_utf8.csv` is the table `referentiel_appellation`, version 460. Of several
    versions side by side, the highest is read.
    """

    _NAME = re.compile(r"(?:unix_)?(?P<stem>[a-z_]+?)_v(?P<version>\d+)(?:_utf8)?\.csv", re.IGNORECASE)

    def __init__(self, path: Path) -> None:
        """Raise ReferenceFileError when `path` is neither a folder nor a zip."""
        self.path = path
        self._archive: zipfile.ZipFile | None = None
        if path.is_dir():
            names = [entry.name for entry in path.iterdir() if entry.is_file()]
        elif not path.exists():
            raise ReferenceFileError(f"There is no file or folder {path}.")
        else:
            try:
                self._archive = zipfile.ZipFile(path)
            except (zipfile.BadZipFile, OSError) as error:
                raise ReferenceFileError(f"{path}: expected a folder of CSV files, or the zip of them.") from error
            names = self._archive.namelist()
        found = [(match, name) for name in names if (match := self._NAME.fullmatch(Path(name).name))]
        self.version = max((match["version"] for match, _ in found), key=int, default="")
        self._names = {match["stem"].lower(): name for match, name in found if match["version"] == self.version}

    def close(self) -> None:
        """Close the zip, if it is one."""
        if self._archive is not None:
            self._archive.close()

    def check(self, tables: Sequence[Table]) -> None:
        """Raise ReferenceFileError naming the needed tables that are not there."""
        missing = [f"…{table.stem}_v….csv" for table in tables if not table.optional and table.stem not in self._names]
        if missing:
            version = f" of version {self.version}" if self.version else ""
            raise ReferenceFileError(f"{self.path}: expected the files{version} {', '.join(missing)}.")

    def rows(self, table: Table, tally: Tally) -> Iterator[Row]:
        """Yield the rows of a table, each counted as read; none when it is optional and absent."""
        name = self._names.get(table.stem)
        if name is None:
            return
        for row in csv_rows(decoded(self._content(name), name), name, table.columns):
            tally.read += 1
            if row:
                yield row
            else:
                tally.refuse("row_of_another_length")

    def _content(self, name: str) -> bytes:
        if self._archive is None:
            try:
                return (self.path / name).read_bytes()
            except OSError as error:
                raise ReferenceFileError(f"{self.path / name} cannot be read.") from error
        try:
            if self._archive.getinfo(name).file_size > LARGEST_TABLE:
                raise ReferenceFileError(f"{self.path}: {name} unfolds to an abnormal size.")
            return self._archive.read(name)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            raise ReferenceFileError(f"{self.path}: {name} is damaged or protected.") from error
