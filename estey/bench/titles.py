"""`estey bench titles`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import vocabulary


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--descriptions",
    type=click.Path(path_type=Path),
    help="Offers (JSON lines) whose ids are those of PATH: their descriptions help the titles.",
)
@json_option
def titles(path: Path, descriptions: Path | None, *, as_json: bool) -> None:
    """How often the right job is found for the labelled titles of PATH (tab-separated: id, intitule, rome_code)."""
    from benchmarks.titles import TitlesFileError, measure, read_descriptions, read_titles

    try:
        labelled = read_titles(path)
        texts = read_descriptions(descriptions) if descriptions else None
    except TitlesFileError as error:
        raise click.ClickException(str(error)) from error
    with progress_bar("titles", len(labelled)) as advance:
        result = measure(labelled, vocabulary(), advance, texts)
    show(result, as_json=as_json)
