"""Shared by all tests: one real instance of the stack, whatever the number of processes, and a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from indexer.settings import settings
from tests.running import RunningStack, clean_environment, free_port, start

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The first test that uses the stack also pays for its start, and on a new machine for fetching it.
STACK_TIMEOUT_SECONDS = 900
OF_A_CORNER = {"indices", "queue"}
"""Fixtures of tests that have a corner of their own in the stack (tests/indexer/conftest.py)."""
HOME = "ESTEY_TEST_HOME"
STARTED = pytest.StashKey[RunningStack]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the stack once for all processes, before they are; each finds it by its home."""
    config = session.config
    spread = config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
    if spread and not config.option.collectonly and not os.environ.get(HOME):
        home = Path(tempfile.mkdtemp(prefix="estey-tests-")) / "home"
        config.stash[STARTED] = start(clean_environment(home, free_port()))
        os.environ[HOME] = str(home)


def pytest_sessionfinish(session: pytest.Session) -> None:
    started = session.config.stash.get(STARTED, None)
    if started is not None:
        started.stop()
        shutil.rmtree(started.home.parent, ignore_errors=True)


# First: pytest-xdist reads the groups in the same hook (--dist loadgroup).
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have two processes share the stack without disturbing each other: what goes through its pages and workers is one
    group, what has indices and a queue of its own in its engine and its Redis is another.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "stack" not in fixtures:
            continue
        item.add_marker(pytest.mark.xdist_group("corner" if fixtures & OF_A_CORNER else "stack"))
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(STACK_TIMEOUT_SECONDS))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: files are made anew in each process, with the hour in them, and all
    processes must collect the same names.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A running instance without demonstration data; code of this process finds it through its settings.

    With ESTEY_TEST_HOME set, the instance that runs in that home is used as it is: no start to wait for. Where tests
    are spread over processes it always is.
    """
    given = os.environ.get(HOME)
    if given:
        running = RunningStack.in_home(Path(given).resolve())
    else:
        running = start(clean_environment(tmp_path_factory.mktemp("estey"), free_port()))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ESTEY_") and name != "ESTEY_CACHE"]:
            patch.delenv(name)
        for name, value in {**running.environment, "ESTEY_HOME": str(running.home)}.items():
            patch.setenv(name, value)
        settings.cache_clear()
        yield running
    settings.cache_clear()
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's chromium (see scripts/install-chromium); absent, tests are skipped, or fail in CI."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        reason = "no chromium on this machine: run scripts/install-chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, stack: RunningStack) -> Iterator[Page]:
    """A new page of a browser without history, whose relative addresses are those of the stack."""
    with browser.new_context(base_url=stack.url, locale="fr-FR") as context:
        yield context.new_page()
