"""A publication as it is stored: an offer as its recruiter wrote it, and what became of it. Pure functions.

The offer that people find is made of it once it is published (`source` "estey", `source_id` the publication's id) and
goes the way of every offer (`indexer.offers`); the publication keeps what only its recruiter and the operator see.
"""

from __future__ import annotations

from typing import Any

Publication = dict[str, Any]

SOURCE = "estey"
"""The source of offers published here."""

DRAFT, WAITING, PUBLISHED, CLOSED, REFUSED = "draft", "waiting", "published", "closed", "refused"
"""Not published yet; waits for the operator (a doubtful wording); found by people; over; refused by the operator."""
