"""A person's own space, through HTTP: what is shown, changed, given back and erased."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
import requests
from pypdf import PdfReader

from indexer.alerts.marks import keep
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.engine.indices import KINDS, index_name, refresh
from indexer.profiles.document import person_of
from indexer.profiles.erasures import KEPT, finish
from indexer.settings import settings
from tests.client import Client, Person, welder_offer
from tests.cv_files import WELDER, as_pdf
from tests.pages.markup import Markup
from tests.search_api.asking import address, leave, unheard_word, wait_for_stage
from tests.signing_in import signed_in

PLACE = {"libelle": "24 - BERGERAC", "latitude": 44.85, "longitude": 0.48, "codePostal": "24100", "commune": "24037"}
# Made once: a PDF says when it was made.
CV = as_pdf(WELDER)


def welder(client: Client, **fields: Any) -> Person:
    """Somebody near Bergerac, where no other test looks, who confirmed their address."""
    given = {"commune": "Bergerac", "radius_km": 10, "email": address(), "wanted": "soudeur", **fields}
    person = client.deposit("mon CV.pdf", CV, **given)
    wait_for_stage(person.api_url, "matched")
    client.confirm(person)
    return person


def told(client: Client, tmp_path: Path, title: str) -> tuple[Person, requests.Session]:
    """A welder who can begin at once, was sent an offer of this title, has an alert as well, and is signed in."""
    person = welder(client, available_from="now")
    asked = {"q": unheard_word(), "lieu": "Bergerac", "email": person.email, "frequency": "weekly", "consent": "true"}
    requests.post(f"{client.stack.url}/alerte", data=asked, timeout=30, allow_redirects=False)
    # Of an employer of its own: a mail shows two of one at most, and other tests have offers here.
    employer = {"nom": f"Ateliers {unheard_word()}"}
    offer = welder_offer(uuid4().hex, intitule=title, lieuTravail=PLACE, entreprise=employer)
    client.import_offers(tmp_path, offer)
    client.send_alerts()
    client.settle()
    return person, signed_in(client, person.email)


def space(browser: requests.Session, client: Client) -> Markup:
    answer = browser.get(f"{client.stack.url}/suivi", timeout=60)
    assert answer.status_code == 200
    shown = Markup(answer.text)
    assert shown.problems() == []
    return shown


def test_who_is_signed_in_need_not_write_their_address_to_keep_a_search(client: Client) -> None:
    person = welder(client)
    where = f"{client.stack.url}/alerte?q=soudeur&lieu=Bergerac"
    assert person.email in signed_in(client, person.email).get(where, timeout=60).text
    assert person.email not in requests.get(where, timeout=60).text


def press(browser: requests.Session, client: Client, path: str, **sent: Any) -> requests.Response:
    return browser.post(f"{client.stack.url}{path}", data=sent, timeout=60, allow_redirects=False)


def test_the_space_tells_the_offers_the_alerts_and_the_agreements(client: Client, tmp_path: Path) -> None:
    title = f"Soudeur TIG {unheard_word()}"
    person, browser = told(client, tmp_path, title)
    text = space(browser, client).text
    assert person.email in text
    assert title in text
    assert "Envoyée par courriel le" in text
    # The words and the points are those of the mail, and of the explanation.
    [mail] = client.alerts(person.email)
    kept = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60).json()
    [offer] = [offer for offer in kept["offers"] if offer.get("title") == title]
    assert offer["reasons"]
    for reason in offer["reasons"]:
        said = f"{reason['words']} ({reason['points']})"
        assert said in " ".join(text.split())
        assert said in " ".join(mail["text"].split())
    assert "Ces trente derniers jours" in text
    assert "J’accepte qu’Estey garde mon CV et cherche des offres pour moi." in text


def test_what_was_opened_is_said_and_what_is_not_for_them_is_left_out(client: Client, tmp_path: Path) -> None:
    title = f"Soudeur TIG {unheard_word()}"
    person, browser = told(client, tmp_path, title)
    opened = "Vous avez ouvert son lien le"
    assert opened not in space(browser, client).text
    [mail] = client.alerts(person.email)

    def kept() -> dict[str, Any]:
        answer = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60).json()
        [offer] = [offer for offer in answer["offers"] if offer.get("title") == title]
        return dict(offer)

    offer = kept()
    [link] = {word for word in mail["text"].split() if "/vers/" in word and f"/offres/{offer['offer']}" in word}
    assert title in requests.get(link, timeout=30).text
    assert opened in space(browser, client).text
    assert kept()["followed_at"]
    press(browser, client, f"/offres/{offer['offer']}/pas-pour-moi", reason="pay")
    assert title not in space(browser, client).text
    # It is found again where it can be taken back, which the space leads to.
    assert "/mes-offres" in browser.get(f"{client.stack.url}/suivi", timeout=60).text
    assert title in browser.get(f"{client.stack.url}/mes-offres", timeout=60).text


def test_agreements_are_withdrawn_one_by_one_and_given_again(client: Client) -> None:
    person = welder(client, visibility="named")
    browser = signed_in(client, person.email)
    own = f"/espace/accords/{person.identifier}"

    def profile() -> dict[str, Any]:
        return get(engine(), "profiles", person.identifier) or {}

    def state() -> tuple[bool, bool, str]:
        kept = profile()
        return bool(kept["consent_at"]), not kept.get("unsubscribed_at"), kept["visibility"]

    assert state() == (True, True, "named")
    assert press(browser, client, f"{own}/recherche", accord="non").status_code == 303
    assert state() == (False, True, "named")
    assert profile()["alertable"] is False
    assert "Votre CV reste gardé" in space(browser, client).text
    assert press(browser, client, f"{own}/recherche", accord="oui").status_code == 303
    assert profile()["alertable"] is True
    assert press(browser, client, f"{own}/courriels", accord="non").status_code == 303
    assert state() == (True, False, "named")
    assert press(browser, client, f"{own}/courriels", accord="oui").status_code == 303
    assert press(browser, client, f"{own}/courriels", accord="peut-être").status_code == 400
    seen = press(browser, client, f"{own}/recruteurs", visibility="anonymous", avoided_employers="Atelier Unique, Deux")
    assert seen.status_code == 303
    assert state() == (True, True, "anonymous")
    assert profile()["avoided_employers"] == ["Atelier Unique", "Deux"]
    consents = profile()["consents"]
    assert {name: consents[name]["given"] for name in consents} == {"matching": True, "mail": True, "recruiters": True}
    assert all(one["at"] for one in consents.values())
    refused = press(browser, client, f"{own}/recruteurs", visibility="everybody")
    assert refused.status_code == 422
    assert "Choisissez qui peut voir votre CV" in refused.text
    assert Markup(refused.text).problems() == []


def test_another_persons_profile_is_out_of_reach(client: Client) -> None:
    mine, theirs = leave(client), leave(client)
    browser = signed_in(client, mine.email)
    for path in (f"accords/{theirs.identifier}/recherche", f"accords/{theirs.identifier}/recruteurs"):
        assert press(browser, client, f"/espace/{path}", visibility="named", accord="non").status_code == 404
    assert browser.get(f"{client.stack.url}/espace/cv/{theirs.identifier}", timeout=30).status_code == 404
    assert (get(engine(), "profiles", theirs.identifier) or {})["consent_at"]
    text = json.dumps(browser.get(f"{client.stack.url}/espace/donnees.json", timeout=30).json())
    assert mine.email in text
    assert theirs.email not in text


def test_everything_is_paused_and_resumed_together(client: Client) -> None:
    person = welder(client)
    browser = signed_in(client, person.email)
    assert press(browser, client, "/espace/pause", duration="date", until="hier").status_code == 422
    assert press(browser, client, "/espace/pause", duration="month").status_code == 303
    assert (get(engine(), "profiles", person.identifier) or {})["paused"] is True
    assert "Tout est en pause jusqu’au" in space(browser, client).text
    assert press(browser, client, "/espace/reprendre").status_code == 303
    assert (get(engine(), "profiles", person.identifier) or {})["paused"] is False


def test_everything_kept_is_given_back(client: Client, tmp_path: Path) -> None:
    title = f"Soudeur TIG {unheard_word()}"
    person, browser = told(client, tmp_path, title)
    requests.post(f"{person.follow_url}/conseiller", timeout=30)
    answer = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    kept = answer.json()
    assert [profile["id"] for profile in kept["profiles"]] == [person.identifier]
    assert date.fromisoformat(kept["profiles"][0]["available_from"])
    assert len(kept["saved_searches"]) == 1
    [offer] = [offer for offer in kept["offers"] if offer.get("title") == title]
    assert offer["state"] == "sent"
    assert offer["points"] == sum(reason["points"] for reason in offer["reasons"]) > 0
    [mail] = kept["mails"]
    assert mail["offers"] == len([offer for offer in kept["offers"] if offer["state"] == "sent"])
    assert len(kept["person"]["sign_in_links"]) == 1
    for secret in ("link_key", "adviser_key", "session_key", "sign_ins"):
        assert f'"{secret}"' not in answer.text

    file = browser.get(kept["profiles"][0]["file"]["url"], timeout=30)
    assert file.content == CV
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert 'filename="mon CV.pdf"' in file.headers["Content-Disposition"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"

    document = browser.get(f"{client.stack.url}/espace/donnees.pdf", timeout=120)
    assert document.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(document.content))
    root: Any = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "fr-FR")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in (
        person.email,
        title,
        "métier : ",
        "Disponible tout de suite",
        "Qui voit le CV",
        "Votre alerte",
        "Envoyé le",
    ):
        assert said in text, said


def held_by(store: Any, key: bytes) -> list[bytes]:
    """What Redis keeps under a key; one that is gone meanwhile holds nothing."""
    kind = store.type(key)
    if kind == b"string":
        return [store.get(key) or b""]
    if kind == b"hash":
        return list(store.hgetall(key).values())
    if kind == b"list":
        return list(store.lrange(key, 0, -1))
    return list(store.zrange(key, 0, -1) if kind == b"zset" else store.smembers(key) if kind == b"set" else [])


def stored_anywhere(words: list[str]) -> list[str]:
    """Where any of these words lies: an index, the file store, Redis."""
    found = []
    refresh(engine(), *KINDS)
    for kind in KINDS:
        for hit in engine().search(index=index_name(kind), size=10_000)["hits"]["hits"]:
            if any(word in json.dumps(hit["_source"]) or word == hit["_id"] for word in words):
                found.append(f"{kind}/{hit['_id']}")
    for path in Path(settings().files_url.removeprefix("file://")).rglob("*"):
        if path.is_file() and any(word in path.name or word.encode() in path.read_bytes() for word in words):
            found.append(str(path))
    store = redis.Redis.from_url(settings().redis_url)
    for key in store.scan_iter():
        if any(word.encode() in bytes(value) for word in words for value in (key, *held_by(store, key))):
            found.append(f"redis {key!r}")
    return found


def besides_notes(places: list[str]) -> list[str]:
    """All but the notes of erasures: numbers alone, from which what is written late is erased too."""
    return [place for place in places if not place.startswith("reference/erasure-")]


def test_everything_is_erased_everywhere_within_a_minute(client: Client, tmp_path: Path) -> None:
    person, browser = told(client, tmp_path, f"Soudeur TIG {unheard_word()}")
    other = leave(client, email=person.email)
    saved = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60).json()["saved_searches"]
    theirs = person_of(person.email)
    keep(engine(), theirs, "an-offer")
    words = [theirs, person.email, person.identifier, other.identifier, saved[0]["id"]]
    places = {place.partition("/")[0] for place in stored_anywhere(words)}
    assert {"profiles", "searches", "people", "matches", "marks"} <= places
    assert browser.get(f"{client.stack.url}/espace/effacer", timeout=30).status_code == 200
    began = time.monotonic()
    assert "Tout est effacé" in press(browser, client, "/espace/effacer").text
    while left := besides_notes(stored_anywhere(words)):
        assert time.monotonic() < began + 60, left
        time.sleep(2)
    finish(engine(), datetime.now(UTC) + KEPT + timedelta(minutes=1))
    assert stored_anywhere(words) == [], "the notes too, once no task can be writing any more"
    assert browser.get(f"{client.stack.url}/suivi", timeout=30, allow_redirects=False).status_code == 303
    assert requests.get(person.follow_url, timeout=30).status_code == 404


def test_what_a_worker_writes_while_a_person_is_erased_goes_as_well(client: Client) -> None:
    from indexer.matching.matches import Due, record

    person = leave(client)
    browser = signed_in(client, person.email)
    assert press(browser, client, "/espace/effacer").status_code == 200
    record(engine(), [Due(person_of(person.email), person.identifier, uuid4().hex)])
    began = time.monotonic()
    while left := besides_notes(stored_anywhere([person_of(person.email)])):
        assert time.monotonic() < began + 60, left
        time.sleep(2)


@pytest.mark.parametrize("page", ["0", "51", "-1"])
def test_a_page_that_is_not_there_is_missing(client: Client, page: str) -> None:
    browser = signed_in(client, leave(client).email)
    assert browser.get(f"{client.stack.url}/suivi?page={page}", timeout=30).status_code == 404
