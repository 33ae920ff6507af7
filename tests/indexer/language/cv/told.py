"""Invented people with all that their CVs tell of them."""

from __future__ import annotations

from dataclasses import dataclass, field

Month = tuple[int, int]
"""Year and month."""
MOTHER_TONGUE = "langue maternelle"


@dataclass(frozen=True)
class Post:
    """A job held; it lasts where there is no `until`."""

    title: str
    employer: str
    town: str
    since: Month
    until: Month | None
    duties: str


@dataclass(frozen=True)
class Told:
    """Somebody: diplomas as (label, level, year, held), languages as (name, level), licences as (trait, words)."""

    name: str
    wish: str
    posts: list[Post]
    diplomas: list[tuple[str, int | None, str, bool]]
    languages: list[tuple[str, str]]
    licences: list[tuple[str, str]] = field(default_factory=lambda: [("PERMIS-B", "Permis B")])
    skills: list[str] = field(default_factory=lambda: ["Travail en équipe"])


PEOPLE = [
    Told(
        "Nadia Lestrade",
        "Aide-soignante",
        [
            Post("Aide-soignante", "EHPAD Les Tilleuls", "Dax", (2019, 9), None, "Toilettes, repas, transmissions"),
            Post("Auxiliaire de vie", "Domicile Plus", "Pau", (2015, 3), (2019, 8), "Lever, courses, ménage"),
        ],
        [
            ("Diplôme d'État d'aide-soignant", 4, "2019", True),
            ("BEP carrières sanitaires et sociales", 3, "2012", True),
        ],
        [("Français", "langue maternelle"), ("Espagnol", "B1")],
        [("PERMIS-B", "Permis B")],
        ["Soins d'hygiène", "Aide à la toilette"],
    ),
    Told(
        "Karim Vasseur",
        "Magasinier cariste",
        [
            Post(
                "Magasinier cariste",
                "Logis Garonne",
                "Bruges",
                (2021, 9),
                (2024, 3),
                "Réception, rangement, inventaires",
            ),
            Post(
                "Préparateur de commandes",
                "Frais du Sud-Ouest",
                "Cestas",
                (2018, 1),
                (2021, 8),
                "Préparation au scanner",
            ),
            Post("Manutentionnaire", "Transit Océan", "Bassens", (2016, 5), (2017, 12), "Chargement de camions"),
        ],
        [("BEP logistique", 3, "2015", True)],
        [("Anglais", "A2"), ("Arabe", "courant")],
        [("PERMIS-B", "Permis B"), ("CACES-R489-3", "CACES R489 catégorie 3")],
        ["Gestion des stocks"],
    ),
    Told(
        "Sylvie Darrigrand",
        "Assistante comptable",
        [
            Post(
                "Assistante comptable",
                "Cabinet Hourtin",
                "Bayonne",
                (2012, 2),
                (2023, 12),
                "Saisie, TVA, rapprochements bancaires",
            ),
            Post("Secrétaire", "SARL Maçonnerie Etche", "Anglet", (2006, 9), (2012, 1), "Accueil, devis, facturation"),
        ],
        [("BTS Comptabilité et gestion", 5, "2006", True), ("Bac STG", 4, "2004", True)],
        [("Anglais", "scolaire"), ("Basque", "courant")],
        [("PERMIS-B", "Permis B")],
        ["Sage", "Excel"],
    ),
    Told(
        "Bruno Teyssier",
        "Maçon",
        [
            Post("Maçon", "Bâti Limousin", "Limoges", (2017, 4), None, "Élévation de murs, coffrage, enduits"),
            Post("Aide maçon", "Entreprise Coudert", "Tulle", (2014, 6), (2017, 3), "Préparation du mortier"),
        ],
        [("CAP Maçon", 3, "2014", True)],
        [("Portugais", "langue maternelle"), ("Français", "C1")],
        [("PERMIS-B", "Permis B")],
        ["Coffrage", "Lecture de plans"],
    ),
    Told(
        "Léa Montagne",
        "Serveuse",
        [
            Post(
                "Serveuse", "Brasserie du Port", "La Rochelle", (2022, 4), (2025, 9), "Service en salle, encaissement"
            ),
            Post(
                "Employée polyvalente", "Hôtel Bellevue", "Royan", (2020, 6), (2021, 10), "Petits déjeuners, chambres"
            ),
        ],
        [("Bac professionnel Commercialisation et services en restauration", 4, "2020", True)],
        [("Anglais", "B2"), ("Italien", "notions")],
        [],
        ["Encaissement"],
    ),
    Told(
        "Jérôme Lavigne",
        "Chauffeur poids lourd",
        [
            Post(
                "Chauffeur poids lourd",
                "Transports Lacaze",
                "Agen",
                (2013, 11),
                (2025, 6),
                "Livraisons régionales, arrimage",
            ),
            Post("Chauffeur livreur", "Colis Express", "Marmande", (2009, 1), (2013, 10), "Tournées urbaines"),
        ],
        [("CAP Conducteur routier", 3, "2008", True)],
        [("Espagnol", "bilingue")],
        [("PERMIS-C", "Permis C")],
        ["Arrimage"],
    ),
    Told(
        "Awa Ndiaye",
        "Technicienne de maintenance",
        [
            Post(
                "Technicienne de maintenance",
                "Papeteries de l'Isle",
                "Périgueux",
                (2020, 10),
                None,
                "Dépannage, préventif, GMAO",
            ),
            Post("Électromécanicienne", "Usinor Services", "Fumel", (2016, 9), (2020, 9), "Câblage d'armoires"),
        ],
        [
            ("BTS Maintenance des systèmes", 5, "2016", True),
            ("Licence professionnelle maintenance industrielle", 6, "2017", False),
        ],
        [("Anglais", "B1"), ("Wolof", "langue maternelle")],
        [("PERMIS-B", "Permis B")],
        ["GMAO", "Câblage"],
    ),
    Told(
        "Paul Etcheberry",
        "Cuisinier",
        [
            Post(
                "Cuisinier", "Auberge du Lac", "Biscarrosse", (2018, 3), (2024, 11), "Carte, commandes, hygiène HACCP"
            ),
            Post(
                "Commis de cuisine", "Clinique des Pins", "Mont-de-Marsan", (2016, 9), (2018, 2), "Préparations froides"
            ),
        ],
        [("CAP Cuisine", 3, "2016", True), ("Brevet des collèges", None, "2014", True)],
        [("Anglais", "A2")],
        [("PERMIS-B", "Permis B")],
        ["HACCP"],
    ),
    Told(
        "Chloé Marchive",
        "Vendeuse en boulangerie",
        [
            Post(
                "Vendeuse en boulangerie",
                "Boulangerie Marchand",
                "Niort",
                (2021, 1),
                (2025, 10),
                "Vente, mise en rayon, caisse",
            ),
            Post("Hôtesse de caisse", "Leclerc", "Saintes", (2019, 7), (2020, 12), "Encaissement, accueil"),
        ],
        [("CAP Employé de vente spécialisé", 3, "2019", True)],
        [("Allemand", "A2")],
        [],
        ["Encaissement", "Mise en rayon"],
    ),
    Told(
        "Marc Duclos",
        "Développeur web",
        [
            Post("Développeur web", "Agence Numérik", "Bordeaux", (2019, 2), None, "Python, Django, PostgreSQL"),
            Post(
                "Technicien support informatique",
                "Mairie de Lescar",
                "Lescar",
                (2016, 7),
                (2019, 1),
                "Postes, réseau, tickets",
            ),
        ],
        [("Licence Informatique", 6, "2016", True), ("Baccalauréat S", 4, "2013", True)],
        [("Anglais", "C1"), ("Espagnol", "B1")],
        [("PERMIS-B", "Permis B")],
        ["Python", "PostgreSQL"],
    ),
]
