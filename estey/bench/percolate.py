"""`estey bench percolate`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.option("--profiles", default=5000, show_default=True, type=click.IntRange(100, 2_000_000))
@click.option("--count", default=300, show_default=True, type=click.IntRange(20, 20_000), help="Offers to percolate.")
@click.option("--offers", type=click.Path(path_type=Path), help="File of real offers, instead of invented ones.")
@json_option
def percolate(profiles: int, count: int, offers: Path | None, *, as_json: bool) -> None:
    """How fast new offers find PROFILES stored profiles, beside a plain search and the textbook form.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.percolate import measure
    from indexer.offers.importing import ImportFileError, read_records

    try:
        records = [one for one in read_records(offers) if isinstance(one, dict)] if offers else []
    except ImportFileError as error:
        raise click.ClickException(str(error)) from error
    show(measure(vocabulary(), gazetteer(), profiles, count, records, progress_bar), as_json=as_json)
