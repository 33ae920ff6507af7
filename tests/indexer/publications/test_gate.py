"""Findings lie at the field where they are mended, and what the operator accepted does not wait again."""

from __future__ import annotations

from indexer.publications.gate import by_field, findings, verdict
from tests.factories.publications import facts

NOW = "2026-11-24T08:00:00+00:00"
DOUBTFUL = "Bonne présentation exigée."


def test_an_offer_that_says_what_it_has_to_may_be_published() -> None:
    assert findings(facts(), NOW) == []


def test_each_finding_lies_at_its_field_with_the_sentence_of_its_author() -> None:
    text = "Nous cherchons pour le service du midi et du soir une personne de moins de 30 ans. Poste en salle."
    written = facts(description=text, commune="", contract="", pay_from=None, pay_to=None)
    written["apply"] = "Envoyez 50 € de frais de dossier à atelier@example.org"
    found = by_field(findings(written, NOW))
    assert set(found) == {"description", "apply", "commune", "contract", "pay_from"}
    [age], [fees] = found["description"], found["apply"]
    assert (age["rule"], "moins de 30 ans" in age["words"]) == ("age-limit", True)
    assert "L5331-2" in age["article"]
    assert age["quote"] == "Nous cherchons pour le service du midi et du soir une personne de moins de 30 ans."
    assert "frais de dossier" in fees["quote"]
    assert found["pay_from"][0]["severity"] == "advised"
    assert verdict(findings(written, NOW)) == "refused"


def test_an_offer_done_from_home_needs_no_place() -> None:
    assert "commune" in by_field(findings(facts(commune=""), NOW))
    assert "commune" not in by_field(findings(facts(commune="", remote="full"), NOW))


def test_the_very_sentence_that_was_accepted_does_not_wait_again_and_another_does() -> None:
    first = findings(facts(description=f"{facts()['description']} {DOUBTFUL}"), NOW)
    assert verdict(first) == "doubtful"
    accepted = [{"rule": one["rule"], "quote": one["quote"]} for one in first]
    assert verdict(first, accepted) is None
    other = findings(facts(description=f"{facts()['description']} Présentation irréprochable."), NOW)
    assert verdict(other, accepted) == "doubtful"


def test_no_one_may_accept_what_the_law_refuses() -> None:
    refused = findings(facts(title="Serveuse de moins de 25 ans"), NOW)
    assert verdict(refused, [{"rule": one["rule"], "quote": one["quote"]} for one in refused]) == "refused"


def test_the_employers_name_is_read_too() -> None:
    assert findings(facts(), NOW, "Menuiserie Dupont") == []
    [named] = findings(facts(), NOW, "Hommes uniquement SARL")
    assert (named["field"], named["rule"], named["severity"]) == ("employer", "sex-asked", "refused")
    assert findings(facts(), NOW, "Encaissez des chèques sur votre compte")[0]["severity"] == "doubtful"


def test_what_resembles_unlawful_sentences_waits_and_its_author_is_told_that_somebody_reads_it() -> None:
    text = "Vous préparez le pain et les viennoiseries de nuit. Papas et maris bricoleurs bienvenus, mamans non."
    [found] = findings(facts(description=text), NOW)
    assert (found["rule"], found["severity"], found["field"]) == ("resembles", "doubtful", "description")
    assert found["quote"] == "Papas et maris bricoleurs bienvenus, mamans non."
    assert "Une personne va la lire" in found["says"]
