"""Write docs/endpoints.md from search_api/endpoints.py. Run it by .venv/bin/python after a change there."""

from pathlib import Path

from search_api.endpoints import page

if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs" / "endpoints.md").write_text(page(), encoding="utf-8")
