"""A mail read again in a browser: by its own link only, as it was, with its offers as they are today. Real engine."""

from __future__ import annotations

import re
import time

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from indexer.alerts import links
from indexer.alerts.digests import send_digest
from indexer.engine.indices import index_name
from indexer.profiles import lifecycle
from search_api.app import create_app
from tests.factories.matches import PERSON, offers_due
from tests.factories.profiles import store_person
from tests.indexer.alerts.test_messages import parts
from tests.indexer.mail_server import MailServer


@pytest.fixture
def web(indices: Elasticsearch) -> FlaskClient:
    return create_app().test_client()


@pytest.fixture
def path(engine: Elasticsearch, mail_server: MailServer) -> str:
    """Where a mail of twelve offers, two of them not shown, is read again."""
    store_person(engine, file={"path": "nowhere/p.pdf"})
    offers_due(engine, 12)
    send_digest(engine, PERSON, everyone=True)
    text, html = parts(mail_server.taken[0])
    [address] = set(re.findall(r"http\S+(/mails/[\w.-]+)", text))
    assert address in html
    assert text.startswith("Lire ce message dans votre navigateur")
    return address


def offers_in(html: str) -> list[str]:
    return re.findall(r"Soudeur (\d{3})", html)


def test_the_page_shows_what_the_mail_showed(web: FlaskClient, path: str, mail_server: MailServer) -> None:
    answer = web.get(path)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    sent = parts(mail_server.taken[0])[1]
    assert offers_in(page) == offers_in(sent)
    assert len(offers_in(page)) == 10
    assert "Et 2 autres offres" in page
    assert "Message du" in page
    assert "/mails/" not in page
    assert targets(page) == {url for url in targets(sent) if "/mails/" not in url}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def targets(html: str) -> set[str]:
    """Where the links of a page lead in the end, whether or not they say on the way that they were followed."""
    return {re.sub(r"/vers/[^/]+", "", url) for url in re.findall(r'href="([^"]+)"', html)}


def test_an_offer_that_closed_since_says_so_and_leads_nowhere(
    web: FlaskClient, path: str, engine: Elasticsearch
) -> None:
    shown = offers_in(web.get(path).get_data(as_text=True))
    engine.update(index=index_name("offers"), id=f"o{int(shown[0])}", doc={"status": "closed"}, refresh=True)
    page = web.get(path).get_data(as_text=True)
    assert offers_in(page) == shown
    assert page.count("Cette offre n’est plus proposée.") == 1
    assert f'/offres/o{int(shown[0])}"' not in page
    assert f'/offres/o{int(shown[1])}"' in page


def test_a_link_that_is_altered_or_made_for_something_else_opens_nothing(web: FlaskClient, path: str) -> None:
    for wrong in (path[:-1], f"{path}A", f"/mails/{links.unsubscribe_token(PERSON)}", f"/mails/{'f' * 24}", "/mails/é"):
        assert web.get(wrong).status_code == 404, wrong
    assert web.post(path).status_code == 405


def test_a_link_that_is_too_old_or_whose_person_left_says_so_kindly(
    web: FlaskClient, path: str, engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda signer: int(time.time()) - 61 * 86400)
        old = links.mail_token("f" * 24)
    answer = web.get(f"/mails/{old}")
    assert answer.status_code == 410
    assert "ne peut plus être lu ici" in answer.get_data(as_text=True)
    lifecycle.delete(engine, "p")
    assert web.get(path).status_code == 410
