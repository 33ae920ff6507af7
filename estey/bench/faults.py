"""`estey bench faults`."""

from __future__ import annotations

import sys

import click

from estey.output import json_option, progress_bar, show


@click.command()
@click.option("--matches", default=500, show_default=True, type=click.IntRange(10, 1_000_000), help="About so many.")
@click.option("--faults", default=10, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--seed", default=1, show_default=True, help="The same seed does the same faults in the same order.")
@json_option
def faults(matches: int, faults: int, seed: int, *, as_json: bool) -> None:
    """Whether every match reaches its person once while processes are killed and ports cut (docs/reliability.md).

    Starts an instance of its own in a temporary folder, and stops it at the end. Exits with 1 when a match was lost, or
    told in two mails of different Message-IDs.
    """
    try:
        from benchmarks.faults.running import measure
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'estey[embedded]'") from error
    result = measure(matches, faults, seed, progress_bar)
    show(result, as_json=as_json)
    if result["lost"] or result["twice_other_message_id"] or result["accepted_and_not_matched"]:
        sys.exit(1)
