"""`estey offers …`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from estey.output import json_option, print_json, print_pairs
from indexer.engine.client import engine
from indexer.offers.importing import ImportFileError, import_offers, read_records
from indexer.queueing import enqueue_offers_in_turn


@click.group()
def offers() -> None:
    """Offers: import them."""


@offers.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="Where the offers come from, such as france-travail.")
@json_option
def import_command(path: Path, source: str, *, as_json: bool) -> None:
    """Import PATH: offers in the France Travail v2 schema, as a JSON array, {"resultats": […]} or JSON lines."""
    try:
        records = read_records(path)
    except ImportFileError as error:
        raise click.ClickException(str(error)) from error
    client = engine()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("offers", total=len(records))
        report = import_offers(
            client, records, source, enqueue_offers_in_turn, lambda count: progress.update(bar, advance=count)
        )
    if as_json:
        print_json(report.as_dict())
    else:
        print_pairs(report.as_dict())
