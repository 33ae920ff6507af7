"""Everything kept about a person, as a PDF to read: tagged for screen readers (PDF/UA-1), in their own words' letters.

The words are given to Typst as data, so that nothing in a CV is read as a command of its language.
"""

from __future__ import annotations

import json
from typing import Any

import typst

from indexer.profiles.availability import availability, today
from indexer.settings import TEMPLATES, settings
from search_api.agreements import agreements_of
from search_api.presentation import (
    FREQUENCIES,
    VISIBILITIES,
    count_of,
    french_date,
    french_time,
    understood_traits,
)

TEMPLATE = TEMPLATES / "documents" / "data.typ"
MOST_OFFERS = 500
"""In the document, the latest first; the JSON has all. A page holds eight."""
STATES = {
    "pending": "pas encore envoyée",
    "claimed": "en cours d’envoi",
    "sent": "envoyée",
    "dropped": "jamais envoyée",
}


def data_document(kept: dict[str, Any]) -> bytes:
    """Return the PDF of an export (`indexer.accounts.export.everything`)."""
    given = json.dumps(written_out(kept), ensure_ascii=False)
    return bytes(typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": given}, pdf_standards="ua-1"))


def written_out(kept: dict[str, Any]) -> dict[str, Any]:
    """Return an export in French words: headings with lines, which the template only lays out."""
    offers = kept["offers"]
    return {
        "service": settings().operator,
        "date": french_date(kept["exported_at"]),
        "sections": [
            _about(kept),
            *(_profile(profile) for profile in kept["profiles"]),
            *(_search(saved) for saved in kept["saved_searches"]),
            {"title": f"Les offres trouvées ({len(offers)})", "lines": [_offer(one) for one in offers[:MOST_OFFERS]]},
            {"title": f"Les courriels d’offres envoyés ({len(kept['mails'])})", "lines": [*map(_mail, kept["mails"])]},
            {"title": "Ce que vous avez dit des offres", "lines": [*map(_mark, kept["marks"])]},
            {"title": "Qui a vu votre CV", "lines": [*map(_seen, kept.get("seen_by", []))]},
        ],
    }


def _about(kept: dict[str, Any]) -> dict[str, Any]:
    person = kept["person"]
    emails = dict.fromkeys(one["email"] for one in (*kept["profiles"], *kept["saved_searches"]))
    lines = [
        _said("Adresse électronique", ", ".join(emails)),
        _said("Dernier courriel d’offres", _moment(person.get("last_digest_at"))),
        _said("Dernier lien suivi dans un courriel", _moment(person.get("last_followed_at"))),
        _said("Courriels revenus à la suite", str(person.get("soft_bounces") or "")),
        *(_said("Lien de connexion demandé", _moment(asked["asked_at"])) for asked in person.get("sign_in_links", [])),
    ]
    return {"title": "Vous", "lines": [line for line in lines if line]}


def _profile(profile: dict[str, Any]) -> dict[str, Any]:
    file = profile.get("file") or {}
    lines = [
        _said("Déposé", _moment(profile.get("received_at"))),
        _said("Adresse confirmée", _moment(profile.get("confirmed_at"))),
        _said("Dernier contact", _moment(profile.get("last_contact_at"))),
        _said(
            "Fichier", f"{file.get('name', '')} ({file.get('bytes', 0)} octets) {file.get('url', '')}" if file else ""
        ),
        *(
            _said(f"Accord. {given.wording}", f"{'oui' if given.given else 'non'}, {_moment(given.at)}")
            for given in agreements_of(profile).values()
        ),
        _said("Métiers cherchés", ", ".join(profile.get("wanted") or [])),
        _said("Où", f"{profile.get('place_label')}, {profile.get('radius_km')} km"),
        _said("Disponibilité", availability(profile, today())),
        _said("Contrats", ", ".join(profile.get("contracts") or [])),
        _said("Salaire au moins", str(profile.get("pay_least") or "")),
        _said("Employeurs à éviter", ", ".join(profile.get("avoided_employers") or [])),
        _said("Mots à éviter", ", ".join(profile.get("avoided_words") or [])),
        _said("Courriels", FREQUENCIES.get(str(profile.get("frequency")), "")),
        _said("Qui voit le CV", VISIBILITIES.get(str(profile.get("visibility")), "")),
        _said("En pause", "oui" if profile.get("paused") else ""),
        _said("Désabonné", _moment(profile.get("unsubscribed_at"))),
        _said("Compris de votre CV", ", ".join(trait["label"] for trait in understood_traits(profile))),
        _said("Texte lu dans votre CV, sans vos nom et coordonnées", str(profile.get("text") or "")),
    ]
    return {"title": f"Votre CV pour {profile.get('place_label')}", "lines": [line for line in lines if line]}


def _seen(one: dict[str, Any]) -> dict[str, str]:
    offer = f", pour l’offre « {one['offer']} »" if one["offer"] else ""
    message = f" : « {one['message']} »" if one["message"] else ""
    return {"name": str(one["organisation"]), "words": f"{one['words']}{offer}, {_moment(one['at'])}{message}"}


def _search(saved: dict[str, Any]) -> dict[str, Any]:
    lines = [
        _said("Enregistrée", _moment(saved.get("received_at"))),
        _said("Accord donné", _moment(saved.get("consent_at"))),
        _said("Adresse confirmée", _moment(saved.get("confirmed_at"))),
        _said("Courriels", FREQUENCIES.get(str(saved.get("frequency")), "")),
        _said("En pause", "oui" if saved.get("paused") else ""),
        _said("Désabonné", _moment(saved.get("unsubscribed_at"))),
    ]
    return {"title": f"Votre alerte : {saved['label']}", "lines": [line for line in lines if line]}


def _offer(offer: dict[str, Any]) -> dict[str, str]:
    state = STATES.get(str(offer["state"]), "")
    sent = f" {_moment(offer['sent_at'])}" if offer.get("sent_at") else ""
    reasons = ", ".join(f"{reason['words']} ({reason['points']})" for reason in offer.get("reasons", []))
    followed = f", lien ouvert {_moment(offer['followed_at'])}" if offer.get("followed_at") else ""
    why = f". {count_of(offer['points'], 'point')} : {reasons}" if reasons else ""
    where = ", ".join(filter(None, (offer.get("employer"), offer.get("place"))))
    title = offer.get("title") or f"Offre {offer['offer']}, qui n’est plus gardée"
    return {
        "name": str(title),
        "words": f"{where}. Trouvée {_moment(offer['created_at'])}, {state}{sent}{followed}{why}".lstrip(". "),
    }


def _mail(mail: dict[str, Any]) -> dict[str, str]:
    return {"name": f"Envoyé {_moment(mail['sent_at'])}", "words": count_of(mail["offers"], "offre")}


def _mark(mark: dict[str, Any]) -> dict[str, str]:
    said = _moment(mark.get("kept_at")), _moment(mark.get("refused_at"))
    words = [f"{what} {when}" for what, when in zip(("gardée", "pas pour vous"), said, strict=True) if when]
    return {"name": f"Offre {mark['offer']}", "words": ", ".join(words)}


def _said(name: str, words: str) -> dict[str, str]:
    return {"name": name, "words": words} if words.strip() else {}


def _moment(value: Any) -> str:
    return f"le {french_date(str(value))} à {french_time(str(value))}" if value else ""
