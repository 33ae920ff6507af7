"""Nobody learns from an answer whether somebody's address is known here."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable

import requests

from tests.client import Client
from tests.search_api.asking import address, begin_deposit, finish_deposit, leave

ROUNDS = 8
# The engine writes the same documents for both; what differs is below what its own pauses make.
MARGIN_SECONDS = 0.15


def deposit(client: Client, email: str) -> requests.Response:
    return finish_deposit(begin_deposit(client), email)


def save(client: Client, email: str) -> requests.Response:
    # Words of no offer: a search that most offers answer is refused.
    sent = {"q": "zqxwvjk", "lieu": "Limoges", "email": email, "frequency": "weekly", "consent": "true"}
    return requests.post(f"{client.stack.url}/alerte", data=sent, allow_redirects=False, timeout=60)


def shape(answer: requests.Response) -> tuple[int, str, str, int]:
    """An answer without what is made at random: status, where it leads, its words, its length."""
    leads = re.sub(r"/[\w.-]{40,}", "/<secret>", answer.headers.get("Location", ""))
    words = re.sub(r"/[\w.-]{40,}", "/<secret>", answer.text)
    return answer.status_code, leads, words, len(answer.headers)


def assert_alike(client: Client, ask: Callable[[Client, str], requests.Response], known: str) -> None:
    taken: dict[bool, list[float]] = {True: [], False: []}
    shapes = set()
    for number in range(2 * ROUNDS):
        is_known = number % 2 == 0
        start = time.perf_counter()
        answer = ask(client, known if is_known else address())
        taken[is_known].append(time.perf_counter() - start)
        shapes.add(shape(answer))
    assert len(shapes) == 1
    assert shapes.pop()[0] == 303
    assert abs(statistics.median(taken[True]) - statistics.median(taken[False])) < MARGIN_SECONDS


def test_a_deposit_says_nothing_of_who_is_known(client: Client) -> None:
    person = leave(client)
    client.confirm(person)
    assert_alike(client, deposit, person.email)


def test_a_saved_search_says_nothing_of_who_is_known(client: Client) -> None:
    person = leave(client)
    client.confirm(person)
    assert_alike(client, save, person.email)
