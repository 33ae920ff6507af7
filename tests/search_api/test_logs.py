"""Logs are read by more people than CVs: they hold no address, no name, no text and no link of anybody."""

from __future__ import annotations

import json
import re
import socket
import time
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.client import PATIENCE_SECONDS, Client, Person, welder_offer
from tests.cv_files import encrypted_pdf, in_every_format, scan_like_pdf
from tests.search_api import hostile_files
from tests.search_api.asking import LIMOGES, leave, post_offer, wait_for_stage

CV_TEXT = ["Camille", "camille", "rue des Essais", "chaudronnerie", "Soudage TIG", "lecture de plans", "atelier naval"]


def logs(home: Path) -> dict[str, str]:
    """Every log of an instance, rolled ones too, by name."""
    return {path.name: path.read_text("utf-8", "replace") for path in (home / "logs").rglob("*") if path.is_file()}


def test_a_whole_story_with_all_its_mishaps_leaves_nothing_of_anybody_in_the_logs(
    client: Client, tmp_path: Path
) -> None:
    name = f"camille-{uuid4().hex[:8]}"
    email = f"{name}@example.org"
    people = [
        leave(client, f"{name}.{extension}", content, email=email, wanted="soudeur")
        for extension, content in in_every_format().items()
    ]
    for bad in (scan_like_pdf(), encrypted_pdf(), b"%PDF-1.7 " + name.encode() * 300):
        people.append(leave(client, f"{name}.pdf", bad, email=email))
        wait_for_stage(people[-1].api_url, "failed")
    client.post_deposit(f"{name}.docx", hostile_files.damaged_docx(), email=email, commune="Limoges", consent="true")
    damaged = leave(client, f"{name}.rtf", b"{\\rtf1 " + name.encode(), email=email)
    client.post_deposit(f"{name}.png", b"", email=email, commune=name)
    client.settle()
    links = [link for mail in client.mails(email) for link in re.findall(r"http\S+/confirm/\S+", mail["text"])]
    for link in links:
        requests.get(link, timeout=30)
        requests.post(link, timeout=30)
    client.settle()
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
    client.send_alerts()
    [alert] = client.alerts(email)
    links += [alert["headers"]["List-Unsubscribe"].strip("<>"), *(person.follow_url for person in people)]
    for person in people:
        requests.patch(person.api_url, data="{", headers={"Content-Type": "application/json"}, timeout=30)
        requests.patch(person.api_url, json={"wanted": [name], "email": email}, timeout=30)
        requests.get(f"{person.follow_url}x" * 40, timeout=30)
        requests.put(person.follow_url, timeout=30)
    requests.get(f"{client.stack.url}/?q={email}&lieu={name}", timeout=30)
    post_offer(client, {"intitule": f"Soudeur {name}", "dateCreation": email})
    requests.post(links[-1] + "/cv", files={"cv": (f"{name}.pdf", encrypted_pdf())}, timeout=30)
    requests.delete(damaged.api_url, timeout=30)
    requests.post(alert["headers"]["List-Unsubscribe"].strip("<>"), data="List-Unsubscribe=One-Click", timeout=30)
    # What is no request at all is told by gunicorn itself, with who sent it.
    for line in (f"GET /suivi/{people[0].follow_url.rpartition('/')[2]} HTP/9", f"{email} {name} x y"):
        with socket.create_connection(("127.0.0.1", int(client.stack.url.rpartition(":")[2])), timeout=10) as raw:
            raw.sendall(f"{line}\r\n\r\n".encode())
            raw.recv(1000)
    client.settle()

    tokens = [link.rpartition("/")[2] for link in links]
    kept = logs(client.stack.home)
    assert {"web.log", "worker.log", "engine.log", "tika.log", "mail.log"} <= set(kept)
    for log, text in kept.items():
        for personal in [name, *CV_TEXT, *tokens, *(token.partition(".")[0] for token in tokens)]:
            assert personal not in text, log
        assert client.stack.api_key not in text, log


# What Celery writes by itself at each start and end, outside of logging: the worker ends and comes back in other tests.
OF_CELERY_ITSELF = re.compile(
    r"^\s*$|SecurityWarning|not recommended!|the --uid option|^User information: uid"
    r"|^  _warn_or_raise_security_error\(|^worker: (?:Warm|Cold) shutdown"
)


def our_lines(client: Client, log: str) -> list[str]:
    """What is in a log from the first line of ours, but for what Celery writes by itself."""
    lines = logs(client.stack.home)[log].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("{"))
    return [line for line in lines[first:] if not OF_CELERY_ITSELF.search(line)]


@pytest.mark.parametrize("log", ["web.log", "worker.log", "beat.log"])
def test_every_line_of_ours_is_json_that_says_when_what_and_who(client: Client, log: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    # A service just started has not written much yet.
    while len(ours := our_lines(client, log)) <= 3:
        assert time.monotonic() < deadline, ours
        time.sleep(1)
    for line in ours:
        assert {"time", "level", "logger", "message"} <= set(json.loads(line)), line


SECRET_PATHS = re.compile(
    r"/(?:suivi|confirm|connexion|conseiller|deposer|desabonnement|api/profiles)/(?!<|sans-cv)[\w%.-]+"
)


def test_requests_are_told_by_the_rule_of_their_route(client: Client, limousin: Person) -> None:
    requests.get(limousin.follow_url, timeout=30)
    lines = [json.loads(line) for line in logs(client.stack.home)["web.log"].splitlines() if '"rule"' in line]
    asked = [line for line in lines if line["rule"] == "/suivi/<secret>" and line["status"] == 200]
    assert asked
    assert asked[-1]["milliseconds"] >= 0


def test_no_log_of_the_whole_run_holds_an_address_or_a_secret_link(client: Client) -> None:
    for log, text in logs(client.stack.home).items():
        assert re.findall(r"[\w.+-]+@[\w-]+\.(?:org|com|net|fr)\b", text) == [], log
        assert SECRET_PATHS.findall(text) == [], log
