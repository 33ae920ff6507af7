"""The mails that the embedded stack captured; the pages do not exist elsewhere, nor under a public address.

A captured mail holds links that open everything of a person: whoever gives their embedded instance an address that
others reach must not show those to them.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, render_template, request

from indexer.alerts.captured import captured_mails
from indexer.settings import settings
from search_api.headers import MAIL_POLICY

mailbox = Blueprint("mailbox", __name__, url_prefix="/mailbox")


@mailbox.get("")
def index() -> str:
    """List the captured mails, the latest first."""
    return render_template("mailbox.html", mails=list(reversed(_mails())))


@mailbox.get("/<key>")
def read(key: str) -> str:
    """Show one mail."""
    return render_template("mail.html", mail=_mail(key))


@mailbox.get("/<key>/html")
def as_html(key: str) -> Response:
    """Serve the HTML part alone, as a mail program would show it, with nothing allowed to run.

    Its links leave the frame it is shown in: our own pages refuse to be framed.
    """
    html = _mail(key)["html"].replace("<head>", '<head>\n<base target="_top">', 1)
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


def shown_mailbox() -> Path | None:
    """Return the folder of captured mails that may be shown; None without one, or under a public address.

    Both that of the settings and the one that the browser asked for: a proxy may be put in front and the setting
    forgotten, and a stranger's page may have its own name lead to this machine (DNS rebinding).
    """
    asked = f"//{request.host}"
    return settings().mailbox if is_own_network(settings().public_url) and is_own_network(asked) else None


def is_own_network(address: str) -> bool:
    """Say whether an address (URL) is of this machine or of a private network; a name is, only when it is `localhost`.

    Pure: what a name resolves to is not looked up, being another's to change.
    """
    try:
        host = (urlsplit(address).hostname or "").rstrip(".").lower()
    except ValueError:
        # "[" of an address of IPv6 that is none.
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or (found.is_private and not found.is_unspecified)


def _mails() -> list[dict[str, Any]]:
    folder = shown_mailbox()
    if folder is None:
        abort(404)
    return captured_mails(folder)


def _mail(key: str) -> dict[str, Any]:
    for mail in _mails():
        if mail["key"] == key:
            return mail
    abort(404)
