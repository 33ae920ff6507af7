"""What an RTF holds and does not show: comments, hidden text, what was struck out. Pure functions on bytes.

RTF 1.9.1: `\\v` (hidden) and `\\deleted` (struck out) are properties of characters that last until they are turned off,
`\\plain`, or the end of their group; a comment is a group of its own (`{\\*\\annotation …}`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_PIECE = re.compile(
    rb"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|(?P<escaped>\\'[0-9a-fA-F]{2})|(?P<symbol>\\[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}]+)"
)
# The groups of a comment: its text, its author, its place and time (RTF 1.9.1, "Comments (Annotations)").
_COMMENTS = frozenset(
    (b"annotation", b"atnid", b"atnauthor", b"atntime", b"atndate", b"atnicn", b"atnref", b"atnparent")
)
_UNSEEN = (b"v", b"deleted")
# Letters that are written as words or symbols: hidden with what is around them.
_LETTERS = frozenset((b"u", b"emdash", b"endash", b"lquote", b"rquote", b"ldblquote", b"rdblquote", b"bullet", b"tab"))
_SYMBOLS = frozenset((b"\\~", b"\\-", b"\\_", b"\\\\", b"\\{", b"\\}"))


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the end of a group: whether it is a comment, and whether its text is hidden or struck out."""

    begins_at: int = 0
    """How many pieces were kept before it: what was kept of a comment before it was known as one goes again."""
    comment: bool = False
    v: bool = False
    deleted: bool = False
    began: bool = False
    """Whether anything but the mark of an optional destination (`\\*`) was read of it."""

    @property
    def hides(self) -> bool:
        return self.v or self.deleted


_MOST_ROUNDS = 8


def shown_rtf(content: bytes) -> bytes:
    """Return an RTF without its comments, hidden text and what was struck out. Never raises.

    What is taken out may make a comment of what stands around it, so it is gone over until nothing more is.
    """
    for _ in range(_MOST_ROUNDS):
        shown = _shown_once(content)
        if shown == content:
            break
        content = shown
    return content


def _shown_once(content: bytes) -> bytes:
    kept: list[bytes] = []
    groups = [_Group()]
    position = 0
    while match := _PIECE.match(content, position):
        position = match.end()
        group = groups[-1]
        if match["open"]:
            groups.append(replace(group, began=False, begins_at=len(kept)))
        elif match["close"]:
            if len(groups) > 1:
                groups.pop()
            if not group.comment:
                kept.append(b"}")
            continue
        elif match["word"]:
            groups[-1], position = _after_word(match, group, position)
            if groups[-1].comment and not group.comment:
                del kept[group.begins_at :]
        elif match.group() != b"\\*":
            groups[-1] = replace(group, began=True)
        if not groups[-1].comment and not (groups[-1].hides and _is_letters(match)):
            # With the bytes of a `\\bin`, which are no text.
            kept.append(content[match.start() : position])
    return b"".join([*kept, content[position:]])


def _after_word(match: re.Match[bytes], group: _Group, position: int) -> tuple[_Group, int]:
    """Return what holds after a control word, and where the next piece begins (after the bytes of a `\\bin`)."""
    word, number = match["word"], match["number"]
    if word in _COMMENTS and not group.began:
        return replace(group, comment=True, began=True), position
    group = replace(group, began=True)
    if word in _UNSEEN:
        return replace(group, **{word.decode(): number != b"0"}), position
    if word == b"plain":
        return replace(group, v=False, deleted=False), position
    if word == b"bin":
        return group, position + max(0, int(number or b"0"))
    return group, position


def _is_letters(match: re.Match[bytes]) -> bool:
    return bool(match["text"] or match["escaped"] or match["symbol"] in _SYMBOLS or match["word"] in _LETTERS)
