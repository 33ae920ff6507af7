"""Printing results: JSON for programs, lines for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

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


def show(result: dict[str, Any], *, as_json: bool) -> None:
    """Print a result: for programs as JSON, for people a line a value."""
    if as_json:
        print_json(result)
    else:
        print_pairs(result)


@contextmanager
def progress_bar(name: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar beside the output and give what to call after each of `total` steps."""
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(name, total=total)
        yield lambda: progress.advance(bar)
