"""What is shown of somebody, named or not. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from indexer.candidates.shown import shown_cv
from indexer.language.understanding import understand_title
from indexer.profiles.document import complete
from indexer.reference.in_force import vocabulary
from tests.factories.profiles import make_profile

TODAY = date(2026, 11, 23)
HELD = {
    "title": "Soudeur",
    "employer": "Forges Inventées",
    "since": "2014-02",
    "until": "2019-03",
    "months": 62,
    "first": 24169,
    "jobs": ["H2913"],
}
DIPLOMA = {"label": "CAP soudage, lycée Inventé", "level": 3, "year": "2009", "held": True}


def somebody(**given: Any) -> dict[str, Any]:
    profile = make_profile(
        "p",
        wanted=["soudeur"],
        email="camille@example.org",
        text="Soudeur TIG\n[…]\ndix ans d’atelier",
        file={"name": "cv-camille.pdf", "path": "profiles/p.pdf"},
        **given,
    )
    understood = {**profile["understood"], "experiences": [HELD], "diplomas": [DIPLOMA]}
    return {**profile, "understood": understood, "experience_months": 62, "diploma_level": 3}


def words(shown: Any) -> str:
    return str(asdict(shown))


def test_with_their_name_a_person_is_shown_with_how_to_reach_them_and_their_file() -> None:
    shown = shown_cv(somebody(visibility="named"), vocabulary(), TODAY)
    assert (shown.email, shown.file, shown.named) == ("camille@example.org", "cv-camille.pdf", True)
    assert shown.held == [("Soudeur", "Forges Inventées, 2014-02 – 2019-03, 5\u00a0ans et 2\u00a0mois")]


def test_who_is_anonymous_is_shown_by_what_was_understood_and_by_no_word_of_their_cv() -> None:
    shown = shown_cv(somebody(visibility="anonymous"), vocabulary(), TODAY)
    assert (shown.email, shown.name, shown.file, shown.text) == ("", "", "", "")
    assert shown.held == [("Soudage", "5\u00a0ans et 2\u00a0mois")]
    assert shown.diplomas == [("Niveau 3 (CAP, BEP)", "")]
    for hidden in ("camille", "Forges", "2014", "2009", "cv-", "lycée", "Inventé", "atelier", "Soudeur"):
        assert hidden not in words(shown)
    assert shown.experience == "5\u00a0ans"
    assert "Pau" in shown.area


def test_a_title_that_holds_an_employer_is_shown_by_the_name_of_its_job() -> None:
    title = "agent d’accueil à la clinique Lussandre"
    profile = somebody(visibility="anonymous")
    profile["wanted"] = [title]
    held = {**HELD, "title": title, "jobs": list(understand_title(title, vocabulary()))}
    profile["understood"]["experiences"] = [held]
    shown = shown_cv(profile, vocabulary(), TODAY)
    assert shown.heading == "Accueil et standard"
    assert shown.held == [("Accueil et standard", "5\u00a0ans et 2\u00a0mois")]
    assert "Lussandre" not in words(shown)
    assert shown_cv({**profile, "visibility": "named"}, vocabulary(), TODAY).heading == title.capitalize().replace(
        "lussandre", "Lussandre"
    )


def test_a_trade_is_told_once_with_months_counted_once() -> None:
    profile = somebody(visibility="anonymous")
    beside = {**HELD, "title": "Soudeuse TIG", "employer": "Ailleurs", "first": HELD["first"] + 50}
    unknown = {**HELD, "title": "Dresseuse d’ours", "jobs": []}
    profile["understood"]["experiences"] = [HELD, beside, unknown]
    assert shown_cv(profile, vocabulary(), TODAY).held == [("Soudage", "9\u00a0ans et 4\u00a0mois")]


def test_a_title_that_nobody_knows_is_not_shown() -> None:
    profile = somebody(visibility="anonymous")
    profile["wanted"] = ["chargée de mission chez Lussandre"]
    assert "Lussandre" not in words(shown_cv(profile, vocabulary(), TODAY))
    assert "Lussandre" not in str(complete(profile, vocabulary())["cv"])


def test_without_their_name_a_person_s_sex_is_not_in_the_titles_either() -> None:
    profile = somebody(visibility="anonymous")
    profile["wanted"] = ["soudeuse TIG"]
    assert shown_cv(profile, vocabulary(), TODAY).heading == "Soudage"
    assert shown_cv({**profile, "visibility": "named"}, vocabulary(), TODAY).heading == "Soudeuse TIG"


def test_who_accepted_gives_their_address_and_the_name_they_wrote_and_still_no_file() -> None:
    match = {"contact": "accepted", "contact_name": "Camille Exemple"}
    shown = shown_cv(somebody(visibility="anonymous"), vocabulary(), TODAY, match)
    assert (shown.email, shown.name, shown.file) == ("camille@example.org", "Camille Exemple", "")
    asked = shown_cv(somebody(visibility="anonymous"), vocabulary(), TODAY, {**match, "contact": "asked"})
    assert (asked.email, asked.name) == ("", "")


def test_when_they_can_begin_is_said_without_a_date_that_is_past() -> None:
    for said, words_ in (
        (None, ""),
        ("2026-12-01", "Disponible à partir du 1er décembre 2026"),
        ("2026-11-23", "Disponible tout de suite"),
        ("2026-10-01", "Disponible tout de suite"),
    ):
        person = somebody(visibility="anonymous", available_from=said)
        assert shown_cv(person, vocabulary(), TODAY).available == words_
