"""Ways to reach somebody, each written one way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.recruiters.contacts import contacts_in, words_without_contacts
from indexer.recruiters.watchlist import ALIKE, sketch
from indexer.settings import settings


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ESTEY_SECRET_KEY", "a secret of this test alone, long enough")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("written", "contact"),
    [
        ("Jean.Exemple@Example.org", "mail:jean.exemple@example.org"),
        ("jean.exemple+offre@example.org", "mail:jean.exemple@example.org"),
        ("jean.exemple (at) example.org", "mail:jean.exemple@example.org"),
        ("jean.exemple [arobase] example [point] org", "mail:jean.exemple@example.org"),
        ("jean @ example.org", "mail:jean@example.org"),
        ("j.e.a.n@gmail.com", "mail:jean@gmail.com"),
        ("05 56 00 00 01", "tel:556000001"),
        ("05.56.00.00.01", "tel:556000001"),
        ("+33 (0)5 56 00 00 01", "tel:556000001"),
        ("0033556000001", "tel:556000001"),
        ("+44 20 7946 0958", "tel:442079460958"),
        ("https://www.example.org/Postuler/?utm_source=x", "web:example.org/Postuler"),
        ("www.example.org", "web:example.org"),
    ],
)
def test_a_contact_is_one_however_it_is_written(written: str, contact: str) -> None:
    assert contacts_in(f"Pour répondre : {written} avant lundi") == [contact]


@pytest.mark.parametrize(
    "text", ["2 100 € brut par mois", "33000 Bordeaux", "du 01/02/2027 au 03/04/2027", "35 h, 12,50 €", ""]
)
def test_what_is_no_contact_is_none(text: str) -> None:
    assert contacts_in(text) == []


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    contacts_in(text)
    words_without_contacts(text)


TEXT = (
    "Au sein de notre équipe, vous rédigez des courriers et classez des dossiers depuis chez vous, à raison de trois"
    " heures par jour. Aucune expérience n’est demandée, et la formation est payée."
)


def shared(one: str, other: str) -> float:
    first, second = sketch(one), set(sketch(other))
    return len([mark for mark in first if mark in second]) / len(first)


def test_a_text_is_known_again_under_another_name_contact_and_pay() -> None:
    changed = f"Mairie de Pau recrute. {TEXT.replace('trois', 'quatre')} Écrire à autre@example.org, 1 900 €."
    assert shared(changed, f"La Ville de Bordeaux recrute. {TEXT} Écrire à un@example.org, 2 400 €.") >= ALIKE
    other = "Vous soudez des pièces en inox et lisez les plans dans un atelier de douze personnes, en journée."
    assert shared(other, TEXT) < ALIKE


def test_marks_say_nothing_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sketch(TEXT)
    monkeypatch.setenv("ESTEY_SECRET_KEY", "another secret, which is as long as it has to be")
    settings.cache_clear()
    assert set(before).isdisjoint(sketch(TEXT))
