"""Indices under a prefix of their own, as the tests of the indexer have."""

from tests.indexer.conftest import engine, indices  # noqa: F401 - fixtures
