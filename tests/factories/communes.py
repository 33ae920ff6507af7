"""Communes that the starter does not have."""

from __future__ import annotations

from pathlib import Path

from elasticsearch import Elasticsearch

from indexer.reference.importing import import_communes

VIENNE = """\
code_insee,nom,codes_postaux,departement,nom_departement,region,nom_region,population,latitude,longitude
38544,Vienne,38200,38,Isère,84,Auvergne-Rhône-Alpes,29583,45.5256,4.8742
86194,Poitiers,86000,86,Vienne,75,Nouvelle-Aquitaine,89212,46.5802,0.3404
"""


def import_vienne(client: Elasticsearch, folder: Path) -> None:
    """Put a list of communes in force in which one, in the Isère, is called as a département is."""
    path = folder / "communes.csv"
    path.write_text(VIENNE, encoding="utf-8")
    import_communes(client, path)
