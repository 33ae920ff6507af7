"""Take pictures of the pages, narrow and wide, of a running instance that holds the demonstration data.

    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8000

Writes docs/images/<page>.webp and <page>-narrow.webp. A CV of the demonstration is left for the occasion, in its three
steps, confirmed by its captured mail, and erased at the end. Needs the dev extras and a chromium
(scripts/install-chromium).
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CV = ROOT / "embedded" / "demonstration" / "cvs" / "magasinier_cariste.txt"
EMAIL, RECRUITER = "camille@example.org", "recruteuse@example.org"
SIGN_IN, CONFIRM = "Votre lien pour vous connecter", "Confirmez votre adresse"
SIZES = {"": {"width": 1400, "height": 900}, "-narrow": {"width": 390, "height": 780}}
# Pictures are looked at small; words stay readable at this quality.
QUALITY = 35
WIDEST = 800
MOST_BYTES = 900_000


def main(address: str) -> None:
    """Write the pictures of the instance at `address`."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    written: list[Path] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(base_url=address, locale="fr-FR", color_scheme="light").new_page()
        page.set_default_timeout(60_000)

        def take(name: str, where: str = "") -> None:
            if where:
                page.goto(where)
            written.extend(pictures(page, name))

        take("home", "/")
        take("search", "/?lieu=Bordeaux&rayon=100")
        offer = page.locator(".offer h3 a").first.get_attribute("href") or ""
        take("offer", offer)
        take("report", f"{offer.partition('?')[0]}/signaler")
        take("sign-in", "/connexion")
        take("privacy", "/confidentialite")
        take("accessibility", "/accessibilite")
        confirmed = mails(page, EMAIL, CONFIRM)
        take("deposit-1", "/deposer")
        page.get_by_label("Votre CV").set_input_files(CV)
        page.get_by_role("button", name="Continuer", exact=True).first.click()
        page.wait_for_url("**/compris")
        # The page comes again by itself while the CV is being read.
        page.get_by_role("heading", name="Ce que nous avons compris").wait_for()
        take("deposit-2")
        page.get_by_role("link", name="C’est juste, continuer").click()
        page.get_by_label("Métier 1").fill("cariste")
        page.get_by_label("Autour de quelle commune").fill("Bordeaux")
        page.keyboard.press("Escape")
        page.get_by_label("À quelle distance").first.select_option("150")
        take("deposit-3")
        page.get_by_label("Votre adresse électronique").fill(EMAIL)
        page.get_by_label("J’accepte qu’Estey garde mon CV").check()
        page.get_by_label("J’accepte de recevoir ces offres par courriel").check()
        page.get_by_role("button", name="Déposer mon CV", exact=True).first.click()
        page.get_by_role("heading", name="Votre CV est déposé").wait_for()
        take("deposit-4")
        own_page = confirm(page, confirmed)
        take("follow", own_page)
        take("alert", "/alerte?q=cuisinier&lieu=Bordeaux&rayon=100")
        sign_in(page, "/connexion", EMAIL)
        take("account", "/suivi")
        take("erase", "/espace/effacer")
        mail_in_browser(page, take)
        page.goto(f"{own_page}/supprimer")
        page.get_by_role("button", name="Oui, tout effacer").click()
        recruiter(page, take)
        browser.close()
    total = sum(picture.stat().st_size for picture in written)
    print(f"{len(written)} pictures, {total} bytes in all")
    if total > MOST_BYTES:
        raise SystemExit(f"They weigh more than {MOST_BYTES} bytes.")


def confirm(page: Page, before: int) -> str:
    """Confirm the address by the captured mail and return the address of the person's own page."""
    open_mail(page, EMAIL, CONFIRM, before)
    page.frame_locator("iframe").get_by_role("link", name="Confirmer mon adresse").click()
    page.get_by_role("button", name="Confirmer mon adresse").click()
    page.get_by_text("Votre adresse est confirmée").wait_for()
    return page.url


def sign_in(page: Page, where: str, email: str, name: str = "") -> None:
    """Sign in by the captured mail, on a seeker's page or a recruiter's."""
    before = mails(page, email, SIGN_IN)
    page.goto(where)
    page.get_by_label("Votre adresse électronique").fill(email)
    if name:
        page.get_by_label("Vos nom et prénom").fill(name)
    page.get_by_role("button", name="Recevoir mon lien").click()
    open_mail(page, email, SIGN_IN, before)
    page.frame_locator("iframe").get_by_role("link", name="Ouvrir mon espace").click()
    page.get_by_role("button", name="Ouvrir mon espace").click()
    page.wait_for_load_state()


def mail_in_browser(page: Page, take: Callable[..., None]) -> None:
    """Take a mail of offers as it is read in a browser, and the page that stops them."""
    page.goto("/mailbox")
    page.get_by_role("link", name=re.compile("offres? d’emploi pour vous")).first.click()
    mail = page.frame_locator("iframe")
    read = mail.get_by_role("link", name="Lire ce message dans votre navigateur").get_attribute("href")
    stop = mail.get_by_role("link", name="Ne plus recevoir d’offres").get_attribute("href")
    take("mail", read)
    take("unsubscribe", stop)


def recruiter(page: Page, take: Callable[..., None]) -> None:
    """Take the pages of the demonstration's recruiter, signed in by their captured mail."""
    take("recruiters", "/recruteurs")
    sign_in(page, "/recruteurs", RECRUITER, "Dominique Fictif")
    take("organisation", "/recruteurs/organisation")
    take("offers", "/recruteurs/offres")
    page.get_by_role("link", name="Manutentionnaire (H/F)").click()
    page.locator(".finding").first.wait_for()
    take("gate")
    take("publish", "/recruteurs/offres/nouvelle")
    take("cv-search", "/recruteurs/cv?q=soudeur")
    page.locator(".offer h3 a").first.click()
    take("cv")
    take("recruiter-account", "/recruteurs/compte")


def mails(page: Page, email: str, subject: str) -> int:
    """Return how many captured mails of this subject an address has; the mailbox is open then."""
    page.goto("/mailbox")
    return page.locator("li", has_text=email).get_by_role("link", name=subject).count()


def open_mail(page: Page, email: str, subject: str, before: int = 0) -> None:
    """Open the latest captured mail of this subject to an address, once it has more than it had `before`."""
    for _ in range(40):
        if mails(page, email, subject) > before:
            break
        page.wait_for_timeout(500)
    page.locator("li", has_text=email).get_by_role("link", name=subject).first.click()


def pictures(page: Page, name: str) -> list[Path]:
    """Write what a window shows of the page as it is, wide and narrow."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    written = []
    for suffix, size in SIZES.items():
        page.set_viewport_size(size)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        path = IMAGES / f"{name}{suffix}.webp"
        shot: Image.Image = Image.open(io.BytesIO(page.screenshot()))
        if shot.width > WIDEST:
            shot = shot.resize((WIDEST, shot.height * WIDEST // shot.width), Image.Resampling.LANCZOS)
        shot.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
        written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1].rstrip("/"))
