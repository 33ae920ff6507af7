"""What pages and the API say of an employer nobody vouches for, and of what was withdrawn; who decides. In process."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask import Flask
from flask.testing import FlaskClient

from indexer.engine.documents import get
from indexer.engine.indices import refresh
from indexer.offers.processing import process_offers
from indexer.offers.reports import settle
from indexer.publications import lifecycle, settling
from indexer.publications.document import version
from indexer.recruiters import api_keys, journal, operator_links, organisations, vouching
from indexer.recruiters.document import organisation_of_siret
from tests.factories.publications import TEXT
from tests.indexer.recruiters.joining import BORDEAUX, OTHER, PAU, SIRET, codes, joined, offer, proposed, stored
from tests.pages.conftest import SignIn

CONTACT = "recrutement@example.org"
NAME = "Chaudronnerie du Gave"
ORGANISATION = organisation_of_siret(SIRET)


def open_offer(engine: Elasticsearch, recruiter: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An offer that was read and accepted, matched and found by searches; its publication."""
    one = proposed(engine, recruiter, apply=CONTACT, **changes)
    if one["state"] == "waiting":
        settling.accept(engine, one["id"], "Estey", version(one))
    process_offers(engine, [offer(engine, one)["id"]])
    refresh(engine, "offers")
    return stored(engine, one)


def operate(application: Flask, engine: Elasticsearch, **link: Any) -> FlaskClient:
    """A browser in which the operator's pages are open by such a link."""
    browser = application.test_client()
    made = operator_links.make_link(engine, "CCI de l’Exemple", timedelta(hours=1), **link)
    assert browser.post("/operateur/entrer/" + made.rpartition("/")[2]).status_code == 303
    return browser


def test_the_page_says_that_the_employer_is_not_verified_and_programs_are_told_no_employer(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    one = open_offer(engine, joined(engine, "lou", name=NAME))
    page = unescape(web.get(f"/offres/{one['offer']}").text)
    assert f"{NAME} (employeur non vérifié)" in page
    assert "n’envoyez ni papiers d’identité" in page
    assert "application/ld+json" not in page
    assert '<meta name="robots" content="noindex' in page
    for path in ("/?q=soudeur", f"/offres/{one['offer']}/signaler"):
        assert "employeur non vérifié" in unescape(web.get(path).text), path
    assert web.get(f"/api/offers/{one['offer']}").json["unverified"] is True

    vouching.vouch(engine, ORGANISATION, "CCI de l’Exemple")
    process_offers(engine, [one["offer"]])
    page = unescape(web.get(f"/offres/{one['offer']}").text)
    assert "non vérifié" not in page
    assert '"hiringOrganization"' in page
    assert "unverified" not in web.get(f"/api/offers/{one['offer']}").json


@pytest.mark.parametrize("how", ["refused", "reported", "blocked"])
def test_a_withdrawn_offer_is_gone_in_page_and_api_with_its_contact(
    web: FlaskClient, engine: Elasticsearch, sign_in: SignIn, how: str
) -> None:
    lou = joined(engine, "lou")
    one = open_offer(engine, lou, description=f"Envoyez votre dossier. {TEXT}")
    path = f"/offres/{one['offer']}"
    if how == "refused":
        settling.refuse(engine, one["id"], "C’est une fraude.", "Estey")
    elif how == "reported":
        settle(engine, one["offer"], close=True)
        settling.withdraw(engine, one["offer"])
    else:
        vouching.block(engine, ORGANISATION, "Offres fausses", "Estey")
    for asked in (path, f"{path}/signaler", f"/api/offers/{one['offer']}"):
        answer = web.get(asked)
        assert answer.status_code == 410, asked
        for said in (CONTACT, "Envoyez votre dossier", NAME):
            assert said not in unescape(answer.text), (asked, said)
        assert "0 805 805 817" in unescape(answer.text) or "0 805 805 817" in answer.json["message"]
    assert web.get(f"/api/offers/{one['offer']}").json["errors"][0]["code"] == "offer_withdrawn"
    assert web.post(f"{path}/signaler", data={"reason": "scam", "form": "x"}).status_code == 410
    assert stored(engine, one)["state"] in ("refused", "closed")
    # Its author still reads it, to mend it.
    sign_in(lou["id"])
    assert web.get(f"/recruteurs/offres/{one['id']}").status_code == (403 if how == "blocked" else 200)


def test_what_waits_to_be_read_again_is_not_there_and_what_is_merely_over_is(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    lou = joined(engine, "lou")
    one, over = open_offer(engine, lou), open_offer(engine, lou, title="Chaudronnier (H/F)")
    lifecycle.close(engine, over["id"], "filled_here")
    assert "n’est plus ouverte" in unescape(web.get(f"/offres/{over['offer']}").text)
    lifecycle.write(engine, one["id"], {**one["given"], "description": f"{TEXT} Bonne présentation exigée."})
    lifecycle.publish(engine, one["id"])
    assert web.get(f"/offres/{one['offer']}").status_code == 404
    assert web.get(f"/api/offers/{one['offer']}").status_code == 404


def test_an_author_is_told_that_first_offers_are_read_and_the_operator_why(
    web: FlaskClient, engine: Elasticsearch, sign_in: SignIn, application: Flask
) -> None:
    lou = joined(engine, "lou", name="Mairie de Bordeaux")
    one = proposed(engine, lou)
    sign_in(lou["id"])
    page = unescape(web.get(f"/recruteurs/offres/{one['id']}").text)
    assert "nous lisons ses premières offres avant de les montrer" in page
    assert "organisme public" not in page
    operator = operate(application, engine, publications=True)
    waiting = unescape(operator.get("/operateur/offres").text)
    assert "personne ne se porte garant de cette organisation" in waiting
    assert "son nom est celui d’un organisme public" in waiting
    assert "son nom est celui d’un organisme public" in unescape(operator.get("/operateur").text)
    read = re.findall(r'name="lue" value="(\w+)"', waiting)[0]
    assert operator.post(f"/operateur/offres/{one['id']}/accepter", data={"lue": read}).status_code == 303
    assert stored(engine, one)["state"] == "published"


def test_whoever_came_first_does_not_decide_who_belongs_while_nobody_vouches(
    web: FlaskClient, engine: Elasticsearch, sign_in: SignIn, application: Flask
) -> None:
    lou, sam = joined(engine, "lou"), joined(engine, "sam")
    sign_in(lou["id"])
    for how in ("accueillir", "ecarter"):
        assert web.post(f"/recruteurs/organisation/membres/{sam['id']}/{how}").status_code == 404
    assert "sam@" not in web.get("/recruteurs/organisation").text
    assert (get(engine, "recruiters", sam["id"]) or {})["asks_to_join"] == ORGANISATION
    operator = operate(application, engine, territory=["33"])
    operator.post(f"/operateur/organisations/{ORGANISATION}/membres/{sam['id']}/accueillir")
    assert (get(engine, "recruiters", sam["id"]) or {})["organisation"] == ORGANISATION
    # Vouched for, they do.
    vouching.vouch(engine, ORGANISATION, "CCI de l’Exemple")
    alix = joined(engine, "alix")
    assert "alix@" in web.get("/recruteurs/organisation").text
    assert web.post(f"/recruteurs/organisation/membres/{alix['id']}/accueillir").status_code == 303
    assert len(organisations.members(engine, ORGANISATION)) == 3


def test_a_name_is_corrected_on_the_page_and_read_by_the_operator(
    web: FlaskClient, engine: Elasticsearch, sign_in: SignIn, application: Flask
) -> None:
    lou = joined(engine, "lou", name="Chaudronerie")
    sign_in(lou["id"])
    assert web.post("/recruteurs/organisation/nom", data={"nom": "x"}).status_code == 422
    web.post("/recruteurs/organisation/nom", data={"nom": NAME})
    assert (get(engine, "organisations", ORGANISATION) or {})["name"] == NAME
    one = open_offer(engine, lou)
    answer = web.post("/recruteurs/organisation/nom", data={"nom": "Atelier de Pau"}, follow_redirects=True)
    assert "Une personne relit ce nom" in unescape(answer.text)
    operator = operate(application, engine, publications=True)
    assert "demandent à l’appeler <strong>Atelier de Pau</strong>" in unescape(operator.get("/operateur").text)
    assert operator.post(f"/operateur/organisations/{ORGANISATION}/nom", data={"nom": ""}).status_code == 404
    operator.post(f"/operateur/organisations/{ORGANISATION}/nom", data={"nom": "Atelier de Pau"})
    assert offer(engine, one)["employer"] == "Atelier de Pau"


def test_a_partners_link_reaches_its_territory_only_and_is_ended_by_itself(
    engine: Elasticsearch, application: Flask, web: FlaskClient
) -> None:
    lou = joined(engine, "lou", name="Atelier bordelais", commune=BORDEAUX)
    sam = joined(engine, "sam", siret=OTHER, name="Atelier palois", commune=PAU)
    asks = joined(engine, "alix", siret=OTHER)
    partner = operate(application, engine, territory=["33"])
    page = partner.get("/operateur").text
    assert ("Atelier bordelais" in page, "Atelier palois" in page) == (True, False)
    there, elsewhere = (f"/operateur/organisations/{one['organisation']}" for one in (lou, sam))
    for path, form in (
        ("garantir", {}),
        ("bloquer", {"reason": "Offres fausses"}),
        ("nom", {"nom": "Autre nom"}),
        (f"membres/{sam['id']}/ecarter", {}),
        (f"membres/{asks['id']}/accueillir", {}),
    ):
        assert partner.post(f"{elsewhere}/{path}", data=form).status_code == 404, path
    known = get(engine, "organisations", sam["organisation"]) or {}
    assert (known["state"], known["name"]) == ("new", "Atelier palois")
    assert partner.post(f"{there}/garantir").status_code == 303
    # The journal and the offers are the operator's.
    [entry] = journal.entries(engine)
    for method, path in (("GET", "journal"), ("POST", f"journal/{entry['id']}/annuler"), ("GET", "offres")):
        assert partner.open(f"/operateur/{path}", method=method).status_code == 404, path

    other = operate(application, engine, territory=["64"])
    operator_links.end_link(engine, entry["link"])
    assert partner.get("/operateur").status_code == 404
    assert partner.post(f"{there}/bloquer", data={"reason": "Offres fausses"}).status_code == 404
    assert "Atelier palois" in other.get("/operateur").text


def test_the_operator_reads_the_journal_and_undoes_what_is_in_it(
    engine: Elasticsearch, application: Flask, web: FlaskClient
) -> None:
    joined(engine, "lou", name=NAME)
    partner = operate(application, engine, territory=["33"])
    partner.post(f"/operateur/organisations/{ORGANISATION}/garantir")
    operator = operate(application, engine, publications=True)
    page = unescape(operator.get("/operateur/journal").text)
    assert f"<strong>CCI de l’Exemple</strong> s’est porté garant de {NAME}" in page
    [entry] = journal.entries(engine)
    assert f"Par le lien {entry['link']} (33)" in page
    undone = operator.post(f"/operateur/journal/{entry['id']}/annuler", follow_redirects=True)
    assert "C’est annulé." in unescape(undone.text)
    assert (get(engine, "organisations", ORGANISATION) or {})["state"] == "new"
    again = operator.post(f"/operateur/journal/{entry['id']}/annuler")
    assert (again.status_code, "il n’y a rien à annuler" in unescape(again.text)) == (409, True)
    assert operator.post("/operateur/journal/nowhere/annuler").status_code == 404


def test_a_key_opens_nothing_once_its_maker_left(engine: Elasticsearch, web: FlaskClient) -> None:
    lou = joined(engine, "lou")
    key = api_keys.make_key(engine, ORGANISATION, "logiciel", lou["id"])
    headers = {"Authorization": f"Bearer {key}"}
    assert web.get("/api/publications/nowhere", headers=headers).status_code == 404
    organisations.turn_away(engine, lou["id"], ORGANISATION)
    assert web.get("/api/publications/nowhere", headers=headers).status_code == 401


def test_a_name_like_a_public_bodys_is_no_obstacle_to_who_is_known(engine: Elasticsearch, web: FlaskClient) -> None:
    lou = joined(engine, "lou", name="Mairie de Bordeaux")
    assert codes(engine) == ["public_name"]
    vouching.vouch(engine, lou["organisation"], "Association des maires de l’Exemple")
    one = proposed(engine, lou)
    assert (one["state"], offer(engine, one).get("unverified")) == ("published", None)
    assert "Mairie de Bordeaux" in web.get(f"/offres/{one['offer']}").text
