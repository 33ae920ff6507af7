"""Reads docker-compose.yml and .env.example as Docker Compose does, as far as these tests need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from indexer.settings import PROJECT_ROOT

COMPOSE = PROJECT_ROOT / "docker-compose.yml"
EXAMPLE = PROJECT_ROOT / ".env.example"

# Long enough, and without a character that means something in a URL.
FILLED_IN = {
    "ESTEY_PUBLIC_URL": "https://estey.example.org",
    "ESTEY_SECRET_KEY": "0123456789abcdef" * 4,
    "ESTEY_ENGINE_PASSWORD": "engine0password",
    "REDIS_PASSWORD": "redis0password",
    "ESTEY_SMTP_HOST": "mail.example.org",
    "ESTEY_MAIL_FROM": "Estey <alertes@example.org>",
    "ESTEY_OPERATOR": "Region de l'Exemple",
    "ESTEY_CONTACT": "donnees@example.org",
}

# `$$` is a dollar sign; ${NAME}, ${NAME:-default} and ${NAME:?message} are the forms the file uses.
VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\}|(?P<other>.))")


class MissingVariableError(Exception):
    """A required variable has no value; its name, then the message of the file."""


def raw() -> dict[str, Any]:
    """Return the file as YAML, anchors resolved, variables as they are written."""
    content: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return {name: value for name, value in content.items() if not name.startswith("x-")}


def load(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the file with its variables replaced. Raises MissingVariableError, as Compose refuses to start."""
    content: dict[str, Any] = _interpolate(raw(), variables)
    for service in content["services"].values():
        environment = service.get("environment", {})
        for name in [name for name, value in environment.items() if value is None]:
            del environment[name]
            if name in variables:
                environment[name] = variables[name]
    return content


def variables_used() -> dict[str, str]:
    """Return every variable the file takes from .env: `required`, `optional`, or `default:` and its default."""
    found: dict[str, str] = {}
    for text in _strings(raw()):
        for match in VARIABLE.finditer(text):
            assert not match["other"], f"write $$ or ${{…}}, not a bare dollar sign: {text}"
            if match["name"]:
                found[match["name"]] = {"?": "required", "-": f"default:{match['text']}"}.get(match["kind"], "optional")
    for service in raw()["services"].values():
        for name, value in service.get("environment", {}).items():
            if value is None:
                found.setdefault(name, "optional")
    return found


def example() -> dict[str, str | None]:
    """Return the variables .env.example names: their value, or None for one that is commented out."""
    found: dict[str, str | None] = {}
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"(#?)([A-Z][A-Z0-9_]*)=(.*)", line):
            assert match[2] not in found, f"{match[2]} is there twice"
            found[match[2]] = None if match[1] else match[3]
    return found


def example_default(name: str) -> str:
    """Return what a commented-out line of .env.example proposes."""
    match = re.search(rf"^#{name}=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert match
    return match[1]


def _interpolate(node: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _interpolate(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [_interpolate(value, variables) for value in node]
    if not isinstance(node, str):
        return node

    def replaced(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "$"
        value = variables.get(match["name"] or "", "")
        if not value and match["kind"] == "?":
            raise MissingVariableError(match["name"], match["text"])
        return value or (match["text"] if match["kind"] == "-" else "")

    return VARIABLE.sub(replaced, node)


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in _strings(value)]
    return [node] if isinstance(node, str) else []
