"""Small files in the forms of the official ones, written by hand: here, and in tests/data/reference."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexer.settings import PROJECT_ROOT

SMALL = PROJECT_ROOT / "tests" / "data" / "reference"
SMALL_ROME = SMALL / "rome"
"""Seventeen sheets in all the columns of the publisher's files, with the oddities that those have."""
SMALL_COMMUNES = SMALL / "communes.csv"
SMALL_CERTIFICATIONS = SMALL / "certifications.jsonl"
SMALL_SYNONYMS = SMALL / "synonyms"

Table = list[Sequence[str]]

CODES: Table = [
    ("code_rome", "code_fiche_metier", "code_ogr", "libelle_rome", "transition_eco", "code_rome_parent"),
    ("H2913", "1", "10", "Soudeur / Soudeuse", "", "H2913"),
    ("H2914", "2", "11", "Soudeur / Soudeuse en aéronautique", "", "H2913"),
    ("H2902", "3", "12", "Chaudronnier / Chaudronnière", "", "H2902"),
    ("G1602", "4", "13", "Cuisinier / Cuisinière", "", "G1602"),
    ("N4444", "5", "14", "Dompteur / Dompteuse de puces", "", "N4444"),
]
TITLES: Table = [
    (
        "code_ogr",
        "libelle_appellation_long",
        "libelle_appellation_court",
        "code_rome",
        "classification",
        "code_rome_parent",
        "peu_usite",
    ),
    ("100", "Soudeur / Soudeuse", "Soudeur / Soudeuse", "H2913", "PRINCIPALE", "H2913", "N"),
    ("101", "Soudeur / Soudeuse à la bougie", "Soudeur(se) à la bougie", "H2914", "SYNONYME", "H2902", "O"),
    ("102", "Chaudronnier / Chaudronnière", "Chaudronnier / Chaudronnière", "H2902", "PRINCIPALE", "H2902", "N"),
    ("103", "Cuisinier / Cuisinière", "Cuisinier / Cuisinière", "G1602", "PRINCIPALE", "G1602", "N"),
    ("104", "Dompteur / Dompteuse de puces", "Dompteur / Dompteuse de puces", "N4444", "PRINCIPALE", "N4444", "N"),
]
SKILLS: Table = [
    ("code_ogr", "nature", "libelle_competence"),
    ("5001", "Compétence", "Souder à la bougie"),
    ("5002", "Compétence", "Dresser des puces"),
    ("5003", "Compétence", "Flamber une crêpe"),
]
KNOWLEDGE: Table = [
    ("code_ogr_savoir", "libelle_savoir", "categorie_savoir"),
    ("6001", "Soudage TIG", "Techniques professionnelles"),
    ("6002", "Psychologie des puces", "Domaines d'expertise"),
]
CONTEXTS: Table = [("code_ogr", "libelle_cont_travail"), ("7001", "Travail de nuit")]
LINKS: Table = [
    ("code_rome", "code_ogr", "coeur_metier"),
    ("H2913", "5003", ""),
    ("H2913", "6001", "Principale"),
    ("H2914", "5001", "Principale"),
    ("H2914", "7001", ""),
    ("N4444", "6002", ""),
    ("N4444", "5002", "Principale"),
    ("G1602", "5003", "Émergente"),
]
MOVES: Table = [
    ("code_rome", "code_rome_cible", "numero_ordre"),
    ("H2913", "G1602", "2"),
    ("H2913", "H2902", "1"),
    ("H2914", "N4444", "1"),
    ("H2914", "H2913", "2"),
    ("N4444", "H2914", "1"),
]
TEXTS: Table = [
    ("code_rome", "code_compo_bloc", "libelle_type_texte", "position_phrase", "libelle_texte"),
    ("N4444", "3", "definition", "2", "Assure l''entretien du chapiteau."),
    ("N4444", "3", "definition", "1", "Dresse des puces."),
    ("N4444", "4", "acces_metier", "1", "Accessible sans diplôme."),
]
TABLES = {
    "referentiel_code_rome": CODES,
    "referentiel_appellation": TITLES,
    "referentiel_competence": SKILLS,
    "referentiel_savoir": KNOWLEDGE,
    "referentiel_contexte_travail": CONTEXTS,
    "coherence_item": LINKS,
    "rubrique_mobilite": MOVES,
    "texte": TEXTS,
}

COMMUNES = """\
code_insee,nom,codes_postaux,departement,nom_departement,region,nom_region,population,latitude,longitude
64445,Pau,64000,64,Pyrénées-Atlantiques,75,Nouvelle-Aquitaine,79000,43.3200,-0.3503
33029,Le Barp,33114,33,Gironde,75,Nouvelle-Aquitaine,5900,44.6100,-0.7700
75056,Paris,75001 75002,75,Paris,11,Île-de-France,2100000,,
"""
SESSIONS = """\
intitule;organisme;lieu;date_debut;date_fin;codes_rome;competences;niveau;lien
Soudage TIG;AFPA;Pau;01/09/2027;2027-12-15;H2914|H2902;soudage TIG|lecture de plans;3;https://example.org/tig
"""


def write_rome(folder: Path, version: str = "460", **changed: Table | None) -> Path:
    """Write the tables into `folder` as they are published; `changed` gives other content, None leaves one out."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, table in {**TABLES, **changed}.items():
        if table is not None:
            with (folder / f"unix_{stem}_v{version}_utf8.csv").open("w", encoding="utf-8", newline="") as target:
                csv.writer(target, quoting=csv.QUOTE_ALL).writerows(table)
    return folder


def zipped(folder: Path, target: Path, inside: str = "") -> Path:
    """Put the files of a folder into a zip, in a folder of it when `inside` is given."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{inside}{path.name}")
    return target


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def certification(code: str = "RNCP1", **given: Any) -> str:
    """One line of the catalogue of certifications."""
    record = {
        "code_rncp": code,
        "intitule": "Soudeur",
        "niveau_europe": "niveau3",
        "fin_validite": "8/31/24",
        "romes": [{"code": "H2913", "libelle": "Soudage manuel"}],
        "blocs_competences": ["Souder à la bougie"],
    }
    return json.dumps({**record, **given}, ensure_ascii=False) + "\n"
