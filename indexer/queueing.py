"""Handing work to the queue in a way that survives Redis being down.

What is to be done is written in the engine before it is queued, so a message that cannot be queued is no loss: the
sweep finds the document at its stage and queues it again.
"""

from __future__ import annotations

import logging
from typing import Any

from kombu.exceptions import OperationalError

from indexer.celery_app import app

log = logging.getLogger(__name__)

OFFERS_A_TASK = 50


def _enqueue(task: str, *arguments: Any) -> bool:
    """Queue a task by name; False when the queue does not answer."""
    try:
        app.send_task(f"indexer.tasks.{task}", args=arguments, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        log.warning("the queue does not answer; the sweep will queue this later", extra={"task": task})
        return False
    return True


def enqueue_profile(identifier: str) -> bool:
    """Have a profile read and matched."""
    return _enqueue("process_profile", identifier)


def enqueue_confirmation(identifier: str, kind: str = "profiles") -> bool:
    """Have the confirmation mail of a profile, or of a saved search (kind `searches`), sent."""
    return _enqueue("send_confirmation", identifier, kind)


def enqueue_offers(identifiers: list[str]) -> int:
    """Have offers understood and matched, in tasks of OFFERS_A_TASK; return how many were queued.

    Stops at the first task that cannot be queued.
    """
    for start in range(0, len(identifiers), OFFERS_A_TASK):
        if not _enqueue("process_offers", identifiers[start : start + OFFERS_A_TASK]):
            return start
    return len(identifiers)


def enqueue_digest(recipient: str) -> bool:
    """Have one person's mail sent."""
    return _enqueue("send_digest", recipient)
