# Needs Python 3.11 or later and make. Everything else is fetched into .venv and the user's cache.
.PHONY: run test lint types

run: .venv/.installed-embedded
	@.venv/bin/estey up

test: .venv/.installed-embedded,dev
	@scripts/install-chromium
	@.venv/bin/pytest -n 3 --dist loadgroup

lint: .venv/.installed-embedded,dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: .venv/.installed-embedded,dev
	@.venv/bin/mypy

# One stamp per set of extras: nothing is installed again until pyproject.toml changes.
.venv/.installed-%: pyproject.toml
	@scripts/install "$*"
	@touch "$@"
