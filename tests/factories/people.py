"""What is known of a person beside what they left: above all whether mail reaches them."""

from __future__ import annotations

from typing import Any

from indexer.alerts.people import MAIL_STOPPED, MAIL_WAITS
from indexer.bounces.mailing import GONE, NOT_DELIVERED, WORKING
from tests.factories.documents import NOW

WAITING_MAIL = {
    "mail_state": MAIL_WAITS,
    "mail_reason": NOT_DELIVERED,
    "mail_retry_at": "2026-11-24T14:05:00+00:00",
    "soft_bounces": 1,
}
"""After a mail that came back once."""
RETURNED_MAIL = {"mail_state": MAIL_STOPPED, "mail_reason": NOT_DELIVERED, "mail_retry_at": None, "soft_bounces": 5}
"""After as many in a row as are waited for."""
NO_SUCH_ADDRESS = {**GONE, "soft_bounces": 0}


def make_person(person: str, **changes: Any) -> dict[str, Any]:
    """What is known of a person whose mail arrives."""
    return {"person": person, "created_at": NOW, **WORKING, **changes}
