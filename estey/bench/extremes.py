"""`estey bench extremes`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.option("--reached", default=20_000, show_default=True, type=click.IntRange(100, 200_000))
@click.option("--offers", default=5000, show_default=True, type=click.IntRange(100, 1_000_000))
@json_option
def extremes(reached: int, offers: int, *, as_json: bool) -> None:
    """What an offer that fits REACHED people costs, and a person of 300 skills beside OFFERS offers.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.extremes import measure

    show(measure(vocabulary(), gazetteer(), reached, offers, progress_bar), as_json=as_json)
