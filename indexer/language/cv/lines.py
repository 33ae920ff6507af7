"""The lines of a CV, each with its section: headings in any order and case, decorated or letterspaced.

`E X P É R I E N C E S`, `## Expérience`, `-- Formation --` and `LANGUES : anglais` are headings. A line that is none
belongs to the last heading above it; what stands above the first one is the header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.language.normalisation import without_accents

HEADER, EXPERIENCE, EDUCATION, SKILLS, LANGUAGES = "header", "experience", "education", "skills", "languages"
WISH, PROFILE, LEISURE, CONTACT, OTHER = "wish", "profile", "leisure", "contact", "other"

# A heading begins so; longer ones first, since "parcours scolaire" is no "parcours".
_BEGINNINGS = (
    (CONTACT, r"contacts?|coordonnees|etat civil|identite|(?:informations|renseignements|infos) (?:personnel|perso)"),
    (CONTACT, r"situation (?:personnelle|familiale)"),
    (EDUCATION, r"(?:parcours|cursus) (?:scolaire|universitaire|de formation|academique)|formations?|diplomes?|etudes"),
    (EDUCATION, r"scolarite|ecole|cursus|education"),
    (EXPERIENCE, r"experiences?|parcours|emplois(?: occupes)?|carriere|postes occupes|work experience|employment"),
    (EXPERIENCE, r"professional experience|career history|jobs held|mes (?:jobs|emplois|postes)|ou j[' ]ai travaille"),
    (EXPERIENCE, r"ce que j[' ]ai (?:deja )?fait|saison par saison|historique professionnel|stages"),
    (LANGUAGES, r"langues?|languages|competences linguistiques|je parle|autres? langues?"),
    (SKILLS, r"competences?|savoir[- ](?:faire|etre)|outils|informatique|logiciels|bureautique|atouts?|qualites"),
    (SKILLS, r"travaux maitrises|ce que je sais faire|je sais (?:aussi|faire)|qualifications?|habilitations?|permis"),
    (SKILLS, r"certifications?|certificats?|caces|(?:mes )?points forts|skills|technologies|je conduis"),
    (SKILLS, r"driving licen[cs]e|licen[cs]es and certifications|strengths|computer skills"),
    (WISH, r"objectifs?|projets?(?: professionnels?)?|souhaits?|je (?:re)?cherche|recherche|(?:poste|emploi|metier)s?"),
    (WISH, r"ce qui m[' ]interesse"),
    (LEISURE, r"loisirs?|centres? d[' ]?interets?|hobb(?:y|ies)|passions?|activites extra|interets"),
    (PROFILE, r"profil|a propos|presentation|accroche|resume|qui suis[- ]je|en bref"),
    (OTHER, r"divers|autres?|informations complementaires|references|situation|disponibilites?|mobilite|benevolat"),
)
_HEADING = re.compile(
    r"(?:mes |mon |ma |nos )?(?:"
    + "|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(_BEGINNINGS))
    + r")\b"
)
# What may follow in a heading written in small letters; others are taken in capitals only ("Formation des nouveaux").
_TAIL = re.compile(
    r"(?:[\s/,&+-]|\b(?:et|de|du|des|d|l|mes|professionnel(?:le)?s?|personnel(?:le)?s?|techniques?|scolaires?|stages?"
    r"|diplomes?|formations?|certificats?|certifications?|titres?|informatiques?|linguistiques?|universitaires?|cles?"
    r"|recherchee?s?|souhaitee?s?|visee?s?|vise|occupe(?:e?s)?|precedents?|complementaires?|autres?|langues|permis"
    r"|competences?|experiences?|loisirs|interets?|transversales?|metiers?|logiciels|outils|bureautique|savoirs?"
    r"|etre|faire|anterieure?s?|initiale?|continue|principales?|professionnalisant|divers|caces|habilitations"
    r"|suivies?|obtenus?|maternelles?|parlees?|parcours|qualifications?|deja fait|contact|civil)\b)*"
)
_DECORATION = re.compile(r"^[^\w]+|[^\w)]+$")
_LETTERSPACED = re.compile(r"^(?:[^\W\d_] ){3,}[^\W\d_]$")
_BULLET = re.compile(r"^(?:[•▪●■◦‣*>✓➢►o]|[-–—](?!-))\s+")
_MARK = re.compile(r"^(?:#|--|==|\*\*|__)")
_PLURAL = re.compile(r"\(s\)", re.IGNORECASE)
_LONGEST_HEADING = 48


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its place in the text (characters, end excluded), its words, and its section."""

    start: int
    text: str
    plain: str
    """As `without_accents` gives it: the same length."""
    section: str
    heading: bool
    bullet: bool
    after_blank: bool

    @property
    def end(self) -> int:
        """Return the place after the last character."""
        return self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank; a heading with content behind a colon gives two."""
    found: list[Line] = []
    section, blank = HEADER, True
    # Once for all: it is the slowest step of all.
    plain = without_accents(text)
    for match in re.finditer(r"[^\n]+", text):
        left = len(match.group()) - len(match.group().lstrip())
        content = match.group().strip()
        if not any(letter.isalnum() for letter in content) and "…" not in content:
            blank = True
            continue
        gap = blank or text[max(0, match.start() - 2) : match.start()].count("\n") > 1 or not found
        start = match.start() + left
        for offset, part, kind in _parts(content, section, after_blank=gap):
            section = kind or section
            bullet = bool(_BULLET.match(part))
            folded = plain[start + offset : start + offset + len(part)]
            found.append(Line(start + offset, part, folded, section, bool(kind), bullet, gap))
            gap = False
        blank = False
    return _unspaced(found)


SPACED, FEWEST_SPACED = 0.8, 8
"""Of so many lines or more, the share after a blank line from which blank lines part nothing: Word's default."""


def _unspaced(lines: list[Line]) -> list[Line]:
    """Return the lines of a text whose paragraphs all stand apart as if none did; headings keep what parts them."""
    apart = sum(line.after_blank for line in lines)
    if len(lines) < FEWEST_SPACED or apart < SPACED * len(lines):
        return lines
    return [line if line.heading else replace(line, after_blank=False) for line in lines]


# Lines of a header: what stands further down of a CV without headings is its content.
_NEAR = 14


def header(lines: list[Line]) -> list[Line]:
    """Return the first lines above any heading, and those of the contact section wherever it stands."""
    first = [line for line in lines if line.section == HEADER][:_NEAR]
    return [*first, *(line for line in lines if line.section == CONTACT)]


def _parts(content: str, section: str, *, after_blank: bool) -> list[tuple[int, str, str]]:
    """Return (offset, text, section when it is a heading) of the one line, or of heading and content."""
    kind = heading_of(content, after_blank=after_blank)
    before, colon, after = content.partition(":")
    # "LANGUE MATERNELLE : PORTUGAIS" is loud all through.
    told = after.strip() and heading_of(before, after_blank=False) in (LANGUAGES, SKILLS)
    if kind and not told:
        return [(0, content, kind)]
    if colon and after.strip() and len(before) <= _LONGEST_HEADING:
        kind = heading_of(before, after_blank=False)
        # "Poste : serveur" among the jobs held is one of them, not what is wanted.
        if kind and kind not in (EXPERIENCE, OTHER) and not (section == EXPERIENCE and kind == WISH):
            offset = len(before) + 1 + len(after) - len(after.lstrip())
            return [(0, before, kind), (offset, content[offset:], "")]
    return [(0, content, "")]


def heading_of(line: str, *, after_blank: bool = True) -> str:
    """Return the section that a line is the heading of; nothing when it is none."""
    if len(line) > 2 * _LONGEST_HEADING + 8:
        return ""
    marked = bool(_MARK.match(line))
    bare = _DECORATION.sub("", _DECORATION.sub("", line))
    bare = re.sub(r"^\d{1,2}[.)]?\s+", "", bare)
    if _LETTERSPACED.match(re.sub(r"\s{2,}", " ", bare)):
        words = [re.sub(r"\s", "", word) for word in re.split(r"\s{2,}", bare)]
        bare = " ".join(words)
    bare = _PLURAL.sub("S" if bare.isupper() else "s", bare)
    if not bare or len(bare) > _LONGEST_HEADING or re.search(r"\d|[.;,!?](?:\s|$)", bare):
        return ""
    plain = without_accents(bare.replace("’", "'"))
    match = _HEADING.match(plain)
    # Letterspaced with single spaces between words too: "F O R M A T I O N S E T D I P L O M E S".
    squashed = match is None and " " not in plain and _HEADING_SQUASHED.fullmatch(plain)
    if squashed:
        return _kind(squashed)
    if match is None:
        return ""
    rest = plain[match.end() :]
    known_tail = bool(_TAIL.fullmatch(rest.strip(" :")))
    loud = bare.upper() == bare or marked
    # "Expérience auprès des personnes" above its lines; "Recherche de panne" is work.
    alone = after_blank and len(plain.split()) <= 5 and _kind(match) in (EXPERIENCE, EDUCATION) and bare[0].isupper()
    return _kind(match) if known_tail or loud or alone else ""


_HEADING_SQUASHED = re.compile(
    "|".join(f"(?P<k{number}>{pattern.replace(' ', '')})" for number, (_, pattern) in enumerate(_BEGINNINGS))
    + r"(?:professionnelles?|personnelles?|techniques?|etdiplomes?|etformations?)?"
)


def _kind(match: re.Match[str]) -> str:
    return _BEGINNINGS[int((match.lastgroup or "k0")[1:])][0]
