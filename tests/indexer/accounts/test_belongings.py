"""What a person reads of the offers found for them. Real engine."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.accounts.belongings import found_offers
from tests.factories.documents import store
from tests.factories.matches import PERSON, make_match
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile


@pytest.mark.parametrize(
    "taken_away", [{"withdrawn_at": "2026-11-24T08:00:00+00:00"}, {"withheld": "refused"}, {"withheld": "blocked"}]
)
def test_an_offer_that_was_withdrawn_is_not_read_in_ones_own_space(
    engine: Elasticsearch, taken_away: dict[str, Any]
) -> None:
    store(engine, "profiles", make_profile("p", person=PERSON))
    fraud = {**make_offer("fraud", title="Agent de réexpédition"), "status": "closed", **taken_away}
    over = {**make_offer("over", title="Soudeur TIG"), "status": "closed"}
    for offer in (fraud, over):
        store(engine, "offers", offer)
        store(
            engine,
            "matches",
            make_match(PERSON, offer["id"], profile="p", state="sent", sent_at="2026-11-24T08:00:00Z"),
        )
    told, _ = found_offers(engine, PERSON)
    assert [one.line.title for one in told] == ["Soudeur TIG"]
