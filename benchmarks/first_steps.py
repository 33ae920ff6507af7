"""How long the first steps take on a running service: `python -m benchmarks.first_steps` prints JSON.

Start the service first (`make run`); set ESTEY_HOME if it is not the default one. Measures, at rest: from a deposit to
its CV understood and matched, from an import to its offer matched, and the memory of all the service's processes. What
it creates is erased at the end. Nothing is asserted: machines differ, and are shared.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

import requests

from benchmarks.process_memory import resident_megabytes
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.offers.importing import import_offers
from indexer.queueing import enqueue_offers
from indexer.settings import settings

ROUNDS = 7
PATIENCE_SECONDS = 60
CV = """Camille Exemple, soudeur TIG. Soudage TIG et MIG sur acier et inox, lecture de plans, meulage, contrôle visuel.
2019 à 2026 : soudeur en chaudronnerie, atelier naval. 2014 : CAP réalisation en chaudronnerie industrielle."""


def seconds_to_match_a_deposit() -> float:
    """Leave a CV as a person does and wait until it is matched; it is erased afterwards."""
    given = {
        "email": f"mesure-{uuid4().hex[:8]}@example.org",
        "commune": "Pau",
        "wanted": "soudeur",
        "consent": "true",
    }
    started = time.monotonic()
    answer = requests.post(
        f"{settings().public_url}/api/profiles", data=given, files={"cv": ("cv.txt", CV.encode())}, timeout=30
    )
    answer.raise_for_status()
    _wait(lambda: (get(engine(), "profiles", answer.json()["id"]) or {}).get("stage") == "matched")
    took = time.monotonic() - started
    requests.delete(answer.json()["api_url"], timeout=30).raise_for_status()
    return took


def seconds_to_match_an_offer() -> float:
    """Import one offer and wait until it is matched; it is erased afterwards."""
    record = {"id": uuid4().hex, "intitule": "Soudeur TIG (H/F)", "romeCode": "H2913", "typeContrat": "CDI"}
    written: list[str] = []

    def enqueue(identifiers: list[str]) -> None:
        written.extend(identifiers)
        enqueue_offers(identifiers)

    started = time.monotonic()
    import_offers(engine(), [record], "mesure", enqueue)
    _wait(lambda: (get(engine(), "offers", written[0]) or {}).get("stage") == "matched")
    took = time.monotonic() - started
    engine().delete(index=index_name("offers"), id=written[0], refresh=True)
    return took


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not matched after {PATIENCE_SECONDS} s.")
        time.sleep(0.02)


def _measured(measure: Callable[[], float]) -> dict[str, float]:
    times = [measure() for _ in range(ROUNDS)]
    return {"median_s": round(statistics.median(times), 3), "worst_s": round(max(times), 3), "rounds": ROUNDS}


if __name__ == "__main__":
    print(
        json.dumps(
            {
                "deposit_understood_and_matched": _measured(seconds_to_match_a_deposit),
                "offer_matched": _measured(seconds_to_match_an_offer),
                "resident_mb": round(resident_megabytes()),
            },
            indent=2,
        )
    )
