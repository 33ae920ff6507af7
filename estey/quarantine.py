"""`estey quarantine …`."""

from __future__ import annotations

from dataclasses import asdict

import click

from estey.output import json_option, print_json, show
from indexer.engine.client import engine
from indexer.quarantine import set_apart

which = click.argument("identifiers", nargs=-1)
every = click.option("--all", "everything", is_flag=True, help="All that is set apart.")


@click.group()
def quarantine() -> None:
    """Documents and mails set apart after several attempts: see them, try them again, let them go."""


@quarantine.command("list")
@json_option
def list_apart(*, as_json: bool) -> None:
    """List what is set apart, with the reason: the kind of error and where it happened."""
    found = list(set_apart.listed(engine()))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        line = f"{one.kind} {one.identifier} since {one.received_at[:16]} after {one.attempts} attempts: {one.reason}"
        click.echo(line)
    if not found:
        click.echo("Nothing is set apart.")


@quarantine.command()
@which
@every
@json_option
def retry(identifiers: tuple[str, ...], *, everything: bool, as_json: bool) -> None:
    """Have documents processed, and mails made, again from the beginning, once what was wrong is mended."""
    client = engine()
    chosen = list(set_apart.listed(client, _asked(identifiers, everything=everything)))
    show({"queued_again": sum(set_apart.retry(client, one) for one in chosen)}, as_json=as_json)


@quarantine.command()
@which
@every
@json_option
@click.confirmation_option(prompt="The documents and their files are erased for good. Go on?")
def drop(identifiers: tuple[str, ...], *, everything: bool, as_json: bool) -> None:
    """Erase documents and their files (a profile with all that is known of it, an offer); let mails go, their offers
    dropped with the reason `mail_failed`.
    """
    client = engine()
    chosen = list(set_apart.listed(client, _asked(identifiers, everything=everything)))
    show({"erased": sum(set_apart.drop(client, one) for one in chosen)}, as_json=as_json)


def _asked(identifiers: tuple[str, ...], *, everything: bool) -> tuple[str, ...]:
    if not identifiers and not everything:
        raise click.UsageError("Name the documents, or give --all.")
    return () if everything else identifiers
