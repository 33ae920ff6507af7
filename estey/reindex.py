"""`estey reindex`."""

from __future__ import annotations

from dataclasses import asdict
from itertools import takewhile

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from estey.output import json_option, print_json, print_pairs
from indexer.engine.client import engine
from indexer.engine.lease import BusyError
from indexer.operations.reindexing import reindex as run
from indexer.queueing import enqueue_offers, enqueue_profile
from indexer.reference.store import ReferenceLostError


@click.command()
@json_option
def reindex(*, as_json: bool) -> None:
    """Bring what is indexed up to date with the reference data in force; a run that was stopped goes on."""
    client = engine()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    enqueue = {"offers": enqueue_offers, "profiles": _enqueue_profiles}
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bars: dict[str, TaskID] = {}

        def advance(kind: str, done: int, total: int) -> None:
            if kind not in bars:
                bars[kind] = progress.add_task(kind)
            progress.update(bars[kind], completed=done, total=total)

        try:
            report = asdict(run(client, enqueue, advance))
        except (BusyError, ReferenceLostError) as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        print_json(report)
    else:
        print_pairs(report)


def _enqueue_profiles(identifiers: list[str]) -> int:
    # Stops at the first that cannot be queued: the sweep queues what is left.
    return sum(1 for _ in takewhile(enqueue_profile, identifiers))
