"""What a person and an operator do, through HTTP and the commands of `estey` only."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from click.testing import CliRunner

from estey.cli import estey
from tests.running import RunningStack

# A hostile file of another test may have its attempts before it: several time limits of Tika.
PATIENCE_SECONDS = 240


@dataclass(frozen=True)
class Person:
    """A profile as its owner knows it."""

    identifier: str
    email: str
    follow_url: str
    api_url: str

    def view(self) -> dict[str, Any]:
        return dict(requests.get(self.api_url, timeout=30).json())


@dataclass(frozen=True)
class Client:
    """Speaks to one running instance."""

    stack: RunningStack

    def estey(self, *arguments: str) -> Any:
        """Run `estey …` in this process, which knows the stack by its settings, and return its JSON.

        Typed in a terminal it is tried in tests/estey: a process a command would be most of the time of a run.
        """
        done = CliRunner().invoke(estey, [*arguments, "--json"])
        assert done.exit_code == 0, (done.output, done.exception)
        return json.loads(done.stdout)

    def settle(self, seconds: int = PATIENCE_SECONDS) -> None:
        """Wait until nothing is in flight."""
        deadline = time.monotonic() + seconds
        while (status := self.estey("status"))["in_flight"]:
            assert time.monotonic() < deadline, status
            time.sleep(0.1)

    def post_deposit(self, name: str, content: bytes, **fields: Any) -> requests.Response:
        return requests.post(f"{self.stack.url}/api/profiles", data=fields, files={"cv": (name, content)}, timeout=60)

    def deposit(self, name: str, content: bytes, email: str, **fields: Any) -> Person:
        """Leave a CV with sound defaults, for Pau and 30 km."""
        given = {"commune": "Pau", "radius_km": 30, "frequency": "at_once", "consent": "true", "email": email}
        answer = self.post_deposit(name, content, **{**given, **fields})
        assert answer.status_code == 202, answer.text
        body = answer.json()
        return Person(body["id"], email, body["follow_url"], body["api_url"])

    def confirm(self, person: Person) -> None:
        """Follow the link of the confirmation mail and press its button."""
        self.settle()
        [mail] = [mail for mail in self.mails(person.email) if "/confirm/" in mail["text"]]
        [link] = re.findall(r"http\S+/confirm/\S+", mail["text"])
        assert requests.get(link, timeout=30).status_code == 200
        assert requests.post(link, timeout=30).status_code == 200
        self.settle()

    def mails(self, email: str) -> list[dict[str, Any]]:
        return list(self.estey("mailbox", "--to", email))

    def alerts(self, email: str) -> list[dict[str, Any]]:
        return [mail for mail in self.mails(email) if "List-Unsubscribe" in mail["headers"]]

    def import_offers(self, folder: Path, *records: dict[str, Any], source: str = "test") -> Any:
        path = folder / "offers.json"
        path.write_text(json.dumps({"resultats": list(records)}), encoding="utf-8")
        report = self.estey("offers", "import", str(path), "--source", source)
        self.settle()
        return report

    def send_alerts(self) -> Any:
        return self.estey("alerts", "send", "--now")


PAU = {"libelle": "64 - PAU", "latitude": 43.2951, "longitude": -0.3708, "codePostal": "64000", "commune": "64445"}
LILLE = {"libelle": "59 - LILLE", "latitude": 50.6292, "longitude": 3.0573, "codePostal": "59000", "commune": "59350"}


def welder_offer(identifier: str, **changes: Any) -> dict[str, Any]:
    """A welder's job in Pau, in the France Travail v2 schema."""
    return {
        "id": identifier,
        "intitule": "Soudeur TIG (H/F)",
        "description": "Au sein de l'atelier, vous réalisez le soudage TIG sur inox et la lecture de plans.",
        "dateCreation": "2026-11-20T08:00:00.000Z",
        "lieuTravail": PAU,
        "romeCode": "H2913",
        "entreprise": {"nom": "Atelier de l'Exemple"},
        "typeContrat": "CDI",
        "alternance": False,
        **changes,
    }
