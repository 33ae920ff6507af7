"""`estey reference …`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click
from elasticsearch import Elasticsearch
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from estey.output import json_option, print_json, print_pairs
from indexer.engine.client import engine
from indexer.engine.lease import BusyError
from indexer.reference import importing
from indexer.reference.importing import Report, Step
from indexer.reference.store import ImportRaceError, current_versions
from indexer.reference.tables import ReferenceFileError

path_argument = click.argument("path", type=click.Path(path_type=Path))


@click.group()
def reference() -> None:
    """Reference data: official jobs, communes, trainings, synonyms (docs/reference-data.md)."""


@reference.group("import")
def import_group() -> None:
    """Import reference data; what is there already is left as it is, a bad file changes nothing."""


@import_group.command("rome")
@path_argument
@json_option
def rome(path: Path, *, as_json: bool) -> None:
    """Import PATH: the official ROME 4.0 CSV files, in a folder or in their zip."""
    _run(importing.import_rome, path, as_json)


@import_group.command("communes")
@path_argument
@json_option
def communes(path: Path, *, as_json: bool) -> None:
    """Import PATH: a CSV of communes."""
    _run(importing.import_communes, path, as_json)


@import_group.command("trainings")
@path_argument
@json_option
def trainings(path: Path, *, as_json: bool) -> None:
    """Import PATH: RNCP certifications as JSON lines, or a region's sessions as CSV."""
    _run(importing.import_trainings, path, as_json)


@import_group.command("synonyms")
@path_argument
@json_option
def synonyms(path: Path, *, as_json: bool) -> None:
    """Import PATH: one of the known files of synonyms, recognised by its header."""
    _run(importing.import_synonyms, path, as_json)


@reference.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List what is in force; of a kind that is not named, the starter is."""
    pointers = sorted(current_versions(engine()).values(), key=lambda pointer: pointer.kind)
    if as_json:
        print_json([asdict(pointer) for pointer in pointers])
        return
    for pointer in pointers:
        counts = ", ".join(f"{count} {name}" for name, count in pointer.counts.items())
        click.echo(f"{pointer.kind}: {counts} ({pointer.source}, imported {pointer.imported_at[:16]})")
    if not pointers:
        click.echo("Nothing was imported: the starter is in force.")


def _run(work: Callable[[Elasticsearch, Path, Step], Report], path: Path, as_json: bool) -> None:
    client = engine()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("reading", total=None)
            report = work(client, path, lambda name: progress.update(task, description=name))
    except (ReferenceFileError, BusyError, ImportRaceError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"The file store cannot be written to: {error.strerror or error}.") from error
    if as_json:
        print_json(report.as_dict())
        return
    print_pairs(report.as_dict())
    if not report.unchanged and report.kind in ("rome", "communes"):
        click.echo("Documents already indexed are as before: bring them up to date with `estey reindex`.")
