"""What lies in the repository as others made it is as they made it: changed only by the script that fetches it."""

from __future__ import annotations

import hashlib

import pytest

from indexer.settings import PROJECT_ROOT

LEAFLET = PROJECT_ROOT / "search_api" / "static" / "leaflet"
# SHA-256 of what scripts/vendor_leaflet writes for the version it names.
AS_FETCHED = {
    "LICENSE": "53e8dc25862014e4324741ca18fbe3611e11d42ef69f59f86ea8c5389647d4cb",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "leaflet.js": "dc71f8a6880bc3ca1bd9fa8dc5f1af48c702dc510b0a78240a07c5feed7ce935",
}


def test_leaflet_is_all_there_and_nothing_else() -> None:
    assert sorted(path.name for path in LEAFLET.iterdir()) == sorted(AS_FETCHED)
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    assert "Leaflet 1.9.4" in script
    assert "version=1.9.4" in (PROJECT_ROOT / "scripts" / "vendor_leaflet").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(AS_FETCHED))
def test_leaflet_is_as_it_was_fetched(name: str) -> None:
    assert hashlib.sha256((LEAFLET / name).read_bytes()).hexdigest() == AS_FETCHED[name]
