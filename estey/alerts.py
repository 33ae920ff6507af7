"""`estey alerts …`."""

from __future__ import annotations

import click

from estey.output import json_option, print_json, print_pairs, show
from indexer.alerts import brake
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.smtp import MailDelayedError
from indexer.engine.client import engine


@click.group()
def alerts() -> None:
    """Alerts: send them, or let them go on after the brake stopped them."""


@alerts.command("resume")
@json_option
def resume(*, as_json: bool) -> None:
    """Let alerts go on that the brake stopped (ESTEY_MAILS_A_DAY)."""
    stood = brake.resume(engine())
    show({"was_stopped_at": stood.stopped_at or None, "mails_counted": stood.mails}, as_json=as_json)


@alerts.command("send")
@click.option("--now", is_flag=True, help="Send everything that is pending, whatever the hour each person chose.")
@json_option
def send(*, now: bool, as_json: bool) -> None:
    """Send the alerts that are due, one mail a person."""
    client = engine()
    mails = told = delayed = 0
    for recipient in recipients_waiting(client, everyone=now):
        try:
            count = send_digest(client, recipient, everyone=now, refreshed=True)
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
    if brake.read(client).is_on:
        raise click.ClickException("Alerts are stopped by the brake. When it is right to go on: estey alerts resume.")
    if delayed:
        raise click.ClickException("The mail server did not take every mail; those are sent again by themselves.")
