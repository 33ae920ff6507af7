"""Texts of sources as people read them: entities, HTML and letters that were encoded twice. Pure functions."""

from __future__ import annotations

import html
import re

import html_text

# Only what ends as an entity does: in an address, "&region=" is no "®ion=".
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_ROUNDS = 3
"""How often a text may have been encoded: `&amp;eacute;` is an é in two."""
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_TAG = re.compile(
    r"</?(?:p|br|li|ul|ol|div|b|strong|i|em|u|h[1-6]|span|font|table|tr|td|tbody|a|section|article|hr)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
# UTF-8 read as Latin-1 or Windows-1252: "Ã©", "â€™".
_TWICE = re.compile("Ã[\x80-\xbf]|Â[\x80-\xbf]|â(?:[\x80-\x9f][\x80-\xbf]|€[\x80-\xbf™œ¦“”˜š])")


def read_text(text: str) -> str:
    """Return a text without entities, tags and letters encoded twice; lines of lists and paragraphs stay lines.

    What is no known tag is left: "< 20 h", "A<B".
    """
    text = _TWICE.sub(_once, _CDATA.sub("", read_entities(text)))
    return str(html_text.extract_text(text)) if _TAG.search(text) else text


def read_entities(text: str) -> str:
    """Return a text with its entities as the letters they stand for, however often it was encoded."""
    for _ in range(_ROUNDS):
        read = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
        if read == text:
            break
        text = read
    return text


def _once(match: re.Match[str]) -> str:
    for encoding in ("latin-1", "cp1252"):
        try:
            return match.group().encode(encoding).decode()
        except UnicodeError:
            continue
    return match.group()
