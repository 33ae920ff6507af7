"""`estey bench long-texts`."""

from __future__ import annotations

import click

from estey.output import json_option, progress_bar, show


@click.command("long-texts")
@json_option
def long_texts(*, as_json: bool) -> None:
    """How many times as long ten times the text takes: offers at the legal gate, reports of mails that came back."""
    from benchmarks.long_texts import STEPS, measure

    with progress_bar("texts", STEPS) as advance:
        result = measure(advance=advance)
    show(result, as_json=as_json)
