"""Where signing in may lead: pages of ours, whatever an address says."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search_api.sessions import HOME, own_path

SITE = "https://estey.example.org"


@pytest.mark.parametrize("path", ["/", "/suivi", "/offres/abc", "/?q=soudeur&lieu=Pau", "/suivi/abc.def-g?arret=1"])
def test_a_page_of_ours_is_led_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "suivi",
        "//evil.example.com",
        "/\\evil.example.com",
        "/\t/evil.example.com",
        "/\n/evil.example.com",
        "https://evil.example.com/",
        "javascript:alert(1)",
        "/" + "x" * 400,
        "/offres/é",
    ],
)
def test_anything_else_leads_to_ones_own_page(path: str) -> None:
    assert own_path(path) == HOME


@given(st.text(alphabet=st.sampled_from("/\\:@.?#%\t\n\r e\u00a0abc1"), max_size=30) | st.text(max_size=30))
@example("/.//evil.example.com")
@example("/@evil.example.com")
def test_no_text_leads_to_another_host(text: str) -> None:
    led = own_path(text)
    # As browsers read a Location: tabs and ends of lines taken out, backslashes turned round (WHATWG URL).
    read = "".join(letter for letter in led if letter not in "\t\n\r").replace("\\", "/")
    assert urlsplit(urljoin(SITE, read)).netloc == urlsplit(SITE).netloc
