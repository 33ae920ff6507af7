"""What somebody signed in does on an offer’s page, on the running service: by its forms, after a link of a mail."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
import requests

from indexer.profiles.document import person_of
from tests.client import Client, Person, welder_offer
from tests.search_api.asking import LIMOGES, address, leave, unheard_word


@pytest.fixture
def welder(client: Client) -> Person:
    person = leave(client, wanted="soudeur", email=address())
    client.confirm(person)
    return person


@pytest.fixture
def signed_in(client: Client, welder: Person) -> requests.Session:
    """Their browser, signed in by a link as the mail holds it."""
    from indexer.accounts.sign_in_links import make_link
    from indexer.engine.client import engine

    browser = requests.Session()
    token = make_link(engine(), person_of(welder.email), "/suivi")
    answer = browser.post(f"{client.stack.url}/connexion/{token}", timeout=30, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/suivi")
    return browser


def one_offer(client: Client, folder: Path, **changes: object) -> str:
    """Import an offer for a welder in Limoges and return the address of its page."""
    word = unheard_word()
    given = {"intitule": f"Soudeur {word}", "lieuTravail": LIMOGES, "entreprise": {"nom": f"Atelier {word}"}, **changes}
    client.import_offers(folder, welder_offer(uuid4().hex, **given))
    [found] = requests.get(f"{client.stack.url}/api/offers", params={"q": word}, timeout=30).json()["offers"]
    return f"{client.stack.url}/offres/{found['id']}"


def press(browser: requests.Session, offer: str, button: str, **fields: str) -> str:
    """Press a button of an offer's page; return the page that is then shown."""
    answer = browser.post(f"{offer}/{button}", data=fields, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_who_is_signed_in_is_told_why_an_offer_suits_them_and_keeps_it(
    client: Client, signed_in: requests.Session, tmp_path: Path
) -> None:
    offer = one_offer(client, tmp_path)
    page = signed_in.get(offer, timeout=30).text
    assert "Cette offre et vous" in page
    assert "Pourquoi cette offre" in page
    assert "Cette offre et vous" not in requests.get(offer, timeout=30).text
    assert "L’offre est gardée." in press(signed_in, offer, "garder")
    mine = f"{client.stack.url}/mes-offres"
    assert offer.rpartition("/")[2] in signed_in.get(mine, timeout=30).text
    back = press(signed_in, offer, "ne-plus-garder", retour="/mes-offres")
    assert "0\u00a0offre gardée" in back, "back on the list, which the form was on"


def test_what_is_not_for_somebody_is_in_none_of_their_mails_until_they_take_it_back(
    client: Client, welder: Person, signed_in: requests.Session, tmp_path: Path
) -> None:
    refused, other = one_offer(client, tmp_path), one_offer(client, tmp_path)
    page = press(signed_in, refused, "pas-pour-moi", reason="too_far", retour="https://example.org/")
    assert "C’est trop loin" in page
    client.send_alerts()
    client.settle()
    told = "".join(mail["text"] for mail in client.alerts(welder.email))
    assert other.rpartition("/")[2] in told
    assert refused.rpartition("/")[2] not in told
    assert "Garder cette offre" in press(signed_in, refused, "finalement")


def test_no_more_of_an_employer_or_of_a_word_is_kept_in_the_persons_wishes(
    client: Client, welder: Person, signed_in: requests.Session, tmp_path: Path
) -> None:
    offer = one_offer(client, tmp_path, intitule="Soudeur de nuit (H/F)")
    page = signed_in.get(offer, timeout=30).text
    employer = page.partition("Ne plus rien recevoir de ")[2].partition("<")[0]
    assert "<option>nuit</option>" in page
    assert "plus d’offres de cet employeur" in press(signed_in, offer, "masquer-employeur")
    assert "contient ce mot" in press(signed_in, offer, "masquer-mot", word="nuit")
    press(signed_in, offer, "masquer-mot", word="nuit")
    press(signed_in, offer, "masquer-mot", word="x")
    seen = welder.view()
    assert (seen["avoided_employers"], seen["avoided_words"]) == ([employer], ["nuit"])


def test_nobody_else_may_and_is_led_to_sign_in_and_back(client: Client, tmp_path: Path) -> None:
    offer = one_offer(client, tmp_path)
    path = offer.removeprefix(client.stack.url)
    for button in ("garder", "ne-plus-garder", "pas-pour-moi", "finalement", "masquer-employeur", "masquer-mot"):
        answer = requests.post(f"{offer}/{button}", timeout=30, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/connexion?vers={path}"
    answer = requests.get(f"{client.stack.url}/mes-offres", timeout=30, allow_redirects=False)
    assert answer.headers["Location"] == "/connexion?vers=/mes-offres"


def test_an_offer_that_is_none_is_missing_and_a_page_elsewhere_is_never_led_to(
    client: Client, signed_in: requests.Session, tmp_path: Path
) -> None:
    assert signed_in.post(f"{client.stack.url}/offres/none/garder", timeout=30).status_code == 404
    offer = one_offer(client, tmp_path)
    for way in ("https://example.org/", "//example.org/", "/mailbox", "/offres/other"):
        answer = signed_in.post(f"{offer}/garder", data={"retour": way}, timeout=30, allow_redirects=False)
        assert answer.headers["Location"] == f"{offer.removeprefix(client.stack.url)}?fait=gardee"
