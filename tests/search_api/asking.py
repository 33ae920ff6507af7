"""What the tests of the API say and read again and again: addresses, offers of their own, problems, waiting."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import requests

from tests.client import PATIENCE_SECONDS, Client, Person
from tests.cv_files import WELDER, as_pdf

# Other tests look for welders in Pau, and mails hold ten offers at most: these tests stay away from there.
LIMOGES = {
    "libelle": "87 - LIMOGES",
    "latitude": 45.8336,
    "longitude": 1.2476,
    "codePostal": "87000",
    "commune": "87085",
}
BAYONNE = {
    "libelle": "64 - BAYONNE",
    "latitude": 43.4932,
    "longitude": -1.473,
    "codePostal": "64100",
    "commune": "64102",
}


def address() -> str:
    return f"api-{uuid4().hex[:10]}@example.org"


def unheard_word() -> str:
    """A word that no other offer holds, of letters only: searches for it find the offers of one test."""
    return "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:14])


def leave(client: Client, name: str = "cv.pdf", content: bytes = b"", **fields: Any) -> Person:
    """Leave a CV for Limoges."""
    given = {"commune": "Limoges", "email": address(), **fields}
    return client.deposit(name, content or as_pdf(WELDER), **given)


def begin_deposit(client: Client, content: bytes = b"", **fields: Any) -> str:
    """Send the first step of the deposit's pages; return the full address its steps begin with."""
    files = {"cv": ("cv.pdf", content or as_pdf(WELDER))}
    answer = requests.post(f"{client.stack.url}/deposer", data=fields, files=files, timeout=60, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client.stack.url + answer.headers["Location"].rpartition("/")[0]


def finish_deposit(steps: str, email: str, **fields: Any) -> requests.Response:
    """Send the last step, for Limoges and agreeing to everything that is asked."""
    given = {"commune": "Limoges", "email": email, "consent": "true", "mail_consent": "true", **fields}
    return requests.post(f"{steps}/recherche", data=given, timeout=60, allow_redirects=False)


def problems(answer: requests.Response) -> list[tuple[str, str]]:
    """The (field, code) of every problem of a refusal, whose shape is checked on the way."""
    body = answer.json()
    assert body["code"] == answer.status_code
    assert body["message"] == body["errors"][0]["message"]
    assert all(error["message"] and "{" not in error["message"] for error in body["errors"])
    return [(error["field"], error["code"]) for error in body["errors"]]


def post_offer(client: Client, offer: Any = None, key: str | None = None, **said: Any) -> requests.Response:
    """Post an offer as JSON, or as `said` to requests."""
    headers = {"Authorization": f"Bearer {client.stack.api_key if key is None else key}", **said.pop("headers", {})}
    body = {"json": offer} if offer is not None else {}
    return requests.post(f"{client.stack.url}/api/offers", headers=headers, timeout=60, **body, **said)


def found(client: Client, **search: Any) -> dict[str, Any]:
    """Search offers through the API."""
    answer = requests.get(f"{client.stack.url}/api/offers", params=search, timeout=60)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def wait_for_stage(address: str, *stages: str) -> dict[str, Any]:
    """Read a profile or an offer until it is at one of these stages."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (seen := requests.get(address, timeout=30).json()).get("stage") not in stages:
        assert time.monotonic() < deadline, seen
        time.sleep(0.1)
    return dict(seen)
