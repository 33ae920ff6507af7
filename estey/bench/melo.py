"""`estey bench melo`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import vocabulary


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def melo(folder: Path, *, as_json: bool) -> None:
    """How well ESCO labels are ranked for ROME titles, on the MELO files of FOLDER."""
    from benchmarks.melo import MeloFilesError, measure, read_melo

    try:
        files = read_melo(folder)
    except MeloFilesError as error:
        raise click.ClickException(str(error)) from error
    with progress_bar("queries", len(files.queries)) as advance:
        result = measure(files, vocabulary(), advance)
    show(result, as_json=as_json)
