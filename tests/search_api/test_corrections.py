"""What a person adds on their page, as words are read and as it is said back."""

from __future__ import annotations

from search_api.corrections import added_of, corrections_of, traits_named
from tests.starter import starter_words

KNOWN = starter_words()


def test_what_was_added_is_said_back_with_its_kind() -> None:
    added, errors = corrections_of({"add": "maçon"}, KNOWN)
    assert errors == {}
    [said] = added_of(added["added"], KNOWN)
    assert said.endswith("(métier recherché)")
    assert added_of(traits_named("Docker", KNOWN), KNOWN) == ["Docker (compétence)"]


def test_an_address_says_nothing_that_is_not_in_the_vocabulary() -> None:
    assert added_of(["skill:<b>gratuit</b>", "job:Z9999", "viagra", "seen:docker", "", ":"], KNOWN) == []
    assert len(added_of(["skill:docker"] * 50, KNOWN)) == 5
