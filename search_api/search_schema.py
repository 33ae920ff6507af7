"""The address of a search: its fields, in French since people read them, and what may stand in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from indexer.offers.facets import EXPERIENCE, ONE_ONLY, PAY_STEPS, SINCE_DAYS
from indexer.places.communes import AmbiguousCommuneError
from indexer.reference.in_force import gazetteer
from indexer.searching.cursors import LONGEST_TOKEN, ORDERS, Cursor, PageUnknownError, read_token
from indexer.searching.kinds import NOT_SAID, YES
from indexer.settings import settings
from search_api.fields import RadiusField, ambiguous, length, one_of, speaking
from search_api.problems import invalid
from search_api.searched_places import MOST_PLACES, places_of, split_places

FIELDS = {
    "famille": "family",
    "metier": "job",
    "contrat": "contract",
    "temps": "working_time",
    "teletravail": "remote",
    "salaire": "pay",
    "experience": "experience",
    "diplome": "diploma",
    "depuis": "since",
    "source": "source",
    "accessible": "accessible",
    "formation": "training",
    "sans_permis": "without_licence",
}
"""The facet behind each field."""

_KNOWN: dict[str, Iterable[Any]] = {
    "temps": ("full_time", "part_time"),
    "teletravail": ("full", "partial", "none"),
    "salaire": PAY_STEPS,
    "experience": EXPERIENCE,
    "diplome": range(3, 9),
    "depuis": SINCE_DAYS,
    "accessible": (YES,),
    "formation": (YES,),
    "sans_permis": (YES,),
}
_LONGEST = {"famille": 1, "metier": 5, "contrat": 10, "source": 100}
_CODES = {"depuis": "since_invalid"}
_MOST_VALUES = 50
_TRUE = {*fields.Boolean.truthy, YES}


def _facet(name: str) -> fields.Field[Any]:
    facet = FIELDS[name]
    if name in _KNOWN:
        choices = tuple(str(value) for value in _KNOWN[name])
        unsaid = () if facet in ("since", "accessible", "training", "without_licence") else (NOT_SAID,)
        check = one_of((*choices, *unsaid), _CODES.get(name, "choice_invalid"))
    else:
        check = _short(_LONGEST[name])
    most = 1 if facet in ONE_ONLY else _MOST_VALUES
    return fields.List(
        fields.String(validate=check, error_messages=speaking(_CODES.get(name, "field_invalid"))),
        load_default=list,
        validate=length(0, most, "one_choice" if most == 1 else "field_invalid"),
        metadata={"description": f"Facet {facet}; {NOT_SAID}: the offers that do not say."},
    )


def _short(longest: int) -> Any:
    check = length(1, longest, "field_invalid")
    return lambda value: None if value == NOT_SAID else check(value)


class PageField(fields.Field[Cursor]):
    """The token of a page, as an earlier answer gave it; becomes a Cursor."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Cursor:
        try:
            return read_token(str(value))
        except PageUnknownError as error:
            raise invalid("page_invalid") from error


class WordsAndPlacesSchema(Schema):
    """What every search of ours has: words, places and a distance."""

    class Meta:
        """Addresses get parameters from elsewhere (newsletters, social networks): those are passed over."""

        unknown = EXCLUDE

    q = fields.String(load_default="", validate=length(0, 200, "text_too_long"))
    lieu = fields.List(
        fields.String(validate=length(0, 100, "text_too_long")),
        load_default=list,
        validate=length(0, MOST_PLACES, "places_too_many"),
        metadata={
            "description": "Commune (name, postcode, INSEE code), département, territory or region; alternatives."
        },
    )
    rayon = RadiusField(load_default=30)


class SearchSchema(WordsAndPlacesSchema):
    """A search over offers, as the page's address carries it."""

    voisins = fields.Boolean(
        load_default=False,
        truthy=_TRUE,
        error_messages=speaking("boolean_invalid"),
        metadata={"description": "Also the départements beside those that are named."},
    )
    famille = _facet("famille")
    metier = _facet("metier")
    contrat = _facet("contrat")
    temps = _facet("temps")
    teletravail = _facet("teletravail")
    salaire = _facet("salaire")
    experience = _facet("experience")
    diplome = _facet("diplome")
    depuis = _facet("depuis")
    source = _facet("source")
    accessible = _facet("accessible")
    formation = _facet("formation")
    sans_permis = _facet("sans_permis")
    precis = fields.Boolean(
        load_default=False,
        truthy=_TRUE,
        error_messages=speaking("boolean_invalid"),
        metadata={"description": "Leave out the offers that do not say what was chosen."},
    )
    tri = fields.String(
        load_default="",
        validate=one_of(("", *ORDERS), "order_invalid"),
        metadata={"description": "pertinence (with words), date, or distance (with a commune)."},
    )
    page = PageField(
        load_default=None,
        metadata={"type": "string", "maxLength": LONGEST_TOKEN, "description": "`next` or `previous` of an answer."},
    )

    @pre_load
    def drop_blanks(self, data: Any, **kwargs: Any) -> Any:
        """Pass over parameters left empty by the form."""
        return listed(data, ("lieu", *FIELDS))


def listed(data: Any, lists: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a search that hold something: those named in `lists` as lists, the first value of others."""
    if hasattr(data, "getlist"):
        data = {name: data.getlist(name) for name in data}
    kept = {name: [one for one in _list(value) if not _blank(one)] for name, value in data.items()}
    if "lieu" in kept:
        kept["lieu"] = split_places([str(place) for place in kept["lieu"]])
    return {name: values if name in lists else values[0] for name, values in kept.items() if values}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


class OfferQuerySchema(SearchSchema):
    """The same search by a program, which does not read "did you mean": a place that is not understood is refused."""

    lieu = fields.List(
        fields.String(validate=[length(0, 100, "text_too_long"), lambda text: _known_place(text)]),
        load_default=list,
        validate=length(0, MOST_PLACES, "places_too_many"),
        metadata={
            "description": "Commune (name, postcode, INSEE code), département, territory or region; alternatives."
        },
    )


def _known_place(text: str) -> None:
    for found in places_of([text[:100]], gazetteer(), region=settings().region).problems:
        if found.choices:
            raise ambiguous(AmbiguousCommuneError(found.choices))
        raise ValidationError({"code": "commune_unknown", "message": found.sentence})


def chosen_of(wanted: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what is chosen of each facet, by the facet's name."""
    return {facet: tuple(dict.fromkeys(wanted[name])) for name, facet in FIELDS.items() if wanted[name]}
