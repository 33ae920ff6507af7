"""The bench of long texts measures each text short and long."""

from __future__ import annotations

from benchmarks.long_texts import OFFER_PIECES, REPORT, REPORT_PIECES, STEPS, measure
from indexer.bounces.reports import Report, read_report
from indexer.bounces.statuses import HARD


def test_every_text_has_its_ratio() -> None:
    steps: list[None] = []
    result = measure(50, 500, lambda: steps.append(None))
    assert len(steps) == STEPS
    assert set(result["legal_gate"]) == {piece.strip() for piece in OFFER_PIECES}
    assert set(result["bounce_reports"]) == set(REPORT_PIECES)
    assert result["bounce_report_beyond_most"] > 0


def test_the_report_that_is_made_longer_is_one() -> None:
    assert read_report(REPORT % b"") == Report(HARD, (), "5.1.1")
