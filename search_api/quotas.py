"""Refusing recruiters who took as many CVs or files as they may in a day: 429, with a sentence (RFC 6585)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask_smorest import abort

from indexer.candidates.quotas import QuotaReachedError, check_quota, most_a_day
from indexer.candidates.views import EXPORT, FILE, PAGE
from indexer.engine.client import engine
from indexer.recruiters.document import Recruiter
from search_api.problems import problem

SENTENCE = {PAGE: "quota_cvs", FILE: "quota_files", EXPORT: "quota_lines"}


def take(recruiter: Recruiter, profiles: Sequence[dict[str, Any]], how: str) -> None:
    """End the request (429) when a recruiter would see more profiles in this way than they may in a day."""
    try:
        check_quota(engine(), recruiter, [profile["id"] for profile in profiles], how)
    except QuotaReachedError as reached:
        said = problem(SENTENCE[reached.how], most=str(most_a_day(reached.how)))
        abort(429, message=said["message"], headers={"Retry-After": str(_seconds_to_midnight())}, errors=[said])


def _seconds_to_midnight() -> int:
    """Return after how many seconds the next day (UTC) begins, at least 1."""
    now = datetime.now(UTC)
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return max(1, round((tomorrow - now).total_seconds()))
