"""What is read of reports, in the shapes in which servers send them, and of anything else."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.bounces import reports
from indexer.bounces.reports import KINDS, MOST_BYTES, read_report
from indexer.bounces.statuses import HARD, SOFT, severity
from tests.indexer.bounces.shapes import NAME, NOTHING, SHAPES, arf, dsn
from tests.indexer.keyed import only_these

UNHURRIED = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path, SECRET_KEY="k" * 32):
        yield


@pytest.mark.parametrize(("raw", "kind"), SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_a_report_says_what_became_of_which_mail(raw: Callable[[], bytes], kind: str, ends: bytes) -> None:
    report = read_report(raw().replace(b"\r\n", ends))
    assert report is not None
    assert (report.kind, report.names) == (kind, (NAME,))


@pytest.mark.parametrize("raw", NOTHING.values(), ids=NOTHING)
def test_what_is_no_report_or_ends_nothing_is_read_as_nothing(raw: Callable[[], bytes]) -> None:
    assert read_report(raw()) is None


def test_a_report_about_a_mail_of_somebody_else_names_none_of_ours() -> None:
    for returned in ("Message-ID: <20261124.1@other.example>\r\n", f"Subject: {NAME}@estey.example\r\n", ""):
        report = read_report(dsn("5.1.1", returned=returned, text=f"<{NAME}@estey.example> n'existe pas"))
        assert report is not None
        assert report.names == (), "its text alone names nobody"


def test_of_what_a_server_says_only_the_code_is_kept() -> None:
    for status in ("5.1.1 (<camille@example.org> unknown)", "camille@example.org", ""):
        report = read_report(dsn(status))
        assert report is not None
        assert report.status in ("5.1.1", "")


def test_one_failure_among_several_recipients_is_the_one_that_counts() -> None:
    returned = b"--b\r\nContent-Type: text/rfc822-headers"
    another = b"Final-Recipient: rfc822; lou@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    raw = dsn("2.0.0", action="relayed").replace(returned, another + returned)
    report = read_report(raw)
    assert report is not None
    assert report.kind == HARD


@UNHURRIED
@given(st.sampled_from(list(SHAPES)), st.integers(0, 2000), st.binary(max_size=40))
def test_a_damaged_report_is_read_as_far_as_it_goes_and_never_fails(shape: str, at: int, noise: bytes) -> None:
    raw = SHAPES[shape][0]()
    for damaged in (raw[:at], raw[:at] + noise + raw[at:], raw[:at] + noise + raw[at + len(noise) :]):
        report = read_report(damaged)
        if report is not None:
            assert report.kind in KINDS
            assert all(re.fullmatch("[0-9a-f]{24}", name) for name in report.names)


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Nothing is collected meanwhile: what hypothesis does then fails at the bottom of a recursion, now and then."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collection")
def test_parts_a_thousand_deep_are_nobodys_report() -> None:
    parts = (b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (depth, depth) for depth in range(2000))
    assert read_report(b"".join(parts)) is None
    assert read_report(b"Content-Type: message/rfc822\r\n\r\n" * 2000) is None


@pytest.mark.parametrize("again", [b"--b\r\n\r\n", b"Action: failed\r\n\r\n", b"X: y\r\n", b"\r\n"])
def test_of_a_mail_of_five_megabytes_only_the_beginning_is_read(again: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """21 seconds when all of it was read. How long the beginning takes is measured: `estey bench long-texts`."""
    raw = dsn("5.1.1").replace(b"--b\r\n", b"--b\r\n" + again * (5_000_000 // len(again)), 1)
    parsed: list[int] = []

    def watched(content: bytes, **named: Any) -> Message:
        parsed.append(len(content))
        return message_from_bytes(content, **named)

    with monkeypatch.context() as patch:
        patch.setattr(reports, "message_from_bytes", watched)
        report = read_report(raw)
    assert parsed[0] == MOST_BYTES
    assert sum(parsed) <= 2 * MOST_BYTES, "its parts are parsed once more at most"
    assert report == read_report(raw[:MOST_BYTES])


@UNHURRIED
@given(st.binary(max_size=400))
def test_whatever_is_sent_is_no_report_of_a_mail_of_ours(raw: bytes) -> None:
    report = read_report(raw)
    assert report is None or report.names == ()


@UNHURRIED
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.text(max_size=60))
def test_any_status_and_diagnostic_is_one_or_the_other(status: str, diagnostic: str) -> None:
    assert severity(status, diagnostic) in (HARD, SOFT)
    assert severity("4.2.2", diagnostic) == SOFT, "what is temporary never ends the mails at once"


@UNHURRIED
@given(st.text("abcdefghij-", min_size=1, max_size=12))
def test_a_kind_of_feedback_that_is_not_a_complaint_is_none(kind: str) -> None:
    known = {"abuse", "fraud", "other", "virus", "opt-out", "opt-out-list"}
    assert (read_report(arf(kind)) is not None) == (kind in known)
