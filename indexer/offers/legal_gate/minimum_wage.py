"""The SMIC, gross, at a date (Code du travail L3231-2 and D3231-6; the decrees that raise it)."""

from __future__ import annotations

from datetime import date

from indexer.language.pay import HOURS_A_MONTH

# From when, euros an hour. A rise that is not yet here only lets an offer through: add it when the decree is out.
_HOURLY = (
    ("2022-05-01", 10.85),
    ("2022-08-01", 11.07),
    ("2023-01-01", 11.27),
    ("2023-05-01", 11.52),
    ("2024-01-01", 11.65),
    ("2024-11-01", 11.88),
    ("2026-01-01", 12.02),
)


def monthly_minimum(day: str) -> float:
    """Return the SMIC of a full-time month on `day` (ISO 8601; empty: today), gross euros; 0 before 2022-05-01."""
    when = day[:10] or date.today().isoformat()
    hourly = max((rate for start, rate in _HOURLY if start <= when), default=0.0)
    return round(hourly * HOURS_A_MONTH, 2)
