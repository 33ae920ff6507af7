"""`estey bench …`: what is measured, on files the operator has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from estey.output import json_option, print_json, print_pairs
from indexer.language.vocabulary import vocabulary


@click.group()
def bench() -> None:
    """Benchmarks: how well the language of work is understood."""


@bench.command()
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def titles(path: Path, *, as_json: bool) -> None:
    """How often the right job is found for the labelled titles of PATH (tab-separated: id, intitule, rome_code)."""
    from benchmarks.titles import TitlesFileError, measure, read_titles

    try:
        labelled = read_titles(path)
    except TitlesFileError as error:
        raise click.ClickException(str(error)) from error
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("titles", total=len(labelled))
        _show(measure(labelled, vocabulary(), lambda: progress.advance(bar)), as_json=as_json)


@bench.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def melo(folder: Path, *, as_json: bool) -> None:
    """How well ESCO labels are ranked for ROME titles, on the MELO files of FOLDER."""
    from benchmarks.melo import MeloFilesError, measure, read_melo

    try:
        files = read_melo(folder)
    except MeloFilesError as error:
        raise click.ClickException(str(error)) from error
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("queries", total=len(files.queries))
        _show(measure(files, vocabulary(), lambda: progress.advance(bar)), as_json=as_json)


def _show(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(result)
    else:
        print_pairs(result)
