"""`estey bench search`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.option("--offers", default=20_000, show_default=True, type=click.IntRange(500, 5_000_000))
@click.option("--count", default=1000, show_default=True, type=click.IntRange(20, 100_000), help="Searches to make.")
@json_option
def search(offers: int, count: int, *, as_json: bool) -> None:
    """How long mixed searches of the page take over OFFERS offers: words, places, facets, orders.

    Works in indices of its own on the running instance, and deletes them at the end.
    """
    from benchmarks.search import measure

    show(measure(vocabulary(), gazetteer(), offers, count, progress_bar), as_json=as_json)
