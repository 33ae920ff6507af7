"""Offers in the schema of France Travail's "Offres d'emploi v2" API."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from indexer.offers.document import CONTRACTS, OfferGiven, PlaceGiven
from indexer.offers.source_text import read_text

LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 50_000

_ROME_CODE = re.compile(r"[A-N]\d{4}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class RecordRefusedError(ValueError):
    """A record cannot become an offer; `reason` is a short code, the same for the same fault."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_record(record: Any, source: str) -> OfferGiven:
    """Return the facts of one record.

    Only an id and a title are needed: an offer without ROME code, place or contract is kept, those left empty.
    Raises RecordRefusedError.
    """
    if not isinstance(record, dict):
        raise RecordRefusedError("not_an_object")
    # Some real records have an empty title and a job name beside it: that is what the agency's own site shows then.
    identifier = _text(record, "id")
    title = next(iter(_texts(record, "intitule", "appellationlibelle", "romeLibelle")), "")
    if not identifier:
        raise RecordRefusedError("no_id")
    if not title:
        raise RecordRefusedError("no_title")
    employer, origin = _object(record, "entreprise"), _object(record, "origineOffre")
    pay = _object(record, "salaire")
    return OfferGiven(
        source=source,
        source_id=identifier,
        title=_line(title)[:LONGEST_TITLE],
        description=_text(record, "description")[:LONGEST_DESCRIPTION],
        employer=_line(_text(employer, "nom")),
        rome=tuple(code for code in [_text(record, "romeCode").upper()] if _ROME_CODE.fullmatch(code)),
        job_labels=_texts(record, "romeLibelle", "appellationlibelle"),
        skill_labels=tuple(_labels(record, "competences") + _labels(record, "permis") + _labels(record, "langues")),
        required_labels=tuple(_required(record, "competences") + _required(record, "permis")),
        place=_place(_object(record, "lieuTravail") or {"libelle": record.get("lieuTravail")}),
        contract=_contract(record),
        contract_label=_text(record, "typeContratLibelle"),
        working_time=_working_time(_text(record, "dureeTravailLibelleConverti")),
        working_time_label=_text(record, "dureeTravailLibelle"),
        experience_label=_text(record, "experienceLibelle"),
        diploma_label=", ".join(dict.fromkeys(_labels(record, "formations", "niveauLibelle"))),
        pay_label=_line(_text(pay, "libelle") or _text(pay, "commentaire")),
        accessible=record.get("accessibleTH") is True,
        url=_link(_text(origin, "urlOrigine")),
        published_at=_time(record, "dateCreation"),
        updated_at=_time(record, "dateActualisation"),
    )


def _contract(record: dict[str, Any]) -> str:
    """Return the contract's code. An apprenticeship is one whatever the legal form it takes (CDD, CDI)."""
    nature = _text(record, "natureContrat").lower()
    if record.get("alternance") is True or "apprentissage" in nature or "professionnalisation" in nature:
        return "ALT"
    code = _text(record, "typeContrat").upper()
    return code if code in CONTRACTS else ""


def _working_time(text: str) -> str:
    lowered = text.lower()
    if "partiel" in lowered:
        return "part_time"
    return "full_time" if "plein" in lowered else ""


def _place(place: dict[str, Any]) -> PlaceGiven:
    latitude, longitude = _number(place, "latitude", 90), _number(place, "longitude", 180)
    exact = latitude is not None and longitude is not None and (latitude, longitude) != (0, 0)
    return PlaceGiven(
        label=_line(_text(place, "libelle")),
        insee=_text(place, "commune"),
        postcode=_text(place, "codePostal"),
        latitude=latitude if exact else None,
        longitude=longitude if exact else None,
    )


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return _storable(str(value)).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _line(text: str) -> str:
    """Put a text on one line: in a mail, a title with line ends could pass for lines of ours."""
    return " ".join(text.split())


def _storable(text: str) -> str:
    """Replace what JSON can escape and UTF-8 cannot hold (half a surrogate pair), and drop control characters.

    Entities and tags are read: real titles hold "Systèmes &amp; Cloud". Pages escape what they show.
    """
    whole = read_text(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", whole))


def _texts(record: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for name in names if (text := _text(record, name))))


def _object(record: dict[str, Any], name: str) -> dict[str, Any]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _labels(record: dict[str, Any], name: str, part: str = "libelle") -> list[str]:
    entries = record.get(name)
    entries = entries if isinstance(entries, list) else []
    return [label for entry in entries if isinstance(entry, dict) and (label := _text(entry, part))]


def _required(record: dict[str, Any], name: str) -> list[str]:
    """Return the labels that the source marks as required: `exigence` E ("exigé"), not S ("souhaité")."""
    entries = record.get(name)
    marked = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [label for entry in marked if entry.get("exigence") == "E" and (label := _text(entry, "libelle"))]


def _number(record: dict[str, Any], name: str, bound: float) -> float | None:
    value = record.get(name)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) <= bound else None


def _time(record: dict[str, Any], name: str) -> str:
    text = _text(record, name)
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
        # All of one kind, or two offers could not be put in order: without a zone, the source's UTC is meant.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as error:
        raise RecordRefusedError(f"bad_date_{name}") from error


def _link(url: str) -> str:
    """Keep only web addresses: a link on our page must not run a script."""
    return url if url.startswith(("https://", "http://")) else ""
