"""Weigh pages as a browser loads them: bytes, requests, and whether anything comes from elsewhere.

    .venv/bin/python scripts/page_budget.py http://127.0.0.1:8000 [/ /deposer …]

Prints one JSON object a page; ends with 1 when one is over the budget. Without the map, which weighs more and is loaded
after the page, where there is room for it or when asked. What is counted are the bytes of the answers before any
compression by a proxy: an old phone gets fewer, never more. Needs the dev extras and a chromium.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response, sync_playwright

MOST_BYTES = 100_000
MOST_REQUESTS = 10
MAP = ("/leaflet/", "/static/map.css", "/api/outlines")
DEFAULT = ("/", "/?q=soudeur&lieu=Bordeaux&rayon=100", "/deposer", "/confidentialite", "/accessibilite", "/mailbox")
# A page has its own address and all it shows below one origin; a picture written in it (data:) is no request.
WITHIN = ("data:", "blob:", "about:")


@dataclass
class Weight:
    """What one page made a browser fetch."""

    address: str
    bytes: int = 0
    requests: int = 0
    map_bytes: int = 0
    map_requests: int = 0
    elsewhere: list[str] = field(default_factory=list)
    """Addresses of other origins, the map's too: there may be none."""

    @property
    def faults(self) -> list[str]:
        """Return what is over the budget, in words; empty when nothing is."""
        found = []
        if self.bytes > MOST_BYTES:
            found.append(f"{self.address} weighs {self.bytes} bytes, more than {MOST_BYTES}")
        if self.requests > MOST_REQUESTS:
            found.append(f"{self.address} asks {self.requests} times, more than {MOST_REQUESTS}")
        return [*found, *(f"{self.address} fetches {other}" for other in self.elsewhere)]


def watch(page: Page, weight: Weight, origin: str) -> None:
    """Count in `weight` all that a page fetches from now on; `origin` is ours (`https://estey.example.org`)."""

    def answered(response: Response) -> None:
        address = response.url
        if address.startswith(WITHIN):
            return
        if "{0.scheme}://{0.netloc}".format(urlsplit(address)) != origin:
            weight.elsewhere.append(address)
        # A redirection has no body of its own to read.
        size = 0 if 300 <= response.status < 400 else len(response.body())
        if urlsplit(address).path.startswith(MAP):
            weight.map_bytes, weight.map_requests = weight.map_bytes + size, weight.map_requests + 1
        else:
            weight.bytes, weight.requests = weight.bytes + size, weight.requests + 1

    def refused(request: Request) -> None:
        if not request.url.startswith((origin, *WITHIN)):
            weight.elsewhere.append(request.url)

    page.on("requestfinished", lambda request: answered(request.response()))
    page.on("requestfailed", refused)


def main(origin: str, addresses: tuple[str, ...]) -> int:
    """Weigh the pages of a running instance; return 1 when one is over the budget."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for address in addresses:
            # Each with an empty cache, as for somebody who was never here.
            page = browser.new_context(locale="fr-FR", viewport={"width": 1400, "height": 900}).new_page()
            weight = Weight(address)
            watch(page, weight, origin)
            page.goto(origin + address, wait_until="networkidle")
            print(json.dumps(asdict(weight), ensure_ascii=False))
            faults += weight.faults
            page.context.close()
        browser.close()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1].rstrip("/"), tuple(sys.argv[2:]) or DEFAULT))
