"""`estey bench people`."""

from __future__ import annotations

from pathlib import Path

import click

from estey.output import json_option, progress_bar, show
from indexer.reference.in_force import gazetteer, vocabulary


@click.command()
@click.argument("path", metavar="PEOPLE", type=click.Path(path_type=Path))
@click.option("--offers", required=True, multiple=True, type=click.Path(path_type=Path), help="May be repeated.")
@json_option
def people(path: Path, offers: tuple[Path, ...], *, as_json: bool) -> None:
    """Of what each of PEOPLE had to hear how much was told, and of what was told how much was right.

    PEOPLE is a JSON list of {id, cv, wanted, commune, radius_km, contracts, open_to_training, …, must, may}, OFFERS are
    in the France Travail v2 schema, one a line. Works in indices of its own on the running instance, and deletes them
    at the end.
    """
    from benchmarks.people import PeopleFileError, measure, read_people
    from benchmarks.skills import OffersFileError, read_offers

    try:
        judged, records = read_people(path), [record for file in offers for record in read_offers(file)]
        found = measure(judged, records, vocabulary(), gazetteer(), progress_bar)
    except (PeopleFileError, OffersFileError) as error:
        raise click.ClickException(str(error)) from error
    show(found, as_json=as_json)
