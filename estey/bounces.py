"""`estey bounces …`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from estey.output import json_option, print_json, print_pairs
from indexer.bounces.mailbox import MailboxError, read_mailbox
from indexer.engine.client import engine
from indexer.settings import settings


@click.group()
def bounces() -> None:
    """Bounces: the mails that came back."""


@bounces.command("read")
@json_option
def read(*, as_json: bool) -> None:
    """Read the mailbox of returned mails now; it is read every five minutes by itself."""
    if not settings().bounce_mailbox:
        raise click.ClickException("No mailbox is set: see ESTEY_BOUNCE_MAILBOX in docs/mail.md.")
    try:
        result = asdict(read_mailbox(engine(), datetime.now(UTC)))
    except MailboxError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json(result)
    else:
        print_pairs(result)
