"""Shared by the tests of the API."""

from __future__ import annotations

import pytest

from tests.client import Client, Person
from tests.running import RunningStack
from tests.search_api.asking import leave, wait_for_stage


@pytest.fixture(scope="session")
def limousin(stack: RunningStack) -> Person:
    """Somebody in Limoges whose profile tests look at and must not change."""
    person = leave(Client(stack), wanted="soudeur")
    wait_for_stage(person.api_url, "matched")
    return person
