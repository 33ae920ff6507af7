"""However many profiles an offer reaches, each is found once, on the real engine."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from indexer.matching import percolation
from indexer.matching.percolation import TOGETHER, due_for_offer, due_for_offers
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.indexer.matching.test_both_directions import stored

WELDERS = [make_profile(f"p{number}", wanted=["soudeur"]) for number in range(10)]


def test_more_profiles_than_one_request_may_hold_are_all_found(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(engine, ("profiles", WELDERS))
    expected = sorted(person["id"] for person in WELDERS)
    monkeypatch.setattr(percolation, "MOST_HITS", 3)
    assert sorted(due.profile for due in due_for_offer(engine, make_offer("o"))) == expected
    monkeypatch.setitem(percolation._IDS["terms"], "size", 4)
    assert sorted(due.profile for due in due_for_offer(engine, make_offer("o"))) == expected


def test_offers_percolated_together_each_find_their_own(engine: Elasticsearch) -> None:
    stored(engine, ("profiles", [*WELDERS[:1], make_profile("cook", wanted=["cuisinier"])]))
    titles = ["Soudeur" if number % 3 else "Cuisinier" for number in range(2 * TOGETHER + 1)]
    offers = [make_offer(f"o{number}", title=title) for number, title in enumerate(titles)]
    found = {due.offer: due.profile for due in due_for_offers(engine, offers)}
    assert found == {f"o{number}": "p0" if number % 3 else "cook" for number in range(len(titles))}
    assert list(due_for_offers(engine, [])) == []
