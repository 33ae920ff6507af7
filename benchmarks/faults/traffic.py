"""People and employers while things go wrong: they use the HTTP API, and try again when they get no answer."""

from __future__ import annotations

import mailbox
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

CV = """Prénom inventé, nom inventé

{title}

Expérience
2019 à 2026 : {title}, entreprise inventée, Pau
2014 à 2019 : {title}, autre entreprise inventée, Tarbes

Formation
2014 : CAP du métier, lycée professionnel inventé
Ponctualité, travail en équipe, permis B."""
# Far from one another: nobody is told of another trade's offers.
TRADES = ("Soudeur", "Boulanger", "Aide-soignant", "Maçon", "Serveur de restaurant")
COMMUNE = "64445"
ANSWER_SECONDS, PAUSE_SECONDS = 40, 0.5
_CONFIRM = re.compile(r"https?://\S+/confirm/[\w.\-]+")

Share = Callable[[], float]
"""How much of the traffic may have come in by now, from 0 to 1."""


class Traffic:
    """Deposits, confirmations and offers, each in a thread of its own; `accepted` holds what was answered 202."""

    def __init__(self, url: str, api_key: str, box: Path, people: int, offers: int, share: Share) -> None:
        self._url, self._key, self._box, self._share = url, api_key, box, share
        self.people, self.offers = people, offers
        self.accepted: dict[str, list[str]] = {"profiles": [], "offers": []}
        self.confirmed: set[str] = set()
        """Addresses whose confirmation was answered as done."""
        self.answers: Counter[str] = Counter()
        """What requests were answered: a status, or the kind of error of the connection."""
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._deposit, self._offer)]
        self._threads.append(threading.Thread(target=self._confirm, daemon=True))

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, however much is left."""
        self._ended.set()
        for thread in self._threads:
            thread.join(ANSWER_SECONDS + 10)

    @property
    def is_done(self) -> bool:
        """Say whether everybody came, was written to and confirmed, and every offer was taken."""
        return len(self.confirmed) >= self.people and len(self.accepted["offers"]) >= self.offers

    def _deposit(self) -> None:
        for number in range(self.people):
            # All have come when half of the time is over: offers then find them, before they find offers.
            self._wait_for(number / self.people / 2)
            title = TRADES[number % len(TRADES)]
            form = {"email": f"personne-{number}@example.org", "commune": COMMUNE, "radius_km": 30, "wanted": title}
            form |= {"frequency": "at_once", "consent": "true"}
            cv = {"cv": ("cv.txt", CV.format(title=title).encode(), "text/plain")}
            taken = self._asked("/api/profiles", (202,), data=form, files=cv)
            self.accepted["profiles"] += [taken["id"]] if taken else []

    def _offer(self) -> None:
        for number in range(self.offers):
            self._wait_for(number / self.offers)
            title = TRADES[number % len(TRADES)]
            record = {
                "id": f"fault-{number}",
                "intitule": f"{title} (H/F)",
                "description": f"Nous cherchons pour notre équipe de Pau : {title}, en horaires de journée.",
                "lieuTravail": {"libelle": "64 - PAU", "commune": COMMUNE},
                "typeContrat": "CDI",
                "entreprise": {"nom": f"Entreprise inventée {number}"},
                "dateCreation": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            }
            headers = {"Authorization": f"Bearer {self._key}"}
            taken = self._asked("/api/offers", (202,), json=record, headers=headers)
            self.accepted["offers"] += [taken["id"]] if taken else []

    def _confirm(self) -> None:
        """Do what a person does with their confirmation mail: open its link and press the button."""
        seen: set[str] = set()
        while not self._ended.is_set() and len(self.confirmed) < self.people:
            for path in sorted((self._box / "new").glob("*")):
                if path.name in seen:
                    continue
                seen.add(path.name)
                message = mailbox.MaildirMessage(path.read_bytes())
                part = next((one for one in message.walk() if one.get_content_type() == "text/plain"), message)
                link = _CONFIRM.search(bytes(part.get_payload(decode=True) or b"").decode(errors="replace"))
                if link:
                    path_and_token = link[0].partition("/confirm/")[2]
                    self._asked(f"/confirm/{path_and_token}", (303,), allow_redirects=False)
                    self.confirmed.add(str(message["To"]))
            time.sleep(PAUSE_SECONDS)

    def _wait_for(self, share: float) -> None:
        while self._share() < share and not self._ended.is_set():
            time.sleep(0.1)

    def _asked(self, path: str, good: tuple[int, ...], **request: Any) -> dict[str, Any]:
        """Send a request until it is answered as hoped; return the JSON of the answer, empty when there is none."""
        while not self._ended.is_set():
            try:
                answer = requests.post(f"{self._url}{path}", timeout=ANSWER_SECONDS, **request)
            except requests.RequestException as error:
                self.answers[type(error).__name__] += 1
            else:
                self.answers[str(answer.status_code)] += 1
                if answer.status_code in good:
                    return dict(answer.json()) if "json" in answer.headers.get("Content-Type", "") else {}
            time.sleep(PAUSE_SECONDS)
        return {}
