"""What one sender may have done at once: the next request is told to come again, before anything of it is read.

Counted in each process of the web: with two, as by default, a key may have two requests under way, and the other
threads are everybody else's. Many keys together have no more than MOST_TOGETHER of them, or ten of one organisation
would leave no thread for pages. Nothing is left behind by a process that dies, and it holds without Redis.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Any, NoReturn

from flask import Flask, request, session
from flask_smorest import abort

from search_api.limits import by_key
from search_api.problems import problem

SECONDS_TO_WAIT = 1
SECONDS_TO_READ = 5
"""A file is mostly read within some seconds."""


class InHand:
    """The senders of whom a request is under way in this process, `most` of them (0: as many as there are)."""

    def __init__(self, most: int = 0) -> None:
        self._most = most
        self._lock, self._senders = Lock(), set[str]()

    @contextmanager
    def one(self, sender: str) -> Iterator[bool]:
        """Give True where the sender has nothing else under way until the block ends and there is room, else False."""
        with self._lock:
            free = sender not in self._senders and not 0 < self._most <= len(self._senders)
            if free:
                self._senders.add(sender)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._senders.discard(sender)


def by_session() -> str:
    """Return what stands for who is signed in, whatever the role; for nobody, the same for all."""
    said = f"{session.get('recruiter')} {session.get('person')}"
    return hashlib.sha256(said.encode()).hexdigest()


ONE_AT_A_TIME: dict[str, Callable[[], str]] = {
    "offers.Offers": by_key,
    "offer_sources.file": by_session,
    "offer_sources.link": by_session,
    "own_data.as_pdf": by_session,
}
"""The endpoints, and who a sender is. Of the offers, posting them only."""
_METHODS = {"offers.Offers": {"POST"}}
MOST_TOGETHER = {"offers.Offers": 2}
"""Of a process's four threads: what programs post waits, whoever reads a page does not."""


def keep_one_at_a_time(app: Flask) -> None:
    """Have it kept on the endpoints of an application; call it once all are registered."""
    in_hand = {endpoint: InHand(MOST_TOGETHER.get(endpoint, 0)) for endpoint in ONE_AT_A_TIME}
    app.extensions["estey_in_hand"] = in_hand
    for endpoint, sender in ONE_AT_A_TIME.items():
        app.view_functions[endpoint] = _kept(app.view_functions[endpoint], endpoint, sender, in_hand[endpoint])


def _kept(view: Callable[..., Any], endpoint: str, sender: Callable[[], str], in_hand: InHand) -> Callable[..., Any]:
    methods = _METHODS.get(endpoint)

    @wraps(view)
    def kept(*args: Any, **kwargs: Any) -> Any:
        if methods and request.method not in methods:
            return view(*args, **kwargs)
        with in_hand.one(sender()) as free:
            if not free:
                busy()
            return view(*args, **kwargs)

    return kept


def busy(code: str = "one_at_a_time", seconds: int = SECONDS_TO_WAIT) -> NoReturn:
    """End the request (429): the sender has another under way, or unread."""
    said = problem(code)
    errors = [{"field": "file" if code == "file_in_hand" else "request", **said}]
    abort(429, message=said["message"], errors=errors, headers={"Retry-After": str(seconds)})
    raise AssertionError  # pragma: no cover - abort raises
