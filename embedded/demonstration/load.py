"""`python -m embedded.demonstration.load`: the invented offers and people of the first start.

Loading again never doubles anything: offers keep their ids, and so do people.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from embedded.demonstration.recruiter import recruit
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.offers.importing import import_offers, read_records
from indexer.operations.status import status
from indexer.profiles.availability import today
from indexer.profiles.deposit import Deposit, deposit
from indexer.profiles.lifecycle import confirm
from indexer.queueing import enqueue_confirmation, enqueue_offers, enqueue_profile
from indexer.reading.file_checks import check_file
from indexer.reference.importing import import_trainings
from indexer.reference.in_force import gazetteer
from indexer.reference.store import current

DATA = Path(__file__).parent
DATES = ("dateCreation", "dateActualisation")
AVAILABLE_IN_DAYS = "available_in_days"
"""Of a person: how many days from the first start they can begin; 0: at once, and absent: they do not say."""
MATCHING_SECONDS = 120
WEEKS_TO_THE_FIRST_SESSION = timedelta(weeks=3)


def load(client: Elasticsearch) -> None:
    """Load people, then offers, wait until they are matched, and send the alerts. Prints how far it is."""
    people = json.loads((DATA / "people.json").read_text(encoding="utf-8"))
    for person in people:
        _leave_cv(client, person)
    print(f"{len(people)} people", flush=True)
    _offer_trainings(client)
    offers = shifted(read_records(DATA / "offers.json"), datetime.now(UTC))
    import_offers(client, offers, "demonstration", enqueue_offers)
    recruit(client)
    print(f"{len(people)} people, {len(offers)} offers", flush=True)
    _wait_until_matched(client)
    recipients = recipients_waiting(client, everyone=True)
    mails = sum(send_digest(client, recipient, everyone=True) > 0 for recipient in recipients)
    print(f"{len(people)} people, {len(offers)} offers, {mails} alerts sent", flush=True)


def shifted(offers: Iterable[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Return the offers with all their dates moved by the same time, so that the newest is of this minute."""
    records = list(offers)
    newest = max(datetime.fromisoformat(record[name]) for record in records for name in DATES if name in record)
    shift = now.replace(second=0, microsecond=0) - newest
    return [record | {name: _moved(record[name], shift) for name in DATES if name in record} for record in records]


def _moved(moment: str, shift: timedelta) -> str:
    return (datetime.fromisoformat(moment) + shift).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def wish_of(person: dict[str, Any], day: date) -> dict[str, Any]:
    """Return what a person of `people.json` says of themselves, as a deposit takes it on this day."""
    said = {name: value for name, value in person.items() if name not in ("cv", AVAILABLE_IN_DAYS)}
    days = person.get(AVAILABLE_IN_DAYS)
    return said if days is None else {**said, "available_from": (day + timedelta(days)).isoformat()}


def _leave_cv(client: Elasticsearch, person: dict[str, Any]) -> None:
    """Deposit and confirm one person's CV, unless a former start did."""
    identifier = hashlib.sha256(f"demonstration {person['email']}".encode()).hexdigest()[:24]
    before = get(client, "profiles", identifier)
    if before and before.get("confirmed_at"):
        return
    path = DATA / person["cv"]
    asked = wish_of(person, today())
    asked["commune"] = gazetteer().resolve(person["commune"]).insee
    deposit(client, Deposit(cv=check_file(path.name, path.read_bytes()), cv_name=path.name, **asked), identifier)
    confirm(client, identifier)
    enqueue_confirmation(identifier)
    enqueue_profile(identifier)


def _offer_trainings(client: Elasticsearch) -> None:
    """Import the invented sessions, unless sessions of the operator's are in force. The first begins in three weeks."""
    if current(client, "sessions") is not None:
        return
    with (DATA / "trainings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    first = min(date.fromisoformat(row["date_debut"]) for row in rows)
    shift = datetime.now(UTC).date() + WEEKS_TO_THE_FIRST_SESSION - first
    for row in rows:
        row |= {name: (date.fromisoformat(row[name]) + shift).isoformat() for name in ("date_debut", "date_fin")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demonstration-trainings.csv"
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, rows[0].keys(), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        import_trainings(client, path)


def _wait_until_matched(client: Elasticsearch) -> None:
    """Wait until nothing is in flight. Not waiting longer is no failure: the work goes on by itself."""
    deadline = time.monotonic() + MATCHING_SECONDS
    while (in_flight := status(client)["in_flight"]) and time.monotonic() < deadline:
        print(f"{in_flight} being read or matched", flush=True)
        time.sleep(1)


if __name__ == "__main__":
    load(engine())
