"""Layouts of CVs that the rules were never tuned on: written before them, and only counted."""

from __future__ import annotations

from collections.abc import Callable

from tests.indexer.language.cv.people import MONTHS, Person

HELD_BACK: dict[str, Callable[[Person], str]] = {
    "dates between": lambda p: (
        f"{p.family.upper()}\n{p.given}\n\n{p.street} - {p.postcode} {p.town.upper()}\n"
        f"☎ {p.spaced_phone}\n✉ {p.email}\n\nObjectif : {p.title}\n\n{p.body}"
    ),
    "application": lambda p: (
        f"Candidature de {p.given} {p.family}\npour un poste de : {p.title}\n\n{p.body}\n\n"
        f"Fait à {p.town}, le 3 mars 2026\n{p.given} {p.family}"
    ),
    "profile page": lambda p: (
        f"{p.title}\n\nÀ PROPOS\nMoi c'est {p.given}, {p.given} {p.family} pour l'état civil.\n\n{p.body}\n\n"
        f"linkedin.com/in/{p.plain[0]}{p.plain[1]}"
    ),
    "two names of a couple": lambda p: f"{p.given} {p.family.upper()}-EXEMPLE\n{p.title}\n{p.phone}\n\n{p.body}",
    "contact at the end": lambda p: (
        f"{p.title}\n\n{p.body}\n\nCONTACT\n{p.given} {p.family}\n{p.street}, {p.postcode} {p.town}\n{p.email}"
    ),
    "name in brackets": lambda p: f"CURRICULUM VITAE ({p.given} {p.family})\n{p.title}\n{p.spaced_phone}\n\n{p.body}",
    "birth with a month": lambda p: (
        f"{p.given} {p.family}\n{p.title}\n{p.day} {MONTHS[p.month // 2]} {p.year}, Lourdes\n{p.email}\n\n{p.body}"
    ),
    "equals": lambda p: (
        f"nom = {p.family.lower()}\nprenom = {p.given.lower()}\nmail = {p.plain[1]}_{p.plain[0]}@{p.provider}\n"
        f"metier = {p.title}\n\n{p.body}"
    ),
    "header and footer of each page": lambda p: (
        f"{p.given} {p.family} – {p.phone}\n{p.title}\n\n{p.body}\n\n"
        f"{p.given} {p.family} – {p.phone}\n\nDIVERS\nPermis B"
    ),
    "stars": lambda p: (
        f"*** {p.given.upper()} {p.family.upper()} ***\n*** {p.title} ***\n{p.email.upper()}\n\n{p.body}"
    ),
    "call me": lambda p: (
        f"{p.title}\n{p.body}\n\nDemander {p.given} au {p.spaced_phone.replace(' ', '-')}, ou "
        f"{p.plain[0]}.{p.plain[1]} chez {p.provider.replace('.', ' point ')}"
    ),
    "mailto": lambda p: f"{p.given} {p.family}\nmailto:{p.email}\ntel:+33{p.phone[1:]}\n{p.title}\n\n{p.body}",
}
