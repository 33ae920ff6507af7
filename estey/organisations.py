"""`estey organisations …`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from estey.output import json_option, print_json, show
from indexer.engine.client import engine
from indexer.queueing import enqueue_mails
from indexer.recruiters import operator_links
from indexer.recruiters import organisations as stored
from indexer.recruiters.document import BLOCKED, NEW, VOUCHED, Organisation
from indexer.recruiters.vouching import MOST_REASON
from indexer.recruiters.vouching import block as block_now
from indexer.recruiters.vouching import vouch as vouch_now
from indexer.settings import settings

_SHOWN = ("id", "state", "name", "siret", "commune", "vouched_by", "reason", "register", "received_at", "state_since")


@click.group()
def organisations() -> None:
    """Organisations that recruit: list them, vouch for them, block them."""


@organisations.command("list")
@click.option("--state", type=click.Choice([NEW, VOUCHED, BLOCKED]), help="Only those in this state.")
@json_option
def list_command(*, state: str | None, as_json: bool) -> None:
    """List organisations with their recruiters."""
    client = engine()
    found = stored.organisations(client, state or "")
    people = stored.people_of(client, [one["id"] for one in found])
    if as_json:
        print_json([_as_dict(one, people[one["id"]]) for one in found])
        return
    for one in found:
        register = one.get("register") or {}
        said = f", register: {register['name'] or '?'} {register['state']}" if register else ""
        click.echo(
            f"{one['id']} {one['state']} «{one['name']}» SIRET {one['siret']} since {one['received_at'][:10]}{said}"
        )
        for role, recruiters in people[one["id"]].items():
            for recruiter in recruiters:
                click.echo(f"    {role}: {recruiter['name']} <{recruiter['email']}>")
    if not found:
        click.echo("There is none.")


@organisations.command("vouch")
@click.argument("identifier")
@click.option("--by", required=True, help="Who knows the organisation, as its recruiters will read it.")
@json_option
def vouch(identifier: str, *, by: str, as_json: bool) -> None:
    """Vouch for the organisation IDENTIFIER (an id that `list` shows): it may see CVs from now on."""
    organisation, new = vouch_now(engine(), identifier, by)
    _decided(organisation, new, as_json=as_json)


@organisations.command("block")
@click.argument("identifier")
@click.option("--reason", required=True, help="Why, in French: its recruiters read it.")
@json_option
def block(identifier: str, *, reason: str, as_json: bool) -> None:
    """Block the organisation IDENTIFIER: its offers close and what was due to it is dropped."""
    if len(reason) > MOST_REASON:
        raise click.ClickException(f"The reason may have {MOST_REASON} characters.")
    organisation, new = block_now(engine(), identifier, reason, settings().operator)
    _decided(organisation, new, as_json=as_json)


@organisations.command("page")
@click.option("--by", help="For whom the link is: the name beside what they decide (ESTEY_OPERATOR by default).")
@click.option("--hours", type=click.IntRange(1, operator_links.MOST_DAYS * 24), default=12, show_default=True)
@click.option("--publications", is_flag=True, help="Open the offers that wait too: for yourself, not for partners.")
@click.option("--end-all", is_flag=True, help="First end every link printed before.")
@json_option
def page(*, by: str | None, hours: int, publications: bool, end_all: bool, as_json: bool) -> None:
    """Print the link of the page where organisations are vouched for and blocked. Whoever has it may use it."""
    client = engine()
    if end_all:
        operator_links.end_links(client)
    name = by or settings().operator
    url = operator_links.make_link(client, name, timedelta(hours=hours), publications=publications)
    show({"url": url, "by": name, "publications": publications}, as_json=as_json)


def _decided(organisation: Organisation | None, new: bool, *, as_json: bool) -> None:
    if organisation is None:
        raise click.ClickException("There is no such organisation.")
    if new:
        enqueue_mails()
    show({"name": organisation["name"], "state": organisation["state"], "told": new}, as_json=as_json)


def _as_dict(organisation: Organisation, people: dict[str, Any]) -> dict[str, Any]:
    shown = {name: organisation.get(name) for name in _SHOWN}
    recruiters = {
        role: [{"id": one["id"], "name": one["name"], "email": one["email"]} for one in found]
        for role, found in people.items()
    }
    return shown | recruiters
