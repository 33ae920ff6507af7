"""`estey bench intake`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.option("--offers", default=1000, show_default=True, type=click.IntRange(10, 1_000_000))
@click.option("--profiles", default=5000, show_default=True, type=click.IntRange(100, 2_000_000))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
@json_option
def intake(offers: int, profiles: int, processes: int, *, as_json: bool) -> None:
    """How fast OFFERS new offers are stored, understood and matched against PROFILES stored profiles.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.intake import measure

    show(measure(vocabulary(), gazetteer(), profiles, offers, processes, progress_bar), as_json=as_json)
