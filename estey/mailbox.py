"""`estey mailbox`."""

from __future__ import annotations

import click

from estey.output import json_option, print_json
from indexer.alerts.captured import captured_mails
from indexer.settings import settings


@click.command()
@click.option("--to", "recipient", default="", help="Only the mails to this address.")
@json_option
def mailbox(recipient: str, *, as_json: bool) -> None:
    """List the mails that the embedded stack captured (it never sends any)."""
    folder = settings().mailbox
    if folder is None:
        raise click.ClickException("There is no captured mail here: it exists in the embedded stack only (`make run`).")
    mails = captured_mails(folder, recipient)
    if as_json:
        print_json([{name: value for name, value in mail.items() if name != "key"} for mail in mails])
        return
    for mail in mails:
        click.echo(f"{mail['date']}  {mail['to']}  {mail['subject']}")
    click.echo(f"{len(mails)} mails")
