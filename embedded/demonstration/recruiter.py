"""The invented recruiter of the demonstration: an organisation somebody vouches for, an offer online, another begun.

Whoever tries the service signs in as them from the mailbox: `recruteuse@example.org` at /recruteurs.
"""

from __future__ import annotations

import hashlib

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.publications import lifecycle
from indexer.publications.reading import facts_of_text
from indexer.recruiters import organisations, vouching
from indexer.recruiters.document import organisation_of_siret
from indexer.recruiters.lifecycle import confirm, register
from indexer.reference.in_force import gazetteer, vocabulary

EMAIL, NAME = "recruteuse@example.org", "Dominique Fictif"
# No company's: the key is right, and no SIREN begins so.
SIRET, EMPLOYER = "99900000300015", "Chaudronnerie Ogarel (fictive)"
ONLINE = """Soudeur TIG (H/F)
Lieu : 86100 Châtellerault
Contrat : CDI, temps plein, 35 h par semaine
Salaire : 2 100 € à 2 400 € brut par mois

Dans un atelier de douze personnes, vous soudez des pièces en inox pour l'agroalimentaire et vous lisez les plans. Le
travail est de jour, du lundi au vendredi. Nous formons aux procédés que vous ne connaissez pas. Débutant accepté.
Répondre à recruteuse@example.org"""
BEGUN = """Manutentionnaire (H/F)
Lieu : 86100 Châtellerault
Nous cherchons une personne jeune et dynamique de moins de 30 ans pour ranger l'atelier et préparer les
pièces avant soudage."""


def recruit(client: Elasticsearch) -> None:
    """Have the recruiter publish one offer and begin another that the law does not let pass; twice is once."""
    recruiter = register(client, EMAIL, NAME)
    confirm(client, recruiter)
    known = get(client, "recruiters", recruiter) or {}
    organisation = organisation_of_siret(SIRET)
    if known.get("organisation") != organisation:
        organisations.join(client, known, SIRET, EMPLOYER, gazetteer().resolve("Châtellerault").insee)
        vouching.vouch(client, organisation, "Mission locale (fictive)")
    for text, online in ((ONLINE, True), (BEGUN, False)):
        identifier = hashlib.sha256(f"demonstration {text[:20]}".encode()).hexdigest()[:24]
        known_before = get(client, "publications", identifier)
        if known_before is None:
            facts = facts_of_text(text, vocabulary(), gazetteer())
            lifecycle.begin(client, organisation, recruiter, facts, "text", identifier)
        if online and not (known_before or {}).get("given"):
            lifecycle.publish(client, identifier)
