"""Printing results: JSON for programs, lines for people."""

from __future__ import annotations

import json
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def print_json(value: Any) -> None:
    """Print a value as JSON in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_pairs(values: dict[str, Any], indent: str = "") -> None:
    """Print a dictionary as `name: value` lines, nested ones indented."""
    for name, value in values.items():
        if isinstance(value, dict):
            click.echo(f"{indent}{name}:")
            print_pairs(value, indent + "  ")
        else:
            click.echo(f"{indent}{name}: {value}")
