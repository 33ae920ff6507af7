"""Where a CV names the person it is of: in its first lines, as a label or a sentence says it, as their address spells
it, in a signature or a footer; and that name wherever it stands again.

What looks like a name and is no known title of job is taken for one: it is better to lose a headline that nobody knows
than to keep who somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

from indexer.language.cv.lines import CONTACT, HEADER, Line, heading_of
from indexer.language.empty_words import EMPTY_TITLE_WORDS
from indexer.language.normalisation import STOP_WORDS, fold, folded_words, tokens, without_accents
from indexer.language.phrases import PhraseFinder

Span = tuple[int, int]

REMOVED = "[…]"
"""What stands in a text for what was taken out of it."""

AT = r"(?:@|＠|\[at\]|\(at\)|\{at\}|\(a\)|<at>|\(chez\)|\*at\*|-at-|\barr?oba(?:s|z|se|sse|ze)\b)"
DOT = r"(?:\.|\(dot\)|\[dot\]|\(point\)|\*point\*|-dot-|-point-|\bpoint\b|\bdot\b|\btiret(?: bas)?\b|\bunderscore\b)"
"""How addresses are written, and spelled out against robots."""

_HERE = Path(__file__).parent
# Each part as long as RFC 5321 §4.5.3.1 lets it be, from where a word begins: a text without end takes no longer.
_EMAIL = re.compile(
    rf"(?<![\w.+'-])(?P<local>[a-z0-9][\w.+'-]{{0,63}}(?:\s?{DOT}\s?[\w+'-]{{1,63}}){{0,3}})"
    rf"\s?{AT}\s?[\w-]{{1,63}}(?:\s?{DOT}\s?[\w-]{{1,63}}){{1,8}}"
)
_HANDLE = re.compile(
    r"\b(?:linkedin|skype|instagram|insta|facebook|twitter|snapchat|snap|tiktok|github|gitlab|viadeo|telegram|discord)\b"
    r"[\s:/@.comfrin-]{0,40}(?P<local>[a-z][\w.-]{2,40})"
)
_SEPARATED = r"(?:\s*[:=→]\s*|\s*[\t|]\s*|\s[-–—]\s|\s{3,})"
_NAME_LABEL = (
    r"(?:nom(?: de famille| de naissance| d['’ ]?usage| de jeune fille| et prenoms?| prenoms?|s)?|prenoms?"
    r"|prenom (?:et )?nom|name|first name|last name|surname|signature"
    r"|candidate?|titulaire du cv|identite|patronyme|surnom|pseudo)(?:\(s\))?"
)
_LABEL = re.compile(
    rf"\b(?:{_NAME_LABEL}|nee? (?=[a-z-]+$)){_SEPARATED}(?P<name>[^\W\d_][^\n|;\t]{{0,60}}?)"
    r"(?=\s{2,}|\s*[|;\t\n→]|\s*,|\s+(?:pre)?noms?\s*[:=→]|\s+(?:ne|nee|age|date|adresse|tel|nationalite|sexe)\b|$)"
)
_LABEL_ALONE = re.compile(rf"{_NAME_LABEL}\s*[:=]?")
# "Mme Dupont", "M. Jean DUPONT": also of somebody else, who did not ask to be in a CV.
_CIVIL = re.compile(r"\b(?:monsieur|madame|mademoiselle|mme|mlle|mr|m\.)\s+(?=[^\W\d_])")
_MAIDEN = re.compile(r"\b(?:nee?|epouse|ep\.|veuve)\s+(?=[^\W\d_])")
_SAYS = re.compile(
    r"\b(?:(?:je|on) m['’ ]?appelle|my name is|je me presente\s?:|alias|surnommee?|(?<=\()dite?"
    r"|je me (?:pre)?nomme|mon nom(?:,? c['’ ]?est| est)|moi,? c['’ ]?est|je soussignee?,?"
    r"|candidature de|cv de|profil de|(?:demande[rz]|contacte[rz]|appele[rz]|joindre) (?:moi )?)\s*,?\s*(?=[^\W\d_])"
)
_ENDS = re.compile(
    r"\b(?:cordialement|salutations|respectueusement|sincerement|sinceres|bien a vous|a bientot|fait (?:a|le)"
    r"|signature)\b"
)
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*\.?"
_CAPITALISED = re.compile(rf"{_WORD}(?:[ ]{_WORD}){{0,4}}")
# "CV Julie Martin", "Curriculum vitae de Julie Martin", "CV (Julie Martin)".
_COVER = re.compile(r"\s*(?:curriculum\s+vitae|c\.?v\.?)(?:\s+de\b|\s*[:–(-])?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s{2,}|(?:^|\s)[-–—]+\s|\s?(?:::|[–—→«»“”\"])\s?|[\t|•·;,/()\n]|$")
_PARTICLES = frozenset(["de", "du", "des", "la", "le", "da", "do", "dos", "di", "el", "al", "ben", "van", "von", "et"])
_FIRST_LINES, _FIRST_ALONE = 12, 2
# A given name with a family name in capitals, or both words of the address.
_SURE, _LONGEST_NAME = 4, 50
_ANNOUNCES = re.compile(
    r"(?:\bcv|\bvitae|\bm\.|\bmme|\bmlle|@|\b[a-z]\."
    # A family name in that of a firm: "SARL Boulanger", "Maison Berger".
    r"|\b(?:sarl|sas|sasu|eurl|sa|ets|etablissements?|maison|entreprise|garage|cabinet|societe|atelier|chez))[\s_:–-]*$"
)
_BEFORE = 18
"""Letters before a name that are looked at for what announces it."""
# Words of a name that are looked for again: nobody has more, and a text may be made to hold thousands.
_MOST = 12
_MOST_CELLS = 40
"""Parts of a line that are looked at: one with more is no heading of a CV."""
_SPACED = re.compile(r"(?:[^\W\d_]['’-]?\s+){3,}[^\W\d_]\.?")


def names_in(text: str, lines: list[Line], emails: Iterable[str], titles: PhraseFinder) -> list[Span]:
    """Return where the person is named: labels, the name at the top, and that name again further on.

    `emails`: addresses known to be theirs; those in the text are read too. `titles` finds job titles: a line that is
    one is no name unless an address or a given name says so.
    """
    plain = without_accents(text)
    local = _local_words([*emails, *(match["local"] for match in _EMAIL.finditer(plain))])
    local |= _local_words(match["local"] for match in _HANDLE.finditer(plain))
    labelled = list(_labelled(lines))
    top = [] if labelled and any(line.section == HEADER for line in lines[:3]) else _top(lines, local, titles)
    found = [
        *labelled,
        *_said(text, plain, titles),
        *top,
        *_signed(lines, titles),
        *_letter_by_letter(lines, local, titles),
    ]
    words = {word for start, end in found for word in _words(text[start:end])}
    return [*found, *_again(text, plain, words, titles)]


def _labelled(lines: list[Line]) -> Iterator[Span]:
    for number, line in enumerate(lines):
        for match in _LABEL.finditer(line.plain):
            yield line.start + match.start("name"), line.start + match.end("name")
        if number + 1 < len(lines) and _LABEL_ALONE.fullmatch(line.plain):
            below = lines[number + 1]
            if _CAPITALISED.fullmatch(below.text) and not below.heading:
                yield below.start, below.end


def _said(text: str, plain: str, titles: PhraseFinder) -> Iterator[Span]:
    """Yield the names behind words that say that one follows: civil status, a maiden name, a sentence."""
    for cue in (_CIVIL, _MAIDEN, _SAYS):
        for match in cue.finditer(plain):
            named = _capitals(text, match.end())
            # "Candidature de soudeur" is no name; "née Maçon" is one.
            if cue is _SAYS and titles.exact(named):
                continue
            if named and not set(_words(named)) <= _NO_NAME:
                yield match.end(), match.end() + len(named)


def _capitals(text: str, start: int) -> str:
    """Return the words from a place on that begin with a capital, with the particles between them; at most five."""
    match = _CAPITALISED.match(text, start)
    kept: list[str] = []
    for word in match.group().split(" ") if match else []:
        if not word[0].isupper() and without_accents(word) not in _PARTICLES:
            break
        kept.append(word)
    while kept and not kept[-1][0].isupper():
        kept.pop()
    return " ".join(kept)


def _signed(lines: list[Line], titles: PhraseFinder) -> Iterator[Span]:
    """Yield the lines under the end of a letter that look like a name."""
    for number, line in enumerate(lines):
        if not _ENDS.search(line.plain) or len(line.plain) > 80:
            continue
        for below in lines[number + 1 : number + 4]:
            if _is_shaped(below.text) and not titles.exact(below.text) and not below.heading:
                yield below.start, below.end
                break


def _letter_by_letter(lines: list[Line], local: set[str], titles: PhraseFinder) -> Iterator[Span]:
    """Yield a name that is written letter by letter: `J U L I E   M A R T I N`, with one space between words too."""
    known = local | _given_names()
    for number, line in enumerate(lines):
        if not _SPACED.fullmatch(line.text.strip()) or heading_of(line.text):
            continue
        words = [re.sub(r"[^\w]", "", word) for word in re.split(r"\s{2,}", line.text.strip())]
        joined = without_accents("".join(words))
        if titles.exact(" ".join(words)) or titles.exact(joined):
            continue
        if number < _FIRST_LINES or any(word in joined for word in known if len(word) > 3):
            yield line.start, line.end


def _top(lines: list[Line], local: set[str], titles: PhraseFinder) -> list[Span]:
    """Return the one place in the first lines, or the contact section, that looks most like a name."""
    first = [line for line in lines[:_FIRST_LINES] if line.section in (HEADER, CONTACT) and not line.heading]
    first += [line for line in lines[_FIRST_LINES:] if line.section == CONTACT and not line.heading]
    if any(line.text.startswith(REMOVED) for line in lines[:_FIRST_ALONE]):
        # Taken out before: what stands below is not another name.
        first = []
    rated = _elsewhere(lines, local, titles)
    position = 0
    for number, line in enumerate(first):
        if not _is_cover(line):
            position += 1
        bare = line.text.strip("#*= ")
        at, after_title = line.text.find(bare), False
        for begin, cell in islice(_cells(bare), _MOST_CELLS):
            cover = _COVER.match(cell)
            named = cell[cover.end() :] if cover else cell
            offset = at + begin + (cover.end() if cover else 0)
            first_of_all = position == 1 and (begin <= 3 or cover is not None or after_title)
            rating = _rating(named, local, titles) + first_of_all
            if first_of_all or (position <= 3 and (after_title or cell.strip() == bare)):
                # Behind a title, small letters are a skill: "Cuisinier, pâtisserie fine".
                rating = max(rating, _unknown_rating(named, titles, first=first_of_all and not after_title))
            start = line.start + offset + len(named) - len(named.lstrip())
            rated.append((rating, -number, (start, line.start + offset + len(named.rstrip()))))
            after_title = after_title or bool(titles.find(tokens(cell))) or _is_cover_cell(cell)
            if rating < 1 and number + 1 < len(first) and cell.strip() == line.text:
                rated += _over_two_lines(line, first[number + 1], local, -number)
    best = max(rated, default=(0, 0, (0, 0)))
    if best[0] < 1:
        return list(_of_two_trades(first, titles))
    return list(_split(best[2], lines))


def _cells(line: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a line between signs, each with its place; what is said of a name at birth is apart."""
    begin = 0
    for between in _BETWEEN.finditer(line):
        cell = line[begin : between.start()]
        maiden = _MAIDEN.search(without_accents(cell))
        cell = cell[: maiden.start()] if maiden else cell
        if cell.strip():
            yield begin, cell
        begin = between.end()


def _unknown_rating(cell: str, titles: PhraseFinder, *, first: bool) -> int:
    """Return 2 for a cell that has the form of a name and a word that is in no title and nothing else; else -9."""
    parts = cell.split()
    if not _is_shaped(cell, small=first) or titles.exact(cell):
        return -9
    words = [fold(word) for word in _words(cell)]
    strange = [word for word in words if len(word) > 1 and word not in titles.words and word not in STOP_WORDS]
    if not strange or len(parts) > 4 or {fold(word) for word in _NO_NAME} & set(words):
        return -9
    return 2 if len(strange) == len(words) or first else 1


def _is_shaped(cell: str, *, small: bool = True) -> bool:
    """Say whether a cell has the form of a name: two to five words, each with a capital, or (`small`) none with one."""
    parts = cell.strip(" *#=").split()
    if not 2 <= len(parts) <= 5 or not all(re.fullmatch(_WORD, part) for part in parts):
        return False
    proper = [part for part in parts if without_accents(part) not in _PARTICLES]
    if len(proper) < 2 or _NO_NAME & set(_words(cell)):
        return False
    capitals = [part[0].isupper() for part in proper]
    return all(capitals) or (small and not any(capitals))


def _of_two_trades(first: list[Line], titles: PhraseFinder) -> Iterator[Span]:
    """Yield a first line, or a part of one, of two words that are both a trade, where a known title stands below:
    `Marin Berger`.
    """
    if len(first) < 2 or first[0].text.startswith(REMOVED):
        return
    if not any(titles.exact(below.text) for below in first[1:4]):
        return
    line = first[0]
    for begin, cell in islice(_cells(line.text), _MOST_CELLS):
        named = cell.strip()
        is_two = _is_shaped(named, small=False) and len(titles.find(tokens(named))) == 2 and not titles.exact(named)
        if is_two and not set(folded_words(named)) & EMPTY_TITLE_WORDS:
            start = line.start + begin + len(cell) - len(cell.lstrip())
            yield start, start + len(named)


def _elsewhere(lines: list[Line], local: set[str], titles: PhraseFinder) -> list[tuple[int, int, Span]]:
    """Return lines further down that can only be the name: the columns of a PDF may come in any order.

    One that stands above a title and has its family name in capitals is one where nothing looks more like it.
    """
    alone = ((line, _rating(line.text, local, titles)) for line in lines if len(line.text) < _LONGEST_NAME)
    found = [(rating, -_FIRST_LINES, (line.start, line.end)) for line, rating in alone if rating >= _SURE]
    for line, below in pairwise(lines):
        if len(line.text) < _LONGEST_NAME and _is_half_shouted(line.text) and titles.exact(below.text):
            found.append((1, -_FIRST_LINES, (line.start, line.end)))
    return found


def _is_half_shouted(cell: str) -> bool:
    """Say whether a cell is shaped as a given name with the family name in capitals: `Thi Hoa BERGER`."""
    proper = [part for part in cell.strip().split() if without_accents(part) not in _PARTICLES]
    shouted = [part.isupper() and len(part) > 2 for part in proper]
    return _is_shaped(cell, small=False) and shouted[-1] and not shouted[0]


def _over_two_lines(line: Line, following: Line, local: set[str], number: int) -> Iterator[tuple[int, int, Span]]:
    """Yield a given name and a family name that stand on a line each."""
    words = [*_words(line.text), *_words(following.text)]
    alone = all(re.fullmatch(_WORD, one.text) and one.text[0].isupper() for one in (line, following))
    known = sum(word in local or word in _given_names() for word in words)
    if alone and 2 <= len(words) <= 4 and known and all(word not in _NO_NAME for word in words):
        yield known * 2, number, (line.start, following.end)


def _split(span: Span, lines: list[Line]) -> Iterator[Span]:
    """Yield the span line by line, so that no line is lost."""
    for line in lines:
        start, end = max(span[0], line.start), min(span[1], line.end)
        if start < end:
            yield start, end


def _is_cover(line: Line) -> bool:
    return set(line.plain.split()) <= {"curriculum", "vitae", "cv", "-", "page", "1"}


def _is_cover_cell(cell: str) -> bool:
    return set(without_accents(cell).split()) <= {"curriculum", "vitae", "cv", "c.v."}


def _rating(cell: str, local: set[str], titles: PhraseFinder) -> int:
    """Return how much a cell looks like a person's name; less than 1 when it does not."""
    cell = cell.strip()
    plain = without_accents(cell)
    civil = _CIVIL.match(plain)
    if civil:
        return 4
    words = _words(cell)
    given = any(word in _given_names() for word in words)
    spelt = sum(word in local for word in words)
    if not _is_shaped(cell, small=given or spelt > 1):
        return -9
    proper = [part for part in cell.split() if without_accents(part) not in _PARTICLES]
    called = any(set(_words(part)) <= _given_names() for part in (proper[0], proper[-1]))
    shouted = [part.isupper() and len(part) > 1 for part in proper]
    rating = 3 * given + 3 * min(spelt, 2) + (any(shouted) and not all(shouted))
    named_trade = bool(titles.find(tokens(cell))) or bool(set(folded_words(cell)) & EMPTY_TITLE_WORDS)
    return rating - (4 if named_trade and spelt < 2 and not called else 0)


def _again(text: str, plain: str, words: set[str], titles: PhraseFinder) -> Iterator[Span]:
    """Yield the person's name wherever it stands again.

    Given and family name side by side, in any order and case, written together or letter by letter; each alone, where
    it is no word of a title and has a capital; else behind what announces a name ("CV Boulanger").
    """
    words = set(sorted((word for word in words if len(word) > 1 and word not in _NO_NAME), key=_longest_first)[:_MOST])
    if not words:
        return
    ordered = sorted(words, key=_longest_first)
    # Of long words each letter may stand apart.
    one = "|".join(r"\s?".join(word) if len(word) > 3 else re.escape(word) for word in ordered)
    between = rf"(?:[\s._,'’/-]|\b(?:{'|'.join(sorted(_PARTICLES))})\b)*"
    pair = re.compile(rf"(?<![^\W_])(?:{one})(?:{between}(?:{one}))+(?![^\W\d_])")
    for match in pair.finditer(plain):
        if len(words) > 1 and "\n" not in match.group() and _several(match.group(), ordered):
            yield match.span()
    for word in ordered:
        strange = len(word) > 2 and fold(word) not in titles.words
        for match in re.finditer(rf"(?<![^\W_]){word}(?![^\W\d_])", plain):
            capital = text[match.start()].isupper() or text[match.start() - 1 : match.start()] in ("_", "@")
            before = plain[max(0, match.start() - _BEFORE) : match.start()]
            announced = _ANNOUNCES.search(before)
            if (strange and capital) or (announced and (capital or strange)):
                yield match.span()
        if strange and len(word) > 4:
            # "jmartin", "j.martin", "martinj": an initial written with it.
            for match in re.finditer(rf"(?<![^\W_])(?:[a-z][._-]?{word}|{word}[._-]?[a-z])(?![^\W\d_])\d*", plain):
                yield match.span()


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _several(said: str, words: list[str]) -> bool:
    """Say whether a text holds more than one of these words."""
    joined = re.sub(r"[^a-z]", "", said)
    held = 0
    for word in words:
        if word in joined:
            held += 1
            joined = joined.replace(word, "", 1)
    return held > 1


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z]+", without_accents(text)) if word and word not in _PARTICLES]


def _local_words(locals_: Iterable[str]) -> set[str]:
    spelled = (re.split(AT, without_accents(local), maxsplit=1)[0] for local in locals_)
    return {
        word for local in spelled for word in _words(local) if len(word) > 2 and word not in ("point", "dot", "com")
    }


def _listed(file: str) -> frozenset[str]:
    lines = (_HERE / file).read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@cache
def _given_names() -> frozenset[str]:
    return _listed("given_names.txt")


_NO_NAME = _listed("no_names.txt")
"""Words that stand at the top of a CV and are in nobody's name."""
