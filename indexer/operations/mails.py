"""Every kind of mail of the outbox, and the run that sends what is due: each minute, and at each decision."""

from __future__ import annotations

import logging
from datetime import datetime

from elasticsearch import Elasticsearch

from indexer.alerts.smtp import MailDelayedError
from indexer.candidates import quotas
from indexer.mail import outbox
from indexer.mail.outbox import Render
from indexer.publications import mails as publication_mails
from indexer.publications import operator_mail
from indexer.recruiters import notices

log = logging.getLogger(__name__)

KINDS: dict[str, Render] = {**notices.KINDS, **publication_mails.KINDS, **operator_mail.KINDS, **quotas.KINDS}
"""How each kind of mail is made."""


def send_due_mails(client: Elasticsearch, now: datetime) -> int:
    """Send every mail that documents say is due, and return how many left; run by several at once, each leaves once.

    One that the server delays is sent by a later run, under the same Message-ID.
    """
    notices.put_due_notices(client)
    publication_mails.put_due_mails(client)
    operator_mail.put_due_mail(client, now)
    quotas.put_due_mails(client)
    left = 0
    for identifier in outbox.due(client):
        try:
            left += outbox.send(client, identifier, KINDS) == outbox.SENT
        except MailDelayedError as error:
            log.warning("mail delayed", extra={"why": str(error)})
            if error.everybody:
                break
    return left
