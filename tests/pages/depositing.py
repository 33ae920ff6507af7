"""Going through the steps of a deposit in a browser, as a person does."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.cv_files import WELDER, as_pdf

READ_WITHIN_MS = 30_000


def cv(folder: Path, content: bytes = b"", name: str = "mon-cv.pdf") -> str:
    path = folder / name
    path.write_bytes(content or as_pdf(WELDER))
    return str(path)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def begin(page: Page, file: str) -> None:
    """Send the first step, and wait for what was understood: nothing is pressed while the CV is being read."""
    page.goto("/deposer")
    page.get_by_label("Votre CV").set_input_files(file)
    press(page, "Continuer")
    wait_until_read(page)


def wait_until_read(page: Page) -> None:
    expect(page.get_by_role("heading", name="Ce que nous avons compris")).to_be_visible(timeout=READ_WITHIN_MS)


def fill_in_last_step(page: Page, email: str, commune: str = "Pau") -> None:
    page.get_by_role("link", name="C’est juste, continuer").click()
    fill_in_last_step_again(page, email, commune)


def fill_in_last_step_again(page: Page, email: str, commune: str = "Pau") -> None:
    page.get_by_label("Métier 1").fill("soudeur TIG")
    page.get_by_label("Autour de quelle commune").fill(commune)
    page.get_by_label("Dès que possible").check()
    page.get_by_label("Votre adresse électronique").fill(email)
    page.get_by_label("J’accepte qu’Estey garde mon CV").check()
    page.get_by_label("J’accepte de recevoir ces offres par courriel").check()


def open_from_mailbox(page: Page, subject: str, link: str, email: str) -> None:
    """Open the latest mail of this subject to this address in the mailbox, and follow one of its links."""
    page.goto("/mailbox")
    page.locator("li", has_text=email).get_by_role("link", name=subject).first.click()
    page.frame_locator("iframe").get_by_role("link", name=link).click()
