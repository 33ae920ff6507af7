"""`estey restore`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from estey.output import json_option, show
from indexer.engine.client import engine
from indexer.operations.backup_folder import BackupError
from indexer.operations.restore import restore as run


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@json_option
def restore(folder: Path, *, as_json: bool) -> None:
    """Bring the backup of FOLDER back into an instance that holds nothing yet."""
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("files", total=None)
        try:
            restored = run(engine(), folder.resolve(), lambda _: progress.advance(bar))
        except (BackupError, OSError) as error:
            raise click.ClickException(str(error)) from error
    show(asdict(restored), as_json=as_json)
    if restored.missing:
        raise click.ClickException(f"{len(restored.missing)} documents point to files that the backup does not hold.")
