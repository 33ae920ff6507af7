"""Logs of web, worker and beat: one JSON object a line, on standard error, with nothing of anybody in them.

What we log ourselves names documents by identifier. What libraries log is another matter: an exception of the engine
repeats the field it could not store, one of the mail server the address it refused. So an exception is written as its
type and the places it came through, never its words, and what looks like an address or a secret link is masked.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from indexer.settings import PROJECT_ROOT, settings
from indexer.settings_values import SettingsError

# They tell each request they make, at INFO.
CHATTY = ("elastic_transport", "elasticsearch", "urllib3", "tika", "kombu", "amqp", "limits", "flask-limiter")
# Ours, about the installation and nobody else: they say which setting to mend.
TELLING = (SettingsError,)
MASK = "<masked>"
_SECRETS = re.compile(
    r"[\w.+%-]+(?:@|%40)[\w.-]+\.\w+"  # a mail address
    r"|(?<=ip=)[0-9a-fA-F.:]*[0-9a-fA-F]"
    r"|(?<=[Bb]earer )\S+"
    r"|[\w-]{12,}\.[\w-]{6,}\.[\w-]{20,}|[\w-]{12,}\.[\w-]{24,}"  # what itsdangerous signs
)
# What follows in the path of a page that is somebody's own.
_OWN_PAGES = re.compile(
    r"(/(?:suivi|alerte/confirmer|alerte|confirm|connexion|conseiller|deposer|desabonnement|operateur/entrer|mails"
    r"|renouveler|vers|reponse|contact|api/profiles)/)"
    r"[\w.%-]+"
)
_SIMPLE = (int, float, bool, type(None))
_LONGEST = 500


class PlainFormatter(JsonFormatter):
    """Writes time, level, logger, message, what was said beside it, and where an exception came from."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Return the line's fields: only plain values, masked and of bounded length."""
        return {name: _plain(value) for name, value in log_data.items() if value is not None and name != "data"}

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Add our own fields to those that were logged."""
        super().add_fields(log_data, record, message_dict)
        log_data.pop("exc_info", None)
        log_data |= {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        # Celery's own words about a task end with what its exception says.
        about = getattr(record, "data", None)
        if isinstance(about, dict) and "name" in about:
            log_data["message"] = f"task {_done(record, about)}"
            log_data |= {"task": about["name"], "task_id": about.get("id"), "seconds": about.get("runtime")}
        if record.exc_info and record.exc_info[1]:
            log_data["exception"] = described(record.exc_info[1])

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return nothing: `exception` says it."""
        return ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's own name
        """Return nothing: a stack shows lines of code only, and is of no use without the exception."""
        return ""


def write_logs_as_json() -> None:
    """Have everything that this process logs written so; its level is ESTEY_LOG_LEVEL."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings().log_level)
    logging.captureWarnings(True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def described(error: BaseException) -> list[str]:
    """Return an exception without its words: its type and the places it passed, then those of what caused it."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        said = f": {current}" if isinstance(current, TELLING) else ""
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}{said}")
        lines += [f"  {place}" for place in _places(current.__traceback__)]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines


def masked(text: str) -> str:
    """Return a text without mail addresses, secret links and keys, cut at a bearable length."""
    return _SECRETS.sub(MASK, _OWN_PAGES.sub(rf"\1{MASK}", text))[:_LONGEST]


def _done(record: logging.LogRecord, about: dict[str, Any]) -> str:
    """Return what was done with a task: "Task %(name)s[%(id)s] succeeded in …" says it after the bracket."""
    words = str(about.get("description") or str(record.msg).partition("] ")[2]).split()
    return words[0].strip(":") if words and "%" not in words[0] else record.levelname.lower()


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames][-12:]


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(PROJECT_ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(PROJECT_ROOT))
    return "/".join(path.parts[-3:])


def _plain(value: Any) -> Any:
    if isinstance(value, _SIMPLE):
        return value
    if isinstance(value, list):
        return [masked(str(one)) for one in value[:60]]
    return masked(str(value))
