"""`estey sweep`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from estey.output import json_option, print_json, print_pairs
from indexer.engine.client import engine
from indexer.engine.indices import index_name
from indexer.operations.forward_sweep import compare, sweep_forwards

SHOWN = 20


@click.command()
@click.option("--since", "hours", default=26, show_default=True, help="Look at the offers matched in these hours.")
@click.option("--check", is_flag=True, help="Only compare both directions; exit 1 if they differ.")
@json_option
def sweep(hours: int, *, check: bool, as_json: bool) -> None:
    """Run the stored queries forwards over the last day's offers, and add the matches that percolation missed."""
    client, since = engine(), datetime.now(UTC) - timedelta(hours=hours)
    alertable = {"term": {"alertable": True}}
    names = f"{index_name('profiles')},{index_name('searches')}"
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("profiles and searches", total=client.count(index=names, query=alertable)["count"])

        def advance(number: int) -> None:
            progress.advance(bar, number)

        found = compare(client, since, advance) if check else sweep_forwards(client, since, advance)
    result: dict[str, Any] = asdict(found)
    if as_json:
        print_json(result)
    else:
        print_pairs({name: _short(value) for name, value in result.items()})
    if check and not getattr(found, "equal", True):
        sys.exit(1)


def _short(value: Any) -> Any:
    """Return a list as its length and its first pairs."""
    if not isinstance(value, list):
        return value
    pairs = ", ".join(f"{finder} {offer}" for finder, offer in value[:SHOWN])
    return f"{len(value)} {pairs}".strip()
