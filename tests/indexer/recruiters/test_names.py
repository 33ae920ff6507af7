"""Names that may be taken for another's, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.recruiters.names import is_near, is_public_body, words_of_name


@pytest.mark.parametrize(
    "name",
    [
        *("Mairie de Bordeaux", "MAIRIE DE PAU", "Maírie d’Hendaye", "M.A.I.R.I.E. de Lons", "M a i r i e de Lons"),
        # Cyrillic letters; a digit; an invisible character; letters of double width.
        *(
            "\u041c\u0430iri\u0435 de Bordeaux",
            "Ma1rie de Bordeaux",
            "Mai\u200brie de Bordeaux",
            "\uff2d\uff41irie de Pau",
        ),
        *("Ville de Bègles", "Commune de Tarnos", "Sous-préfecture de Bayonne", "Préfecture de la Gironde"),
        *("France Travail Bordeaux", "france-travail", "Pôle emploi", "Mission Locale du Médoc", "Cap Emploi 33"),
        *("CPAM de la Gironde", "C.A.F. des Landes", "CHU de Bordeaux", "Centre hospitalier de Pau", "CCAS de Floirac"),
        *("Conseil départemental de la Gironde", "Communauté de communes du Grand Cubzaguais", "La Poste", "Rectorat"),
        # A small L for a capital I, Greek capitals, a sign for a letter; written together; a letter less.
        *(
            "MAlRIE de Lons",
            "\u039c\u0391\u0399RIE de Lons",
            "M@irie de Lons",
            "FranceTravail",
            "Franc Travail",
            "Poleemploi",
        ),
        # Other letters again, drawn alike or small capitals; a figure behind; a letter twice; in short.
        *(
            "Mai\u0433ie de Lons",
            "\u1d0d\u1d00\u026a\u0280\u026a\u1d07 de Lons",
            "M\u0251irie de Lons",
            "Mairiie de Lons",
        ),
        *(
            "\U0001f17c\U0001f170\U0001f178\U0001f181\U0001f178\U0001f174 de Lons",
            "Rnairie de Lons",
            "Mairie33",
            "CD 33",
        ),
        *("MairieLons", "VilledeLons", "Municipalité de Lons", "Région Sud", "Préf. de la Gironde", "C.H. de Pau"),
        *("URSAFF", "CCI des Landes", "Département Gironde", "Com. com. du Béarn"),
        *("Commune Lons", "Ville Lons", "Mairies du Béarn", "Département 64", "CD64", "Agglo du Béarn", "Lycée Barthe"),
    ],
)
def test_a_public_bodys_name_is_known_however_it_is_written(name: str) -> None:
    assert is_public_body(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Boulangerie Marie",
            "Atelier de l’Exemple",
            "Villedieu Transports",
            "Garage de la Mairerie",
            "Policarpe SARL",
        ),
        *(
            "Chaudronnerie du Gave",
            "Les Jardins de Communay",
            "Hôtel Beauséjour",
            "SARL Préfectoral",
            "Cafétéria du Lac",
        ),
    ],
)
def test_an_ordinary_name_is_no_public_bodys(name: str) -> None:
    assert not is_public_body(name)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Ateliers du Gave", "ATELIER DU GAVE", True),
        ("SARL Dupont et Fils", "Dupont & Fils", True),
        ("Dupont et Fils", "Fils Dupont", True),
        ("Chaudronnerie Ogarel", "Chaudronnerie 0garel", True),
        ("Chaudronnerie Ogarel", "Chaudronerie Ogarel", True),
        ("Ogarel Ouest", "Ogare1 Ouest", True),
        ("Ogarel Ouest", "OgareI Ouest", True),
        ("Keolis", "Keolis Bordeaux", True),
        ("Clinique Saint-Exemple", "Clinique St Exemple", True),
        ("Chaudronnerie Béarnaise Ogarel", "C.B.O.", True),
        ("Chaudronnerie Béarnaise Ogarel", "Chaudr. Béarn. Ogarel", True),
        ("Ogarel", "Ograel", True),
        ("Ogarel", "\u1d0f\u0262\u1d00\u0280\u1d07\u029f", True),
        ("Leclair", "Le Clair", True),
        ("Moreau", "Morneau", True),
        ("Moreau", "Rnoreau", True),
        ("Kéolis", "Keolis33", True),
        ("Chaudronnerie Béarnaise Ogarel", "CBA", False),
        ("Garage Martin", "Pharmacie Martin", False),
        ("Atelier", "Atelier du Gave", False),
        ("Boulangerie du Coin", "Boulangerie du Port", False),
        ("Dupont", "Durand", False),
        ("", "Dupont", False),
    ],
)
def test_names_that_may_be_taken_for_each_other(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is near
    assert is_near(other, one) is near


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_it_and_a_name_is_near_itself(one: str, other: str) -> None:
    assert is_near(one, other) is is_near(other, one)
    assert is_near(one, one) is bool(words_of_name(one))
    is_public_body(one)
