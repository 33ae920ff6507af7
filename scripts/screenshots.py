"""Take the README's pictures of a running instance that holds the demonstration data.

    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8000

A CV of the demonstration is deposited through the form for the occasion, confirmed by its captured mail, and erased at
the end. Needs the dev extras and a chromium (scripts/install-chromium).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CV = ROOT / "embedded" / "demonstration" / "cvs" / "magasinier_cariste.txt"
EMAIL = "camille@example.org"
MOST_BYTES = 150_000


def main(address: str) -> None:
    """Write docs/images/search.png and follow.png from the instance at `address`."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=address, locale="fr-FR", viewport={"width": 1120, "height": 960})
        page.goto("/?lieu=Bordeaux&rayon=100")
        take(page, "search.png")
        own_page = deposit(page)
        take(page, "follow.png")
        page.goto(f"{own_page}/supprimer")
        page.get_by_role("button", name="Oui, tout effacer").click()
        browser.close()


def deposit(page: Page) -> str:
    """Leave a CV, confirm it, and return the address of the person's own page, which is then shown."""
    page.goto("/deposer")
    page.get_by_label("Votre CV").set_input_files(CV)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="C’est juste, continuer").click()
    page.get_by_label("Votre adresse électronique").fill(EMAIL)
    page.get_by_label("Métier 1").fill("cariste")
    page.get_by_label("Autour de quelle commune").fill("Bordeaux")
    page.get_by_label("À quelle distance").select_option("150")
    page.get_by_label("J’accepte qu’Estey garde mon CV").check()
    page.get_by_label("J’accepte de recevoir").check()
    page.get_by_role("button", name="Déposer mon CV").click()
    page.get_by_role("heading", name="Votre CV est déposé").wait_for()
    mail = page.locator("li", has_text=EMAIL).get_by_role("link", name="Confirmez votre adresse").first
    for _ in range(20):
        page.goto("/mailbox")
        if mail.count():
            break
        page.wait_for_timeout(500)
    mail.click()
    page.frame_locator("iframe").get_by_role("link", name="Confirmer mon adresse").click()
    page.get_by_role("button", name="Confirmer mon adresse").click()
    page.get_by_text("Votre adresse est confirmée").wait_for()
    return page.url


def take(page: Page, name: str) -> None:
    """Write a picture of what the window shows, and fail when it is too heavy for the README."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    written = IMAGES / name
    page.screenshot(path=written)
    if written.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{name} weighs {written.stat().st_size} bytes: more than {MOST_BYTES}.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1].rstrip("/"))
