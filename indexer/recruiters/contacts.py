"""The ways to reach somebody that a text holds, each written one way, and what is left of the text. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from indexer.accounts.mailboxes import mailbox_of
from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.legible import letter_as_read

_OPEN, _SHUT = r"[(\[{<‹]", r"[)\]}>›]"
_AT = re.compile(
    rf"\s*{_OPEN}\s*(?:at|a|arobas|arr?obase|@)\s*{_SHUT}\s*|(?<=\w)[_/\-](?:at|arr?obase)[_/\-](?=\w)"
    r"|\s+(?:arobas|arr?obase)\s+|(?<=\w)\s+at\s+(?=[\w-]{1,63}(?:\.\w|\s+(?:dot|point)\s))",
    re.IGNORECASE,
)
_DOT = re.compile(rf"\s*{_OPEN}\s*(?:dot|point|\.)\s*{_SHUT}\s*", re.IGNORECASE)
# Spelled in the open, only behind an @: "a @ exemple point org", "a@exemple . org".
_DOT_BEHIND = re.compile(r"(@\s?[\w.-]{1,63}?)\s+(?:dot|point|\.)\s+(?=[\w-]{2,63})", re.IGNORECASE)
_EMAIL = re.compile(r"\"?[\w.+-]{1,64}\"?\s?@\s?[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}", re.ASCII)
_LINK = re.compile(
    r"(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"'()]{3,500}"
    r"|(?<![\w@.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z]{2,24}/[^\s<>\"'()]{1,500}",
    re.IGNORECASE,
)
# A French number however it is spaced, and any other with its country.
_PHONE = re.compile(
    r"(?<![\d+])(?:(?:(?:\+|00)\s?33[\s.\-/()]*(?:\(?0\)?)?|0)[\s.\-/]*[1-9](?:[\s.\-/]*\d){8}"
    # In pairs, with one and the same sign between them.
    r"|\(?0[1-9]\)?(\s*[^\w\s]\s*|_|\s+)\d{2}(?:\1\d{2}){3})(?!\d)"
)
_ABROAD = re.compile(r"(?<![\d+])(?:\+|00)\s?(?!33)[1-9](?:[\s.\-/]*\d){7,13}(?!\d)")
_LETTER_FOR_DIGIT = re.compile(r"(?<![^\W\d_])[OoIl](?=\d)|(?<=\d)[OoIl](?![^\W\d_])")
_PHONE_LINK = re.compile(r"web:(?:wa\.me|api\.whatsapp\.com|t\.me)/\+?\D{0,12}(\d{8,15})$")
_WORD = re.compile(r"[a-z]{2,}")


def contacts_in(*texts: str) -> list[str]:
    """Return the electronic addresses, telephone numbers and web addresses in texts, each once and written one way."""
    found: list[str] = []
    for text in texts:
        plain = _plain(text)
        found += [mailbox(match) for match in _EMAIL.findall(plain)]
        without = _EMAIL.sub(" ", plain)
        found += [_link(match) for match in _LINK.findall(without)]
        without = _LETTER_FOR_DIGIT.sub(lambda one: "0" if one.group() in "Oo" else "1", _LINK.sub(" ", without))
        found += [f"tel:{_digits(match.group())[-9:]}" for match in _PHONE.finditer(without)]
        found += [f"tel:{_digits(match).lstrip('0')}" for match in _ABROAD.findall(_PHONE.sub(" ", without))]
    return list(dict.fromkeys(contact for contact in found if contact))


def words_without_contacts(text: str) -> list[str]:
    """Return the words of a text in order, without accents and capitals, numbers and ways to reach somebody."""
    plain = _plain(text)
    for pattern in (_EMAIL, _LINK, _PHONE, _ABROAD):
        plain = pattern.sub(" ", plain)
    return _WORD.findall(without_accents(plain))


def mailbox(address: str) -> str:
    """Return the mailbox of an electronic address, as it is among contacts."""
    return f"mail:{mailbox_of(''.join(address.split()))}"


def _plain(text: str) -> str:
    """Return a text as it is read: look-alike letters as those they are taken for, ways to spell an address undone."""
    text = "".join(_letter(letter) for letter in unicodedata.normalize("NFKC", text))
    return _DOT_BEHIND.sub(r"\1.", _DOT_BEHIND.sub(r"\1.", _DOT.sub(".", _AT.sub("@", text))))


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter_as_read(letter)


def _link(written: str) -> str:
    address = written if "//" in written else f"https://{written}"
    address = re.sub(r"^hxxp", "http", address, flags=re.IGNORECASE)
    try:
        parts = urlsplit(address.rstrip(".,;:!?"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    # What follows the path counts who clicks.
    link = f"web:{host}{parts.path.rstrip('/')}" if host else ""
    number = _PHONE_LINK.fullmatch(link)
    return f"tel:{number[1][-9:] if number[1].startswith('33') else number[1]}" if number else link


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written.replace("(0)", ""))
