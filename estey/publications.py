"""`estey publications …`."""

from __future__ import annotations

from typing import Any

import click

from estey.output import json_option, print_json, show
from indexer.engine.client import engine
from indexer.engine.documents import get_many
from indexer.publications import settling
from indexer.publications.document import Publication, written
from indexer.publications.holding import WORDS
from indexer.publications.listing import waiting
from indexer.queueing import enqueue_mails
from indexer.settings import settings


@click.group()
def publications() -> None:
    """Offers of recruiters that wait for you: a doubtful wording, an employer not verified (docs/recruiters.md)."""


@publications.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List the offers that wait, the longest first, with the sentences that made them wait."""
    client = engine()
    found = waiting(client)
    organisations = get_many(client, "organisations", [one["organisation"] for one in found])
    lines = [_line(one, organisations.get(one["organisation"], {}).get("name", "")) for one in found]
    if as_json:
        print_json(lines)
        return
    for line in lines:
        click.echo(f"{line['id']}  since {line['since'][:16]}  {line['title']} ({line['organisation']})")
        for reason in line["held"]:
            click.echo(f"    {reason}: {WORDS[reason]}")
        for finding in line["findings"]:
            click.echo(f"    {finding['rule']} {finding['article']}: {finding['quote'] or finding['says']}")
    if not found:
        click.echo("Nothing waits.")


@publications.command()
@click.argument("identifier")
@json_option
def accept(identifier: str, *, as_json: bool) -> None:
    """Publish the offer IDENTIFIER; its author is mailed, and the same sentences do not make it wait again."""
    try:
        done = settling.accept(engine(), identifier, settings().operator)
    except settling.ChangedError:
        raise click.ClickException(
            "Its author is changing it: what is written now is not what was proposed. Refuse it, or wait."
        ) from None
    _settled(done, "accepted", as_json=as_json)


@publications.command()
@click.argument("identifier")
@click.option("--reason", required=True, help="Why, in French, for its author: kindly, and how to mend it.")
@json_option
def refuse(identifier: str, reason: str, *, as_json: bool) -> None:
    """Refuse the offer IDENTIFIER, also one that is open: it leaves searches, and its author is mailed the reason."""
    if not reason.strip():
        raise click.UsageError("Give a reason: its author is mailed it.")
    if len(reason.strip()) > settling.MOST_REASON:
        raise click.UsageError(f"The reason may have {settling.MOST_REASON} characters.")
    done = settling.refuse(engine(), identifier, reason.strip(), settings().operator)
    _settled(done, "refused", as_json=as_json)


def _settled(done: bool, what: str, *, as_json: bool) -> None:
    if not done:
        raise click.ClickException("There is no such offer, or it does not wait. See: estey publications list.")
    enqueue_mails()
    show({what: 1}, as_json=as_json)


def _line(publication: Publication, organisation: str) -> dict[str, Any]:
    return {
        "id": publication["id"],
        "since": publication["state_since"],
        "organisation": organisation,
        "title": written(publication)["title"],
        "held": list(publication.get("held") or []),
        "findings": [
            {name: one[name] for name in ("rule", "article", "quote", "says")}
            for one in publication.get("findings") or []
            if one["severity"] != "advised"
        ],
    }
