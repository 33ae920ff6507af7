"""By what a mail that comes back is recognised: the name we gave it, in its Message-ID and in its return address.

A digest's name is its id: 96 random bits that only its person was sent. A confirmation is named by its profile or
saved search, which a stranger who left a CV under somebody's address knows: it is signed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from email.message import Message

from indexer.settings import settings

CONFIRM = "confirm-"
_SIGNATURE_LENGTH = 16
_NAME = rf"(?:{CONFIRM}[0-9a-f]{{24}}\.[0-9a-f]{{{_SIGNATURE_LENGTH}}}|[0-9a-f]{{24}})"
_ANYWHERE = re.compile(rf"(?<![\w.-])({_NAME})@", re.IGNORECASE)
_AFTER_PLUS = re.compile(rf"\+({_NAME})@", re.IGNORECASE)


def confirmation_name(identifier: str) -> str:
    """Return the name of the confirmation mail of a profile or a saved search."""
    return f"{CONFIRM}{identifier}.{_signature(identifier)}"


def return_address(message: Message) -> str | None:
    """Return the envelope sender of a mail of ours: `retours+<its name>@…`; None when no such mailbox is set.

    A report of failure goes there (RFC 3464 §1), so that it names its mail even when it returns nothing of it.
    """
    local, _, domain = settings().bounce_address.rpartition("@")
    named = _ANYWHERE.search(str(message["Message-ID"] or ""))
    return f"{local}+{named[1]}@{domain}" if local and named else None


def names_in(*said: str) -> list[str]:
    """Return the names of our mails that stand in Message-IDs or return addresses, each once, as they were written.

    Servers may change the case of an address; a name has none. Those whose signature is not ours are left out.
    """
    found = [match[1].lower() for text in said for match in _found(text)]
    return [name for name in dict.fromkeys(found) if _is_ours(name)]


def confirmed_document(name: str) -> str | None:
    """Return the id of the profile or saved search whose confirmation a name is; None for a digest's."""
    return name.removeprefix(CONFIRM).partition(".")[0] if name.startswith(CONFIRM) else None


def _found(text: str) -> list[re.Match[str]]:
    return [*_ANYWHERE.finditer(text), *_AFTER_PLUS.finditer(text)]


def _is_ours(name: str) -> bool:
    identifier = confirmed_document(name)
    return identifier is None or hmac.compare_digest(name.rpartition(".")[2], _signature(identifier))


def _signature(identifier: str) -> str:
    key = settings().secret_key.encode()
    return hmac.new(key, f"estey bounce {identifier}".encode(), hashlib.sha256).hexdigest()[:_SIGNATURE_LENGTH]
