"""One mailbox has one name for limits, however its address is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.accounts.mailboxes import mailbox_of

LOCALS = st.from_regex(r"[a-z0-9]{1,12}(\.[a-z0-9]{1,8})?", fullmatch=True)
DOMAINS = st.sampled_from(["gmail.com", "example.org", "mairie-des-landes.fr", "xn--mairie-cole-hbb.example"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Camille.Exemple@example.org", "camille.exemple@EXAMPLE.ORG"),
        ("camille@example.org", "camille+offres@example.org"),
        ("camille@example.org", " camille@example.org. "),
        ("camille@example.org", '"camille"@example.org'),
        ("camille@example.org", '"c\\ami\\lle"@example.org'),
        ("c.a.m.ille@gmail.com", '"cam\\.ill\\e\\+3"@gmail.com'),
        ("camille@example.org", "\uff43amille@example.org"),
        ("camille@icloud.com", "camille+1@me.com"),
        ("camille@proton.me", "c.a-mil_le@protonmail.com"),
        ("camille@orange.fr", "Camille@wanadoo.fr"),
        ("camille@yahoo.fr", "camille-emploi@yahoo.fr"),
        ("camille@fastmail.com", "emploi@camille.fastmail.com"),
        ("c.a.m.ille@gmail.com", "camille+2@googlemail.com"),
        ("camille@mairie-école.example", "camille@xn--mairie-cole-hbb.example"),
        ("camille@e\u0301cole.example", "camille@\u00e9cole.example"),
    ],
)
def test_one_mailbox_has_one_name(one: str, other: str) -> None:
    assert mailbox_of(one) == mailbox_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("camille@example.org", "camille@example.com"),
        ("c.amille@example.org", "camille@example.org"),
        ("camille@example.org", "camille2@example.org"),
    ],
)
def test_two_mailboxes_have_two(one: str, other: str) -> None:
    assert mailbox_of(one) != mailbox_of(other)


@given(LOCALS, DOMAINS, st.from_regex(r"[a-z0-9.+]{0,8}", fullmatch=True), st.randoms())
def test_tags_case_and_blanks_are_not_another_mailbox(local: str, domain: str, tag: str, chance: object) -> None:
    written = f"{local}+{tag}@{domain}"
    swapped = "".join(letter.upper() if chance.random() < 0.5 else letter for letter in written)  # type: ignore[attr-defined]
    assert mailbox_of(f"\t{swapped} ") == mailbox_of(f"{local}@{domain}")


@given(st.text(max_size=60))
def test_whatever_is_written_gives_something_that_gives_itself(text: str) -> None:
    once = mailbox_of(text)
    assert mailbox_of(once) == once
