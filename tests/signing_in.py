"""Signing in as people do: the form, the captured mail, the button."""

from __future__ import annotations

import re
import time

import requests

from tests.client import PATIENCE_SECONDS, Client

SUBJECT = "Votre lien pour vous connecter"


def ask_for_link(client: Client, email: str, then: str = "", known: int = 0) -> str:
    """Ask for a link and return it once its mail is there; `known`: how many came before."""
    answer = requests.post(
        f"{client.stack.url}/connexion", data={"email": email, "vers": then}, timeout=30, allow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(found := [mail for mail in client.mails(email) if mail["subject"] == SUBJECT]) <= known:
        assert time.monotonic() < deadline, "no link was sent"
        time.sleep(0.1)
    links = [re.findall(r"http\S+/connexion/\S+", mail["text"])[0] for mail in found]
    # The mailbox is read in the order of arrival.
    return str(links[-1])


def enter(link: str, *, shared: bool = False) -> requests.Session:
    """Press the button of a link and return the browser that is signed in."""
    browser = requests.Session()
    assert browser.get(link, timeout=30).status_code == 200
    answer = browser.post(link, data={"shared": "true"} if shared else {}, timeout=30, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return browser


def signed_in(client: Client, email: str, *, shared: bool = False) -> requests.Session:
    """Return a browser in which the person of this address is signed in."""
    return enter(ask_for_link(client, email), shared=shared)
