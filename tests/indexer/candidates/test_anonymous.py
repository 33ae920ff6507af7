"""Who chose to be anonymous is in nothing that leaves: mails as bytes, pages, lists, tables, letters, searches."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.candidates.answering import answer, settle_contact
from indexer.candidates.cases import case_of
from indexer.candidates.letters import write_due_letters
from indexer.candidates.shown import shown_cv
from indexer.candidates.telling import line_of
from indexer.cv_search.lines import Asked
from indexer.cv_search.lines import line_of as searched_line
from indexer.cv_search.queries import SHOWN, CvSearch
from indexer.cv_search.search import everybody_found, search
from indexer.cv_search.table import table
from indexer.engine.indices import refresh
from indexer.matching.explanation import explain
from indexer.profiles.read import cv_fields
from indexer.reference.in_force import gazetteer, vocabulary
from tests.factories.candidacies import candidate, find, match_id, world
from tests.factories.recruiters import RECRUITER
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer

NOW = 2026 * 12 + 10
# Everything a person may hide in a CV that says who they are: none of these words may leave.
AWKWARD = """Profil
wisniewska ludmila – soudeuse à la forge Coustelor
Instagram : la_ludmi64
Déléguée syndicale, bénévole à la paroisse Saint-Exemple

EXPÉRIENCES
2019 - 2024 : soudeuse TIG aux Forges Tarvignac, Lourdes
Référente de Mme Ogarel pour les anciens de Tarvignac
2015 - 2019 : soudeuse à l'Atelier Pelvaran
FORMATION
2014 : CAP soudage, lycée Mirandoux de Lourdes
COMPÉTENCES
soudage TIG, lecture de plans, permis B
"""
SECRETS = (
    *("wisniewska", "ludmi", "coustelor", "syndical", "paroisse", "tarvignac", "lourdes", "ogarel", "pelvaran"),
    *("mirandoux", "lycée", "2014", "2019", "référente", "soudeuse", "@example"),
)


@pytest.fixture(autouse=True)
def somebody(engine: Elasticsearch, mail_server: MailServer, queue: Queue) -> dict[str, Any]:
    """An awkward CV, its person anonymous, told to a recruiter; the mail has left."""
    offer = world(engine)
    read = cv_fields({"email": ""}, AWKWARD, vocabulary(), gazetteer(), NOW)
    facts = {**read, "wanted": ["soudeuse à la forge Coustelor"], "visibility": "anonymous"}
    facts["text"] = AWKWARD
    person = candidate(engine, "hidden", **facts, email="ludmila@example.org")
    assert find(engine, offer) == 1
    assert send_digest(engine, RECRUITER) == 1
    return person


def lacks(said: object) -> None:
    text = str(said).lower()
    assert [word for word in SECRETS if word in text] == []


def test_the_mail_to_the_recruiter_says_what_was_understood_and_no_word_of_the_cv(mail_server: MailServer) -> None:
    [message] = mail_server.taken
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    assert len(parts) == 2
    for part in (*parts, str(message["Subject"])):
        lacks(part)
    assert all("oudage" in part for part in parts)


def test_neither_the_page_nor_the_answer_nor_the_points_say_more(
    engine: Elasticsearch, somebody: dict[str, Any]
) -> None:
    case = case_of(engine, match_id("hidden"))
    assert case is not None
    lacks(asdict(shown_cv(case.profile, vocabulary(), date(2026, 11, 30), case.match)))
    line = line_of(case.match, case.profile, case.offer, case.recruiter["id"])
    lacks(asdict(replace(line, offer_title="")))
    assert line.points == sum(reason.points for reason in line.reasons)
    assert explain(somebody["wants"], [], case.offer, vocabulary()).total > 0


def test_neither_a_list_nor_a_table_of_the_search_says_more(engine: Elasticsearch) -> None:
    refresh(engine, "profiles")
    results = search(engine, CvSearch("soudeur"), vocabulary(), [])
    assert len(results.profiles) == 1
    lines = [searched_line(one, Asked.of(results.parts), vocabulary(), date(2026, 11, 30)) for one in results.profiles]
    lacks(asdict(lines[0]))
    lacks(table(lines, "https://estey.example.org/recruteurs/cv/"))
    lacks({name: list(facet.counts) for name, facet in results.facets.items()})
    found = everybody_found(engine, CvSearch("soudeur"), vocabulary(), [], list(SHOWN))
    lacks([searched_line(one, Asked.of([]), vocabulary(), date(2026, 11, 30)) for one in found])


@pytest.mark.parametrize(
    "words", ["wisniewska", "ludmila", "Tarvignac", "forge Coustelor", "Coustelor", "Pelvaran", "paroisse", "Mirandoux"]
)
def test_a_name_or_an_employer_finds_nobody(engine: Elasticsearch, words: str) -> None:
    refresh(engine, "profiles")
    assert search(engine, CvSearch(words), vocabulary(), []).total == 0


def test_a_letter_holds_no_more_than_what_the_person_gave(engine: Elasticsearch, mail_server: MailServer) -> None:
    mail_server.taken.clear()
    answer(engine, match_id("hidden"), "invited", text="Bonjour, venez nous voir.")
    assert settle_contact(engine, match_id("hidden"), accepted=False)
    write_due_letters(engine)
    for message in mail_server.taken:
        if "recruteur" in str(message["To"]):
            lacks(message.as_string())
