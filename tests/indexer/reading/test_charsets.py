"""Letters of text files and RTF that do not say how they are encoded, or say it in a way Tika does not know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.charsets import rtf_of_windows, text_as_utf8

TEXT = "Bérengère, aide-soignante à domicile – relève à l’infirmière, où ça ? « Hygiène »"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-8-sig"])
def test_a_text_is_read_in_the_encoding_it_is_written_in(encoding: str) -> None:
    assert text_as_utf8(TEXT.encode(encoding)).decode("utf-8-sig") == TEXT


def test_a_text_in_utf_16_says_so_itself() -> None:
    assert text_as_utf8(TEXT.encode("utf-16")) == TEXT.encode("utf-16")


def test_letters_of_a_macintosh_are_written_by_their_numbers() -> None:
    assert rtf_of_windows(rb"{\rtf1\mac\deff0 Pr\'8eparateur \\'8e}") == rb"{\rtf1\mac\deff0 Pr\u233?parateur \\'8e}"
    assert rtf_of_windows(rb"{\rtf1\ansi Pr\'e9parateur}") == rb"{\rtf1\ansi Pr\'e9parateur}"


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(content: bytes) -> None:
    text_as_utf8(content).decode("utf-8", "replace")
    rtf_of_windows(b"{\\rtf1\\mac " + content)
