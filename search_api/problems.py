"""Refusing what people and programs send: a code for programs, a sentence in French for people, a status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from flask_smorest import abort
from marshmallow import ValidationError

from indexer.measurements import REFUSALS, count
from indexer.places.communes import UnknownCommuneError
from search_api.problem_sentences import LIBRARY_MESSAGES, SENTENCES, STATUS


def problem(code: str, **values: str) -> dict[str, str]:
    """Return a problem as it is carried in errors: its code and its sentence."""
    return {"code": code, "message": SENTENCES[code].format(**values) if values else SENTENCES[code]}


def invalid(code: str, **values: str) -> ValidationError:
    """Return the error a field raises for a problem."""
    return ValidationError(problem(code, **values))


def unknown_sentence(error: UnknownCommuneError) -> str:
    """Return the sentence for a commune that is not known, naming those that are written nearly so."""
    if not error.suggestions:
        return SENTENCES["commune_unknown"]
    names = " ou ".join(commune.label for commune in error.suggestions[:3])
    return f"Nous ne connaissons pas cette commune. Vouliez-vous dire {names}\u00a0?"


def refuse(field: str, code: str) -> NoReturn:
    """End the request with one problem of one field."""
    errors = [{"field": field, **problem(code)}]
    abort(status_of(errors), message=errors[0]["message"], errors=errors)
    raise AssertionError  # pragma: no cover - abort raises


def not_found() -> NoReturn:
    """End the request: there is no such thing, or not for whoever asks."""
    abort(404)
    raise AssertionError  # pragma: no cover - abort raises


def flat(messages: Any) -> list[dict[str, str]]:
    """Return marshmallow's messages, however nested, as a list of `{field, code, message}`."""
    return [{"field": field, **found} for field, found in _walk(messages, "")]


def by_field(messages: Any) -> dict[str, str]:
    """Return the first sentence for each field, for a form that is shown again; each reason is counted once."""
    sentences: dict[str, str] = {}
    problems = flat(messages)
    for entry in problems:
        sentences.setdefault(entry["field"], entry["message"])
    count_refusals(entry["code"] for entry in problems)
    return sentences


def refusal(code: str) -> str:
    """Return the sentence of a problem that a form is refused for, and count it."""
    count_refusals([code])
    return SENTENCES[code]


def count_refusals(codes: Iterable[str]) -> None:
    """Count the reasons for which one request is refused, for the operator's metrics, each once."""
    for code in sorted(set(codes)):
        count(REFUSALS, code)


def status_of(errors: list[dict[str, str]]) -> int:
    """Return the HTTP status for these problems: the file's own when it is the only trouble, else 422."""
    statuses = {STATUS.get(error["code"], 422) for error in errors}
    return statuses.pop() if len(statuses) == 1 else 422


def _walk(messages: Any, field: str, *, inside: bool = False) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each problem with its field; `inside` an entry of a list, the list is it ("around", not "commune")."""
    if isinstance(messages, dict) and set(messages) == {"code", "message"}:
        yield field, messages
    elif isinstance(messages, dict):
        for name, inner in messages.items():
            # Locations (multipart, json, query) and positions in a list do not name a field.
            keep = inside or isinstance(name, int) or name in ("multipart", "json", "query", "_schema")
            yield from _walk(inner, field if keep else str(name), inside=inside or isinstance(name, int))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _walk(inner, field, inside=inside)
    else:
        yield field, problem(LIBRARY_MESSAGES.get(str(messages), "field_invalid"))
