"""The letters of texts and RTF that do not say how they are encoded, or that Tika does not know. Pure functions."""

from __future__ import annotations

import re

MAC = "mac_roman"
# Letters and signs of French texts; in another encoding the same bytes are letters that no French word has.
_FRENCH = frozenset("éèàçêôûîùâëïüœæÉÈÀÇÊ’«»–…°€")
_BOM = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
# RTF 1.9.1: the character set of the whole file stands in its first words.
_MAC_RTF = re.compile(rb"^\s*\{\\rtf\d*\s*(?:\\(?!ansi\b)[a-z]+-?\d*\s*){0,8}\\mac\b")
# An escaped backslash is no beginning of an escaped letter.
_ESCAPED = re.compile(rb"\\\\|\\'([89a-fA-F][0-9a-fA-F])|([\x80-\xff])")


def text_as_utf8(content: bytes) -> bytes:
    """Return the bytes of a text in UTF-8, read in the encoding in which they hold most French letters.

    What says its encoding, or is UTF-8, stays as it is; else it is Windows' or the Macintosh's.
    """
    if content.startswith(_BOM) or _is_utf8(content):
        return content
    read = [content.decode(encoding, "replace") for encoding in ("cp1252", MAC)]
    return max(read, key=_french).encode()


def rtf_of_windows(content: bytes) -> bytes:
    """Return an RTF of a Macintosh with its letters by their numbers, since Tika reads those alone rightly."""
    return _ESCAPED.sub(_numbered, content) if _MAC_RTF.match(content[:400]) else content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _french(text: str) -> int:
    return sum(letter in _FRENCH for letter in text) - sum(
        ord(letter) > 127 and letter not in _FRENCH for letter in text
    )


def _numbered(match: re.Match[bytes]) -> bytes:
    letter = bytes([int(match[1], 16)]) if match[1] else match[2]
    return rb"\u%d?" % ord(letter.decode(MAC)) if letter else match.group()
