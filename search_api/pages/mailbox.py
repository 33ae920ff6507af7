"""The mails that the embedded stack captured; the pages do not exist elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template

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


def _mails() -> list[dict[str, Any]]:
    folder = settings().mailbox
    if folder is None:
        abort(404)
    return captured_mails(folder)


def _mail(key: str) -> dict[str, Any]:
    for mail in _mails():
        if mail["key"] == key:
            return mail
    abort(404)
