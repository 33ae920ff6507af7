"""The Dockerfile copies what the code reads, leaves the rest out, and does not run as root."""

from __future__ import annotations

import re
import tomllib

from indexer import settings
from indexer.settings import PROJECT_ROOT

LINES = re.sub(r"\\\n", " ", (PROJECT_ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
INSTRUCTIONS = [tuple(line.split(None, 1)) for line in LINES if line.strip() and not line.startswith("#")]
LAST_STAGE = INSTRUCTIONS[max(i for i, (word, _) in enumerate(INSTRUCTIONS) if word == "FROM") :]
IGNORED = [
    line
    for line in (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PROJECT = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def arguments(word: str) -> list[str]:
    return [rest for name, rest in INSTRUCTIONS if name == word]


def sources() -> set[str]:
    """What is copied from the repository."""
    copies = [rest.split() for rest in arguments("COPY") if not rest.startswith("--from=")]
    return {source for copy in copies for source in copy[:-1]}


def test_both_stages_start_from_the_same_pinned_python() -> None:
    bases = [rest.split(" AS ") for rest in arguments("FROM")]
    assert len(bases) == 2
    assert len({base for base, *_ in bases}) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+", bases[0][0])


def test_everything_copied_exists_and_is_not_ignored() -> None:
    assert IGNORED[0] == "*", "nothing but what is named"
    named = {line[1:] for line in IGNORED if line.startswith("!")}
    assert sources() == named
    assert not [source for source in sources() if not (PROJECT_ROOT / source).exists()]


def test_the_copy_holds_every_package_and_all_the_data_they_read() -> None:
    assert set(PROJECT["tool"]["setuptools"]["packages"]) <= sources()
    for path in (settings.MAPPINGS, settings.TEMPLATES):
        assert str(path.relative_to(PROJECT_ROOT)) in sources()
    # Data lies inside the packages too; of these, nothing else is left out.
    left_out = [line for line in IGNORED[1:] if not line.startswith("!")]
    assert left_out == ["**/__pycache__", "**/*.pyc", "embedded/demonstration"]


def test_the_source_tree_stays_where_it_was_installed_from() -> None:
    (workdir,) = {rest for name, rest in INSTRUCTIONS if name == "WORKDIR"}
    assert any("pip install --no-deps --editable ." in rest for rest in arguments("RUN"))
    copied = [rest.split()[1:] for name, rest in LAST_STAGE if name == "COPY"]
    assert [workdir, workdir] in copied
    assert ["/opt/venv", "/opt/venv"] in copied
    assert len(copied) == 2


def test_no_extra_is_installed() -> None:
    installs = [rest for rest in arguments("RUN") if "pip install" in rest]
    assert installs
    assert not [rest for rest in installs if re.search(r"\[(dev|embedded)|\.\[", rest)]


def test_the_service_runs_without_privileges_and_cannot_write_its_code() -> None:
    users = [rest for name, rest in LAST_STAGE if name == "USER"]
    assert users[-1] not in ("root", "0")
    (created,) = [rest for name, rest in LAST_STAGE if name == "RUN" and "useradd" in rest]
    assert created.count(users[-1]) >= 2
    assert "--uid 10001" in created
    assert not [rest for name, rest in LAST_STAGE if name == "COPY" and "--chown" in rest]
    after = LAST_STAGE[[name for name, _ in LAST_STAGE].index("USER") :]
    assert not [name for name, _ in after if name in ("RUN", "COPY", "ADD")]


def test_the_image_and_compose_agree_on_where_files_lie() -> None:
    environment = " ".join(rest for name, rest in LAST_STAGE if name == "ENV")
    assert "ESTEY_HOME=/var/lib/estey" in environment
    # A new volume takes the owner of the folder it covers.
    assert any("install -d -o estey" in rest and "/var/lib/estey/files" in rest for rest in arguments("RUN"))


def test_no_secret_can_enter_the_image() -> None:
    assert not [rest for rest in arguments("ARG") + arguments("ENV") if re.search("PASSWORD|SECRET|KEY", rest)]
    assert not any(line.startswith("!.env") for line in IGNORED)
