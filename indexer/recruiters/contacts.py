"""The ways to reach somebody that a text holds, each written one way, and what is left of the text. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from indexer.language.normalisation import without_accents

_AT = re.compile(r"\s*[(\[{<]\s*(?:at|arobase|arobas|@)\s*[)\]}>]\s*|\s+(?:arobase|arobas)\s+", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[{<]\s*(?:dot|point|\.)\s*[)\]}>]\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}", re.ASCII)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()]{3,500}", re.IGNORECASE)
# A French number however it is spaced, and any other with its country.
_PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)\s?33[\s.\-/()]*(?:\(?0\)?)?|0)[\s.\-/]*[1-9](?:[\s.\-/]*\d){8}(?!\d)")
_ABROAD = re.compile(r"(?<![\d+])(?:\+|00)\s?(?!33)[1-9](?:[\s.\-/]*\d){7,13}(?!\d)")
_DROPS_DOTS = ("gmail.com", "googlemail.com")
_WORD = re.compile(r"[a-z]{2,}")


def contacts_in(*texts: str) -> list[str]:
    """Return the electronic addresses, telephone numbers and web addresses in texts, each once and written one way."""
    found: list[str] = []
    for text in texts:
        plain = _plain(text)
        found += [_email(match) for match in _EMAIL.findall(plain)]
        without = _EMAIL.sub(" ", plain)
        found += [_link(match) for match in _LINK.findall(without)]
        without = _LINK.sub(" ", without)
        found += [f"tel:{_digits(match)[-9:]}" for match in _PHONE.findall(without)]
        found += [f"tel:{_digits(match).lstrip('0')}" for match in _ABROAD.findall(_PHONE.sub(" ", without))]
    return list(dict.fromkeys(contact for contact in found if contact))


def words_without_contacts(text: str) -> list[str]:
    """Return the words of a text in order, without accents and capitals, numbers and ways to reach somebody."""
    plain = _plain(text)
    for pattern in (_EMAIL, _LINK, _PHONE, _ABROAD):
        plain = pattern.sub(" ", plain)
    return _WORD.findall(without_accents(plain))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return _DOT.sub(".", _AT.sub("@", text))


def _email(written: str) -> str:
    local, _, domain = re.sub(r"\s", "", written).lower().rpartition("@")
    local = local.partition("+")[0]
    return f"mail:{local.replace('.', '') if domain in _DROPS_DOTS else local}@{domain}"


def _link(written: str) -> str:
    address = written if "//" in written else f"https://{written}"
    try:
        parts = urlsplit(address.rstrip(".,;:!?"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    # What follows the path counts who clicks.
    return f"web:{host}{parts.path.rstrip('/')}" if host else ""


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written.replace("(0)", ""))
