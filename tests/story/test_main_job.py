"""The main job as a stranger lives it: a CV left, an offer imported after it, the right mail and no other."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import requests

from tests.client import LILLE, Client, welder_offer
from tests.cv_files import WELDER, as_pdf, in_every_format


def address() -> str:
    return f"story-{uuid4().hex[:10]}@example.org"


def test_a_cv_in_every_format_gets_the_mail_for_an_offer_imported_after_it(client: Client, tmp_path: Path) -> None:
    people = {
        extension: client.deposit(f"mon-cv.{extension}", content, address(), wanted="soudeur")
        for extension, content in in_every_format().items()
    }
    for person in people.values():
        client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.send_alerts()
    for extension, person in people.items():
        [mail] = client.alerts(person.email)
        for part in (mail["text"], mail["html"]):
            assert "Soudeur TIG (H/F)" in part, extension
            assert "soudage TIG" in part, extension
            assert "/offres/" in part
        view = person.view()
        assert view["stage"] == "matched"
        assert view["language"] == "fr"
        assert "skill:soudag-tig" in [trait["trait"] for trait in view["understood"]], extension


def test_nobody_hears_of_another_trade_another_town_or_an_excluded_contract(client: Client, tmp_path: Path) -> None:
    person = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur", contracts=["CDI", "CDD"])
    client.confirm(person)
    client.send_alerts()
    before = len(client.alerts(person.email))
    client.import_offers(
        tmp_path,
        welder_offer(uuid4().hex, intitule="Cuisinier de collectivité", romeCode="G1602", description="Cuisine."),
        welder_offer(uuid4().hex, lieuTravail=LILLE),
        welder_offer(uuid4().hex, typeContrat="MIS"),
        welder_offer(uuid4().hex, alternance=True, natureContrat="Contrat apprentissage"),
    )
    client.send_alerts()
    assert len(client.alerts(person.email)) == before


def test_an_unconfirmed_address_gets_its_confirmation_mail_and_nothing_else(client: Client, tmp_path: Path) -> None:
    person = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur")
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.send_alerts()
    [mail] = client.mails(person.email)
    assert "/confirm/" in mail["text"]


def test_opening_the_confirmation_link_changes_nothing_until_the_button_is_pressed(client: Client) -> None:
    person = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur")
    client.settle()
    [link] = re.findall(r"http\S+/confirm/\S+", client.mails(person.email)[0]["text"])
    requests.get(link, timeout=30)
    assert person.view()["confirmed"] is False
    requests.post(link, timeout=30)
    assert person.view()["confirmed"] is True


def test_an_offer_already_there_is_found_by_a_new_profile_and_told_once(client: Client, tmp_path: Path) -> None:
    identifier, employer = uuid4().hex, {"nom": f"Chantier {uuid4().hex[:8]}"}
    client.import_offers(tmp_path, welder_offer(identifier, entreprise=employer))
    person = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur", frequency="weekly")
    client.confirm(person)
    client.send_alerts()
    client.send_alerts()
    client.import_offers(tmp_path, welder_offer(identifier, entreprise=employer, description="Modifiée."))
    client.send_alerts()
    assert [employer["nom"] in mail["text"] for mail in client.alerts(person.email)] == [True]


def test_one_click_ends_the_alerts_without_sign_in_and_twice_is_as_good(client: Client, tmp_path: Path) -> None:
    person = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur")
    client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.send_alerts()
    [mail] = client.alerts(person.email)
    assert mail["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["headers"]["List-Unsubscribe"].strip("<>")
    assert requests.get(link, timeout=30).status_code == 200
    assert person.view()["unsubscribed"] is False
    for _ in range(2):
        answer = requests.post(link, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False, timeout=30)
        assert answer.status_code == 200
    client.settle()
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.send_alerts()
    assert len(client.alerts(person.email)) == 1


def test_two_profiles_of_one_person_make_one_mail_and_one_mention(client: Client, tmp_path: Path) -> None:
    email = address()
    first = client.deposit("cv.pdf", as_pdf(WELDER), email, wanted="soudeur")
    client.confirm(first)
    second = client.deposit("cv.txt", WELDER.encode(), email, wanted="chaudronnier")
    client.settle()
    [link] = re.findall(r"http\S+/confirm/\S+", client.mails(email)[-1]["text"])
    requests.post(link, timeout=30)
    client.settle()
    client.send_alerts()
    before = len(client.alerts(email))
    client.import_offers(tmp_path, welder_offer(uuid4().hex, intitule="Soudeur chaudronnier TIG"))
    client.send_alerts()
    assert len(client.alerts(email)) == before + 1
    assert client.alerts(email)[-1]["text"].count("Soudeur chaudronnier TIG") == 1
    assert first.identifier != second.identifier


def test_what_is_deleted_is_gone_everywhere(client: Client, tmp_path: Path) -> None:
    person = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur")
    client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    stored = list((client.stack.home / "files").rglob(f"*{person.identifier}*"))
    assert len(stored) == 1
    assert requests.delete(person.api_url, timeout=30).status_code == 204
    assert not stored[0].exists()
    assert requests.get(person.api_url, timeout=30).status_code == 404
    assert requests.get(person.follow_url, timeout=30).status_code == 404
    client.send_alerts()
    assert client.alerts(person.email) == []


def test_one_of_two_profiles_erased_the_other_is_told_what_is_due_and_nothing_twice(
    client: Client, tmp_path: Path
) -> None:
    email, told, due = address(), {"nom": f"Dit {uuid4().hex[:8]}"}, {"nom": f"Du {uuid4().hex[:8]}"}
    first = client.deposit("cv.pdf", as_pdf(WELDER), email, wanted="soudeur")
    client.confirm(first)
    client.send_alerts()
    client.import_offers(tmp_path, welder_offer(uuid4().hex, entreprise=told))
    client.send_alerts()
    client.deposit("cv.txt", WELDER.encode(), email, wanted="soudeur")
    client.settle()
    # The last that asks: beat may have sent an alert after it.
    asking = [mail["text"] for mail in client.mails(email) if "/confirm/" in mail["text"]]
    [link] = re.findall(r"http\S+/confirm/\S+", asking[-1])
    requests.post(link, timeout=30)
    client.settle()
    client.import_offers(tmp_path, welder_offer(uuid4().hex, entreprise=due))
    assert requests.delete(first.api_url, timeout=30).status_code == 204
    # The sweep takes the other profile up again within two minutes.
    client.settle(180)
    client.send_alerts()
    texts = [mail["text"] for mail in client.alerts(email)]
    assert sum(told["nom"] in text for text in texts) == 1
    assert sum(due["nom"] in text for text in texts) == 1
