"""One stem for a verb and for the noun of its action: `souder`, `soudage` and `soudure` are `soud~`.

Only action words are stemmed, and marked, so that a thing is not taken for an action: `usine` stays `usin`, `usiner`
and `usinage` are `usin~`. Takes and gives folded words (normalisation.py); a stem need not be a word.
"""

from __future__ import annotations

from functools import lru_cache

from indexer.language.normalisation import fold, without_accents

# Verbs and their nouns that no ending tells: the first word names the stem.
_FAMILIES = """
accueillir accueil
acheter achat
agencer agencement
analyser analyse
concevoir conception
conduire conduite
conseiller conseil
construire construction
contrôler contrôle
corriger correction
couper coupe découpe découper découpage
débugger débogage
déployer déploiement
diriger direction
entretenir entretien
étudier étude
évoluer évolution
gérer gestion
inspecter inspection
installer installation
lire lecture
livrer livraison
maintenir maintenance
mettre mise
peindre peinture
percevoir perception
polir polissage
poser pose
produire production
protéger protection
recevoir réceptionner réception
rechercher recherche
rédiger rédaction
réduire réduction
réagir réaction
saisir saisie
sélectionner sélection
souder soudage soudure
suivre suivi
superviser supervision
tailler taille
traduire traduction
transmettre transmission
trier tri
vendre vente
"""
_IRREGULAR = {
    fold(without_accents(word)): fold(without_accents(line.split()[0])) + "~"
    for line in _FAMILIES.split("\n")
    if line
    for word in line.split()
}
# Folded endings (a final "e" is off) and what they become; the first that fits.
_ENDINGS = (
    ("ification", "ifi"),
    ("ifier", "ifi"),
    ("isation", "is"),
    ("ication", "iqu"),
    ("ation", ""),
    ("ement", ""),
    ("ag", ""),
    ("anc", ""),
    ("er", ""),
)
_SHORTEST = 4
# Things that end as actions do: "Assurance qualité" assures nothing.
_THINGS = frozenset({fold("assurance")})
# Endings of other words: "chantier", "horaire".
_NO_ACTION = ("ier", "aire")


@lru_cache(maxsize=50_000)
def stem(folded: str) -> str:
    """Return the stem of a folded word; itself when it names no action."""
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if folded in _THINGS:
        return folded
    for ending, kept in _ENDINGS:
        if folded.endswith(ending):
            if ending == "er" and folded.endswith(_NO_ACTION):
                return folded
            root = folded[: -len(ending)] + kept
            return f"{root}~" if len(root) >= _SHORTEST else folded
    return folded
