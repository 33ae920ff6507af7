"""The layouts in which CVs tell of people (`told.py`): what each reader should find is known."""

from __future__ import annotations

from collections.abc import Callable

from indexer.language.dates import MONTHS
from tests.indexer.language.cv.told import MOTHER_TONGUE, Month, Post, Told

SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def numbered(month: Month | None, now: str = "aujourd'hui") -> str:
    return now if month is None else f"{month[1]:02}/{month[0]}"


def two_figures(month: Month | None, now: str = "auj.") -> str:
    return now if month is None else f"{month[1]:02}/{month[0] % 100:02}"


def worded(month: Month | None, now: str = "aujourd'hui") -> str:
    return now if month is None else f"{MONTHS[month[1] - 1]} {month[0]}"


def cut_short(month: Month | None, now: str = "à ce jour") -> str:
    return now if month is None else f"{SHORT[month[1] - 1]} {month[0]}"


def english(month: Month | None, now: str = "Present") -> str:
    return now if month is None else f"{ENGLISH[month[1] - 1]} {month[0]}"


def year(month: Month | None, now: str = "aujourd'hui") -> str:
    return now if month is None else str(month[0])


def dated(month: Month | None, day: str, now: str = "ACTUEL") -> str:
    return now if month is None else f"{day}/{month[1]:02}/{month[0]}"


def head(who: Told) -> str:
    given = who.name.split()[0].lower()
    return f"{who.name}\n{who.wish}\n64000 Pau\n06 00 00 00 01\n{given}@example.org\n\n"


def rest(
    who: Told,
    headings: str = "FORMATION/LANGUES/COMPÉTENCES/PERMIS",
    end: str = "\n",
    diploma: str = "{year} {label}, Lycée de l'Adour{failed}",
    language: str = "{name} : {level}",
    failed: str = " (non obtenu)",
) -> str:
    studies, languages, skills, licences = headings.split("/")
    gap = "\n" if end == "\n" else ""
    said = [
        diploma.format(label=label, year=when, failed="" if held else failed) for label, _, when, held in who.diplomas
    ]
    spoken = [language.format(name=name, level=level) for name, level in who.languages]
    blocks = [(studies, said), (skills, who.skills), (languages, spoken)]
    blocks += [(licences, [words for _, words in who.licences])] if who.licences else []
    return gap.join(end.join([heading, *lines, ""]) for heading, lines in blocks)


def each(who: Told, tell: Callable[[Post], str]) -> str:
    return "".join(map(tell, who.posts))


Layout = Callable[[Told], str]

TUNED: dict[str, Layout] = {
    "dates first": lambda p: (
        head(p)
        + "EXPÉRIENCES PROFESSIONNELLES\n"
        + each(
            p, lambda x: f"{numbered(x.since)} – {numbered(x.until)}  {x.title}, {x.employer}, {x.town}\n• {x.duties}\n"
        )
        + "\n"
        + rest(p)
    ),
    "spaced paragraphs": lambda p: (
        head(p).replace("\n", "\n\n")
        + "EXPÉRIENCE\n\n"
        + each(
            p,
            lambda x: (
                f"{x.title}\n\n{x.employer}, {x.town}\n\n{numbered(x.since)} - {numbered(x.until)}\n\n{x.duties}\n\n"
            ),
        )
        + rest(p, end="\n\n")
    ),
    "two figures": lambda p: (
        head(p)
        + "Parcours professionnel\n"
        + each(p, lambda x: f"{two_figures(x.since)} – {two_figures(x.until)} | {x.title} | {x.employer} | {x.town}\n")
        + "\n"
        + rest(p, "Formation/Langues/Compétences/Permis", language="- {name} ({level})")
    ),
    "title and employer above": lambda p: (
        head(p)
        + "EXPÉRIENCE PROFESSIONNELLE\n"
        + each(p, lambda x: f"{x.title} — {x.employer}\n{worded(x.since)} - {worded(x.until)}\n{x.duties}\n\n")
        + rest(p, diploma="{label} — Lycée Cantau — {year}{failed}", failed=", non obtenu")
    ),
    "in a sentence": lambda p: (
        head(p)
        + "Mes expériences\n"
        + each(p, lambda x: f"- {x.title} chez {x.employer} à {x.town}, de {worded(x.since)} à {worded(x.until)}\n")
        + "\n"
        + rest(p, "Mes diplômes/Langues parlées/Ce que je sais faire/Permis de conduire", language="{name} {level}")
    ),
    "export of a network": lambda p: (
        f"{p.name}\n{p.wish}\nPau, Nouvelle-Aquitaine, France\n\nExpérience\n\n"
        + each(
            p,
            lambda x: (
                f"{x.employer}\n{x.title}\n{worded(x.since)} - {worded(x.until, 'Present')} (2 ans 3 mois)\n"
                f"{x.town}, Nouvelle-Aquitaine, France\n{x.duties}\n\n"
            ),
        )
        + rest(p, "Formation/Languages/Principales compétences/Licences", language="{name} ({level})")
    ),
    "europass": lambda p: (
        head(p)
        + "EXPÉRIENCE PROFESSIONNELLE\n\n"
        + each(
            p,
            lambda x: (
                f"{dated(x.since, '01')} – {dated(x.until, '28')} {x.town}, France\n\n"
                f"{x.title.upper()} {x.employer.upper()}\n\n{x.duties}\n\n"
            ),
        )
        + "COMPÉTENCES LINGUISTIQUES\n\n"
        + "\n\n".join(
            f"LANGUE(S) MATERNELLE(S) : {name.upper()}"
            if level == MOTHER_TONGUE
            else f"{name.upper()} " + " ".join([level] * 5)
            for name, level in p.languages
        )
        + "\n\nÉDUCATION ET FORMATION\n\n"
        + "\n\n".join(
            f"01/09/{int(when) - 2} – 30/06/{when} Pau, France\n\n{label.upper()} Lycée"
            + ("" if held else " - non obtenu")
            for label, _, when, held in p.diplomas
        )
        + "\n\nPERMIS DE CONDUIRE\n\n"
        + "\n\n".join(words for _, words in p.licences)
    ),
    "headings of one's own": lambda p: (
        head(p)
        + "CE QUE J'AI FAIT\n"
        + each(
            p,
            lambda x: (
                f"De {worded(x.since)} à {worded(x.until)} : {x.title.lower()} pour {x.employer.upper()} ({x.town})\n"
            ),
        )
        + "\n"
        + rest(p, "MES ÉTUDES/JE PARLE/JE SAIS FAIRE/JE CONDUIS", language="{name}, {level}")
    ),
    "prose": lambda p: (
        head(p)
        + "À propos\n"
        + each(
            p,
            lambda x: (
                f"J'ai travaillé comme {x.title.lower()} chez {x.employer} à {x.town} "
                f"de {numbered(x.since)} à {numbered(x.until)}. "
            ),
        )
        + "\n\n"
        + rest(p, "Diplômes/Langues/Savoir-faire/Permis")
    ),
    "english headings": lambda p: (
        head(p)
        + "WORK EXPERIENCE\n"
        + each(
            p,
            lambda x: f"{english(x.since)} – {english(x.until)}\n{x.title}\n{x.employer} — {x.town}\n- {x.duties}\n\n",
        )
        + rest(p, "EDUCATION/LANGUAGES/SKILLS/DRIVING LICENCE")
    ),
    "title above bullets": lambda p: (
        head(p)
        + "Expériences\n"
        + each(
            p,
            lambda x: (
                f"{x.title}\n• {x.employer}, {x.town}\n"
                f"• {cut_short(x.since)} à {cut_short(x.until, 'maintenant')}\n• {x.duties}\n"
            ),
        )
        + "\n"
        + rest(p, diploma="• {year} : {label}{failed}", failed=" - échec", language="• {name} – {level}")
    ),
    "dates at the right": lambda p: (
        head(p)
        + "EXPÉRIENCES\n"
        + each(
            p,
            lambda x: (
                f"{x.title} – {x.employer} ({x.town})          {numbered(x.since)} - {numbered(x.until)}\n{x.duties}\n"
            ),
        )
        + "\n"
        + rest(p, diploma="{label}{failed}          {year}", language="{name}          {level}")
    ),
    "employer before the title": lambda p: (
        head(p)
        + "EXPERIENCE PROFESSIONNELLE :\n"
        + each(
            p,
            lambda x: (
                (f"{worded(x.since)} - {worded(x.until)}" if x.until else f"Depuis {worded(x.since)}")
                + f" : {x.employer}, {x.town}\n{x.title}\n{x.duties}\n"
            ),
        )
        + "\n"
        + rest(p, "FORMATION :/LANGUES :/COMPETENCES :/PERMIS :")
    ),
    "labels": lambda p: (
        head(p)
        + "Emplois\n"
        + each(
            p,
            lambda x: (
                f"{x.employer.upper()}\n{cut_short(x.since)} / {cut_short(x.until, 'en poste')}\n"
                f"Poste : {x.title}\nMissions : {x.duties}\n\n"
            ),
        )
        + rest(p, "Scolarité/Langues/Atouts/Mobilité")
    ),
    "brackets": lambda p: (
        head(p)
        + "EXPÉRIENCES\n"
        + each(p, lambda x: f"[{numbered(x.since)} > {numbered(x.until, 'ce jour')}] {x.title} @ {x.employer}\n")
        + "\n"
        + rest(p)
    ),
    "months cut short, two figures": lambda p: (
        head(p)
        + "PARCOURS PROFESSIONNEL\n"
        + each(
            p,
            lambda x: (
                f"{SHORT[x.since[1] - 1]}-{x.since[0] % 100:02} à "
                + (f"{SHORT[x.until[1] - 1]}-{x.until[0] % 100:02}" if x.until else "ce jour")
                + f"\n{x.title.upper()}, {x.employer}\n"
            ),
        )
        + "\n"
        + rest(p)
    ),
}

WRITTEN_AFTERWARDS: dict[str, Layout] = {
    "stars and arrows": lambda p: (
        head(p)
        + "Mes emplois\n\n"
        + each(
            p,
            lambda x: (
                f"* {x.title}, {x.employer} ({x.town}) : {cut_short(x.since)} → {cut_short(x.until)}\n  {x.duties}\n"
            ),
        )
        + "\n"
        + rest(p, "Mes formations/Mes langues/Mes compétences/Mes permis", diploma="* {label}, {year}{failed}")
    ),
    "points in dates": lambda p: (
        head(p)
        + "PARCOURS\n\n"
        + each(
            p,
            lambda x: (
                f"{numbered(x.since).replace('/', '.')} - {numbered(x.until, 'en cours').replace('/', '.')}\n"
                f"{x.employer}, {x.town}\n{x.title}\n\n"
            ),
        )
        + rest(p, "DIPLÔMES ET FORMATIONS/LANGUES ÉTRANGÈRES/SAVOIR-FAIRE/PERMIS ET HABILITATIONS")
    ),
    "title in capitals above": lambda p: (
        head(p)
        + "Expérience professionnelle\n\n"
        + each(
            p,
            lambda x: (
                f"{x.title.upper()}\n{x.employer} | {x.town} | {worded(x.since).capitalize()} – "
                f"{worded(x.until, 'Présent')}\n– {x.duties}\n\n"
            ),
        )
        + rest(p, language="{name} | {level}")
    ),
    "cells": lambda p: (
        head(p)
        + "EXPERIENCES\n"
        + each(
            p,
            lambda x: f"{numbered(x.since)}\tà {numbered(x.until, 'ce jour')}\t{x.title}\t{x.employer}\t{x.town}\n",
        )
        + "\n"
        + rest(p, diploma="{year}\t{label}{failed}\tPau", language="{name}\t{level}")
    ),
    "spaced, employer below": lambda p: (
        head(p)
        + "Ce que j'ai fait\n\n"
        + each(
            p, lambda x: f"{x.title}\n\n{two_figures(x.since)} - {two_figures(x.until)}\n\n{x.employer}\n\n{x.town}\n\n"
        )
        + rest(p, "Mes diplômes/Je parle/Je sais faire/Permis", end="\n\n", language="{name} - {level}")
    ),
    "days": lambda p: (
        head(p)
        + "EXPÉRIENCES PROFESSIONNELLES\n"
        + each(
            p,
            lambda x: (
                f"{x.employer} ({x.town}), {x.title}, du {dated(x.since, '01')} "
                + (f"au {dated(x.until, '28')}\n" if x.until else "à ce jour\n")
            ),
        )
        + "\n"
        + rest(p)
    ),
    "english words": lambda p: (
        head(p)
        + "JOBS\n"
        + each(p, lambda x: f"{x.title} / {x.employer} / {english(x.since)} to {english(x.until, 'now')}\n")
        + "\n"
        + rest(p, "STUDIES/LANGUAGES/SKILLS/LICENCES", language="{name} ({level})")
    ),
}
"""Written after the rules; two of them (title in capitals above; spaced, employer below) were mended once seen."""
