"""`estey migrate`."""

from __future__ import annotations

import click

from estey.output import json_option, print_json
from indexer.engine.client import engine
from indexer.engine.indices import ensure_indices


@click.command()
@json_option
def migrate(*, as_json: bool) -> None:
    """Create the indices that the engine lacks; run again, it changes nothing."""
    created = ensure_indices(engine())
    if as_json:
        print_json({"created": created})
        return
    for alias in created:
        click.echo(f"created {alias}")
    if not created:
        click.echo("Nothing to create: every index exists.")
