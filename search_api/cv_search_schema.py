"""The address of a search of the CV base: its fields, in French, and what may stand in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import fields, pre_load

from indexer.cv_search.facets import AVAILABLE_DAYS, EXPERIENCE, FACETS, MOBILITY_KM, ONE_ONLY
from indexer.searching.cursors import DATE, LONGEST_TOKEN, RELEVANCE
from indexer.searching.kinds import NOT_SAID, YES
from search_api.fields import length, one_of, speaking
from search_api.problems import invalid
from search_api.search_schema import PageField, WordsAndPlacesSchema, listed

FIELDS = {
    "metier": "job",
    "competence": "skill",
    "experience": "experience",
    "diplome": "diploma",
    "permis": "licence",
    "langue": "language",
    "disponible": "available",
    "contrat": "contract",
    "temps": "working_time",
    "teletravail": "remote",
    "mobilite": "mobility",
    "formation": "training",
}
"""The facet behind each field."""
_KNOWN: dict[str, Iterable[Any]] = {
    "experience": EXPERIENCE,
    "diplome": range(3, 9),
    "disponible": AVAILABLE_DAYS,
    "temps": ("full_time", "part_time"),
    "teletravail": (YES,),
    "mobilite": MOBILITY_KM,
    "formation": (YES,),
}
_LONGEST = {"metier": 5, "competence": 80, "permis": 60, "langue": 40, "contrat": 10}
_MOST_VALUES = 30


def _facet(name: str) -> fields.Field[Any]:
    facet = FIELDS[name]
    unsaid = (NOT_SAID,) if FACETS[facet].not_said() is not None else ()
    check: Any
    if name in _KNOWN:
        check = one_of((*(str(value) for value in _KNOWN[name]), *unsaid), "choice_invalid")
    else:
        check = [length(1, max(_LONGEST[name], len(NOT_SAID)), "field_invalid"), *([] if unsaid else [_is_said])]
    most = 1 if facet in ONE_ONLY else _MOST_VALUES
    return fields.List(
        fields.String(validate=check, error_messages=speaking("field_invalid")),
        load_default=list,
        validate=length(0, most, "one_choice" if most == 1 else "field_invalid"),
    )


def _is_said(value: str) -> None:
    if value == NOT_SAID:
        raise invalid("choice_invalid", choices="les valeurs de la page")


class CvSearchSchema(WordsAndPlacesSchema):
    """A search of the CV base, as the page's address carries it."""

    metier = _facet("metier")
    competence = _facet("competence")
    experience = _facet("experience")
    diplome = _facet("diplome")
    permis = _facet("permis")
    langue = _facet("langue")
    disponible = _facet("disponible")
    contrat = _facet("contrat")
    temps = _facet("temps")
    teletravail = _facet("teletravail")
    mobilite = _facet("mobilite")
    formation = _facet("formation")
    tri = fields.String(load_default="", validate=one_of(("", RELEVANCE, DATE), "order_invalid"))
    page = PageField(load_default=None, metadata={"maxLength": LONGEST_TOKEN})

    @pre_load
    def drop_blanks(self, data: Any, **kwargs: Any) -> Any:
        """Pass over parameters left empty by the form."""
        return listed(data, ("lieu", *FIELDS))


def chosen_of(wanted: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what is chosen of each facet, by the facet's name."""
    return {facet: tuple(dict.fromkeys(wanted[name])) for name, facet in FIELDS.items() if wanted[name]}
