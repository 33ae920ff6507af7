"""Invented people and the ways CVs name them: layouts that the rules were made with, and layouts held back from them.

Names, streets and numbers are drawn by a seed, so that a failure can be made again. What must not be left of a person
is what `left_of` looks for: every word of their name and street, postcode, telephone, address of mail and birth.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.language.normalisation import without_accents

GIVEN = (
    *("Camille", "Sandrine", "Jean-Pierre", "Fatoumata", "Yuliia", "Enzo", "Maëlle", "Abdelkrim", "Nolwenn", "Xavière"),
    *("Thi Hoa", "Zoran", "Eneko", "Ghislaine", "Oumar", "Perrine", "Ludmila", "Kévin", "Aïssatou", "Loup"),
)
FAMILY = (
    *("Boulanger", "Marchand", "Maçon", "Berger", "Charpentier", "Mercier", "Cuisinier", "Chauffeur", "Meunier"),
    *("Ogarel", "Tarvignac", "Da Silva", "Le Goff", "N'Diaye", "Benaïssa", "Kovalenko", "Etcheverry", "Nguyen"),
    *("Lussandre-Petit", "Coustelor", "Mirandoux", "Pelvaran", "De la Tourrette", "Wisniewska"),
)
STREETS = ("rue des Tilleuls", "avenue Léon Blum", "impasse du Moulinet", "chemin de Larribau", "allée des Mimosas")
TOWNS = (("64000", "Pau"), ("33800", "Bordeaux"), ("40100", "Dax"), ("17000", "La Rochelle"), ("64100", "Bayonne"))
PROVIDERS = ("gmail.com", "orange.fr", "laposte.net", "example.org")
MONTHS = ("janvier", "mars", "mai", "juillet", "août", "octobre")
WORDS_OF_DAYS = {3: "trois", 7: "sept", 12: "douze", 21: "vingt et un"}
WORDS_OF_YEARS = {1979: "mil neuf cent soixante-dix-neuf", 1985: "mille neuf cent quatre-vingt-cinq"}

TITLES = ("Soudeuse TIG", "Aide-soignante", "Magasinier cariste", "Agent d'entretien", "Secrétaire médicale")
BODY = """EXPÉRIENCES PROFESSIONNELLES
2019 - 2024 : {title}, Ateliers de l'Exemple, Libourne
Travail en équipe, respect des consignes de sécurité, lecture de plans
2015 - 2019 : {title}, Maison de l'Exemple, Agen

FORMATION
2014 : CAP, lycée de l'Exemple

COMPÉTENCES
Travail en équipe, anglais B1, permis B"""


@dataclass(frozen=True)
class Person:
    given: str
    family: str
    street: str
    postcode: str
    town: str
    phone: str
    """Ten digits."""
    provider: str
    day: int
    month: int
    year: int
    title: str

    @property
    def plain(self) -> tuple[str, str]:
        """Given and family name as an address spells them."""
        return tuple(re.sub(r"[^a-z]", "", without_accents(name)) for name in (self.given, self.family))  # type: ignore[return-value]

    @property
    def email(self) -> str:
        return f"{self.plain[0]}.{self.plain[1]}@{self.provider}"

    @property
    def spaced_phone(self) -> str:
        return " ".join(self.phone[start : start + 2] for start in range(0, 10, 2))

    @property
    def address(self) -> str:
        return f"{self.street}\n{self.postcode} {self.town}"

    @property
    def body(self) -> str:
        return BODY.format(title=self.title)

    @property
    def birth(self) -> str:
        return f"{self.day:02}/{self.month:02}/{self.year}"

    @property
    def birth_in_words(self) -> str:
        return f"{WORDS_OF_DAYS[self.day]} {MONTHS[self.month // 2]} {WORDS_OF_YEARS[self.year]}"

    @property
    def secrets(self) -> set[str]:
        """Folded words that no text may hold any more; particles and words of the trade in the body apart."""
        names = re.split(r"[^a-z]+", without_accents(f"{self.given} {self.family} {self.street}"))
        usual = {"rue", "avenue", "impasse", "chemin", "allee", "des", "du", "de", "la", "le", "da", "leon"}
        kept = {word for word in names if len(word) > 2 and word not in usual}
        return (kept | {"".join(self.plain), self.postcode}) - set(re.split(r"[^a-z]+", without_accents(self.body)))


def somebody(seed: int) -> Person:
    """Return the person of a seed."""
    draw = random.Random(seed)  # noqa: S311
    town = draw.choice(TOWNS)
    return Person(
        given=draw.choice(GIVEN),
        family=draw.choice(FAMILY),
        street=f"{draw.randint(2, 198)} {draw.choice(STREETS)}",
        postcode=town[0],
        town=town[1],
        phone=f"0{draw.choice('67')}{draw.randint(10_000_000, 99_999_999)}",
        provider=draw.choice(PROVIDERS),
        day=draw.choice(list(WORDS_OF_DAYS)),
        month=draw.choice((1, 3, 5, 7, 9, 11)),
        year=draw.choice(list(WORDS_OF_YEARS)),
        title=draw.choice(TITLES),
    )


def left_of(person: Person, kept: str) -> list[str]:
    """Return what a text still holds of a person."""
    plain = without_accents(kept)
    words = set(re.split(r"[^a-z0-9]+", plain))
    runs = "".join(re.split(r"[^a-z]+", plain))
    digits = re.sub(r"\D", "", plain)
    found = [word for word in sorted(person.secrets) if word in words]
    found += ["name together"] if "".join(person.plain) in runs or "".join(reversed(person.plain)) in runs else []
    found += ["telephone"] if person.phone[1:] in digits else []
    found += ["@"] if "@" in kept or person.provider.partition(".")[0] in words - {"orange"} else []
    found += ["birth"] if person.birth in kept or f"{person.year}" in words else []
    found += ["birth in words"] if WORDS_OF_YEARS[person.year].split()[-1] in plain else []
    return found


def _spaced(text: str, between: str = "   ") -> str:
    return between.join(" ".join(word) for word in re.split(r"[\s'-]+", text.upper()))


def _upper(person: Person) -> str:
    return f"{person.given} {person.family.upper()}"


def _header(person: Person) -> str:
    return f"{person.address}\n{person.spaced_phone}\n{person.email}"


TUNED: dict[str, Callable[[Person], str]] = {
    "plain": lambda p: f"{_upper(p)}\n{_header(p)}\n\n{p.title}\n\n{p.body}",
    "family first": lambda p: f"{p.family.upper()} {p.given}\n{p.title}\n{_header(p)}\n\n{p.body}",
    "no address of mail": lambda p: f"{p.given} {p.family}\n{p.title}\n{p.spaced_phone}\n\n{p.body}",
    "small letters": lambda p: f"{p.given.lower()} {p.family.lower()}\n{p.title}\n{p.email}\n\n{p.body}",
    "small letters, no mail": lambda p: f"{p.given.lower()} {p.family.lower()}\n{p.title}\n\n{p.body}",
    "after a dash": lambda p: f"{p.title} – {p.given} {p.family}\n{_header(p)}\n\n{p.body}",
    "cover with a dash": lambda p: f"Curriculum Vitae – {_upper(p)}\n{p.title}\n\n{p.body}",
    "letter by letter": lambda p: f"{_spaced(p.given + ' ' + p.family)}\n{p.title}\n{_header(p)}\n\n{p.body}",
    "letter by letter, one space": lambda p: (
        f"{_spaced(p.given + ' ' + p.family, ' ')}\n{p.title}\n{p.email}\n\n{p.body}"
    ),
    "tabs for colons": lambda p: (
        f"CV\nNom\t{p.family.upper()}\nPrénom\t{p.given}\nNé le\t{p.birth}\n{p.title}\n\n{p.body}"
    ),
    "labels": lambda p: (
        f"Nom : {p.family}\nPrénom : {p.given}\nAdresse : {p.street}, {p.postcode} {p.town}\n"
        f"Tél : {p.spaced_phone}\nMail : {p.email}\n\n{p.title}\n\n{p.body}"
    ),
    "labels over two lines": lambda p: (
        f"Nom\n{p.family.upper()}\nPrénom\n{p.given}\nTéléphone\n{p.phone}\n\n{p.title}\n\n{p.body}"
    ),
    "a table of bars": lambda p: (
        f"| Nom | {p.family} |\n| Prénom | {p.given} |\n| Date de naissance | {p.birth} |\n\n{p.title}\n\n{p.body}"
    ),
    "footer": lambda p: f"{_upper(p)}\n{p.title}\n\n{p.body}\n\nCV {p.given} {p.family} - page 1/1",
    "footer with the family name alone": lambda p: (
        f"{_upper(p)}\n{p.title}\n{p.email}\n\n{p.body}\n\nCV {p.family} 2026"
    ),
    "signature": lambda p: f"{p.title}\n\n{p.body}\n\nCordialement,\n{p.given} {p.family}",
    "a sentence": lambda p: f"{p.title}\n\nJe m'appelle {p.given} {p.family} et je cherche un poste.\n\n{p.body}",
    "civil": lambda p: f"Mme {p.given} {p.family.upper()}\n{_header(p)}\n{p.title}\n\n{p.body}",
    "maiden name": lambda p: f"{p.given} EXEMPLE née {p.family}\n{p.title}\n{p.spaced_phone}\n\n{p.body}",
    "one line": lambda p: (
        f"{_upper(p)} | {p.street} {p.postcode} {p.town} | {p.spaced_phone} | {p.email}\n{p.title}\n\n{p.body}"
    ),
    "columns": lambda p: (
        f"CONTACT\n{_header(p)}\nNée le {p.birth}\n\nLANGUES\nAnglais B1\n\n{_upper(p)}\n{p.title}\n\n{p.body}"
    ),
    "name of a file": lambda p: f"{_upper(p)}\n{p.title}\n\n{p.body}\n\nCV_{p.plain[0]}_{p.plain[1]}_2026.pdf",
    "handle of a page": lambda p: f"{_upper(p)}\n{p.title}\nLinkedIn : {p.plain[0]}-{p.plain[1]}-4b7\n\n{p.body}",
    "handle with a sign": lambda p: (
        f"{_upper(p)}\n{p.title}\nInstagram @{p.plain[0]}_{p.plain[1]}\nSkype : {p.plain[0]}.{p.plain[1]}64\n\n{p.body}"
    ),
    "mail spelled out": lambda p: (
        f"{_upper(p)}\n{p.title}\n{p.plain[0]} point {p.plain[1]} arobase "
        f"{p.provider.replace('.', ' point ')}\n\n{p.body}"
    ),
    "mail with at and dot": lambda p: (
        f"{_upper(p)}\n{p.title}\n{p.plain[0]}(dot){p.plain[1]}(at){p.provider.replace('.', '(dot)')}\n\n{p.body}"
    ),
    "born in words": lambda p: f"{_upper(p)}\n{p.title}\nNée le {p.birth_in_words} à Tarbes\n\n{p.body}",
    "born, no label": lambda p: f"{_upper(p)}\n{p.title}\n{p.birth}\n{p.phone}\n\n{p.body}",
    "initials": lambda p: f"{p.given[0]}. {p.family}\n{p.title}\n{p.email}\n\n{p.body}",
    "given name again": lambda p: (
        f"{_upper(p)}\n{p.title}\n{p.email}\n\n{p.body}\n\nRÉFÉRENCES\n« {p.given} est sérieuse. »"
    ),
    "title above": lambda p: f"{p.title}\n{_upper(p)}\n{_header(p)}\n\n{p.body}",
    "name after the title, one line": lambda p: f"{p.title}, {p.given} {p.family}\n{_header(p)}\n\n{p.body}",
    "telephone in dots": lambda p: f"{_upper(p)}\n{p.title}\nPort. {p.spaced_phone.replace(' ', '.')}\n\n{p.body}",
    "telephone abroad": lambda p: f"{_upper(p)}\n{p.title}\n+33 (0){p.spaced_phone[1:]}\n\n{p.body}",
}
"""Layouts that the rules of `personal` and `names` were made with."""
