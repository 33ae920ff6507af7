"""The form of an offer as it is shown: what was typed, the skills to pick, what was understood beside a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import Gazetteer
from indexer.publications.facts import EMPTY, REMOTE, Facts, contract_label, experience_label
from indexer.publications.reading import Reading
from search_api.presentation import WORKING_TIMES, grouped
from search_api.problems import by_field
from search_api.publication_schema import PublicationSchema, facts_of_form

MOST_ROWS = 24
"""Skills shown to pick: what was chosen, what the text names, then the heart of the job."""


ADDING = ("add_skill", "add_licence")
"""Fields whose words become boxes."""


@dataclass(frozen=True, slots=True)
class Row:
    """A skill that may be picked; `chosen` is `required`, `welcome` or nothing."""

    identifier: str
    label: str
    chosen: str
    in_text: bool


def read(form: Any) -> tuple[Facts, dict[str, str]]:
    """Return the facts that a form says, as far as they can be read, and what is wrong, a sentence by field."""
    schema = PublicationSchema()
    try:
        return schema.load(form), {}
    except ValidationError as error:
        errors = by_field(error.messages)
        valid: dict[str, Any] = error.valid_data if isinstance(error.valid_data, dict) else {}
    try:
        return facts_of_form(valid), errors
    except ValidationError as error:
        return dict(error.valid_data or {}), {**by_field(error.messages), **errors}


def typed_of(form: Any, errors: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed in the fields of one value, to be shown again as it was.

    What was to be added, and was understood, is among the boxes now.
    """
    return {name: str(form[name]) for name in form if name not in ADDING or name in errors}


def form_of(facts: Facts, vocabulary: Vocabulary, communes: Gazetteer) -> dict[str, str]:
    """Return facts as the form's fields hold them."""
    said = {**EMPTY, **facts}
    commune = communes.communes.get(said["commune"])
    job = vocabulary.jobs.get(said["job"])
    plain = ("title", "description", "contract", "working_time", "pay_period", "remote", "apply")
    numbers = ("contract_months", "hours", "pay_from", "pay_to", "experience", "diploma")
    return {
        **{name: str(said[name]) for name in plain},
        **{name: "" if said[name] is None else f"{said[name]:g}".replace(".", ",") for name in numbers},
        "commune": commune.label if commune else "",
        "job_words": job.label if job else "",
        "accessible": "true" if said["accessible"] else "",
    }


def rows(facts: Facts, reading: Reading, vocabulary: Vocabulary) -> list[Row]:
    """Return the skills to pick, at most MOST_ROWS beside those that are chosen."""
    required, welcome = facts["required"], facts["welcome"]
    job = vocabulary.jobs.get(facts["job"])
    of_job = sorted(job.skills, key=lambda skill: skill not in job.core) if job else ()
    named = [skill for skill in reading.skills if skill in vocabulary.skills]
    chosen = [*required, *welcome]
    others = [skill for skill in dict.fromkeys([*named, *of_job]) if skill not in set(chosen)]
    return [
        Row(
            skill,
            vocabulary.skills[skill].label,
            "required" if skill in required else "welcome" if skill in welcome else "",
            skill in named,
        )
        for skill in [*chosen, *others[:MOST_ROWS]]
        if skill in vocabulary.skills
    ]


def understood(facts: Facts, reading: Reading, vocabulary: Vocabulary, communes: Gazetteer) -> dict[str, str]:
    """Return what was understood, a sentence by field; nothing for a field of which nothing was."""
    commune = communes.communes.get(facts["commune"])
    jobs = " ; ".join(vocabulary.label(f"job:{code}") for code in reading.jobs)
    licences = ", ".join(dict.fromkeys(vocabulary.label(f"licence:{one}") for one in reading.licences))
    said: Mapping[str, str] = {
        "job_words": jobs,
        "commune": commune.label if commune else "",
        "contract": contract_label({**EMPTY, "contract": reading.contract}),
        "working_time": WORKING_TIMES.get(reading.working_time, ""),
        "pay_from": _pay(reading.pay),
        "experience": experience_label(reading.experience),
        "licences": licences,
        "remote": REMOTE.get(reading.remote, ""),
    }
    return {field: words for field, words in said.items() if words}


def _pay(bounds: Sequence[float | None]) -> str:
    said = [f"{grouped(round(bound))}\u00a0€" for bound in dict.fromkeys(bounds) if bound]
    return f"{' à '.join(said)} brut par mois à temps plein" if said else ""
