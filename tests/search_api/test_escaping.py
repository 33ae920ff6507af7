"""What comes from elsewhere is shown as text: no offer, no search and no CV runs anything in anybody's browser."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import Page

from tests.client import Client, welder_offer
from tests.cv_files import WELDER
from tests.search_api.asking import LIMOGES, begin_deposit, found, leave, post_offer, unheard_word, wait_for_stage

SCRIPT = "<script>window.hit=1</script>"
PICTURE = "<img src=x onerror=window.hit=1>"
BREAK_OUT = "\"'><svg onload=window.hit=1>"


def hostile_offer(word: str) -> dict[str, object]:
    return welder_offer(
        uuid4().hex,
        intitule=f"Soudeur {word} {SCRIPT}{BREAK_OUT}",
        description=f"Soudage TIG, lecture de plans.\n\n{PICTURE}\n\n{SCRIPT}\n{{{{ 7 * 7 }}}} {BREAK_OUT}",
        entreprise={"nom": f"Atelier {PICTURE}"},
        lieuTravail={**LIMOGES, "commune": "", "codePostal": "", "libelle": f"87 {BREAK_OUT}"},
        typeContratLibelle=SCRIPT,
        experienceLibelle=PICTURE,
        salaire={"libelle": SCRIPT},
        competences=[{"libelle": PICTURE}],
        origineOffre={"urlOrigine": f"javascript:window.hit=1//{word}"},
    )


def assert_harmless(text: str) -> None:
    """The marks that begin an element are escaped wherever they come from."""
    assert "<script>window" not in text
    assert "<img src=x" not in text
    assert "<svg onload" not in text
    assert 'href="javascript:' not in text


# A script that is not a file of ours; what is of a type with "json" is data and never run (WHATWG HTML, data blocks).
FOREIGN = (
    "script:not([src^='/static/']):not([src^='/leaflet/'])"
    ":not([type='application/ld+json']):not([type='application/json'])"
)


def test_an_offer_full_of_scripts_is_shown_as_text_on_every_page(client: Client, page: Page) -> None:
    word = unheard_word()
    posted = post_offer(client, hostile_offer(word)).json()
    wait_for_stage(f"{client.stack.url}/api/offers/{posted['id']}", "matched")
    for path in (f"/offres/{posted['id']}", f"/?q={word}"):
        answer = requests.get(client.stack.url + path, timeout=30)
        assert answer.status_code == 200
        assert word in answer.text
        assert html.escape(SCRIPT) in answer.text
        assert_harmless(answer.text)
        page.goto(path)
        assert page.evaluate("window.hit") is None
        assert page.locator(f"{FOREIGN}, svg[onload], img[onerror], a[href^=javascript]").count() == 0
        assert SCRIPT in page.locator("body").inner_text()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", " \tjava\nscript:alert(1)", "data:text/html,<script>1</script>",
     "vbscript:x", "file:///etc/passwd", "//evil.example.org/", "/deposer", "https:evil", {"a": 1}],
    ids=str,
)  # fmt: skip
def test_a_link_that_is_no_web_address_is_dropped(client: Client, url: object) -> None:
    offer = welder_offer(uuid4().hex, lieuTravail=LIMOGES, origineOffre={"urlOrigine": url})
    posted = post_offer(client, offer).json()
    seen = wait_for_stage(f"{client.stack.url}/api/offers/{posted['id']}", "matched")
    assert "url" not in seen
    text = requests.get(posted["url"], timeout=30).text
    assert_harmless(text)
    assert "evil" not in text


def test_a_link_to_the_web_is_kept_and_cannot_break_out(client: Client) -> None:
    url = 'https://offres.example.org/?a="><script>window.hit=1</script>'
    offer = welder_offer(uuid4().hex, lieuTravail=LIMOGES, origineOffre={"urlOrigine": url})
    posted = post_offer(client, offer).json()
    assert wait_for_stage(f"{client.stack.url}/api/offers/{posted['id']}", "matched")["url"] == url
    text = requests.get(posted["url"], timeout=30).text
    assert "https://offres.example.org/" in text
    assert_harmless(text)


@pytest.mark.parametrize("field", ["q", "lieu", "contrat", "famille", "rayon", "depuis", "page"])
@pytest.mark.parametrize("typed", [SCRIPT, BREAK_OUT])
def test_what_is_typed_into_a_search_is_shown_as_text(client: Client, field: str, typed: str) -> None:
    for value in (typed, typed * 9):
        assert_harmless(requests.get(f"{client.stack.url}/?{field}={quote(value)}", timeout=30).text)


def test_what_is_typed_into_the_deposit_form_is_shown_as_text(client: Client) -> None:
    answer = requests.post(f"{client.stack.url}/deposer", data={"depot": SCRIPT + BREAK_OUT}, timeout=30)
    assert answer.status_code == 422
    assert_harmless(answer.text)
    steps = begin_deposit(client)
    for field in ("email", "commune", "radius_km", "wanted", "frequency", "visibility", "contracts", BREAK_OUT):
        answer = requests.post(f"{steps}/recherche", data={field: SCRIPT + BREAK_OUT}, timeout=30)
        assert answer.status_code == 422
        assert_harmless(answer.text)


def test_a_person_with_scripts_in_wishes_and_cv_harms_nobody(client: Client, tmp_path: Path, page: Page) -> None:
    word = unheard_word()
    cv = f"{WELDER}\n{SCRIPT}\n{PICTURE}".encode()
    person = leave(client, f"{BREAK_OUT}.txt", cv, wanted=[f"soudeur {word} {SCRIPT}", PICTURE])
    client.confirm(person)
    client.import_offers(tmp_path, hostile_offer(word))
    client.send_alerts()
    assert_harmless(requests.get(person.follow_url, timeout=30).text)
    mails = client.mails(person.email)
    assert any(word in mail["text"] for mail in mails)
    for mail in mails:
        assert_harmless(mail["html"])
        assert "\n" not in mail["subject"]
    requests.post(f"{person.follow_url}/corriger", data={"add": SCRIPT}, timeout=30)
    answer = requests.post(f"{person.follow_url}/modifier", data={"commune": SCRIPT + BREAK_OUT}, timeout=30)
    assert_harmless(answer.text)
    page.goto(person.follow_url)
    assert page.evaluate("window.hit") is None
    assert page.locator(f"{FOREIGN}, svg[onload], img[onerror]").count() == 0


def test_the_api_gives_texts_as_they_are_under_a_type_no_browser_renders(client: Client) -> None:
    word = unheard_word()
    posted = post_offer(client, hostile_offer(word)).json()
    wait_for_stage(f"{client.stack.url}/api/offers/{posted['id']}", "matched")
    [offer] = found(client, q=word)["offers"]
    assert SCRIPT in offer["title"]
    answer = requests.get(f"{client.stack.url}/api/offers?q={word}", timeout=30)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
