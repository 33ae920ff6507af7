"""How a mail is written as bytes: what is handed to the mail server, and what DKIM signs, are these.

Only what people read (a subject, the name beside an address) is written in encoded words (RFC 2047), each whole, at
most 75 characters long, on lines of at most 76. Every other header is for programs, which decode nothing (RFC 2047 §5
forbids encoded words in a msg-id, an address or a URL): it leaves as it is, on one line. The standard library's own
folding does otherwise: it writes a long List-Unsubscribe as encoded words, and loses the spaces between two encoded
words (github.com/python/cpython issues 92081, 124452, 144156).
"""

from __future__ import annotations

import re
import unicodedata
from email.errors import HeaderParseError
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import quote
from typing import Any

LINE = 76
"""Characters in a line that holds an encoded word (RFC 2047 §2), and in one that can be folded."""
LINE_END = "\r\n"
MOST_OCTETS = 998
"""In any line, its end not counted (RFC 5322 §2.1.1)."""
MOST_SUBJECT = 150
"""Characters of a subject; what is beyond is cut at a word."""
_ADDRESSES = ("from", "to", "cc", "reply-to", "sender")
_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ADDRESS = re.compile(r"\s*(?P<name>.*?)\s*<(?P<address>[^<>]+)>\s*", re.DOTALL)
_EXTENDS = ("\u200d", "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400)))
"""Joiners, variation selectors and skin tones: what belongs to the character before it, beside combining marks."""


class MailPolicy(EmailPolicy):
    """Keeps each header as it was given, and writes it as this module says.

    The headers of MIME (Content-…) stay the library's: they are short, and it makes them itself.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Return the header to be kept. Raises ValueError for a line end or another control character in it."""
        if _is_mime(name):
            return super().header_store_parse(name, value)
        if _controls(str(value)):
            raise ValueError(f"A header may not contain line ends or control characters: {name}")
        return name, str(value)

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        """Return the header as it was given: what looks like an encoded word in it is none."""
        return super().header_fetch_parse(name, value) if _is_mime(name) else value

    def fold(self, name: str, value: Any) -> str:
        """Return a header as it leaves. Raises HeaderParseError for what can leave in no way."""
        return f"{name}: {_written(name, str(value), utf8=self.utf8)}{LINE_END}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return the same as bytes."""
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


FORMAT = MailPolicy(linesep=LINE_END, cte_type="7bit", max_line_length=LINE)
"""Seven bits alone, so that no server on the way has to write a mail anew, which would break its signature
(RFC 6376 §5.3)."""


def written(message: EmailMessage) -> bytes:
    """Return the bytes of a mail made with FORMAT; with addresses in UTF-8 where one is not of ASCII (RFC 6532)."""
    utf8 = not all(value.isascii() for name in _ADDRESSES for _, value in addresses(message.get(name, "")))
    return bytes(message.as_bytes(policy=FORMAT.clone(utf8=utf8)))


def addresses(value: str) -> list[tuple[str, str]]:
    """Return name and address in the value of one of our headers: `Name <address>` or `address`; none when empty."""
    if not value.strip():
        return []
    match = _ADDRESS.fullmatch(value)
    if match is None:
        return [("", value.strip())]
    name = match["name"]
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return [(name, match["address"].strip())]


def name_and_address(name: str, address: str) -> str:
    """Return the value of a header that names somebody beside their address; `addresses` reads it."""
    said = f'"{quote(name)}"' if '"' in name or "\\" in name else name
    return f"{said} <{address}>" if name else address


def one_line(text: str, most: int = MOST_SUBJECT) -> str:
    """Return a text as a subject holds it: on one line, without control characters, cut at a word beyond `most`.

    Nothing is cut inside what is read as one character.
    """
    text = " ".join("".join(one for one in text if one.isspace() or not _controls(one)).split())
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    before, _, _ = kept.rpartition(" ")
    if text[len(kept)] != " " and len(before) >= most // 2:
        kept = before
    while kept and (_extends(text[len(kept)]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _written(name: str, value: str, *, utf8: bool) -> str:
    lower = name.lower()
    if lower == "subject":
        return _folded(_words(value, len(name) + 2), len(name) + 2)
    if lower in _ADDRESSES:
        words = []
        for said, address in addresses(value):
            phrase = _phrase(said, len(name) + 2)
            words += [*phrase, f"<{address}>"] if phrase else [address]
        value = _folded(words, len(name) + 2)
    elif not value.isascii():
        raise HeaderParseError(f"{name} holds more than ASCII, and is read by programs")
    if not (utf8 or value.isascii()):
        raise HeaderParseError(f"{name} holds an address that is not written in ASCII")
    if any(len(line.encode()) > MOST_OCTETS - len(name) - 2 for line in value.splitlines()):
        raise HeaderParseError(f"{name} is too long for a line")
    return value


def _phrase(said: str, taken: int) -> list[str]:
    """Return the name beside an address: as it is, between quotes, or in encoded words."""
    if not said or (_PHRASE.fullmatch(said) and "=?" not in said):
        return said.split()
    if said.isascii() and said.isprintable() and "=?" not in said:
        return [f'"{quote(said)}"']
    return _encoded(said, taken)


def _words(text: str, taken: int) -> list[str]:
    """Return a text as words between which a line may end: encoded ones when it holds more than plain ASCII, or what
    would be taken for an encoded word.
    """
    plain = text.isascii() and text.isprintable() and "=?" not in text
    return text.split(" ") if plain else _encoded(text, taken)


def _encoded(text: str, taken: int) -> list[str]:
    """Return a text in encoded words: whatever stands in it is in them, its spaces too."""
    # `Header` splits at characters, and never inside one; a lone surrogate is none.
    text = text.encode("utf-8", "replace").decode()
    encoded = Header(text, "utf-8", maxlinelen=LINE, header_name="x" * (taken - 2)).encode(linesep="\n")
    return encoded.split()


def _folded(words: list[str], taken: int) -> str:
    """Return words on lines of LINE characters, the first of which has `taken` already; a longer word has its own."""
    lines: list[str] = []
    for word in words:
        room = LINE - (taken if len(lines) == 1 else 1)
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return f"{LINE_END} ".join(lines)


def _controls(text: str) -> bool:
    """Say whether a text holds control characters, or what some programs read as the end of a line."""
    return any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in text)


def _extends(one: str) -> bool:
    return unicodedata.combining(one) > 0 or unicodedata.category(one) == "Me" or one in _EXTENDS


def _is_mime(name: str) -> bool:
    return name.lower().startswith("content-") or name.lower() == "mime-version"
