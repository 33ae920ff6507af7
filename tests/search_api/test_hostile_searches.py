"""Whatever is typed into a search, the answer is a list or a refusal: never a failure."""

from __future__ import annotations

import string
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.searching.cursors import Cursor, token_of
from tests.client import Client
from tests.running import RunningStack

TYPED = [
    '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /',
    "title:(soudeur",
    "[1 TO",
    "*",
    "soudeur~99^1e9",
    '{"match_all": {}}',
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "\x00",
    "sou\x00deur",
    "😀",
    "👩🏽‍🏭 soudeuse",
    "مهندس",
    "%",
    "%%s {0} {{ 7 * 7 }}",
    "\u2028\u202e",
    "e\u0301lectricien",
    " , ; . ",
    "\n\t",
    "a " * 100,
    "a" * 200,
    "é" * 200,
    "soudeur " * 25,
]
ADDRESSES = ["/api/offers", "/"]


def answered(answer: requests.Response) -> int:
    """The status, having checked that the answer is ours and whole."""
    kind = answer.headers["Content-Type"]
    if "/api/" in answer.url:
        assert kind == "application/json"
        answer.json()
    else:
        assert kind.startswith("text/html")
        assert answer.text.rstrip().endswith("</html>")
    return answer.status_code


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: repr(typed[:20]))
def test_words_and_places_of_any_kind_are_searched_for(client: Client, address: str, typed: str) -> None:
    assert answered(requests.get(client.stack.url + address, params={"q": typed}, timeout=60)) == 200
    answer = requests.get(client.stack.url + address, params={"lieu": typed[:100]}, timeout=60)
    assert answered(answer) == (200 if address == "/" or not typed.strip() else 422)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "search",
    [
        {"q": "x" * 1000},
        {"lieu": "x" * 1000},
        {"page": "9" * 3000},
        {"page": "-1"},
        {"page": "1e3"},
        {"page": "51"},
        {"rayon": "٣٠٠"},
        {"rayon": "nan"},
        {"depuis": "0x10"},
        {"contrat": ["CDI", "x" * 11]},
        {"famille": ["H", "HH", ""]},
        {"q": "x" * 300, "page": "0", "rayon": "0", "depuis": "0", "lieu": "y" * 300},
    ],
    ids=lambda search: str(search)[:40],
)
def test_what_no_search_can_mean_is_refused(client: Client, address: str, search: dict[str, Any]) -> None:
    assert answered(requests.get(client.stack.url + address, params=search, timeout=60)) == 422


@pytest.mark.parametrize("address", ADDRESSES)
def test_bytes_that_are_no_text_and_fields_given_twice_are_borne(client: Client, address: str) -> None:
    url = client.stack.url + address
    for query in ("q=%ff%fe%00", "q=a&q=b", "q[]=a", "lieu", "&&&==&", "contrat=%ff", "famille=%F0%9F%98%80", "q=%"):
        assert answered(requests.get(f"{url}?{query}", timeout=60)) in (200, 422), query
    many = "&".join(f"contrat=C{number}" for number in range(300))
    assert answered(requests.get(f"{url}?{many}", timeout=60)) in (200, 422)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_too_long_for_any_browser_is_refused_and_the_next_one_served(client: Client, address: str) -> None:
    url = client.stack.url + address
    assert requests.get(url, params={"q": "soudeur " * 5000}, timeout=60).status_code in (413, 414, 431)
    assert requests.get(url, params={"q": "soudeur"}, timeout=60).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_deepest_page_is_answered(client: Client, address: str) -> None:
    deepest = token_of(Cursor("date", (1, "zzz"), 10**9))
    assert answered(requests.get(client.stack.url + address, params={"page": deepest}, timeout=60)) == 200


cursors = st.one_of(
    st.builds(
        Cursor,
        st.just("date"),
        st.tuples(st.integers(-(2**63), 2**63 - 1), st.text(string.ascii_letters, max_size=9)),
        st.integers(0, 10**9),
        st.booleans(),
    ),
    st.builds(
        Cursor,
        st.sampled_from(["distance", "pertinence"]),
        st.tuples(st.floats(0, 1e8) | st.just("Infinity"), st.integers(-(2**63), 2**63 - 1), st.just("o")),
        st.integers(0, 10**9),
        st.booleans(),
    ),
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "q": st.text(st.characters(codec="utf-8"), max_size=60) | st.text(string.punctuation, max_size=60),
        "lieu": st.sampled_from(["Pau", "64000", ""]) | st.text(st.characters(codec="utf-8"), max_size=20),
        "rayon": st.integers() | st.text(max_size=5),
        "contrat": st.lists(st.sampled_from(["CDI", "ALT", "zz"]) | st.text(st.characters(codec="utf-8"), max_size=4)),
        "famille": st.lists(st.characters(codec="utf-8"), max_size=3),
        "depuis": st.integers() | st.text(max_size=3),
        "page": st.integers() | st.floats() | cursors.map(token_of),
        "tri": st.sampled_from(["", "date", "distance", "pertinence", "x"]),
        "temps": st.sampled_from(["full_time", "non_precise", "x"]),
        "salaire": st.sampled_from(["2000", "non_precise", "1"]),
        "experience": st.lists(st.sampled_from(["0", "12", "plus", "non_precise"])),
        "diplome": st.sampled_from(["3", "8", "9"]),
        "accessible": st.sampled_from(["oui", "non"]),
        "formation": st.sampled_from(["oui", "non"]),
        "precis": st.sampled_from(["oui", "true", "non", "x"]),
        "voisins": st.sampled_from(["oui", "0", "x"]),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(search=fields)
def test_no_search_of_any_kind_fails(stack: RunningStack, search: dict[str, Any]) -> None:
    query = urlencode(search, doseq=True, errors="replace")
    for address in ADDRESSES:
        assert requests.get(f"{stack.url}{address}?{query[:3500]}", timeout=60).status_code in (200, 422)
