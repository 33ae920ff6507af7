"""How tests are spread over processes, and where their fixtures are: tests/fixtures."""

from __future__ import annotations

import os

import hypothesis
import pytest

# Instances of tests live for minutes: their Java parts are not compiled a second time for the speed of hours.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")

pytest_plugins = [
    "tests.fixtures.queue",
    "tests.fixtures.stack",
    "tests.fixtures.indices",
    "tests.fixtures.mail",
    "tests.fixtures.browser",
]

# The first test that uses the stack also pays for its start, and on a new machine for fetching it.
STACK_TIMEOUT_SECONDS = 900
OF_ONE_PROCESS = {"process_indices", "queue"}
"""Fixtures whose tests disturb nobody: their indices and their queue are those of their process."""

# A busy machine is no reason to fail: what is tested is what comes out.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks of these tests."""
    config.addinivalue_line("markers", "whole_stack: disturbs or needs the whole stack, though its indices are its own")


# First: pytest-xdist reads the groups in the same hook (--dist loadgroup).
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have processes share the stack without disturbing each other.

    What goes through its pages and workers is one group, so it runs in one process. What has indices and a queue of its
    own runs in any, a module at a time, since fixtures are kept for a module. The rest is spread test by test. A module
    that names its group itself keeps it.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "stack" not in fixtures:
            continue
        alone = item.get_closest_marker("whole_stack") is None and fixtures & OF_ONE_PROCESS
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem if alone else "stack"))
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(STACK_TIMEOUT_SECONDS))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: files are made anew in each process, with the hour in them, and all
    processes must collect the same names.
    """
    return argname if isinstance(val, bytes) else None
