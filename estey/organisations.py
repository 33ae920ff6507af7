"""`estey organisations …`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from estey.output import json_option, print_json, show
from indexer.engine.client import engine
from indexer.language.normalisation import without_accents
from indexer.places.communes import AmbiguousCommuneError, UnknownCommuneError
from indexer.queueing import enqueue_mails
from indexer.recruiters import decisions, journal, operator_links
from indexer.recruiters import organisations as stored
from indexer.recruiters.decisions import Decider
from indexer.recruiters.document import BLOCKED, NEW, VOUCHED, Organisation
from indexer.recruiters.doubts import WORDS
from indexer.recruiters.vouching import MOST_REASON
from indexer.reference.in_force import gazetteer
from indexer.settings import settings

LONGEST_NAME = 120

_SHOWN = (
    "id",
    "state",
    "name",
    "siret",
    "commune",
    "vouched_by",
    "reason",
    "register",
    "doubts",
    "proposed_name",
    "received_at",
    "state_since",
)


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
        for doubt in one.get("doubts") or []:
            click.echo(f"    {doubt['code']}: {WORDS[doubt['code']]}{' ' + doubt['of'] if doubt['of'] else ''}")
        if one.get("proposed_name"):
            click.echo(
                f"    asks to be called «{one['proposed_name']['name']}»: estey organisations rename {one['id']} …"
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
    organisation, new = decisions.vouch(engine(), identifier, Decider(by))
    _decided(organisation, new, as_json=as_json)


@organisations.command("block")
@click.argument("identifier")
@click.option("--reason", required=True, help="Why, in French: its recruiters read it.")
@json_option
def block(identifier: str, *, reason: str, as_json: bool) -> None:
    """Block the organisation IDENTIFIER: its offers close and what was due to it is dropped."""
    if len(reason) > MOST_REASON:
        raise click.ClickException(f"The reason may have {MOST_REASON} characters.")
    organisation, new = decisions.block(engine(), identifier, reason, Decider(settings().operator))
    _decided(organisation, new, as_json=as_json)


@organisations.command("rename")
@click.argument("identifier")
@click.argument("name")
@json_option
def rename(identifier: str, name: str, *, as_json: bool) -> None:
    """Call the organisation IDENTIFIER by NAME; by the name it has, to refuse the one its recruiters propose."""
    wanted = " ".join(name.split())
    if not 2 <= len(wanted) <= LONGEST_NAME:
        raise click.ClickException(f"A name has 2 to {LONGEST_NAME} characters.")
    organisation = decisions.name(engine(), identifier, wanted, Decider(settings().operator))
    if organisation is None:
        raise click.ClickException("There is no such organisation.")
    show({"name": organisation["name"], "state": organisation["state"]}, as_json=as_json)


@organisations.command("page")
@click.option("--by", help="For whom the link is: the name beside what they decide (ESTEY_OPERATOR by default).")
@click.option("--hours", type=click.IntRange(1, operator_links.MOST_DAYS * 24), default=12, show_default=True)
@click.option(
    "--territory", multiple=True, metavar="PLACE", help="A département or commune whose organisations it reaches."
)
@click.option("--publications", is_flag=True, help="Open the offers that wait and the journal too: for yourself.")
@click.option("--end-all", is_flag=True, help="First end every link printed before.")
@json_option
def page(
    *, by: str | None, hours: int, territory: tuple[str, ...], publications: bool, end_all: bool, as_json: bool
) -> None:
    """Print the link of the page where organisations are vouched for and blocked. Whoever has it may use it.

    A link for somebody else names its --territory (33, "Gironde", "Bordeaux"; as often as needed).
    """
    client, name = engine(), by or settings().operator
    if publications and territory:
        raise click.UsageError("A link that opens the offers reaches all organisations: leave --territory out.")
    if not publications and not territory and name != settings().operator:
        raise click.UsageError("Name the --territory of this link: a partner decides of the organisations there only.")
    codes = None if not territory else [_place(place) for place in territory]
    if end_all:
        operator_links.end_links(client)
    url = operator_links.make_link(client, name, timedelta(hours=hours), publications=publications, territory=codes)
    show({"url": url, "by": name, "publications": publications, "territory": codes}, as_json=as_json)


@organisations.command("links")
@json_option
def links_command(*, as_json: bool) -> None:
    """List the links printed, the latest first, with the key by which one is ended."""
    found = operator_links.links(engine())
    if as_json:
        print_json(found)
        return
    for one in found:
        where = ", ".join(one["territory"]) if one["territory"] else "everywhere"
        end = f"ended {one['ended_at'][:16]}" if one["ended_at"] else f"until {one['until'][:16]}"
        click.echo(f"{one['key']}  {one['by']}  {where}{', offers' if one['publications'] else ''}  {end}")
    if not found:
        click.echo("There is none.")


@organisations.command("end-link")
@click.argument("key")
@json_option
def end_link(key: str, *, as_json: bool) -> None:
    """End one link by its KEY (as `links` shows it), and what is open through it."""
    if not operator_links.end_link(engine(), key):
        raise click.ClickException("There is no such link, or it is ended. See: estey organisations links.")
    show({"ended": 1}, as_json=as_json)


@organisations.command("journal")
@click.option("--link", default="", help="Only what was decided through the link of this key.")
@json_option
def journal_command(*, link: str, as_json: bool) -> None:
    """List what was decided of organisations, the latest first: when, by whom, what, of which."""
    found = journal.entries(engine(), link=link)
    if as_json:
        print_json(found)
        return
    for one in found:
        undone = f"  undone {one['undone_at'][:16]} by {one['undone_by']}" if one.get("undone_at") else ""
        via = f"  link {one['link']}" if one.get("link") else ""
        click.echo(
            f"{one['id']}  {one['at'][:16]}  {one['by']}: {one['action']} «{one['organisation_name']}»{via}{undone}"
        )
    if not found:
        click.echo("Nothing was decided.")


@organisations.command("undo")
@click.argument("identifier")
@json_option
def undo(identifier: str, *, as_json: bool) -> None:
    """Undo what the entry IDENTIFIER of the journal says. Keys that became void stay so."""
    try:
        found = decisions.undo(engine(), identifier, settings().operator)
    except decisions.MovedError:
        raise click.ClickException("It was undone, or somebody decided otherwise since.") from None
    if found is None:
        raise click.ClickException("There is no such entry. See: estey organisations journal.")
    enqueue_mails()
    show({"undone": found["action"], "name": found["organisation_name"]}, as_json=as_json)


def _place(written: str) -> str:
    """Return the code of a département or commune: `33` for Gironde, `33063` for Bordeaux. Raises UsageError."""
    communes = gazetteer()
    code = written.strip().upper()
    if code in communes.communes or code in communes.departements:
        return code
    named = [one for one, name in communes.departements.items() if without_accents(name) == without_accents(written)]
    if named:
        return named[0]
    try:
        return str(communes.resolve(written).insee)
    except (UnknownCommuneError, AmbiguousCommuneError):
        raise click.UsageError(
            f"No département or commune is known as {written}: give its number or its name."
        ) from None


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
