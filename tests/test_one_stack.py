"""The tests that use the stack run in one process, so that it is started once."""

from __future__ import annotations

import os

import pytest

from tests.running import RunningStack


def test_whoever_uses_the_stack_is_of_its_group(stack: RunningStack, request: pytest.FixtureRequest) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process anyway")
    assert request.node.nodeid.endswith("@stack")
    assert stack.process is None, "it was started before the processes were"
