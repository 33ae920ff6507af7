"""`estey bench memory`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.option("--profiles", default=5000, show_default=True, type=click.IntRange(100, 2_000_000))
@click.option("--offers", default=10_000, show_default=True, type=click.IntRange(100, 2_000_000))
@click.option("--new", "new_offers", default=500, show_default=True, type=click.IntRange(1, 100_000))
@json_option
def memory(profiles: int, offers: int, new_offers: int, *, as_json: bool) -> None:
    """How much memory all processes take with PROFILES people and OFFERS offers, once NEW more were matched.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.memory import measure

    show(measure(vocabulary(), gazetteer(), profiles, offers, progress_bar, new_offers), as_json=as_json)
