"""`estey bench titles`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.language.vocabulary import vocabulary


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def titles(path: Path, *, as_json: bool) -> None:
    """How often the right job is found for the labelled titles of PATH (tab-separated: id, intitule, rome_code)."""
    from benchmarks.titles import TitlesFileError, measure, read_titles

    try:
        labelled = read_titles(path)
    except TitlesFileError as error:
        raise click.ClickException(str(error)) from error
    with progress_bar("titles", len(labelled)) as advance:
        result = measure(labelled, vocabulary(), advance)
    show(result, as_json=as_json)
