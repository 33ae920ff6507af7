"""`estey status`."""

from __future__ import annotations

import click

from estey.output import json_option, print_json, print_pairs
from indexer.engine.client import engine
from indexer.operations.status import status as status_now


@click.command()
@json_option
def status(*, as_json: bool) -> None:
    """Say what is stored, what is in flight, and on which engine."""
    values = status_now(engine())
    if as_json:
        print_json(values)
    else:
        print_pairs(values)
