"""The folder of an instance: private, held by one process, its files whole."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from embedded.errors import StartError
from embedded.home import Home, write_whole


@pytest.fixture
def home(tmp_path: Path) -> Home:
    prepared = Home(tmp_path / "an instance")
    prepared.prepare()
    return prepared


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_look_into_the_home(home: Home) -> None:
    assert mode(home.root) == 0o700


def test_a_secret_is_made_once_and_readable_by_its_owner_only(home: Home) -> None:
    first = home.secret("secret_key")
    assert len(first) >= 32
    assert home.secret("secret_key") == first
    assert home.secret("api_key") != first
    assert mode(home.root / "secret_key") == 0o600


def test_a_home_is_held_by_one_at_a_time(home: Home) -> None:
    with home.held(), pytest.raises(StartError, match="already runs"), home.held():
        pass
    with home.held():
        pass


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="set ESTEY_HOME"):
        Home(tmp_path / "file" / "home").prepare()


def test_a_half_written_file_of_before_does_no_harm(home: Home) -> None:
    path = home.run / "some.json"
    path.with_name("some.json.partial").write_text("hal")
    write_whole(path, "whole")
    assert path.read_text() == "whole"
    assert not path.with_name("some.json.partial").exists()


@pytest.mark.parametrize("content", ["", "{", "[1]", "null"])
def test_an_unreadable_record_counts_as_none(home: Home, content: str) -> None:
    home.instance_file.write_text(content)
    assert home.read_instance() == {}


def test_the_temporary_folder_is_emptied(home: Home) -> None:
    (home.temporary / "cv.pdf").touch()
    home.empty_temporary()
    assert list(home.temporary.iterdir()) == []


def test_two_homes_have_clusters_of_different_names(tmp_path: Path) -> None:
    assert Home(tmp_path / "a").cluster_name != Home(tmp_path / "b").cluster_name
