"""Words that employers cut short in titles, and the word each stands for: "Resp. magasin", "Secrétaire compta".

Only such as stand for one word in a title whatever the trade. Abbreviations of a whole title ("IDE", "ATSEM") are
further titles of their job, in the starter. Read so on both sides: the official list cuts its own titles short too
("Chef(fe) de service technique maintenance indus").
"""

from __future__ import annotations

from indexer.language.normalisation import fold, without_accents

_SHORT = """
aero aéronautique | agro agroalimentaire | anim animateur | auto automobile | educ éducateur | info informatique
meca mécanique | mkt marketing | pharma pharmaceutique | pro professionnel | secu sécurité
adj adjoint | agt agent | amgt aménagement | assist assistant | ass assistant | asst assistant | aux auxiliaire
bat bâtiment | bur bureau | cdes commandes | cde commande | chaudro chaudronnier | chauf chauffeur
coll collaborateur | com communication | commerc commercial | compta comptable | cond conducteur | conduc conducteur
const construction | coord coordinateur | copro copropriété | dev développeur | devt développement
dir directeur | distrib distribution | elec électricien | electromeca électromécanicien | elev élevage
emp employé | empl employé | equip équipement | exploit exploitation | expl exploitation | fab fabrication
form formateur | gest gestionnaire | immo immobilier | ind industriel | indus industriel | infirm infirmier
inge ingénieur | ing ingénieur | instal installation | kine kinésithérapeute | labo laboratoire
log logistique | maint maintenance | maths mathématiques
manip manipulateur | manut manutentionnaire | mecano mécanicien
nego négociateur | op opérateur | ope opérateur | oper opérateur | ortho orthophoniste | osteo ostéopathe
prepa préparateur | prod production | prof professeur | proj projet | pub publicité | puer puériculture
rech recherche | resp responsable | resto restaurant | restau restauration | sce service
secr secrétaire | sect secteur | sup supérieur | surv surveillant | syst système | tech technicien | techn technicien
telecom télécommunications | telecoms télécommunications | trad traditionnel | transp transport
trvx travaux | trx travaux | vend vendeur | veto vétérinaire
"""


def _folded(word: str) -> str:
    return fold(without_accents(word))


LONG_WORDS = {
    _folded(short): _folded(long)
    for short, long in (entry.split(maxsplit=1) for line in _SHORT.strip().splitlines() for entry in line.split(" | "))
}
"""The fold of each short word, and that of the word it stands for."""
