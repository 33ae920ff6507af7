"""What every page has to be for everybody, looked at in light and dark, wide and narrow."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.pages.conftest import VIEWS


def assert_everybody_can_read(page: Page) -> None:
    """Axe finds nothing, and nothing scrolls sideways, in any of VIEWS."""
    for view, options in VIEWS.items():
        page.emulate_media(color_scheme=options["color_scheme"], reduced_motion="reduce")
        page.set_viewport_size(options["viewport"])
        found = Axe().run(page)
        assert found.violations_count == 0, f"{view}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], f"{view}: scrolls sideways"
