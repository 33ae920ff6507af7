"""Recruiters through HTTP: who they are, what their organisation lets them do, what the operator decides."""

from __future__ import annotations

import re
import time

import requests

from indexer.alerts.links import unsubscribe_token
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.recruiters.document import recruiter_of
from search_api.roles import ALONE, BLOCKED, KNOWN, VOUCHED
from tests.client import PATIENCE_SECONDS, Client
from tests.search_api.asking import address, leave
from tests.search_api.recruiting import invented_siret, operator_cookies, recruiting
from tests.signing_in import SUBJECT, enter, signed_in


def ask(client: Client, email: str, name: str = "Camille Exemple") -> requests.Response:
    sent = {"email": email, "name": name}
    return requests.post(f"{client.stack.url}/recruteurs", data=sent, timeout=60, allow_redirects=False)


def mail(client: Client, email: str, subject: str) -> dict[str, str]:
    """The mail with this subject, once it is there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := [one for one in client.mails(email) if one["subject"] == subject]):
        assert time.monotonic() < deadline, f"no mail: {subject}"
        time.sleep(0.3)
    return dict(found[-1])


def status(browser: requests.Session, client: Client, path: str) -> tuple[int, str]:
    answer = browser.get(client.stack.url + path, timeout=60, allow_redirects=False)
    return answer.status_code, answer.headers.get("Location", "")


def test_the_first_link_makes_a_recruiter_and_leads_to_their_organisation(client: Client) -> None:
    email = address()
    assert ask(client, email).headers["Location"] == "/recruteurs?envoye=1"
    link = re.findall(r"http\S+/connexion/\S+", mail(client, email, SUBJECT)["text"])[0]
    assert (get(engine(), "recruiters", recruiter_of(email)) or {}).get("confirmed_at") is None
    browser = enter(link)
    assert (get(engine(), "recruiters", recruiter_of(email)) or {})["confirmed_at"]
    assert status(browser, client, "/recruteurs/compte")[0] == 200
    assert requests.post(link, timeout=60).status_code == 410
    given = {"siret": "732 829 320 00075", "organisation": "Atelier", "commune": "Bordeaux", "terms": "true"}
    answer = browser.post(f"{client.stack.url}/recruteurs/organisation", data=given, timeout=60)
    assert answer.status_code == 422
    assert "un chiffre est faux" in answer.text
    assert 'value="Atelier"' in answer.text


def test_a_browser_is_in_one_role_at_a_time(client: Client) -> None:
    recruits = recruiting(client.stack, KNOWN)
    assert status(recruits.browser, client, "/suivi") == (303, "/connexion?vers=/suivi")
    assert status(recruits.browser, client, "/espace/donnees.json")[0] == 303
    seeker = signed_in(client, leave(client).email)
    assert status(seeker, client, "/suivi")[0] == 200
    assert status(seeker, client, "/recruteurs/compte") == (303, "/recruteurs?vers=/recruteurs/compte")
    seeker.cookies.clear()
    seeker.cookies.update(dict(recruits.browser.cookies))
    assert status(seeker, client, "/recruteurs/compte")[0] == 200
    out = recruits.browser.post(f"{client.stack.url}/deconnexion", timeout=60, allow_redirects=False)
    assert out.headers["Location"] == "/recruteurs?parti=1"
    assert status(recruits.browser, client, "/recruteurs/compte")[0] == 303


def test_a_colleague_waits_and_is_let_in_by_a_member_alone(client: Client) -> None:
    siret = invented_siret()
    first, second = recruiting(client.stack, VOUCHED, siret), recruiting(client.stack, KNOWN, siret)
    stranger = recruiting(client.stack, VOUCHED)
    assert second.organisation == ""
    path = f"{client.stack.url}/recruteurs/organisation/membres/{second.recruiter}"
    assert second.browser.post(f"{path}/accueillir", timeout=60, allow_redirects=False).status_code == 303
    assert stranger.browser.post(f"{path}/accueillir", timeout=60).status_code == 404
    assert second.stored().get("organisation") is None
    assert "demande à vous rejoindre" in first.browser.get(path.partition("/membres")[0], timeout=60).text
    assert first.browser.post(f"{path}/accueillir", timeout=60).status_code == 200
    assert second.stored()["organisation"] == first.organisation
    # Members evict nobody.
    assert first.browser.post(f"{path}/ecarter", timeout=60).status_code == 404
    email = second.stored()["email"]
    assert "Vous recrutez maintenant" in mail(client, email, "Votre demande est acceptée")["text"]


def test_the_operator_vouches_and_blocks_and_the_recruiter_is_told(client: Client) -> None:
    recruits = recruiting(client.stack, KNOWN)
    email, url = recruits.stored()["email"], client.stack.url
    operator = requests.Session()
    operator.cookies.update(operator_cookies(client.stack))
    assert "Atelier de l’Exemple" in operator.get(f"{url}/operateur", timeout=60).text.replace("&#39;", "’")
    path = f"{url}/operateur/organisations/{recruits.organisation}"
    assert recruits.browser.post(f"{path}/garantir", timeout=60).status_code == 404
    assert operator.post(f"{path}/garantir", timeout=60).status_code == 200
    told = mail(client, email, "Les CV vous sont ouverts")["text"]
    assert "Mission locale de l'Exemple s’est porté garant de Atelier de l'Exemple" in told
    assert recruits.organisation_stored()["vouched_by"] == "Mission locale de l'Exemple"
    assert operator.post(f"{path}/bloquer", data={"reason": " "}, timeout=60).status_code == 422
    assert operator.post(f"{path}/bloquer", data={"reason": "Offres fausses"}, timeout=60).status_code == 200
    assert "La raison : Offres fausses" in mail(client, email, "Votre organisation est bloquée")["text"]
    page = recruits.browser.get(f"{url}/recruteurs/organisation", timeout=60).text
    assert "Offres fausses" in page


def test_organisations_are_listed_vouched_for_and_blocked_by_command(client: Client) -> None:
    recruits = recruiting(client.stack, KNOWN)
    listed = {one["id"]: one for one in client.estey("organisations", "list", "--state", "new")}
    assert listed[recruits.organisation]["members"][0]["id"] == recruits.recruiter
    done = client.estey("organisations", "vouch", recruits.organisation, "--by", "CCI de l'Exemple")
    assert (done["state"], done["told"]) == ("vouched", True)
    again = client.estey("organisations", "vouch", recruits.organisation, "--by", "CCI de l'Exemple")
    assert again["told"] is False
    blocked = client.estey("organisations", "block", recruits.organisation, "--reason", "Offres fausses")
    assert blocked["state"] == "blocked"
    link = client.estey("organisations", "page", "--by", "CCI de l'Exemple", "--territory", "33", "--hours", "1")["url"]
    assert requests.get(link, timeout=60).status_code == 200


def test_a_name_holds_nothing_that_is_not_seen_or_turns_the_writing(client: Client) -> None:
    alone = recruiting(client.stack, ALONE)
    name = "\u202eenoR ed eiriaM\u202c\u200b\r\nde  l\u2019Exemple"
    given = {"siret": invented_siret(), "organisation": name, "commune": "Bordeaux", "terms": "true"}
    assert alone.browser.post(f"{client.stack.url}/recruteurs/organisation", data=given, timeout=60).ok
    organisation = get(engine(), "organisations", str(alone.stored()["organisation"])) or {}
    assert organisation["name"] == "enoR ed eiriaM de l\u2019Exemple"


def test_a_key_is_shown_once_and_the_account_is_exported_and_erased(client: Client) -> None:
    recruits, url = recruiting(client.stack, KNOWN), f"{client.stack.url}/recruteurs/compte"
    shown = recruits.browser.post(f"{url}/cles", data={"key_name": "logiciel"}, timeout=60).text
    [key] = re.findall(r"estey_[0-9a-f]{32}_[0-9a-f]{64}", shown)
    assert key not in recruits.browser.get(url, timeout=60).text
    data = recruits.browser.get(f"{url}/donnees.json", timeout=60)
    assert data.json()["recruiter"]["id"] == recruits.recruiter
    assert data.json()["organisation"]["api_keys"][0]["name"] == "logiciel"
    for secret in (key.rpartition("_")[2], "digest", "session_key"):
        assert secret not in data.text
    chosen = {"name": "Camille", "frequency": "weekly", "hour": "7"}
    recruits.browser.post(f"{url}/rythme", data=chosen, timeout=60)
    assert {name: recruits.stored()[name] for name in chosen} == {**chosen, "hour": 7}
    ending = f"{client.stack.url}/desabonnement/{unsubscribe_token(recruits.recruiter)}"
    assert "Ne plus recevoir de CV" in requests.get(ending, timeout=60).text
    assert "Vous ne recevrez plus de CV" in requests.post(ending, timeout=60).text
    assert recruits.stored()["unsubscribed_at"]
    recruits.browser.post(f"{url}/reprendre", timeout=60)
    assert recruits.stored()["unsubscribed_at"] is None
    assert "Tout est effacé" in recruits.browser.post(f"{url}/effacer", timeout=60).text
    assert (recruits.stored(), recruits.organisation_stored()) == ({}, {})
    assert status(recruits.browser, client, "/recruteurs/compte")[0] == 303


def test_each_state_of_an_organisation_opens_what_it_may(client: Client) -> None:
    alone, blocked = recruiting(client.stack, ALONE), recruiting(client.stack, BLOCKED)
    entering = alone.browser.post(f"{client.stack.url}/recruteurs/compte/cles", timeout=60, allow_redirects=False)
    assert (entering.status_code, entering.headers["Location"]) == (303, "/recruteurs/organisation")
    refused = blocked.browser.post(f"{client.stack.url}/recruteurs/compte/cles", timeout=60)
    assert refused.status_code == 403
    assert "Les offres n&#39;existent pas." in refused.text
