"""Words of titles that name no trade by themselves."""

from __future__ import annotations

from indexer.language.normalisation import folded_words

# An "agent" or an "assistant" can be anything. The endings are what is left of "vendeur·se" once its point is a space.
_EMPTY_TITLE_WORDS = """
agent aide apprenti assistant adjoint charge chef collaborateur conducteur confirme conseiller consultant coordinateur
debutant directeur employe equipe equipier expert gestionnaire ingenieur interimaire junior manager operateur ouvrier
polyvalent preparateur professionnel referent responsable salarie senior specialise specialiste stagiaire superieur
technicien technique travail travailleur poste emploi job mission urgent recherche recrute recrutement candidature
spontane pourvoir plusieurs divers personne motive dynamique serieux rejoindre
se sse euse trice ere ne te ve iere ienne
cdi cdd interim alternance alternant apprentissage contrat temps plein partiel jour
nuit weekend semaine mois heure homme femme qualifie n1 n2 n3 niveau secteur site region ville
"""
EMPTY_TITLE_WORDS = frozenset(folded_words(_EMPTY_TITLE_WORDS))
