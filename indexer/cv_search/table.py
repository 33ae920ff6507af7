"""The people a search finds as a table to take away (CSV): what the list shows, nothing more. Pure functions."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from indexer.cv_search.lines import SearchedCv

MOST_LINES = 500
"""Of one export: a table to work with, not a copy of the base."""
COLUMNS = (
    *("Lien", "Métiers", "Secteur", "Expérience", "Diplôme", "Compétences", "Permis et habilitations", "Langues"),
    *("Disponibilité", "Souhaits", "Avec le nom"),
)
# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table(lines: Iterable[SearchedCv], address: str) -> str:
    """Return the table with its heading; `address` is what the link of each CV begins with."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        said = [", ".join(word.text for word in words) for words in (line.skills, line.licences, line.languages)]
        titles = ", ".join(word.text for word in line.titles)
        wishes, named = ", ".join(line.wishes), "oui" if line.named else "non"
        row = (
            address + line.profile,
            titles,
            line.area,
            line.experience,
            line.diploma,
            *said,
            line.available,
            wishes,
            named,
        )
        writer.writerow([harmless(cell) for cell in row])
    # Spreadsheets take a file without this mark for another encoding than UTF-8.
    return "\ufeff" + written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
