"""`estey bench alerts`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show


@click.command()
@click.option("--profiles", default=260_000, show_default=True, type=click.IntRange(10, 1_000_000))
@click.option("--matches", default=1_000_000, show_default=True, type=click.IntRange(10, 10_000_000))
@click.option("--pending", default=5000, show_default=True, type=click.IntRange(0, 10_000_000))
@json_option
def alerts(profiles: int, matches: int, pending: int, *, as_json: bool) -> None:
    """What the run of alerts costs among MATCHES of which PENDING wait to be told.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.alerts import measure

    if pending > matches:
        raise click.UsageError("No more matches can wait than there are.")
    show(measure(profiles, matches, pending, progress_bar), as_json=as_json)
