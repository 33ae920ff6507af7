"""The Celery application: it carries work from those who find it to those who do it."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

from indexer.structured_logs import write_logs_as_json

app = Celery("estey", include=["indexer.tasks"])
app.config_from_object("indexer.celery_config")


@setup_logging.connect
def write_logs(**_: Any) -> None:
    """Have worker and beat write our logs and not Celery's, which repeat what exceptions say."""
    write_logs_as_json()


@worker_init.connect
def learn_the_words(**_: Any) -> None:
    """Prepare the vocabulary before the worker forks: its processes share it, and the first CV does not wait for it."""
    from indexer.reference.in_force import vocabulary

    vocabulary().prepare()


@beat_init.connect
def sign_of_life(**_: Any) -> None:
    """Have the first heartbeat sent at once, not after its interval: health waits for it at each start."""
    for task in ("heartbeat", "heartbeat_of_files"):
        app.send_task(f"indexer.tasks.{task}", retry=False, ignore_result=True)
