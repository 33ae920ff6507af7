"""`estey alerts …`."""

from __future__ import annotations

import click

from estey.output import json_option, print_json, print_pairs
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.smtp import MailDelayedError
from indexer.engine.client import engine


@click.group()
def alerts() -> None:
    """Alerts: send them."""


@alerts.command("send")
@click.option("--now", is_flag=True, help="Send everything that is pending, whatever the hour each person chose.")
@json_option
def send(*, now: bool, as_json: bool) -> None:
    """Send the alerts that are due, one mail a person."""
    client = engine()
    mails = told = delayed = 0
    for recipient in recipients_waiting(client, everyone=now):
        try:
            count = send_digest(client, recipient, everyone=now)
        except MailDelayedError:
            delayed += 1
            continue
        told += count
        mails += count > 0
    result = {"mails": mails, "offers_told": told, "delayed": delayed}
    if as_json:
        print_json(result)
    else:
        print_pairs(result)
    if delayed:
        raise click.ClickException("The mail server did not take every mail; those are sent again by themselves.")
