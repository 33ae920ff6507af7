"""The links of mails lead through a page of ours, which notes that one was followed and leads on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from indexer.alerts import links, people
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.profiles.document import person_of
from tests.client import Client, welder_offer
from tests.cv_files import WELDER, as_pdf
from tests.running import RunningStack


def test_following_any_link_of_a_mail_is_noted_and_ends_where_it_says(client: Client, tmp_path: Path) -> None:
    email = f"follows-{uuid4().hex[:8]}@example.org"
    person = client.deposit("cv.pdf", as_pdf(WELDER), email, wanted="soudeur")
    client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.send_alerts()
    [mail] = client.alerts(email)
    found = [word for word in mail["text"].split() if "/vers/" in word]
    assert {urlsplit(link).path.split("/")[3] for link in found} == {"offres", "suivi"}
    identifier = person_of(email)
    since = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    for link in dict.fromkeys(found):
        people.change(engine(), identifier, lambda doc: {**doc, "slowed_at": since, "last_followed_at": since})
        assert requests.head(link, timeout=30, allow_redirects=False).status_code == 303
        assert (get(engine(), "people", identifier) or {})["slowed_at"], "a program that only looks follows nothing"
        answer = requests.get(link, timeout=30)
        assert answer.status_code == 200
        assert "/vers/" not in answer.url
        known = get(engine(), "people", identifier) or {}
        assert "slowed_at" not in known
        assert known["last_followed_at"] > since


def test_it_is_no_way_to_elsewhere(stack: RunningStack) -> None:
    whole = links.followed("somebody", "/offres/absent")
    assert requests.get(whole, timeout=30).status_code == 404, "the page that is not there"
    for bad in (
        whole.replace("/vers/", "/vers/x"),
        whole.replace("/offres/", "/api/"),
        whole.replace("/offres/absent", "//example.com/"),
        whole.replace("/offres/absent", "/https://example.com/"),
    ):
        answer = requests.get(bad, timeout=30, allow_redirects=False)
        assert answer.status_code in (308, 404), bad
        assert "example.com" not in urlsplit(answer.headers.get("Location", "")).netloc
    assert get(engine(), "people", "somebody") is None
