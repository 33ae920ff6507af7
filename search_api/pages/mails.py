"""Mails that were sent, read in a browser: behind a signed link that expires, shown as the mail was."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, render_template

from indexer.alerts.links import LinkExpiredError, LinkUnknownError, read_mail_token
from indexer.alerts.mail_again import sent_mail
from indexer.alerts.messages import digest_page
from indexer.engine.client import engine
from search_api.presentation import french_date

mails = Blueprint("mails", __name__)

# The page is the mail: it styles itself and holds nothing else, no form and no script.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"


@mails.get("/mails/<token>")
def show(token: str) -> Any:
    """Show a mail, with its offers as they are today."""
    try:
        digest = read_mail_token(token)
    except LinkExpiredError:
        return render_template("mail_expired.html"), 410
    except LinkUnknownError:
        abort(404)
    mail = sent_mail(engine(), digest)
    if mail is None:
        return render_template("mail_expired.html"), 410
    page = digest_page(mail.owner, mail.shown, mail.more, mail.trained, french_date(mail.sent_at))
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
