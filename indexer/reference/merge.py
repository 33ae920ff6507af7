"""The official list of jobs and the starter, made one vocabulary. Pure functions.

Jobs are keyed by parent code. The official list gives titles, skills and mobility; the starter adds the everyday
wordings that no official list has ("fenwick", "mise en rayons"), licences and languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from indexer.language.loose_phrases import same_words
from indexer.language.vocabulary import Item, Job, Sheet, Vocabulary, identifier_of
from indexer.reference.likeness import kin
from indexer.reference.rome import Rome

_SAME_WORD = 3
"""Letters that two genders of one word begin with alike: `serveur`, `serveuse`."""


def both_forms(label: str) -> tuple[str, ...]:
    """Return the full forms of a title written for both genders, the masculine first.

    `Acheteur / Acheteuse d'espaces` → `Acheteur d'espaces`, `Acheteuse d'espaces`. What follows the feminine belongs to
    both; what comes before the masculine too (`Cadre Dirigeant / Dirigeante`). Another title is returned as it is.
    """
    left, slash, right = label.partition(" / ")
    if not slash:
        return (label,)
    masculine, feminine = left.split(), right.split()
    if masculine[-1].lower() == feminine[0].lower():
        # "Homme sage-femme / Sage-femme", "Sound designer / Designer sonore": two titles, each whole.
        return (left, right)
    if _alike(masculine[-1], feminine[0]) and not _alike(masculine[0], feminine[0]):
        # "Cadre Dirigeant / Dirigeante d'administration centrale": only the last word has two genders.
        return _forms([*masculine, *feminine[1:]], [*masculine[:-1], *feminine])
    # "Agent administratif / Agente administrative de banque": as many words as the masculine, then what is shared.
    return _forms([*masculine, *feminine[len(masculine) :]], feminine)


def _alike(one: str, other: str) -> bool:
    return one[:_SAME_WORD].lower() == other[:_SAME_WORD].lower()


def _forms(*forms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(words) for words in forms))


def merged(rome: Rome, starter: Vocabulary) -> Vocabulary:
    """Return the vocabulary of the official list completed by the starter's."""
    official = {item.code: Item(item.code, item.label) for item in rome.items}
    followed = _official_twins(rome, starter)
    skills = {**official, **{key: item for key, item in starter.skills.items() if key not in followed}}
    for slug, code in followed.items():
        twin = starter.skills[slug]
        wordings = dict.fromkeys([*skills[code].wordings, twin.label, *twin.wordings])
        skills[code] = replace(skills[code], wordings=tuple(wordings))
    sheets = _sheets(rome)
    parents = _parents_of_titles(sheets.values())
    children: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets.values():
        children[sheet.parent].append(sheet)
    neighbours, asked = _neighbours(rome, sheets), _asked(rome, sheets, official)
    jobs = {}
    for parent in sorted({*children, *starter.jobs}):
        known = starter.jobs.get(parent)
        if known:
            known = replace(
                known,
                # Where the official list gives these very words to other jobs, it is right (2 % of the starter's).
                titles=tuple(t for t in known.titles if parent in parents.get(t.casefold(), {parent})),
                skills=tuple(dict.fromkeys(followed.get(skill, skill) for skill in known.skills)),
                core=frozenset(followed.get(skill, skill) for skill in known.core),
            )
        jobs[parent] = _job(parent, children.get(parent, []), neighbours, asked, known)
    definitions = _definitions(rome)
    descriptions = _descriptions(rome, sheets, official)
    alike, near = kin(rome, sheets, descriptions)
    return Vocabulary(
        jobs=jobs,
        skills=skills,
        licences=starter.licences,
        languages=starter.languages,
        families=starter.families,
        sheets=sheets,
        alike=alike,
        near=near,
        definitions=definitions,
        renamed={f"skill:{slug}": f"skill:{code}" for slug, code in followed.items()},
        descriptions=tuple(descriptions.values()),
    )


def _official_twins(rome: Rome, starter: Vocabulary) -> dict[str, str]:
    """Return the starter's skills that the official list names too, and their official codes.

    With the same words, else with the same stems: "palettisation" is "Techniques de palettisation". Of several official
    items alike, the one that most jobs ask for.
    """
    asking: dict[str, int] = defaultdict(int)
    for link in rome.links:
        asking[link.item] += 1
    by_words: dict[str, str] = {}
    by_stems: dict[frozenset[str], str] = {}
    for item in sorted(rome.items, key=lambda item: asking[item.code]):
        by_words[identifier_of(item.label)] = item.code
        if stems := same_words(item.label):
            by_stems[stems] = item.code
    twins = {
        slug: by_words.get(identifier_of(item.label)) or by_stems.get(same_words(item.label))
        for slug, item in starter.skills.items()
    }
    return {slug: code for slug, code in twins.items() if code}


def _sheets(rome: Rome) -> dict[str, Sheet]:
    titles: dict[str, list[str]] = defaultdict(list)
    for title in rome.titles:
        titles[title.sheet].extend(both_forms(title.label))
        if title.short != title.label:
            # "Technicien(ne) en implantation": shorter, at times in other words.
            titles[title.sheet].extend(both_forms(title.short))
    return {
        sheet.code: Sheet(sheet.code, sheet.parent, sheet.label, tuple(dict.fromkeys(titles[sheet.code])))
        for sheet in rome.sheets
    }


def _parents_of_titles(sheets: Iterable[Sheet]) -> dict[str, set[str]]:
    parents: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for title in sheet.titles:
            parents[title.casefold()].add(sheet.parent)
    return parents


def _neighbours(rome: Rome, sheets: Mapping[str, Sheet]) -> dict[str, tuple[str, ...]]:
    """Return the parents to which people move from each parent, the nearest first as the publisher orders them.

    Only the moves of the sheet that is the parent's own count: those of the other sheets under it are of people of that
    sheet alone (from "selling cars", under the mechanics' parent, one moves to insurance). A parent without a sheet of
    its own has those of all.
    """
    own: dict[str, dict[str, int]] = defaultdict(dict)
    all_of: dict[str, dict[str, int]] = defaultdict(dict)
    for move in rome.moves:
        source, target = sheets[move.sheet].parent, sheets[move.target].parent
        for ranked in (all_of, own) if move.sheet == source else (all_of,):
            if source != target:
                ranked[source][target] = min(move.order, ranked[source].get(target, move.order))
    return {
        source: tuple(sorted(targets, key=lambda code: (targets[code], code)))
        for source, targets in {**all_of, **own}.items()
    }


def _asked(rome: Rome, sheets: Mapping[str, Sheet], items: Mapping[str, Item]) -> dict[str, dict[str, bool]]:
    """Return for each parent the items its sheets ask for, core ones first, and whether they are core."""
    asked: dict[str, dict[str, bool]] = defaultdict(dict)
    for link in rome.links:
        if link.item in items:
            parent = sheets[link.sheet].parent
            asked[parent][link.item] = link.core or asked[parent].get(link.item, False)
    return {parent: dict(sorted(links.items(), key=lambda pair: not pair[1])) for parent, links in asked.items()}


def _job(
    code: str,
    sheets: Iterable[Sheet],
    neighbours: Mapping[str, tuple[str, ...]],
    asked: Mapping[str, Mapping[str, bool]],
    known: Job | None,
) -> Job:
    """Return one job; `known` is what the starter says of it."""
    links = asked.get(code, {})
    core = [item for item, is_core in links.items() if is_core]
    # The parent's own sheet first: its titles and its name are those of the job.
    ordered = sorted(sheets, key=lambda sheet: sheet.code != code)
    titles = [title for sheet in ordered for title in sheet.titles]
    everyday = known or Job(code, "", (), (), ())
    # The name of a parent of several sheets is that of one of them: the starter's covers all.
    label = everyday.label or next((sheet.label for sheet in ordered), code)
    return Job(
        code=code,
        label=label,
        titles=tuple(dict.fromkeys([*titles, *everyday.titles])),
        neighbours=neighbours.get(code) or everyday.neighbours,
        skills=tuple(dict.fromkeys([*core, *everyday.skills, *links])),
        core=frozenset(core) | everyday.core,
    )


def _descriptions(rome: Rome, sheets: Mapping[str, Sheet], items: Mapping[str, Item]) -> dict[str, str]:
    """Return all that the list says of each sheet: titles, what it asks for, what it is and how one gets there."""
    said: dict[str, list[str]] = {code: [sheet.label, *sheet.titles] for code, sheet in sheets.items()}
    for text in rome.texts:
        said[text.sheet].append(text.text)
    for link in rome.links:
        if link.item in items:
            said[link.sheet].append(items[link.item].label)
    return {sheet: "\n".join(texts) for sheet, texts in said.items()}


def _definitions(rome: Rome) -> dict[str, str]:
    sentences: dict[str, list[str]] = defaultdict(list)
    for text in rome.texts:
        if text.kind == "definition":
            sentences[text.sheet].append(text.text)
    return {sheet: " ".join(texts) for sheet, texts in sentences.items()}
