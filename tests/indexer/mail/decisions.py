"""Everything that is decided here and told by mail: one of each, on the real engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.publications import document as publications
from indexer.publications import settling, tending
from indexer.recruiters import leaving, organisations, vouching
from indexer.recruiters.document import new_organisation, new_recruiter
from tests.factories.documents import NOW as AT
from tests.factories.documents import store_all
from tests.factories.publications import PAU, facts

SIRET = "73282932000074"
ORGANISATION = new_organisation(SIRET, "Atelier de l'Exemple", PAU, AT)
NAMES = ("ana", "lou", "sam")
CONTACT = "exploitation@example.org"


def recruiter(name: str, **given: Any) -> dict[str, Any]:
    return {**new_recruiter(f"{name}@example.org", name, AT), "confirmed_at": AT, **given}


def an_organisation(engine: Elasticsearch, names: Iterable[str] = NAMES, **given: Any) -> None:
    """An organisation and its members."""
    store_all(engine, "organisations", [{**ORGANISATION, **given}])
    store_all(engine, "recruiters", [recruiter(name, organisation=ORGANISATION["id"]) for name in names])


def a_publication(engine: Elasticsearch, **given: Any) -> str:
    """An offer of the first member's that waits for the operator."""
    an_organisation(engine, NAMES[:1])
    now = datetime.now(UTC) - timedelta(minutes=3)
    begun = publications.begun("p1", ORGANISATION["id"], recruiter(NAMES[0])["id"], facts(), "form", now)
    waiting = {**publications.moved(begun, publications.WAITING, now), "carried": True, **given}
    store_all(engine, "publications", [waiting])
    return "p1"


def vouched(engine: Elasticsearch) -> list[str]:
    an_organisation(engine)
    vouching.vouch(engine, ORGANISATION["id"], "Mission locale")
    return list(NAMES)


def blocked(engine: Elasticsearch) -> list[str]:
    an_organisation(engine, NAMES[:1])
    vouching.block(engine, ORGANISATION["id"], "Les offres n’existent pas.", "Estey")
    return list(NAMES[:1])


def asked(engine: Elasticsearch) -> list[str]:
    an_organisation(engine, NAMES[:2], state="vouched")
    store_all(engine, "recruiters", [recruiter("eve")])
    organisations.join(engine, recruiter("eve"), SIRET, "Atelier", PAU)
    return list(NAMES[:2])


def let_in(engine: Elasticsearch) -> list[str]:
    an_organisation(engine, NAMES[:1])
    store_all(engine, "recruiters", [recruiter("eve", asks_to_join=ORGANISATION["id"])])
    organisations.let_in(engine, recruiter("eve")["id"], ORGANISATION["id"])
    return ["eve"]


def turned_away(engine: Elasticsearch) -> list[str]:
    an_organisation(engine, NAMES[:1])
    store_all(engine, "recruiters", [recruiter("eve", asks_to_join=ORGANISATION["id"])])
    organisations.turn_away(engine, recruiter("eve")["id"], ORGANISATION["id"])
    return ["eve"]


def accepted(engine: Elasticsearch) -> list[str]:
    assert settling.accept(engine, a_publication(engine), "Estey")
    return list(NAMES[:1])


def refused(engine: Elasticsearch) -> list[str]:
    assert settling.refuse(engine, a_publication(engine), "Dites ce qui est attendu.", "Estey")
    return list(NAMES[:1])


def expiring(engine: Elasticsearch) -> list[str]:
    soon = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    open_until = {"state": publications.PUBLISHED, "given": facts(), "draft": None, "expires_at": soon}
    a_publication(engine, **open_until)
    assert tending.remind(engine, datetime.now(UTC)) == 1
    return list(NAMES[:1])


def taken_over(engine: Elasticsearch) -> list[str]:
    """The offers of who left, which a colleague sees to now."""
    a_publication(engine, state=publications.PUBLISHED, given=facts(), draft=None)
    an_organisation(engine, NAMES[:2])
    leaving.after_leaving(engine, ORGANISATION["id"], recruiter(NAMES[0])["id"])
    return [NAMES[1]]


def waiting(engine: Elasticsearch) -> list[str]:
    """What waits for the operator, whom ESTEY_CONTACT names."""
    a_publication(engine)
    # The organisation is known: the offer alone waits.
    change(engine, "organisations", ORGANISATION["id"], lambda doc: {**doc, "state": "vouched"}, refresh=True)
    return [CONTACT.partition("@")[0]]


def at_quota(engine: Elasticsearch) -> list[str]:
    """A recruiter took as many CVs as a day permits, of whom the operator is told."""
    an_organisation(engine, (), state="vouched")
    store_all(engine, "recruiters", [recruiter(NAMES[0], organisation=ORGANISATION["id"], quota_reached_at=AT)])
    return [CONTACT.partition("@")[0]]


Decision = Callable[[Elasticsearch], list[str]]
DECISIONS: dict[str, Decision] = {
    "vouched": vouched,
    "blocked": blocked,
    "asked": asked,
    "let_in": let_in,
    "turned_away": turned_away,
    "taken_over": taken_over,
    "accepted": accepted,
    "refused": refused,
    "expiring": expiring,
    "operator": waiting,
    "quota": at_quota,
}
"""By name; each returns the local parts of those who are to be told."""
TO_OPERATOR = ("operator", "quota")
"""Those that are told to the operator, if there is one (ESTEY_CONTACT)."""
