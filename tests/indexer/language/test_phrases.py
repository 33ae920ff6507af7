"""Finding labels in texts: the longest one, next to each other, overlapping."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalisation import folded_words, tokens
from indexer.language.phrases import Found, PhraseFinder

WORDS = st.sampled_from(["chef", "chantier", "travaux", "agent", "entretien", "soudeur", "tig", "cuisine", "bois", "c"])
LABELS = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12, unique=True)


def found(finder: PhraseFinder, text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], "+".join(one.identifiers)) for one in finder.find(tokens(text))]


def test_the_longest_label_wins_over_those_inside_it() -> None:
    finder = PhraseFinder([("chef", "1"), ("chantier", "2"), ("chef de chantier", "3")])
    assert found(finder, "Un Chef de chantier confirmé") == [("Chef de chantier", "3")]


def test_labels_next_to_each_other_are_both_found() -> None:
    finder = PhraseFinder([("soudeur", "1"), ("chaudronnier", "2")])
    assert found(finder, "soudeur chaudronnier, soudeur") == [
        ("soudeur", "1"),
        ("chaudronnier", "2"),
        ("soudeur", "1"),
    ]


def test_of_two_that_overlap_the_longest_is_taken_then_the_first() -> None:
    finder = PhraseFinder([("agent entretien", "1"), ("entretien bois", "2"), ("bois vert", "3")])
    assert found(finder, "agent entretien bois vert") == [("agent entretien", "1"), ("bois vert", "3")]
    finder = PhraseFinder([("abcd efgh", "1"), ("efgh ijkl", "2")])
    assert found(finder, "abcd efgh ijkl") == [("abcd efgh", "1")]


def test_a_label_is_never_found_inside_a_longer_word() -> None:
    finder = PhraseFinder([("art", "1"), ("menu", "2")])
    assert found(finder, "artisan menuisier, départ") == []


def test_one_label_may_stand_for_several_things() -> None:
    finder = PhraseFinder([("Serveur", "salle"), ("serveuse", "bar"), ("serveur", "salle")])
    assert finder.find(tokens("serveuse")) == [Found(("salle", "bar"), 0, 8)]
    assert finder.exact("SERVEURS") == ("salle", "bar")
    assert finder.exact("serveur de salle") == ()


def test_a_finder_without_labels_and_a_text_without_words_find_nothing() -> None:
    assert PhraseFinder([]).find(tokens("soudeur")) == []
    assert PhraseFinder([("de la", "1"), ("", "2")]).find(tokens("soudeur")) == []
    assert PhraseFinder([("soudeur", "1")]).find(tokens(" – ")) == []


@given(LABELS)
def test_every_label_is_found_in_its_own_text_as_a_whole(labels: list[str]) -> None:
    finder = PhraseFinder((label, label) for label in labels)
    for label in labels:
        [one] = finder.find(tokens(label))
        assert label in one.identifiers
        assert finder.exact(label) == one.identifiers
        assert (one.start, one.end) == (0, len(label))


@given(LABELS, st.lists(WORDS, max_size=25).map(" ".join))
def test_what_is_found_is_a_label_does_not_overlap_and_nothing_is_missed(labels: list[str], text: str) -> None:
    finder = PhraseFinder((label, label) for label in labels)
    words, covered = tokens(text), set()
    end = 0
    for one in finder.find(words):
        assert one.start >= end
        end = one.end
        assert all(folded_words(text[one.start : one.end]) == folded_words(label) for label in one.identifiers)
        covered.update(word for word in words if one.start <= word.start < one.end)
    known = {tuple(folded_words(label)) for label in labels}
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            if tuple(word.fold for word in words[first:last]) in known:
                assert covered.intersection(words[first:last]), "a label touches nothing that was found"
