"""The words the engine leaves out of texts: a search must not count them among those an offer has to hold.

The list is Lucene's for French (the filter `french_stop` of mappings/analysis.json, from the Snowball project); a test
asks the engine itself.
"""

from __future__ import annotations

import re

_STOP = """
au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me même mes moi mon ne nos notre
nous on ou par pas pour qu que qui sa se ses sur ta te tes toi ton tu un une vos votre vous c d j l à m n s t y
étée étées étant suis es êtes sont serai seras sera serons serez seront serais serait serions seriez seraient
étais était étions étiez étaient fus fut fûmes fûtes furent sois soit soyons soyez soient fusse fusses fussions
fussiez fussent ayant eu eue eues eus ai avons avez ont aurai aurons aurez auront aurais aurait aurions auriez
auraient avais avait aviez avaient eut eûmes eûtes eurent aie aies ait ayons ayez aient eusse eusses eût
eussions eussiez eussent ceci cela celà cet cette ici ils les leurs quel quels quelle quelles sans soi
"""
STOP = frozenset(_STOP.split())
_ELIDED = re.compile(r"^(?:[lmtnsjdc]|qu|jusqu|quoiqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def seen_by_engine(word: str) -> bool:
    """Say whether the engine keeps anything of a word: nothing of "de", "+" or "C++", "arc" of "l’arc"."""
    return any(_ELIDED.sub("", piece).lower() not in STOP for piece in _PIECE.findall(word))
