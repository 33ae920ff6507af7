"""`estey offers …`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from estey.output import json_option, print_json, print_pairs, show
from indexer.engine.client import engine
from indexer.offers.importing import ImportFileError, import_offers, read_records
from indexer.offers.reports import reported, settle
from indexer.publications.settling import withdraw
from indexer.queueing import enqueue_offers_in_turn


@click.group()
def offers() -> None:
    """Offers: import them, look at those that were reported."""


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


@offers.command("reported")
@json_option
def reported_command(*, as_json: bool) -> None:
    """List the offers that visitors reported and nobody looked at yet, those with the most reports first."""
    found = reported(engine())
    if as_json:
        print_json([entry.as_dict() for entry in found])
        return
    for entry in found:
        why = ", ".join(f"{reason} {count}" for reason, count in entry.reasons.items())
        named = f"{entry.offer} {entry.status or 'erased'} «{entry.title}» ({entry.source})"
        click.echo(f"{named} since {entry.first_at[:16]}: {why}")
        for words in entry.words:
            click.echo(f"    {words!r}")
    if not found:
        click.echo("Nothing is reported.")


@offers.command("settle")
@click.argument("offer")
@click.option("--close", is_flag=True, help="Close the offer: it leaves searches and mails at once.")
@json_option
def settle_command(offer: str, *, close: bool, as_json: bool) -> None:
    """Settle the reports of OFFER (an id that `reported` lists): let it stand, or close it."""
    settled = settle(engine(), offer, close=close)
    if close:
        withdraw(engine(), offer)
    show({"settled": settled, "closed": close}, as_json=as_json)
