"""`estey bench speed`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@json_option
def speed(path: Path | None, *, as_json: bool) -> None:
    """How many offers and CVs are understood a second on one core, with the texts of PATH or of the demonstration."""
    from benchmarks.skills import OffersFileError
    from benchmarks.speed import ROUNDS, measure, texts_of

    try:
        texts = texts_of(path)
    except OffersFileError as error:
        raise click.ClickException(str(error)) from error
    with progress_bar("rounds", ROUNDS) as advance:
        result = measure(texts, vocabulary(), gazetteer(), advance)
    show(result, as_json=as_json)
