"""`estey bench pages`."""

from __future__ import annotations

import click

from estey.output import json_option, show
from indexer.engine.client import engine
from indexer.engine.indices import index_name
from indexer.settings import settings


@click.command()
@click.option(
    "--seconds", default=20.0, show_default=True, type=click.FloatRange(1, 600), help="Of each of three parts."
)
@click.option("--key", default="", help="An API key; by default the embedded instance's own.")
@json_option
def pages(seconds: float, key: str, *, as_json: bool) -> None:
    """How much slower the first page is while 24 senders with one key send files, and post offers.

    Works on the running instance and takes away what it posted: for one that is there to try things.
    """
    from benchmarks.pages_under_load import measure

    key = key or settings().api_key_file.read_text(encoding="utf-8").strip()
    found = measure(settings().public_url, key, seconds)
    for identifier in found.pop("ids"):
        engine().options(ignore_status=404).delete(index=index_name("offers"), id=identifier)
    show(found, as_json=as_json)
