"""What a person without a CV says of themselves, written as a CV that `read_cv` reads. Pure functions.

So there is one way to understand a person, whatever they leave: the form is a CV that somebody else laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A job held, in the person's words; `since` and `until` are "2019" or "2019-03", `until` empty while it lasts."""

    title: str
    since: str
    employer: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed into the form: short texts of one line, none of them empty."""

    jobs: Sequence[HeldJob] = ()
    skills: Sequence[str] = ()
    licences: Sequence[str] = ()
    diplomas: Sequence[tuple[str, str]] = ()
    """Label and year, which may be empty."""
    languages: Sequence[tuple[str, str]] = ()
    """Name and level, one of `spoken.LEVELS`, which may be empty."""
    parts: tuple[str, ...] = field(default=("jobs", "skills", "licences", "diplomas", "languages"), init=False)

    def __bool__(self) -> bool:
        """Say whether anything was typed."""
        return any(getattr(self, part) for part in self.parts)


def write_cv(said: Said) -> str:
    """Return the text of a CV that says this, a section for each kind of thing, without those that are empty."""
    sections = {
        "Emplois occupés": [_job(one) for one in said.jobs],
        "Compétences": list(said.skills),
        "Permis et habilitations": list(said.licences),
        "Diplômes": [f"{year} : {label}" if year else label for label, year in said.diplomas],
        "Langues": [f"{name} : {level}" if level else name for name, level in said.languages],
    }
    return "\n\n".join("\n".join([title, *lines]) for title, lines in sections.items() if lines)


def _job(one: HeldJob) -> str:
    what = f"{one.title}, {one.employer}" if one.employer else one.title
    if not one.until:
        return f"Depuis {_month(one.since)} : {what}"
    when = _month(one.since)
    return f"{when if one.until == one.since else f'{when} - {_month(one.until)}'} : {what}"


def _month(written: str) -> str:
    """Write "2019-03" as `03/2019`, and a year as it is."""
    year, _, month = written.partition("-")
    return f"{month}/{year}" if month else year
