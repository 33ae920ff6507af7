"""The mail a person would get if one left now, by the code that makes the real ones."""

from __future__ import annotations

from email.message import EmailMessage

from elasticsearch import Elasticsearch

from indexer.alerts.messages import digest_message
from indexer.alerts.offer_lines import MOST_OFFERS, choose
from indexer.profiles.document import Profile
from indexer.profiles.matching_offers import MOST_READ, offers_now, trained_offers_now

# No digest has this name, so that nothing in the mail leads to one.
NAME = "preview"


def preview(client: Elasticsearch, profile: Profile) -> EmailMessage | None:
    """Return the mail that tells a person of the offers that fit now; None when none does, as no mail leaves then.

    Chosen as a digest chooses (`indexer.alerts.telling`): ten offers, two of one employer, trainings after the rest.
    It is made to be looked at and never sent: nothing is claimed and nothing is written.
    """
    fitting, total = offers_now(client, profile, limit=MOST_READ, mailed=True)
    shown, _ = choose(fitting)
    trained, untold = choose(trained_offers_now(client, profile, mailed=True), MOST_OFFERS - len(shown))
    if not shown and not trained:
        return None
    return digest_message(profile, NAME, shown, total - len(shown) + untold, trained)
