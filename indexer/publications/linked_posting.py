"""The offer of a page that a recruiter names, read in a process of its own with one time for everything.

Looking up the name, connecting, following redirects, receiving and parsing together take WHOLE_SECONDS at most: then
the process is ended, wherever it is. It has little memory and none of our secrets: what it parses is a stranger's.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.publications.linked_page import PageRefusedError, fetch, is_public
from indexer.settings import PROJECT_ROOT

WHOLE_SECONDS = 20.0
"""Of which a second or two to start."""
MOST_MEMORY = 1024 * 1024 * 1024
_MOST_ANSWER = 4 * 1024 * 1024


def read_posting(
    address: str,
    hosts: Iterable[str],
    *,
    seconds: float = WHOLE_SECONDS,
    inside: Sequence[str] = (),
    ports: dict[str, int] | None = None,
) -> tuple[dict[str, Any] | None, str]:
    """Return the JobPosting of a page of one of `hosts`; else None and the code of `search_api.problem_sentences`.

    `inside` names addresses that may be asked beside public ones, `ports` the port of each scheme: for tests, whose
    pages are on this machine.
    """
    asked = {"address": address, "hosts": list(hosts), "inside": list(inside), "ports": ports}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "indexer.publications.linked_posting"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=PROJECT_ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, "link_too_slow"
    if done.returncode or len(done.stdout) > _MOST_ANSWER:
        return None, "link_too_large"
    answer = json.loads(done.stdout)
    return answer["posting"], answer["code"]


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    # Not before the limits are set.
    from indexer.publications.job_posting import posting_of

    inside = set(asked["inside"])
    try:
        page = fetch(
            asked["address"],
            asked["hosts"],
            is_allowed=lambda found: is_public(found) or found in inside,
            ports=asked["ports"],
        )
    except PageRefusedError as refused:
        return {"posting": None, "code": refused.code}
    return {"posting": posting_of(page, asked["address"]), "code": ""}


def main() -> None:
    """Read what is asked from standard input, and write the answer to standard output."""
    asked = json.loads(sys.stdin.buffer.read())
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        written = json.dumps(_answer(asked))
    except (RecursionError, MemoryError):
        written = json.dumps({"posting": None, "code": "link_too_large"})
    sys.stdout.write(written)


if __name__ == "__main__":
    main()
