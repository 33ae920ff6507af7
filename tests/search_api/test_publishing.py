"""Publishing through HTTP: whose offers are whose, what is refused and mended, and with an organisation's key."""

from __future__ import annotations

import time
from html import unescape
from uuid import uuid4

import pytest
import requests

from indexer.alerts.links import renewal_token
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.recruiters import vouching
from indexer.recruiters.api_keys import make_key
from search_api.roles import VOUCHED
from tests.client import Client, welder_offer
from tests.factories.publications import TEXT
from tests.running import RunningStack
from tests.search_api.recruiting import Recruiting, post_offer, recruiting
from tests.search_api.unlike import address, unlike

FORM = {
    "title": "Soudeur TIG (H/F)",
    "description": TEXT,
    "commune": "Pau",
    "contract": "CDI",
    "pay_from": "2 100",
    "apply": "atelier@example.org",
}


@pytest.fixture(scope="module")
def recruiter(stack: RunningStack) -> Recruiting:
    return recruiting(stack, VOUCHED)


def begin(stack: RunningStack, recruiter: Recruiting, **changes: str) -> str:
    """Send the form; return the address of the draft."""
    address = f"{stack.url}/recruteurs/offres/nouvelle"
    answer = recruiter.browser.post(address, data={**FORM, **changes}, timeout=60, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return stack.url + answer.headers["Location"]


def test_an_offer_is_its_organisations_and_nobody_elses(stack: RunningStack, recruiter: Recruiting) -> None:
    draft = begin(stack, recruiter)
    other = recruiting(stack, VOUCHED)
    assert recruiter.browser.get(draft, timeout=60).status_code == 200
    assert other.browser.get(draft, timeout=60).status_code == 404
    for action in ("publier", "renouveler", "fermer", "rythme", "effacer", "modifier"):
        assert other.browser.post(f"{draft}/{action}", timeout=60, allow_redirects=False).status_code == 404
    assert "Soudeur TIG" in recruiter.browser.get(f"{stack.url}/recruteurs/offres", timeout=60).text
    assert "Soudeur TIG" not in other.browser.get(f"{stack.url}/recruteurs/offres", timeout=60).text


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    stack: RunningStack, recruiter: Recruiting
) -> None:
    sent = {**FORM, "commune": "Xyzzyville", "hours": "500", "pay_to": "900", "apply": ""}
    address = f"{stack.url}/recruteurs/offres/nouvelle"
    answer = recruiter.browser.post(address, data=sent, timeout=60, allow_redirects=False)
    assert answer.status_code == 422
    for field in ("commune", "hours", "pay_to", "apply"):
        assert f'id="{field}-erreur"' in answer.text
    for typed in ("Xyzzyville", "500", "2 100", TEXT[:20]):
        assert typed in unescape(answer.text)


def test_the_form_is_shown_again_with_the_skills_of_its_job_and_counts(
    stack: RunningStack, recruiter: Recruiting
) -> None:
    address = f"{stack.url}/recruteurs/offres/nouvelle"
    skills = recruiter.browser.post(address, data={"title": "Soudeur TIG", "then": "metier"}, timeout=60)
    assert skills.status_code == 200
    assert 'name="required"' in skills.text
    assert "soudage TIG, exigée" in skills.text
    counted = recruiter.browser.post(address, data={"title": "Soudeur TIG", "then": "estimer"}, timeout=60)
    assert "correspond" in counted.text
    part = recruiter.browser.post(f"{stack.url}/recruteurs/offres/nouvelle/estimation", data=FORM, timeout=60)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "correspond" in part.text


def test_an_offer_has_a_rhythm_of_its_own_until_it_is_as_in_the_account_again(
    stack: RunningStack, recruiter: Recruiting
) -> None:
    draft = begin(stack, recruiter)
    assert "Comme dans mon compte" in recruiter.browser.get(draft, timeout=60).text
    heard = recruiter.stored()["last_contact_at"]
    for rhythm in ("at_once", "daily", "weekly", "none", ""):
        chosen = recruiter.browser.post(f"{draft}/rythme", data={"rythme": rhythm}, timeout=60)
        assert ("C’est noté" in chosen.text, f'<option value="{rhythm}" selected>' in chosen.text) == (
            True,
            bool(rhythm),
        )
        stored = get(engine(), "publications", draft.rpartition("/")[2]) or {}
        assert stored.get("frequency") == (rhythm or None)
    assert recruiter.stored()["last_contact_at"] > heard
    for wrong in ({"rythme": "hourly"}, {}):
        refused = recruiter.browser.post(f"{draft}/rythme", data=wrong, timeout=60)
        assert (refused.status_code, "Choisissez un rythme de la liste." in refused.text) == (422, True)


def test_a_blocked_organisation_publishes_nothing_and_its_key_opens_nothing(stack: RunningStack) -> None:
    blocked = recruiting(stack, VOUCHED)
    draft = begin(stack, blocked, description=unlike(TEXT), apply=address())
    key = make_key(engine(), blocked.organisation, "Logiciel", blocked.recruiter)
    vouching.block(engine(), blocked.organisation, "Les offres n'existent pas.", "Estey")
    assert blocked.browser.post(f"{draft}/publier", timeout=60, allow_redirects=False).status_code == 403
    assert post_offer(stack, key, welder_offer(uuid4().hex)).status_code == 401


def test_a_text_fills_in_the_form_and_what_cannot_be_read_is_said(stack: RunningStack, recruiter: Recruiting) -> None:
    address = f"{stack.url}/recruteurs/offres"
    text = f"Soudeur TIG (H/F)\nLieu : 64000 PAU\nContrat : CDI\n{TEXT}"
    read = recruiter.browser.post(f"{address}/nouvelle/texte", data={"texte": text}, timeout=60)
    assert read.status_code == 200
    assert "/modifier" in read.url
    assert "Voici ce que nous avons lu" in read.text
    assert 'value="Pau (64)"' in read.text
    assert recruiter.browser.post(f"{address}/nouvelle/texte", data={"texte": ""}, timeout=60).status_code == 422
    image = {"fichier": ("offre.png", b"\x89PNG", "image/png")}
    assert recruiter.browser.post(f"{address}/nouvelle/fichier", files=image, timeout=60).status_code == 415
    # Off unless the operator names hosts.
    link = recruiter.browser.post(f"{address}/nouvelle/lien", data={"lien": "https://emploi.example.org/1"}, timeout=60)
    assert (link.status_code, "Collez le texte" in link.text) == (422, True)


def test_a_doubtful_offer_waits_for_the_operator_and_is_renewed_by_the_link_of_a_mail(
    stack: RunningStack, recruiter: Recruiting
) -> None:
    client, title = Client(stack), f"Soudeur MIG {uuid4().hex[:6]} (H/F)"
    said = {"description": unlike(f"{TEXT} Bonne présentation exigée."), "apply": address()}
    draft = begin(stack, recruiter, title=title, **said)
    waits = recruiter.browser.post(f"{draft}/publier", timeout=60)
    assert "Une personne relit votre offre" in waits.text
    [listed] = [one for one in client.estey("publications", "list") if one["title"] == title]
    assert [finding["quote"] for finding in listed["findings"]] == ["Bonne présentation exigée."]
    client.estey("publications", "accept", listed["id"])
    assert "En ligne" in recruiter.browser.get(draft, timeout=60).text
    publication = get(engine(), "publications", listed["id"]) or {}
    assert requests.get(f"{stack.url}/offres/{publication['offer']}", timeout=60).status_code == 200

    link = f"{stack.url}/renouveler/{renewal_token(listed['id'], publication['expires_at'])}"
    assert "Garder l’offre en ligne" in requests.get(link, timeout=60).text
    assert "L’offre reste en ligne" in requests.post(link, timeout=60).text
    renewed = get(engine(), "publications", listed["id"]) or {}
    assert renewed["expires_at"] > publication["expires_at"]
    # The link was for the end that the offer had.
    assert "L’offre reste en ligne" in requests.post(link, timeout=60).text
    assert (get(engine(), "publications", listed["id"]) or {})["expires_at"] == renewed["expires_at"]

    client.estey("publications", "refuse", listed["id"], "--reason", "L’offre est déjà pourvue.")
    assert "L’offre est déjà pourvue." in recruiter.browser.get(draft, timeout=60).text
    assert get(engine(), "offers", publication["offer"])["status"] == "closed"  # type: ignore[index]
    email = recruiter.stored()["email"]
    deadline = time.monotonic() + 60
    while not [mail for mail in client.mails(email) if "n’est pas en ligne" in mail["subject"]]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
