"""The operator's page of offers that wait, through HTTP: who may open it, what is decided there, of which version."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import pytest
import requests

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.publications import lifecycle
from search_api.roles import BLOCKED, KNOWN, VOUCHED
from tests.client import PATIENCE_SECONDS, Client
from tests.factories.publications import TEXT
from tests.running import RunningStack
from tests.search_api.recruiting import Recruiting, operator_cookies, recruiting
from tests.search_api.test_publishing import FORM, begin
from tests.search_api.unlike import address, unlike

DOUBTFUL = unlike(f"{TEXT} Bonne présentation exigée.")
CONTACT = address()
REASON = "Retirez « bonne présentation » : elle n’est pas utile pour souder."


@pytest.fixture(scope="module")
def recruiter(stack: RunningStack) -> Recruiting:
    return recruiting(stack, VOUCHED)


@pytest.fixture
def operator(stack: RunningStack) -> requests.Session:
    browser = requests.Session()
    browser.cookies.update(operator_cookies(stack, publications=True))
    return browser


@pytest.fixture
def proposed(stack: RunningStack, recruiter: Recruiting) -> Iterator[str]:
    """An offer that waits; its id. It leaves the page afterwards: those of other tests are to be seen there."""
    draft = begin(stack, recruiter, title=f"Soudeur MIG {uuid4().hex[:6]} (H/F)", description=DOUBTFUL, apply=CONTACT)
    assert "Une personne relit votre offre" in recruiter.browser.post(f"{draft}/publier", timeout=60).text
    identifier = draft.rpartition("/")[2]
    yield identifier
    lifecycle.close(engine(), identifier, "given_up")


def state_of(identifier: str) -> str:
    return str((get(engine(), "publications", identifier) or {})["state"])


def shown(stack: RunningStack, operator: requests.Session, identifier: str) -> str:
    """What the page says of one offer."""
    page = unescape(operator.get(f"{stack.url}/operateur/offres", timeout=60).text)
    return page.partition(f'id="offre-{identifier}"')[2].partition("</section>\n<section class")[0]


def version(part: str) -> str:
    return re.findall(r'name="lue" value="(\w+)"', part)[0]


def decide(stack: RunningStack, browser: requests.Session, identifier: str, how: str, **form: str) -> requests.Response:
    return browser.post(f"{stack.url}/operateur/offres/{identifier}/{how}", data=form, timeout=60)


def test_a_partner_body_decides_of_organisations_and_not_of_offers(
    stack: RunningStack, operator: requests.Session, proposed: str
) -> None:
    partner, client = requests.Session(), Client(stack)
    link = client.estey("organisations", "page", "--by", "CCI de l'Exemple", "--territory", "33", "--hours", "1")
    assert link["publications"] is False
    assert "offres à relire" not in partner.get(link["url"], timeout=60).text
    organisations = partner.post(link["url"], timeout=60)
    assert organisations.status_code == 200
    assert "/operateur/offres" not in organisations.text
    assert partner.get(f"{stack.url}/operateur/offres", timeout=60).status_code == 404
    for how in ("accepter", "refuser"):
        seen = version(shown(stack, operator, proposed))
        assert decide(stack, partner, proposed, how, lue=seen, reason=REASON).status_code == 404
    assert state_of(proposed) == "waiting"

    own = client.estey("organisations", "page", "--publications", "--hours", "1")["url"]
    assert "offres à relire" in requests.get(own, timeout=60).text
    mine = requests.Session()
    assert re.search(r"/operateur/offres\">Offres à relire \(\d+\)", mine.post(own, timeout=60).text)
    # Who follows a partner's link afterwards has what it opens, and no more.
    mine.post(link["url"], timeout=60)
    assert mine.get(f"{stack.url}/operateur/offres", timeout=60).status_code == 404


def test_a_partner_body_does_not_free_what_another_blocked(stack: RunningStack) -> None:
    blocked, partner, client = recruiting(stack, BLOCKED), requests.Session(), Client(stack)
    partner.post(
        client.estey("organisations", "page", "--by", "CCI de l'Exemple", "--territory", "33")["url"], timeout=60
    )
    page = f"{stack.url}/operateur/organisations/{blocked.organisation}"
    assert partner.post(f"{page}/garantir", timeout=60, allow_redirects=False).status_code == 404
    assert f"{blocked.organisation}/garantir" not in partner.get(f"{stack.url}/operateur?etat=blocked", timeout=60).text
    assert blocked.organisation_stored()["state"] == "blocked"
    # Their own mistake they mend.
    mine = recruiting(stack, KNOWN)
    own = f"{stack.url}/operateur/organisations/{mine.organisation}"
    for what in ("bloquer", "garantir"):
        partner.post(f"{own}/{what}", data={"reason": "Une erreur."}, timeout=60)
    assert mine.organisation_stored()["state"] == "vouched"


def test_what_is_read_is_accepted_and_what_was_changed_since_is_read_again(
    stack: RunningStack, recruiter: Recruiting, operator: requests.Session, proposed: str
) -> None:
    part = shown(stack, operator, proposed)
    for said in (TEXT, "Bonne présentation exigée", "L1132-1", "Atelier de l'Exemple", CONTACT):
        assert said in part, said
    changed = {**FORM, "apply": CONTACT, "title": "Soudeur TIG (H/F)", "description": f"{DOUBTFUL} Le samedi aussi."}
    recruiter.browser.post(f"{stack.url}/recruteurs/offres/{proposed}/modifier", data=changed, timeout=60)
    again = decide(stack, operator, proposed, "accepter", lue=version(part))
    assert (again.status_code, "relisez-la" in again.text, state_of(proposed)) == (409, True, "waiting")
    assert "Le samedi aussi." in again.text
    assert decide(stack, operator, proposed, "accepter").status_code == 409
    done = decide(stack, operator, proposed, "accepter", lue=version(shown(stack, operator, proposed)))
    assert "L’offre est en ligne." in done.text
    publication = get(engine(), "publications", proposed) or {}
    assert (publication["state"], publication["settled"]["by"]) == ("published", "Mission locale de l'Exemple")
    offer = requests.get(f"{stack.url}/offres/{publication['offer']}", timeout=60)
    assert "Le samedi aussi." in offer.text
    late = decide(stack, operator, proposed, "refuser", reason=REASON)
    assert ("n’attendait plus" in late.text, state_of(proposed)) == (True, "published")


def test_a_refusal_has_a_reason_that_its_author_reads(
    stack: RunningStack, recruiter: Recruiting, operator: requests.Session, proposed: str
) -> None:
    wrong = decide(stack, operator, proposed, "refuser", reason=" ")
    assert (wrong.status_code, "de l’offre lira cette raison" in wrong.text) == (422, True)
    long = decide(stack, operator, proposed, "refuser", reason=f"Trop long. {'x' * 1000}")
    assert (long.status_code, "Trop long. xxx" in long.text, state_of(proposed)) == (422, True, "waiting")
    assert "L’offre est refusée." in decide(stack, operator, proposed, "refuser", reason=REASON).text
    assert state_of(proposed) == "refused"
    assert REASON in recruiter.browser.get(f"{stack.url}/recruteurs/offres/{proposed}", timeout=60).text
    email, deadline = recruiter.stored()["email"], time.monotonic() + PATIENCE_SECONDS
    while not [mail for mail in Client(stack).mails(email) if REASON in mail["text"]]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    # Mended, it is read again, and the page says that it was refused before.
    mended = f"{stack.url}/recruteurs/offres/{proposed}"
    recruiter.browser.post(
        f"{mended}/modifier", data={**FORM, "description": unlike(TEXT), "apply": CONTACT}, timeout=60
    )
    recruiter.browser.post(f"{mended}/publier", timeout=60)
    assert "Elle avait été refusée." in shown(stack, operator, proposed)
