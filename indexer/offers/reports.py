"""What visitors report of an offer: stored for the operator, who closes the offer or lets it stand.

Nothing is kept of who reports. Anybody may, so a report alone never closes an offer.
(Regulation (EU) 2022/2065, the DSA, art. 16: a way to notify that is easy to find and electronic.)
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.engine.documents import change, change_many, get_many, scan
from indexer.engine.indices import index_name, refresh
from indexer.offers.document import CLOSED

REASONS = {
    "scam": "On m’a demandé de l’argent, ou des papiers avant tout entretien",
    "discrimination": "L’offre écarte des personnes (sexe, âge, origine, handicap, grossesse, syndicat…)",
    "not_an_offer": "Ce n’est pas une offre d’emploi (publicité, formation payante, recrutement sans poste)",
    "illegal": "Ce qui est proposé est contraire à la loi (travail non déclaré, salaire sous le SMIC…)",
    "closed": "Le poste est déjà pris, ou l’annonce d’origine n’existe plus",
    "wrong": "Une information est fausse (lieu, salaire, contrat…)",
    "other": "Autre chose",
}
MOST_WORDS = 1000
"""Characters of what is said beside the reason."""


@dataclass
class Reported:
    """An offer with the reports of it that nobody settled yet."""

    offer: str
    title: str
    status: str
    source: str
    url: str
    first_at: str
    """ISO 8601."""
    reasons: dict[str, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return it as the command prints it."""
        return asdict(self)


def report(client: Elasticsearch, offer: str, reason: str, words: str, form: str) -> bool:
    """Store a report, and say whether it is a new one.

    `reason` is one of REASONS; `form` names the form that was filled in, so that sending it twice is one report.
    """
    identifier = hashlib.sha256(f"{offer}\n{form}".encode()).hexdigest()[:40]
    document = {
        "id": identifier,
        "offer": offer,
        "reason": reason,
        "words": words,
        "created_at": datetime.now(UTC).isoformat(),
    }
    try:
        client.create(index=index_name("reports"), id=identifier, document=document)
    except ConflictError:
        return False
    return True


def reported(client: Elasticsearch) -> list[Reported]:
    """Return the offers with reports to settle, those with the most first; also of offers erased since."""
    refresh(client, "reports")
    found: dict[str, Reported] = {}
    counts: dict[str, Counter[str]] = {}
    reports = sorted(_open(client), key=lambda each: str(each["created_at"]))
    offers = get_many(client, "offers", (each["offer"] for each in reports))
    for each in reports:
        offer = offers.get(each["offer"], {})
        title, status, source, url = (str(offer.get(name, "")) for name in ("title", "status", "source", "url"))
        new = Reported(each["offer"], title, status, source, url, each["created_at"])
        entry = found.setdefault(each["offer"], new)
        counts.setdefault(each["offer"], Counter())[each["reason"]] += 1
        entry.words += [each["words"]] if each.get("words") else []
    for identifier, entry in found.items():
        entry.reasons = dict(counts[identifier].most_common())
    return sorted(found.values(), key=lambda entry: (-sum(entry.reasons.values()), entry.first_at))


def settle(client: Elasticsearch, offer: str, *, close: bool) -> int:
    """Settle the reports of an offer, and close it if asked; return how many reports there were.

    A closed offer leaves searches and mails at once. Closed first: the reports stay to be settled should that fail.
    """
    now = datetime.now(UTC).isoformat()
    if close:
        # `withdrawn_at`: the source may send it again, even changed, and it stays closed (indexer.offers.importing).
        change(client, "offers", offer, lambda doc: {**doc, "status": CLOSED, "withdrawn_at": now}, refresh=True)
    refresh(client, "reports")
    mine = [each["id"] for each in _open(client, offer)]
    change_many(client, "reports", mine, lambda doc: {**doc, "settled_at": doc.get("settled_at") or now})
    return len(mine)


def erase_settled(client: Elasticsearch, before: datetime) -> int:
    """Erase the reports settled before a time: what people wrote is kept no longer than it is of use."""
    refresh(client, "reports")
    over = {"range": {"settled_at": {"lt": before.isoformat()}}}
    answer = client.delete_by_query(index=index_name("reports"), query=over, conflicts="proceed", refresh=True)
    return int(answer["deleted"])


def _open(client: Elasticsearch, offer: str = "") -> Iterator[dict[str, Any]]:
    filters: list[dict[str, Any]] = [{"term": {"offer": offer}}] if offer else []
    query = {"bool": {"filter": filters, "must_not": [{"exists": {"field": "settled_at"}}]}}
    fields = ["id", "offer", "reason", "words", "created_at"]
    return (document for _, document in scan(client, "reports", query, "id", fields))
