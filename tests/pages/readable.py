"""What every page has to be for everybody, looked at in light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.pages.conftest import VIEWS

WHOLE_IN = ("light", "narrow dark")
"""The views in which every rule of axe is tried. What the two others may change beside is colours and width."""
WHOLE: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "iframes": False}
"""Every rule. Nothing is loaded before, which only rules on sound and on turned screens ask for; and frames are left
out, in which axe is not: what they hold is a mail, and looked at in test_mails_in_browser."""
CONTRAST: dict[str, Any] = {**WHOLE, "runOnly": ["color-contrast"]}


def assert_everybody_can_read(page: Page) -> None:
    """Axe finds nothing, no contrast too low in any of VIEWS, and nothing scrolls sideways."""
    for view, options in VIEWS.items():
        page.emulate_media(color_scheme=options["color_scheme"], reduced_motion="reduce")
        page.set_viewport_size(options["viewport"])
        assert_axe_finds_nothing(page, WHOLE if view in WHOLE_IN else CONTRAST, view)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], f"{view}: scrolls sideways"


def assert_axe_finds_nothing(page: Page, options: dict[str, Any] = WHOLE, view: str = "") -> None:
    """Axe finds nothing wrong with a page as it stands; its script is put into a page once."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate("given => axe.run(given).then(({violations}) => ({violations}))", options))
    assert found.violations_count == 0, f"{view}: {found.generate_report()}"
