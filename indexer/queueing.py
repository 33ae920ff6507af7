"""Handing work to the queue in a way that survives Redis being down.

What is to be done is written in the engine before it is queued, so a message that cannot be queued is no loss: the
sweep finds the document at its stage and queues it again.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from indexer.celery_app import app

log = logging.getLogger(__name__)

OFFERS_A_TASK = 50
GATHERED = "estey:offers"
"""The list in Redis of offers that came one by one and are processed together."""
# Tasks that may wait before an import does: some minutes of work. What comes in later waits in the engine, where it is
# safe, and a deposit's confirmation is never behind an hour of offers.
MOST_WAITING = 100
# Whoever asked for a link and did not get it by then has asked again.
SIGN_IN_SECONDS = 1200
PAUSE_SECONDS, PATIENCE_SECONDS = 0.5, 600.0


# Of files and links that recruiters and programs send: read by a worker of their own (`indexer.celery_config`).
FILES = "files"


WEB_SECONDS = 3
"""How long a thread of the web waits for a Redis that is there and says nothing."""


def wait_briefly() -> None:
    """Have this process give up on a Redis that sleeps after WEB_SECONDS: somebody waits for their page."""
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, "socket_timeout": WEB_SECONDS}


def _enqueue(task: str, *arguments: Any, expires: int | None = None) -> bool:
    """Queue a task by name, to be begun within `expires` seconds or never; False when the queue does not answer."""
    try:
        app.send_task(f"indexer.tasks.{task}", args=arguments, retry=False, ignore_result=True, expires=expires)
    except (OperationalError, OSError):
        log.warning("the queue does not answer; the sweep will queue this later", extra={"task": task})
        return False
    return True


def enqueue_profile(identifier: str, *, again: bool = False) -> bool:
    """Have a profile read and matched; `again` says that it was found unfinished (indexer.quarantine.attempts)."""
    return _enqueue("process_profile", identifier, *([True] if again else []))


def enqueue_reading(identifier: str, *, again: bool = False) -> bool:
    """Have what a recruiter or a program sent read, by the worker of files; `again`: found unfinished."""
    return _enqueue("read_sent", identifier, *([True] if again else []))


def enqueue_offer_file(identifier: str, *, again: bool = False) -> bool:
    """Have the file of an offer read and the offer matched, by the worker of files; `again`: found unfinished."""
    return _enqueue("process_offer_file", identifier, *([True] if again else []))


def enqueue_confirmation(identifier: str, kind: str = "profiles") -> bool:
    """Have the confirmation mail of a profile, or of a saved search (kind `searches`), sent."""
    return _enqueue("send_confirmation", identifier, kind)


def enqueue_sign_in_link(person: str, then: str) -> bool:
    """Have a link sent that signs a person in, if they are known; nothing else finds it again when this fails."""
    return _enqueue("send_sign_in_link", person, then, expires=SIGN_IN_SECONDS)


def enqueue_joining(recruiter: str) -> bool:
    """Have the register asked of a recruiter's organisation, and its members told of one who asks to join."""
    return _enqueue("ask_register", recruiter, expires=SIGN_IN_SECONDS) and enqueue_mails()


def enqueue_mails() -> bool:
    """Have the mails sent now that a decision just made due, instead of within a minute."""
    return _enqueue("send_mails", expires=60)


def enqueue_offers(identifiers: list[str], *, again: bool = False) -> int:
    """Have offers understood and matched, in tasks of OFFERS_A_TASK; return how many were queued.

    `again` says that they were found unfinished (indexer.quarantine.attempts).

    Stops at the first task that cannot be queued.
    """
    for start in range(0, len(identifiers), OFFERS_A_TASK):
        if not _enqueue("process_offers", identifiers[start : start + OFFERS_A_TASK], *([True] if again else [])):
            return start
    return len(identifiers)


def enqueue_offer(identifier: str) -> bool:
    """Have an offer understood and matched together with those that others send meanwhile: one task takes them all.

    Who sends a thousand one by one queues a few tasks, and a CV waits behind one of them. False when the queue does
    not answer: the sweep finds the offer.
    """
    try:
        with app.connection_for_write() as connection:
            gathered = int(connection.default_channel.client.rpush(GATHERED, identifier))
    except (OperationalError, OSError, RedisError):
        log.warning("the queue does not answer; the sweep will queue this later", extra={"task": "offers"})
        return False
    # The first says that there are some; every fiftieth says it again, should that task have been lost.
    return gathered % OFFERS_A_TASK != 1 or enqueue_gathered()


def enqueue_gathered() -> bool:
    """Have the offers that wait together processed."""
    return _enqueue("process_gathered_offers")


def gathered_offers() -> list[str]:
    """Take the offers that wait together, OFFERS_A_TASK at most; what dies with the task that took them, the sweep
    finds.
    """
    with app.connection_for_write() as connection:
        taken = connection.default_channel.client.lpop(GATHERED, OFFERS_A_TASK)
    return [str(one, "utf-8") if isinstance(one, bytes) else str(one) for one in taken or []]


def room(queue: str = "") -> int:
    """Return how many more tasks may wait in a queue (the first by default) before MOST_WAITING do.

    MOST_WAITING when the queue does not answer.
    """
    try:
        with app.connection_for_write() as connection:
            waiting = int(connection.default_channel.client.llen(queue or app.conf.task_default_queue))
    except (OperationalError, OSError, RedisError):
        return MOST_WAITING
    return max(0, MOST_WAITING - waiting)


def enqueue_offers_in_turn(identifiers: list[str]) -> int:
    """Do as `enqueue_offers` once there is room: who brings thousands of offers is held to the pace of the workers.

    After PATIENCE_SECONDS without room nothing is queued: the sweep will.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while not room():
        if time.monotonic() >= end:
            log.warning("the queue stays full; the sweep will queue these offers later")
            return 0
        time.sleep(PAUSE_SECONDS)
    return enqueue_offers(identifiers)


def enqueue_digests(recipients: list[str]) -> bool:
    """Have the mails of these people sent, one after the other."""
    return _enqueue("send_digests", recipients)
