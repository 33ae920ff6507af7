"""`estey bench cvs`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.option("--profiles", default=10_000, show_default=True, type=click.IntRange(500, 2_000_000))
@click.option("--count", default=600, show_default=True, type=click.IntRange(20, 100_000), help="Searches to make.")
@json_option
def cvs(profiles: int, count: int, *, as_json: bool) -> None:
    """How long recruiters' searches take over PROFILES people who all chose to be seen: words, places, facets.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.cvs import measure

    show(measure(vocabulary(), gazetteer(), profiles, count, progress_bar), as_json=as_json)
