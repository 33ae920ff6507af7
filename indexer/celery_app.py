"""The Celery application: it carries work from those who find it to those who do it."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import beat_init

app = Celery("estey", include=["indexer.tasks"])
app.config_from_object("indexer.celery_config")


@beat_init.connect
def sign_of_life(**_: Any) -> None:
    """Have the first heartbeat sent at once, not after its interval: health waits for it at each start."""
    app.send_task("indexer.tasks.heartbeat", retry=False, ignore_result=True)
