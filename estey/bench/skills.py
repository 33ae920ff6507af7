"""`estey bench skills`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import vocabulary


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def skills(path: Path, *, as_json: bool) -> None:
    """How many declared skills the texts of PATH's offers say, and how many found are wrong (France Travail v2)."""
    from benchmarks.skills import OffersFileError, measure, read_labels, read_offers

    try:
        records = read_offers(path)
    except OffersFileError as error:
        raise click.ClickException(str(error)) from error
    with progress_bar("offers", len({record.get("id") for record in records})) as advance:
        result = measure(records, vocabulary(), read_labels(), advance)
    show(result, as_json=as_json)
