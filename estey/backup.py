"""`estey backup`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from estey.output import json_option, show
from indexer.engine.client import engine
from indexer.operations.backup import backup as run
from indexer.operations.backup_folder import BackupError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@json_option
def backup(folder: Path, *, as_json: bool) -> None:
    """Write documents and files together into FOLDER, while everything runs. It holds CVs: encrypt it."""
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("files", total=None)
        try:
            manifest = run(engine(), folder.resolve(), lambda _: progress.advance(bar))
        except (BackupError, OSError) as error:
            raise click.ClickException(str(error)) from error
    show(asdict(manifest), as_json=as_json)
