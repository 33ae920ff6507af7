"""CVs of invented people, laid out in the ways that make reading hard, and how tests read them."""

from __future__ import annotations

from pathlib import Path

from indexer.language.cv.reading import Cv, read_cv
from tests.starter import starter_communes, starter_words

NOW = 2026 * 12 + 10
"""November 2026."""
DEMONSTRATION = Path(__file__).parents[4] / "embedded" / "demonstration" / "cvs"


def read(text: str, *emails: str) -> Cv:
    return read_cv(text, starter_words(), starter_communes(), NOW, emails)


# Two columns that a PDF gives one after the other: contact and skills first, then the name and the rest.
COLUMNS = """C O N T A C T
06 39 98 10 21
sandrine.boulanger@example.org
4 bis rue des Maçons
17000 La Rochelle
Née le 3 mars 1984 à Lisbonne
Nationalité portugaise
Mariée, 2 enfants

L A N G U E S
Anglais B2
Espagnol : notions

Sandrine Boulanger
Secrétaire comptable

E X P É R I E N C E S   P R O F E S S I O N N E L L E S
Secrétaire comptable
Fiduciaire Ogarel | La Rochelle
Sept. 2016 – juin 2018
- saisie des factures
- relance des clients

Assistante administrative
Mairie de l'Exemple
03/2013 - 08/2016

F O R M A T I O N
BTS comptabilité et gestion, 2012
"""

# A table: one cell a line, the period above the title.
TABLE = """CURRICULUM VITAE
Nom : MARIN
Prénom : Olive
Date de naissance : 12/05/1990
Situation familiale : célibataire
Tél. +33 6 39 98 10 22

== Parcours professionnel ==
2019 à ce jour
Maçon
Constructions Lussandre
2015 - 2018
Manœuvre
Bâti Tarvignac

== Diplômes ==
2015
CAP maçon
"""

# Headings in an unusual order and case, sentences instead of lists.
ODD = """Hugo EXEMPLE
12, avenue du Port - 64100 Bayonne - 36 ans - hugo.exemple@example.org

loisirs
photographie, menuiserie, entraîneur de foot

OBJECTIF : poste d'électricien de maintenance

Mon Parcours
Depuis mars 2021, électricien chez Élec Pelvaran
Été 2020 : serveur au sein de l'Auberge Tarvignac
2017-2019 électricien (Travail temporaire Mirandoux)

Permis : B, CACES R486 A
diplômes et formations
Bac pro MELEC obtenu en 2017
BTS électrotechnique : première année validée
"""

# Sections between rules, the contact in English, employer and town in one line with a bar, skills under sub-headings.
RULED = """MAËLLE TARVIGNAC

Email: maelle.tarvignac@example.org
Phone: +33 6 39 98 10 23
Location: Bordeaux, France

=====================================

PROFIL

Développeuse web depuis huit ans, du formulaire à la base de données. J'aime les programmes courts, les essais
automatiques et les équipes où l'on se relit.

=====================================

COMPÉTENCES

Langages:
Python, JavaScript, SQL

Outils & Méthodes:
Git, Docker, PostgreSQL, Scrum

=====================================

EXPÉRIENCE PROFESSIONNELLE

Développeuse Full-Stack
Coopérative Lussandre | Bordeaux, France
2022 - Présent

- Refonte du site où les adhérents commandent leurs paniers
- Relecture du code de trois collègues
- Pile technique : Python, PostgreSQL, Docker

Développeuse web
Ogarel Numérique | Pau, France
2019 - 2022

- Pages de réservation pour des gîtes, en JavaScript
- Sauvegardes chaque nuit, vérifiées chaque semaine

Développeuse Junior
Papeterie Coustelor | Limoges, France
2018 - 2019

- Correction d'erreurs dans un magasin en ligne

=====================================

FORMATION

Master en Informatique - Systèmes d'information
Université de l'Exemple | Limoges, France
2016 - 2018

Mémoire sur les moteurs de recherche.

Licence en Informatique
Université de l'Exemple | Limoges, France
2013 - 2016

=====================================

LANGUES

- Français : Langue maternelle
- Anglais : Courant (TOEIC 900/990)
- Occitan : Notions

=====================================

CENTRES D'INTÉRÊT

- Chorale, potager, course à pied
"""
