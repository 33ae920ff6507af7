"""The steps of a deposit as programs and impatient people ask for them: twice, out of turn, too late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.client import Client
from tests.cv_files import WELDER, as_pdf, scan_like_pdf
from tests.search_api.asking import address, begin_deposit, finish_deposit, wait_for_stage


def location(answer: requests.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def get(address: str, **said: object) -> requests.Response:
    return requests.get(address, timeout=30, allow_redirects=False, **said)  # type: ignore[arg-type]


def test_a_form_sent_twice_leads_to_the_same_steps_and_one_without_its_mark_to_others(client: Client) -> None:
    with ThreadPoolExecutor(4) as several:
        begun = list(several.map(lambda _: begin_deposit(client, depot="the-same-form"), range(4)))
    assert len(set(begun)) == 1
    assert begin_deposit(client) not in begun
    assert begin_deposit(client) != begin_deposit(client)


def test_the_last_step_sent_many_times_at_once_makes_one_profile_and_one_mail(client: Client) -> None:
    steps, email = begin_deposit(client), address()
    before = client.estey("status")["counts"]["profiles"]
    with ThreadPoolExecutor(4) as several:
        ends = set(several.map(lambda _: location(finish_deposit(steps, email)), range(6)))
    assert {client.stack.url + end for end in ends} == {f"{steps}/fini"}
    client.settle()
    assert client.estey("status")["counts"]["profiles"] == before + 1
    assert len(client.mails(email)) == 1


@pytest.mark.parametrize(
    ("method", "step"),
    [("GET", ""), ("GET", "/cv"), ("POST", "/cv"), ("GET", "/compris"), ("POST", "/corriger"), ("GET", "/recherche"),
     ("POST", "/recherche"), ("GET", "/sans-cv"), ("POST", "/sans-cv")],
)  # fmt: skip
def test_every_step_of_a_deposit_that_is_finished_leads_to_its_end_and_one_that_is_gone_says_so(
    client: Client, method: str, step: str
) -> None:
    steps = begin_deposit(client)
    finish_deposit(steps, address())
    answer = requests.request(method, f"{steps}{step}", timeout=30, allow_redirects=False)
    assert client.stack.url + location(answer) == f"{steps}/fini"
    gone = begin_deposit(client)
    assert location(requests.post(f"{gone}/effacer", timeout=30, allow_redirects=False)) == "/deposer?efface=1"
    answer = requests.request(method, f"{gone}{step}", timeout=30, allow_redirects=False)
    assert answer.status_code == 410
    assert "Ce dépôt n’existe plus" in answer.text


def test_erasing_twice_is_harmless_and_never_takes_what_was_finished(client: Client) -> None:
    steps = begin_deposit(client)
    for _ in range(2):
        assert location(requests.post(f"{steps}/effacer", timeout=30, allow_redirects=False)) == "/deposer?efface=1"
    finished = begin_deposit(client)
    finish_deposit(finished, address())
    requests.post(f"{finished}/effacer", timeout=30, allow_redirects=False)
    assert get(f"{finished}/fini").status_code == 200


def test_the_link_of_the_steps_opens_no_page_of_a_person(client: Client) -> None:
    steps = begin_deposit(client)
    secret = steps.rpartition("/")[2]
    finish_deposit(steps, address())
    for path in ("/suivi/{}", "/api/profiles/{}", "/confirm/{}", "/alerte/{}"):
        assert get(client.stack.url + path.format(secret)).status_code == 404, path


def test_the_browser_keeps_one_cookie_for_the_deposit_alone_and_drops_it_at_the_end(client: Client) -> None:
    browser, home = requests.Session(), f"{client.stack.url}/deposer"
    files = {"cv": ("cv.pdf", as_pdf(WELDER))}
    answer = browser.post(home, files=files, timeout=60, allow_redirects=False)
    said = answer.headers["Set-Cookie"]
    for part in ("estey_depot=", "HttpOnly", "SameSite=Lax", "Path=/deposer", "Max-Age=86400"):
        assert part in said
    assert WELDER.split()[0] not in said
    steps = client.stack.url + answer.headers["Location"].rpartition("/")[0]
    assert f'href="{steps.removeprefix(client.stack.url)}"' in browser.get(home, timeout=30).text
    assert "Reprendre votre dépôt" not in requests.get(home, timeout=30).text
    given = {"commune": "Limoges", "email": address(), "consent": "true"}
    answer = browser.post(f"{steps}/recherche", data=given, timeout=30, allow_redirects=False)
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert list(browser.cookies) == []
    # Kept by somebody all the same, it leads nowhere.
    cookie = {"Cookie": said.partition(";")[0]}
    assert "Reprendre votre dépôt" not in requests.get(home, headers=cookie, timeout=30).text


def test_a_scan_stops_the_deposit_with_what_to_do_and_another_file_goes_on(client: Client) -> None:
    steps = begin_deposit(client, scan_like_pdf())
    client.settle()
    page = get(f"{steps}/compris").text
    assert "ressemble à un scan" in page
    assert "site de France Travail" in page
    assert client.stack.url + location(finish_deposit(steps, address())) == f"{steps}/compris"
    again = requests.post(f"{steps}/cv", files={"cv": ("cv.pdf", as_pdf(WELDER))}, timeout=60, allow_redirects=False)
    assert client.stack.url + location(again) == f"{steps}/compris"
    client.settle()
    assert "soudage TIG" in get(f"{steps}/compris").text
    assert client.stack.url + location(finish_deposit(steps, address())) == f"{steps}/fini"


def test_a_deposit_by_its_pages_is_the_same_as_one_by_the_api_once_it_is_finished(client: Client) -> None:
    steps = begin_deposit(client)
    yesterday = datetime.now(UTC) - timedelta(1)
    wish = {"wanted": "soudeur", "radius_km": "50", "avoided_employers": "Ancien Atelier"}
    location(finish_deposit(steps, address(), available="date", available_from=f"{yesterday:%d/%m/%Y}", **wish))
    page = get(f"{steps}/fini").text
    own = page.partition("/suivi/")[2].partition('"')[0]
    seen = wait_for_stage(f"{client.stack.url}/api/profiles/{own}", "matched")
    assert (seen["wanted"], seen["radius_km"], seen["visibility"]) == (["soudeur"], 50, "hidden")
    assert seen["avoided_employers"] == ["Ancien Atelier"]
    assert seen["available_from"] == datetime.now(UTC).date().isoformat(), "a day that is past is kept as today"
    assert (seen["confirmed"], seen["unsubscribed"]) == (False, False)


def test_without_a_cv_the_form_is_understood_like_one_and_may_be_filled_in_again(client: Client) -> None:
    typed = {
        "held_title": ["Soudeur"], "held_since": ["mars 2019"], "held_until": ["2022"], "skill": ["soudage TIG"],
        "licence": ["permis B"], "language": ["anglais"], "language_level": ["B2"],
    }  # fmt: skip
    answer = requests.post(f"{client.stack.url}/deposer/sans-cv", data=typed, timeout=30, allow_redirects=False)
    steps = client.stack.url + location(answer).rpartition("/")[0]
    client.settle()
    page = get(f"{steps}/compris").text
    for understood in ("Soudeur", "mars 2019 – 2022", "soudage TIG", "permis B", "anglais"):
        assert understood in page
    again = get(f"{steps}/sans-cv").text
    assert 'value="soudage TIG"' in again
    assert 'value="B2" selected' in again
    changed = {**typed, "skill": ["lecture de plans"]}
    location(requests.post(f"{steps}/sans-cv", data=changed, timeout=30, allow_redirects=False))
    client.settle()
    page = get(f"{steps}/compris").text
    assert "lecture de plans" in page
    assert "soudage TIG" not in page
    assert client.stack.url + location(finish_deposit(steps, address())) == f"{steps}/fini"
