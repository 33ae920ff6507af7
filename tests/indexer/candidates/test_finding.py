"""The people an offer finds are those whom the offer is found by: real engine, real builders."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.candidates.finding import DueCv, cv_match_of, cvs_for_offer, cvs_for_profile, earlier_match_of, record_cvs
from indexer.candidates.sweeping import sweep_publications
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.matching.criteria import employer_key
from indexer.offers.document import OPEN
from indexer.profiles.processing import process_profile
from tests.factories.candidacies import PUBLICATION, candidate, find, organisation, published, told, world
from tests.factories.documents import store
from tests.factories.recruiters import ORGANISATION, RECRUITER, SIREN
from tests.factories.strategies import offers, profiles, trainings
from tests.factories.trainings import make_training
from tests.indexer.matching.test_both_directions import stored

SIZE = 8
SIRENS = (SIREN, "552100554")
ORGANISATIONS = [
    {"id": "o1", "name": "Groupe du Gave", "employer_key": employer_key("Groupe du Gave"), "siren": SIREN},
    {"id": "o2", "name": "Ateliers du Gave", "employer_key": employer_key("Ateliers du Gave"), "siren": SIREN},
    {"id": "o3", "name": "Cuisines de Pau", "employer_key": employer_key("Cuisines de Pau"), "siren": SIRENS[1]},
]


def with_publication(offer: dict[str, Any], siren: str) -> dict[str, Any]:
    return {**offer, "publication": f"of-{offer['id']}", "siren": siren, "stage": "matched"}


MANY_PROFILES = st.tuples(*(profiles(f"p{number}") for number in range(SIZE)))
MANY_OFFERS = st.tuples(
    *(st.builds(with_publication, offers(f"o{number}"), st.sampled_from(("", *SIRENS))) for number in range(SIZE))
)
MANY_TRAININGS = st.tuples(*(trainings(f"t{number}") for number in range(3)))


def pairs(found: list[DueCv]) -> set[tuple[str, str, str, int]]:
    return {(due.publication, due.person, due.kind, due.points) for due in found}


@hypothesis_settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(MANY_PROFILES, MANY_OFFERS, MANY_TRAININGS)
def test_both_sides_find_the_same_with_the_same_points(
    engine: Elasticsearch,
    people: tuple[dict[str, Any], ...],
    jobs: tuple[dict[str, Any], ...],
    courses: tuple[dict[str, Any], ...],
) -> None:
    known = ("organisations", ORGANISATIONS)
    stored(engine, ("profiles", list(people)), ("offers", list(jobs)), ("trainings", list(courses)), known)
    of_offers = pairs([due for offer in jobs for due in cvs_for_offer(engine, offer)])
    of_people = pairs([due for person in people for due in cvs_for_profile(engine, person)])
    assert of_offers == of_people
    hidden = {person["person"] for person in people if person["visibility"] == "hidden"}
    assert not hidden & {person for _, person, _, _ in of_offers}


def test_who_excludes_one_employer_is_seen_by_none_of_its_group(engine: Elasticsearch) -> None:
    offer = world(engine)
    organisation(engine, "sister", name="Forges du Gave", siren=SIREN)
    organisation(engine, "stranger", name="Forges de Lille", siren="552100554")
    candidate(engine, "seen", avoided_employers=["Forges de Lille"])
    candidate(engine, "itself", avoided_employers=["ATELIERS DU GAVE (SARL)"])
    candidate(engine, "group", avoided_employers=["Forges du Gave"])
    assert find(engine, offer) == 1
    assert set(told(engine)) == {"seen"}
    for identifier in ("itself", "group"):
        profile = get(engine, "profiles", identifier) or {}
        assert list(cvs_for_profile(engine, profile)) == []


def test_a_person_with_two_cvs_is_told_once_with_the_one_that_fits_best(engine: Elasticsearch) -> None:
    offer = world(engine)
    candidate(engine, "less", person="person-one")
    candidate(engine, "more", person="person-one", items=["language:en", "licence:CACES-R489-3"])
    [due] = list(cvs_for_offer(engine, offer))
    assert due.person == "person-one"
    assert find(engine, offer) == 1
    other = get(engine, "profiles", "less") or {}
    assert record_cvs(engine, cvs_for_profile(engine, other)) == 0


def test_each_new_cv_is_told_once_it_is_matched_and_the_night_adds_what_was_missed(engine: Elasticsearch) -> None:
    offer = world(engine)
    candidate(engine, "new", stage="parsed")
    process_profile(engine, "new")
    [match] = told(engine).values()
    facts = {"recipient": RECRUITER, "publication": PUBLICATION, "candidate": "person-new", "state": "pending"}
    assert facts.items() <= match.items()
    candidate(engine, "missed")
    assert sweep_publications(engine) == 1
    assert sweep_publications(engine) == 0
    store(engine, "offers", {**offer, "status": "closed"})
    candidate(engine, "late")
    assert sweep_publications(engine) == 0


def test_an_offer_that_was_not_published_here_looks_for_nobody(engine: Elasticsearch) -> None:
    offer = world(engine)
    candidate(engine, "seen")
    assert list(cvs_for_offer(engine, {name: value for name, value in offer.items() if name != "publication"})) == []
    assert offer["status"] == OPEN
    assert published(engine, "other", organisation=ORGANISATION)["publication"] == "other"
    assert {due.publication for due in cvs_for_profile(engine, get(engine, "profiles", "seen") or {})} == {
        PUBLICATION,
        "other",
    }


def test_who_a_training_would_open_the_offer_to_comes_apart_and_last(engine: Elasticsearch) -> None:
    organisation(engine)
    store(engine, "trainings", make_training("t", jobs=("H2913",)))
    from indexer.trainings import catalogue

    catalogue.forget()
    offer = published(engine)
    candidate(engine, "direct")
    candidate(engine, "near", wanted=["chaudronnier"], open_to_training=True)
    candidate(engine, "closed", wanted=["chaudronnier"])
    found = [(due.profile, due.kind) for due in cvs_for_offer(engine, offer)]
    assert found[0] == ("direct", "direct")
    assert set(found[1:]) <= {("near", "training"), ("near", "direct")}
    assert "closed" not in {profile for profile, _ in found} or ("closed", "direct") in found


def test_no_word_of_a_title_of_who_is_anonymous_finds_them_by_a_training(engine: Elasticsearch) -> None:
    organisation(engine)
    store(engine, "trainings", make_training("t", jobs=("H2913",)))
    from indexer.trainings import catalogue

    catalogue.forget()
    wish = {"wanted": ["chaudronnier chez Lussandre"], "open_to_training": True}
    for shown in ("named", "anonymous"):
        candidate(engine, shown, visibility=shown, **wish)
    plain = published(engine, "plain", offer={"title": "Soudeur TIG"})
    probing = published(engine, "probing", offer={"title": "Soudeur TIG Lussandre"})
    assert [due.profile for due in cvs_for_offer(engine, plain)] == []
    assert [due.profile for due in cvs_for_offer(engine, probing)] == ["named"]
    profile = get(engine, "profiles", "anonymous") or {}
    assert [due.publication for due in cvs_for_profile(engine, profile) if due.kind == "training"] == []


def test_nobody_can_try_whether_an_anonymous_cv_is_of_an_address_and_who_was_told_before_is_not_told_again(
    engine: Elasticsearch,
) -> None:
    offer = world(engine)
    candidate(engine, "one", visibility="anonymous")
    earlier = earlier_match_of(PUBLICATION, "person-one")
    assert cv_match_of(PUBLICATION, "person-one") != earlier
    assert find(engine, offer) == 1
    [match] = told(engine).values()
    store(engine, "matches", {**match, "id": earlier})
    engine.delete(index=index_name("matches"), id=match["id"], refresh=True)
    assert find(engine, offer) == 0
    assert [one["id"] for one in told(engine).values()] == [earlier]
