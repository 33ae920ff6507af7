"""Ways to reach somebody, each written one way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.recruiters.contacts import contacts_in, words_without_contacts
from indexer.recruiters.watchlist import ALIKE, marks_of_organisation, sketch
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
        ("jean @ example . org", "mail:jean@example.org"),
        ("jean AT example DOT org", "mail:jean@example.org"),
        ("jean_at_example.org", "mail:jean@example.org"),
        ("jean arobase example point org", "mail:jean@example.org"),
        ("j.ean@googlemail.com", "mail:jean@gmail.com"),
        ('"jean"@example.org', "mail:jean@example.org"),
        # Cyrillic "е" and "а".
        ("j\u0435\u0430n@example.org", "mail:jean@example.org"),
        ("O5 56 0O O0 0I", "tel:556000001"),
        ("05_56_00_00_01", "tel:556000001"),
        ("05 – 56 – 00 – 00 – 01", "tel:556000001"),
        ("05|56|00|00|01", "tel:556000001"),
        ("(05) 56 00 00 01", "tel:556000001"),
        ("\u0660\u0665\u0665\u0666\u0660\u0660\u0660\u0660\u0660\u0661", "tel:556000001"),
        ("https://wa.me/33556000001", "tel:556000001"),
        ("hxxps://example[.]org/Postuler", "web:example.org/Postuler"),
        ("example.org/Postuler", "web:example.org/Postuler"),
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
    "text",
    [
        *("2 100 € brut par mois", "33000 Bordeaux", "du 01/02/2027 au 03/04/2027", "35 h, 12,50 €", ""),
        *("de 08:00 à 12:00, 13:30 à 17:00", "Horaires : 08:00-12:00, 13:30-17:30", "vis-à-vis des clients. Vous"),
        *("SIRET 732 829 320 00074", "le lieu est à Pau. Venez", "node.js, C++ et/ou Java", "poste 2x8 ; 3x8"),
    ],
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


def test_a_text_in_letters_that_look_alike_is_the_same() -> None:
    disguised = TEXT.translate(str.maketrans("eaoc", "\u0435\u0430\u043e\u0441"))
    assert disguised != TEXT
    assert sketch(disguised) == sketch(TEXT)


def test_a_recruiter_s_mailbox_is_known_however_its_address_is_written() -> None:
    [[one], [other]] = [
        marks_of_organisation("1", [said]).contacts for said in ("o.'b@gmail.com", "o'b+2@googlemail.com")
    ]
    assert one == other
    for said in ('"lou"@example.org', "Lou+offres@example.org"):
        assert marks_of_organisation("1", [said]).contacts == marks_of_organisation("1", ["lou@example.org"]).contacts


def test_marks_say_nothing_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sketch(TEXT)
    monkeypatch.setenv("ESTEY_SECRET_KEY", "another secret, which is as long as it has to be")
    settings.cache_clear()
    assert set(before).isdisjoint(sketch(TEXT))
