"""docs/settings.md says what the class says, and which variables production needs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from indexer import settings
from indexer.settings import PROJECT_ROOT, load_settings
from tests.deployment import compose_file
from tests.deployment.test_environment import GIVEN, NOT_IN_COMPOSE, SETTINGS, USED

PAGE = (PROJECT_ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@dataclass
class Documented:
    """A setting's docstring: `ESTEY_NAME (default): meaning`."""

    name: str
    default: str
    meaning: str


def plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def docstrings() -> list[Documented]:
    """Read the string that follows each field of the class."""
    tree = ast.parse(Path(settings.__file__).read_text(encoding="utf-8"))
    (body,) = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings"]
    found = []
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign):
            assert isinstance(text, ast.Expr), f"{ast.unparse(field)} has no docstring"
            docstring = ast.literal_eval(text.value)
            match = re.fullmatch(r"(ESTEY_\w+)(?: \((.*?)\))?[:.](?: (.*))?", plain(docstring))
            assert match, docstring
            found.append(Documented(match[1], match[2] or "", match[3] or ""))
    return found


def rows() -> dict[str, list[str]]:
    """Return the cells after the first of every row that begins with the name of a variable."""
    found: dict[str, list[str]] = {}
    for line in PAGE.splitlines():
        if match := re.match(r"\| `([A-Z_]+)` \|(.*)\|$", line):
            assert match[1] not in found, f"{match[1]} is there twice"
            found[match[1]] = [plain(cell) for cell in match[2].split("|")]
    return found


DOCUMENTED = docstrings()
ROWS = rows()


def test_the_page_has_every_setting_in_the_order_of_the_class_and_every_variable_of_compose() -> None:
    assert [name for name in ROWS if name in SETTINGS] == [entry.name for entry in DOCUMENTED]
    assert ROWS.keys() == SETTINGS | USED.keys()


@pytest.mark.parametrize("entry", DOCUMENTED, ids=lambda entry: entry.name)
def test_a_row_says_what_the_docstring_says(entry: Documented) -> None:
    default, _, meaning = ROWS[entry.name]
    assert default == entry.default
    assert meaning
    if entry.meaning:
        assert meaning == entry.meaning


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_says_how_production_gets_the_value(name: str) -> None:
    production = ROWS[name][1] if name in SETTINGS else ROWS[name][0]
    expected = "optional" if name in USED else "set by compose" if name in GIVEN else "not used"
    if USED.get(name) == "required":
        expected = "required"
    if name == "ESTEY_HOME":
        expected = "set by the image"
    assert production == expected
    assert (name in NOT_IN_COMPOSE) == (expected in ("not used", "set by the image"))


def test_the_defaults_are_true(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ESTEY_HOME", str(tmp_path))
    loaded = load_settings()
    for entry in DOCUMENTED:
        value = getattr(loaded, entry.name.removeprefix("ESTEY_").lower())
        if entry.name == "ESTEY_HOME":
            continue
        expected = entry.default.replace("$ESTEY_HOME", str(tmp_path)).replace("$ESTEY_PORT", str(loaded.port))
        written = {True: "1", False: "0", None: "", (): ""}.get(value, str(value)) if value != 0 else "0"
        assert written == expected, entry.name


def test_a_changed_docstring_is_noticed() -> None:
    assert len(DOCUMENTED) == len(SETTINGS)
    assert all(entry.default or entry.meaning for entry in DOCUMENTED)


def test_pages_of_the_documentation_name_only_files_and_variables_that_exist() -> None:
    # That of tests is no setting of the service (docs/testing.md).
    known = SETTINGS | USED.keys() | {"ESTEY_CACHE", "ESTEY_TEST_HOME"}
    for page in (PROJECT_ROOT / "docs").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"\bESTEY_[A-Z_]+\b", text)) <= known, page.name
    for target in re.findall(r"\]\(([\w./-]+)\)", PAGE + (PROJECT_ROOT / "docs" / "operating.md").read_text("utf-8")):
        assert (PROJECT_ROOT / "docs" / target).exists(), target


def test_compose_takes_no_variable_that_the_page_leaves_out() -> None:
    assert compose_file.example().keys() <= ROWS.keys()
