"""Who may ask what: a row for each method of each address, with the status each kind of asker gets.

A test asks every one of them of the application, over real documents, and fails for an address that has no row here.
`scripts/endpoints.py` writes docs/endpoints.md from it.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import Rule

from search_api.roles import (
    MEANING,
    ROLES,
    SIGNED_IN,
    Access,
    any_recruiter,
    everybody,
    key,
    link,
    operator,
    partner,
    recruiter,
    signed_in,
    vouched,
)

PUBLIC, MISSING, NOT_ENOUGH = everybody(200), everybody(404), everybody(422)

ACCESS = {
    "GET /": PUBLIC,
    "GET /confidentialite": PUBLIC,
    "GET /accessibilite": PUBLIC,
    "GET /offres/<identifier>": MISSING,
    "GET /offres/<identifier>/signaler": MISSING,
    "POST /offres/<identifier>/signaler": MISSING,
    "GET /deposer": PUBLIC,
    "POST /deposer": NOT_ENOUGH,
    "GET /deposer/sans-cv": PUBLIC,
    "POST /deposer/sans-cv": NOT_ENOUGH,
    # Of a deposit that is not finished.
    "GET /deposer/<secret>/sans-cv": link(200),
    "POST /deposer/<secret>/sans-cv": link(422),
    "GET /deposer/<secret>": link(303),
    "GET /deposer/<secret>/cv": link(200),
    "POST /deposer/<secret>/cv": link(422),
    "GET /deposer/<secret>/compris": link(200),
    "POST /deposer/<secret>/corriger": link(303),
    "GET /deposer/<secret>/recherche": link(200),
    "POST /deposer/<secret>/recherche": link(422),
    "POST /deposer/<secret>/effacer": link(303),
    "GET /deposer/<secret>/fini": link(303),
    # There is no mail to look at before the end.
    "GET /deposer/<secret>/apercu": MISSING,
    "GET /alerte": PUBLIC,
    "POST /alerte": NOT_ENOUGH,
    "GET /alerte/<secret>": link(200),
    "POST /alerte/<secret>/rythme": link(422),
    "POST /alerte/<secret>/pause": link(303),
    "POST /alerte/<secret>/reprendre": link(303),
    "POST /alerte/<secret>/supprimer": link(200),
    "POST /alerte/<secret>/adresse": link(303),
    "GET /alerte/confirmer/<token>": link(200),
    "POST /alerte/confirmer/<token>": link(303),
    "GET /connexion": Access({**PUBLIC.statuses, SIGNED_IN: 303}),
    "POST /connexion": NOT_ENOUGH,
    "GET /connexion/<token>": link(200),
    "POST /connexion/<token>": link(303),
    "POST /deconnexion": everybody(303),
    "GET /recruteurs": PUBLIC,
    "POST /recruteurs": NOT_ENOUGH,
    "GET /recruteurs/organisation": any_recruiter(200),
    # Who has one is led to it.
    "POST /recruteurs/organisation": any_recruiter(303, alone=422),
    "POST /recruteurs/organisation/nom": recruiter(422),
    "POST /recruteurs/organisation/membres/<identifier>/accueillir": recruiter(404),
    "POST /recruteurs/organisation/membres/<identifier>/ecarter": recruiter(404),
    "GET /recruteurs/offres": recruiter(200),
    "GET /recruteurs/offres/nouvelle": recruiter(200),
    "POST /recruteurs/offres/nouvelle": recruiter(422),
    "POST /recruteurs/offres/nouvelle/estimation": recruiter(200),
    "POST /recruteurs/offres/nouvelle/fichier": recruiter(422),
    "POST /recruteurs/offres/nouvelle/texte": recruiter(422),
    "POST /recruteurs/offres/nouvelle/lien": recruiter(422),
    # Of a file of one's own: the test asks for one that is not there.
    "GET /recruteurs/offres/lecture/<identifier>": recruiter(404),
    # Of an offer of one's own: the test asks for one that is not there.
    "GET /recruteurs/offres/<identifier>": recruiter(404),
    "GET /recruteurs/offres/<identifier>/modifier": recruiter(404),
    "POST /recruteurs/offres/<identifier>/modifier": recruiter(404),
    "POST /recruteurs/offres/<identifier>/publier": recruiter(404),
    "POST /recruteurs/offres/<identifier>/renouveler": recruiter(404),
    "POST /recruteurs/offres/<identifier>/fermer": recruiter(404),
    "POST /recruteurs/offres/<identifier>/rythme": recruiter(404),
    "POST /recruteurs/offres/<identifier>/effacer": recruiter(404),
    "GET /renouveler/<token>": link(200),
    "POST /renouveler/<token>": link(200),
    "GET /recruteurs/compte": any_recruiter(200),
    "POST /recruteurs/compte/rythme": any_recruiter(422),
    "POST /recruteurs/compte/pause": any_recruiter(303),
    "POST /recruteurs/compte/reprendre": any_recruiter(303),
    "POST /recruteurs/compte/cles": recruiter(422),
    "POST /recruteurs/compte/cles/<identifier>/supprimer": recruiter(404),
    "GET /recruteurs/compte/donnees.json": any_recruiter(200),
    "POST /recruteurs/compte/autres-sessions": any_recruiter(303),
    "GET /recruteurs/compte/effacer": any_recruiter(200),
    "POST /recruteurs/compte/effacer": any_recruiter(200),
    "GET /recruteurs/cv": vouched(200),
    # Without a search it is the page.
    "GET /recruteurs/cv/export.csv": vouched(200),
    "GET /recruteurs/alertes": vouched(200),
    "POST /recruteurs/alertes": vouched(422),
    "POST /recruteurs/alertes/<identifier>/supprimer": vouched(404),
    "GET /operateur": partner(200),
    "GET /operateur/entrer/<token>": link(200),
    "POST /operateur/entrer/<token>": link(303),
    "POST /operateur/organisations/<identifier>/garantir": partner(404),
    # The reason comes first.
    "POST /operateur/organisations/<identifier>/bloquer": partner(422),
    "POST /operateur/organisations/<identifier>/nom": partner(404),
    "POST /operateur/organisations/<identifier>/membres/<recruiter>/accueillir": partner(404),
    "POST /operateur/organisations/<identifier>/membres/<recruiter>/ecarter": partner(404),
    "GET /operateur/journal": operator(200),
    "POST /operateur/journal/<identifier>/annuler": operator(404),
    "GET /operateur/offres": operator(200),
    "POST /operateur/offres/<identifier>/accepter": operator(404),
    "POST /operateur/offres/<identifier>/refuser": operator(404),
    "GET /confirm/<token>": link(200),
    "POST /confirm/<token>": link(303),
    "GET /desabonnement/<token>": link(200),
    "POST /desabonnement/<token>": link(200),
    "POST /desabonnement/<token>/pause": link(200),
    # Of a mail whose offers are erased: the one that the test asks for.
    "GET /mails/<token>": link(410),
    "GET /vers/<token>/<any(offres,suivi,alerte,recruteurs,reponse):kind>/<path:rest>": link(303),
    # Of a CV that nobody shows any more: the one that the test asks for.
    "GET /reponse/<token>": link(410),
    "POST /reponse/<token>": link(410),
    "GET /contact/<token>": link(410),
    "POST /contact/<token>": link(410),
    "GET /recruteurs/offres/<identifier>/cv": vouched(404),
    "GET /recruteurs/cv/<identifier>": vouched(404),
    "GET /recruteurs/cv/<identifier>/fichier": vouched(404),
    "POST /recruteurs/cv/<identifier>/annonce": vouched(404),
    # Of an offer that is not there: what was said of it can be taken back all the same.
    "POST /offres/<identifier>/garder": signed_in(404),
    "POST /offres/<identifier>/ne-plus-garder": signed_in(303),
    "POST /offres/<identifier>/pas-pour-moi": signed_in(404),
    "POST /offres/<identifier>/finalement": signed_in(303),
    "POST /offres/<identifier>/masquer-employeur": signed_in(404),
    "POST /offres/<identifier>/masquer-mot": signed_in(404),
    "GET /mes-offres": signed_in(200),
    "GET /suivi": signed_in(200),
    "POST /espace/autres-sessions": signed_in(303),
    "POST /espace/pause": signed_in(303),
    "POST /espace/reprendre": signed_in(303),
    # Of a profile of one's own: the test asks for one that is not there.
    "POST /espace/accords/<identifier>/recherche": signed_in(404),
    "POST /espace/accords/<identifier>/courriels": signed_in(404),
    "POST /espace/accords/<identifier>/recruteurs": signed_in(404),
    "GET /espace/cv/<identifier>": signed_in(404),
    "GET /espace/donnees.json": signed_in(200),
    "GET /espace/donnees.pdf": signed_in(200),
    "GET /espace/effacer": signed_in(200),
    "POST /espace/effacer": signed_in(200),
    "GET /suivi/<secret>": link(200),
    "POST /suivi/<secret>/conseiller": link(303),
    "POST /suivi/<secret>/conseiller/retirer": link(303),
    "GET /conseiller/<token>": link(200),
    "POST /suivi/<secret>/corriger": link(303),
    "POST /suivi/<secret>/modifier": link(303),
    "POST /suivi/<secret>/cv": link(422),
    "POST /suivi/<secret>/pause": link(303),
    "POST /suivi/<secret>/reprendre": link(303),
    "POST /suivi/<secret>/desabonner": link(303),
    "POST /suivi/<secret>/renvoyer": link(303),
    "POST /suivi/<secret>/adresse": link(303),
    # What it is for comes first.
    "POST /suivi/<secret>/lien": link(400),
    "GET /suivi/<secret>/supprimer": link(200),
    "POST /suivi/<secret>/supprimer": link(200),
    "POST /api/profiles": NOT_ENOUGH,
    "GET /api/profiles/<secret>": link(200),
    "PATCH /api/profiles/<secret>": link(200),
    "DELETE /api/profiles/<secret>": link(204),
    "PUT /api/profiles/<secret>/pause": link(200),
    "GET /api/offers": PUBLIC,
    # What was sent is looked at, and refused for being empty.
    "POST /api/offers": key(422),
    "GET /api/offers/<identifier>": MISSING,
    # Of offers of the organisation whose key it is; the operator's are of none.
    "GET /api/publications/<identifier>": key(404),
    "POST /api/publications/<identifier>/close": key(422),
    "POST /api/publications/<identifier>/renew": key(404),
    "GET /api/readings/<identifier>": key(404),
    # Without its own key set (docs/settings.md) there is no such address.
    "POST /api/bounces": MISSING,
    "GET /api/communes": NOT_ENOUGH,
    "GET /api/outlines": NOT_ENOUGH,
    "GET /api/suggestions": NOT_ENOUGH,
    "GET /api/understand": NOT_ENOUGH,
    "GET /api/health": PUBLIC,
    "GET /api/health/live": everybody(204),
    "GET /docs": PUBLIC,
    "GET /docs/assets/<path:name>": MISSING,
    "GET /leaflet/<path:name>": MISSING,
    "GET /openapi.json": PUBLIC,
    # The operator's own key opens it, and no other; without one set there is no such page.
    "GET /metrics": MISSING,
    "GET /static/<path:filename>": MISSING,
    # Of the embedded stack, which captures every mail; elsewhere all three are missing.
    "GET /mailbox": PUBLIC,
    "GET /mailbox/<key>": MISSING,
    "GET /mailbox/<key>/html": MISSING,
}


def rows_of(app: Flask) -> list[tuple[str, Rule]]:
    """Return the name of each row that an application needs (`GET /deposer`) with its rule, sorted by address."""
    methods = [(rule.rule, method, rule) for rule in app.url_map.iter_rules() for method in rule.methods or ()]
    wanted = sorted((rule, method, each) for rule, method, each in methods if method not in ("HEAD", "OPTIONS"))
    return [(f"{method} {rule}", each) for rule, method, each in wanted]


def page() -> str:
    """Return docs/endpoints.md."""
    lines = [
        "# Endpoints",
        "",
        "Every method of every address, and what each kind of asker gets for a request without content (pausing by",
        "the API apart, which needs some). Written by",
        "`scripts/endpoints.py` from `search_api/endpoints.py`; a test asks all of it of the application.",
        "",
        *(f"- **{role}**: {MEANING[role]}." for role in ROLES),
        "",
        "`HEAD` answers as `GET` does, without content; `OPTIONS` answers 200 and says the methods, to everybody;",
        "any other method gets 405 with `Allow`. Whoever asks too much gets 429 ([doors.md](doors.md)).",
        "",
        f"| | {' | '.join(ROLES)} |",
        f"|---|{'---|' * len(ROLES)}",
    ]
    for name, access in sorted(ACCESS.items(), key=lambda item: (item[0].partition(" ")[2], item[0])):
        lines.append(f"| `{name}` | {' | '.join(str(access.statuses[role]) for role in ROLES)} |")
    return "\n".join(lines) + "\n"
