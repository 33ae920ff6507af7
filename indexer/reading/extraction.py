"""Text out of files, by a Tika server in a process of its own."""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from dataclasses import dataclass

# Set before `tika` is imported: it must neither start a server of its own nor write a log (file names are personal).
os.environ["TIKA_CLIENT_ONLY"] = "1"
os.environ["TIKA_LOG_FILE"] = ""

import requests
from tika.tika import callServer

from indexer.measurements import READER_TIMEOUTS, count
from indexer.reading.file_checks import CheckedFile
from indexer.reading.refusals import FileRefusedError, ReaderUnavailableError
from indexer.reading.unshown import shown_content
from indexer.settings import settings

# A CV of one short page holds about 600 characters; a scan gives a header and a few stray letters.
SHORTEST_TEXT = 120
# Nobody's CV is longer (thirty pages hold 90,000); what follows is cut.
LONGEST_TEXT = 200_000

# A file at which Tika fails this often while answering others is itself the cause.
MOST_ATTEMPTS = 4

# A reader that takes no connection for so long is down: a worker need not wait for it as for a file that is read.
CONNECT_SECONDS = 5.0

HTML = "text/html"

# What Tika may answer: room for the blanks that are then taken out. Parts within parts are not read at all.
_LIMITS = {"writeLimit": str(2 * LONGEST_TEXT), "maxEmbeddedResources": "0"}

# Control characters (but those that end a line), half characters, and what turns the direction of writing.
_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {*b"\t\n\v\f\r\x1c\x1d\x1e\x85"}
_UNSEEN = dict.fromkeys([*_CONTROLS, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFEFF])
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file and its language (ISO 639-1, empty when unsure)."""

    text: str
    language: str


def read_text(file: CheckedFile) -> Extracted:
    """Have Tika read a file; attached and embedded files, comments and whatever is hidden are left aside.

    Raises FileRefusedError when the file is damaged, encrypted, without text or too slow to read, and
    ReaderUnavailableError when Tika does not answer (the file is then to be read again later).
    """
    limit = settings().tika_timeout
    content = shown_content(file)
    start = time.monotonic()
    try:
        status, body = callServer(
            "put",
            settings().tika_url,
            # Only of web pages is the title a text: of a PDF it is what some program called it, or somebody's name.
            "/rmeta/text" if file.media_type == HTML else "/rmeta/body",
            content,
            {
                "Accept": "application/json",
                "Content-Type": file.media_type,
                "X-Tika-Timeout-Millis": str(limit * 1000),
                **_LIMITS,
            },
            # Tika kills its own child at the limit; the margin lets it say so.
            requestOptions={"timeout": (CONNECT_SECONDS, limit + 10)},
        )
    except requests.ReadTimeout as error:
        count(READER_TIMEOUTS)
        raise FileRefusedError("file_too_slow") from error
    except requests.ConnectTimeout as error:
        # Nobody took the file: it cannot have been too slow.
        raise ReaderUnavailableError("Tika does not answer.") from error
    except requests.RequestException as error:
        # Tika cuts the connection as it kills its child at the limit: this file is what took so long.
        if time.monotonic() - start >= limit:
            count(READER_TIMEOUTS)
            raise FileRefusedError("file_too_slow") from error
        raise ReaderUnavailableError("Tika does not answer.") from error
    if status != 200:
        raise ReaderUnavailableError(f"Tika answered {status}.")
    try:
        documents = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FileRefusedError("file_damaged") from error
    if not documents:
        # It reads nothing for whoever asks for more time than it allows (taskTimeoutMillis).
        raise ReaderUnavailableError("Tika answered with nothing: ESTEY_TIKA_TIMEOUT is above what it allows.")
    text = _text_of(documents[0], paged=file.extension == "pdf")
    return Extracted(text, _language(text))


def _text_of(document: dict[str, str], *, paged: bool) -> str:
    text = _tidy(document.get("X-TIKA:content") or "")
    if len(_of_its_own(text) if paged else text) >= SHORTEST_TEXT:
        return text
    problem = document.get("X-TIKA:EXCEPTION:container_exception", "")
    if document.get("X-TIKA:encrypted") == "true" or "EncryptedDocumentException" in problem:
        raise FileRefusedError("file_encrypted")
    if "Timeout" in problem:
        count(READER_TIMEOUTS)
        raise FileRefusedError("file_too_slow")
    # Of a broken DOCX or ODT, Tika gives what it could read, with a warning; those about fonts do not count.
    warnings = str(document.get("X-TIKA:EXCEPTION:warn", ""))
    damaged = problem or any(name in warnings for name in ("ZipException", "SAXParseException", "EOFException"))
    raise FileRefusedError("file_damaged" if damaged else "file_scan")


# "Numérisé avec …", "Scanned with …": what a scanning program prints on each page.
_SCANNED = re.compile(
    r"^\W*(?:num[ée]ris[ée]e?s?|scann?[ée]+e?s?|scanned|document scann|cr[ée]{2} )\b.{0,20}\b(?:avec|par|with|by)\b",
    re.I,
)


def _of_its_own(text: str) -> str:
    """Return a text without what a scanning program says on each page, whatever the number of the page.

    A line that comes on each page and nothing else beside it is no text: the pages are pictures.
    """
    lines = [line for line in text.splitlines() if line.strip() and not _SCANNED.match(line)]
    alike = {re.sub(r"\d+", "0", line) for line in lines}
    return "" if len(lines) > 1 and len(alike) == 1 else "\n".join(lines)


def _language(text: str) -> str:
    """Return the language Tika sees. No answer is as good as an unsure one: its failure stops nothing."""
    try:
        status, code = callServer(
            "put", settings().tika_url, "/language/stream", text[:5000].encode(), {}, requestOptions={"timeout": 10}
        )
    except requests.RequestException:
        return ""
    return code.strip() if status == 200 and len(code.strip()) == 2 else ""


def _tidy(text: str) -> str:
    # Composed: PDFs made on a Mac write é as e and an accent, which would cut the word in two.
    composed = unicodedata.normalize("NFC", text.replace("\xa0", " ").translate(_UNSEEN))
    lines = (line.strip() for line in composed.splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def reader_answers() -> bool:
    """Say whether the Tika server answers at all."""
    try:
        return requests.get(f"{settings().tika_url}/version", timeout=(CONNECT_SECONDS, 5)).status_code == 200
    except requests.RequestException:
        return False
