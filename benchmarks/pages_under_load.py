"""How long the first page takes while a program sends files, or posts offers, as fast as it is let: beside what it
takes alone, in one run on one machine. Figures of two runs are not to be compared; their ratios are.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from benchmarks.search import milliseconds

SENDERS = 24
PATIENCE = 120


def measure(url: str, key: str, seconds: float) -> dict[str, Any]:
    """Return milliseconds of `GET /` alone, while SENDERS send files and while as many post offers with one key, with
    the ratio of the medians, and what the senders were answered.

    Who is told to come again does so when they are told. What was posted is left to the caller (`ids`).
    """
    ids: list[str] = []
    _pages(url, seconds / 4)
    alone = _pages(url, seconds)
    files, said_to_files = _while_sending(url, seconds, lambda number: _file(url, key, number, ids))
    offers, said_to_offers = _while_sending(url, seconds, lambda number: _offer(url, key, number, ids))
    return {
        "alone": alone,
        "24_send_files": {**files, "ratio": _ratio(files, alone), "answers": said_to_files},
        "24_post_offers": {**offers, "ratio": _ratio(offers, alone), "answers": said_to_offers},
        "ids": ids,
    }


def _pages(url: str, seconds: float) -> dict[str, float]:
    timed: list[float] = []
    ends = time.monotonic() + seconds
    with requests.Session() as browser:
        while time.monotonic() < ends or len(timed) < 2:
            before = time.perf_counter()
            browser.get(f"{url}/", timeout=PATIENCE).raise_for_status()
            timed.append(1000 * (time.perf_counter() - before))
            time.sleep(0.02)
    return {**milliseconds(timed), "ms_max": round(max(timed), 1), "asked": len(timed)}


def _while_sending(
    url: str, seconds: float, send: Callable[[int], requests.Response]
) -> tuple[dict[str, float], dict[str, int]]:
    over, answers = threading.Event(), Counter[str]()

    def sender(number: int) -> None:
        count = 0
        while not over.is_set():
            answer = send(number * 1_000_000 + count)
            answers[str(answer.status_code)] += 1
            count += 1
            if answer.status_code == 429:
                over.wait(float(answer.headers["Retry-After"]))

    with ThreadPoolExecutor(SENDERS) as pool:
        sending = [pool.submit(sender, number) for number in range(SENDERS)]
        try:
            pages = _pages(url, seconds)
        finally:
            over.set()
        for one in sending:
            one.result()
    return pages, dict(answers)


def _file(url: str, key: str, number: int, ids: list[str]) -> requests.Response:
    # A kilobyte of PDF whose page draws itself again and again: what Tika is long at.
    stream = f"BT /F1 9 Tf (Soudeur {number}) Tj ET /X Do".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</X 5 0 R/Y 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        _form(b"/Y Do " * 60, 6),
        _form(b"/Z Do " * 60, 7, b"Z"),
        _form(b"BT (x) Tj ET " * 30, 0),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (at, part) for at, part in enumerate(parts, start=1))
    file = {"file": (f"{number}.pdf", body + b"trailer<</Root 1 0 R>>\n%%EOF", "application/pdf")}
    return _post(url, key, ids, files=file)


def _form(stream: bytes, inner: int, name: bytes = b"Y") -> bytes:
    resources = b"/Resources<</XObject<</%s %d 0 R>>>>" % (name, inner) if inner else b""
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>" % (resources, len(stream))
    return head + b"stream\n" + stream + b"\nendstream"


def _offer(url: str, key: str, number: int, ids: list[str]) -> requests.Response:
    record = {
        "id": f"bench-{time.time_ns()}-{number}",
        "intitule": "Soudeur TIG (H/F)",
        "description": "Vous soudez de l’inox en atelier, lisez des plans et contrôlez vos pièces. " * 20,
        "lieuTravail": {"libelle": "64 - PAU", "codePostal": "64000", "commune": "64445"},
        "typeContrat": "CDI",
    }
    return _post(url, key, ids, json=record)


def _post(url: str, key: str, ids: list[str], **said: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {key}"}
    answer = requests.post(f"{url}/api/offers", headers=headers, timeout=PATIENCE, **said)
    if answer.status_code == 202:
        ids.append(answer.json()["id"])
    return answer


def _ratio(loaded: dict[str, float], alone: dict[str, float]) -> float:
    return round(loaded["ms_p50"] / alone["ms_p50"], 2)
