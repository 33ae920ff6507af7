"""Mails that were captured instead of sent, in the order they arrived."""

from __future__ import annotations

from pathlib import Path

from indexer.alerts.captured import captured_mails


def store(folder: Path, name: str, subject: str) -> None:
    """Write a mail as a Maildir keeps it; all have the same date, which says seconds only."""
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    said = f"To: a@example.org\nSubject: {subject}\nDate: Tue, 01 Dec 2026 08:00:00 +0000\n\n{subject}\n"
    (folder / "new" / name).write_text(said)


def test_mails_of_one_second_are_listed_as_they_arrived(tmp_path: Path) -> None:
    store(tmp_path, "1764576000.M100000P7Q3.host", "third")
    store(tmp_path, "1764576000.M99P7Q1.host", "first")
    store(tmp_path, "1764576000.M5000P7Q2.host", "second")
    store(tmp_path, "1764576001.M1P7Q4.host", "fourth")
    assert [mail["subject"] for mail in captured_mails(tmp_path)] == ["first", "second", "third", "fourth"]
