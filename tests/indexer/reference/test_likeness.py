"""How alike the work of two sheets is, on a small list in the format of the official one."""

from __future__ import annotations

from indexer.language.vocabulary import Sheet
from indexer.reference.likeness import kin
from indexer.reference.rome import Rome, RomeLink, RomeMove

# Of one parent: who repairs cars, who repairs buses, who insures them. Of another: who repairs tractors.
SHEETS = {
    code: Sheet(code, parent, code)
    for code, parent in {
        "I1604": "I1604",
        "I1613": "I1604",
        "C1113": "I1604",
        "I1603": "I1603",
        "N9999": "N9999",
    }.items()
}
ASKED = {
    "I1604": ["moteur", "freins", "diagnostic", "vidange"],
    "I1613": ["moteur", "freins", "diagnostic", "autocar"],
    "C1113": ["contrat", "sinistre", "expertise", "client"],
    "I1603": ["moteur", "freins", "vidange", "hydraulique"],
    "N9999": ["conduite", "quai", "tournée", "colis"],
}
SAID = {
    "I1604": "réparer les voitures, entretenir les moteurs",
    "I1613": "réparer les autocars, entretenir les moteurs",
    "C1113": "estimer les dommages pour les assurances",
    "I1603": "réparer les tracteurs, entretenir les moteurs",
    "N9999": "livrer des colis",
}


def a_list() -> Rome:
    links = tuple(RomeLink(sheet, item, core=True) for sheet, items in ASKED.items() for item in items)
    moves = (RomeMove("I1604", "I1603", 1), RomeMove("I1604", "N9999", 2), RomeMove("I1604", "C1113", 3))
    return Rome("v1", (), (), (), (), links, moves, ())


def test_sheets_of_one_code_are_one_work_only_where_they_are_alike() -> None:
    alike, _ = kin(a_list(), SHEETS, SAID)
    assert alike["I1604"] == ("I1604", "I1613")
    assert alike["C1113"] == ("C1113",)


def test_a_move_counts_only_where_the_work_is_near() -> None:
    _, near = kin(a_list(), SHEETS, SAID)
    assert near["I1604"] == ("I1603",), "neither a career elsewhere nor a sheet that only shares the code"
    assert near["N9999"] == ()
