"""What can be wrong with what people and programs send: the sentence in French of each code, and its HTTP status."""

from __future__ import annotations

from indexer.reading.refusals import SENTENCES as FILE_SENTENCES

SENTENCES = {
    **FILE_SENTENCES,
    "email_missing": "Indiquez votre adresse électronique, par exemple prenom.nom@example.org.",
    "email_invalid": "Cette adresse électronique n’est pas complète. Exemple : prenom.nom@example.org.",
    "email_accents": "Nous ne pouvons pas écrire à une adresse qui contient des accents. Vérifiez-la, ou"
    " indiquez-en une autre.",
    "commune_missing": "Indiquez la commune autour de laquelle vous cherchez : son nom ou son code postal.",
    "commune_unknown": "Nous ne connaissons pas cette commune. Vérifiez l’orthographe, ou indiquez le code postal d’une"
    " commune voisine plus grande.",
    "radius_invalid": "Indiquez une distance en kilomètres, de 1 à 200.",
    "around_too_many": "Indiquez cinq autres communes au plus.",
    "departement_unknown": "Nous ne connaissons pas ce département. Écrivez son numéro ou son nom, par exemple « 40 »"
    " ou « Landes », et vingt départements au plus.",
    "working_time_invalid": "Choisissez le temps de travail : full_time (temps plein) ou part_time (temps partiel).",
    "pay_invalid": "Indiquez un salaire brut par mois en euros, de 1 à 30 000, sans virgule. Par exemple : 1900.",
    "available_invalid": "Indiquez le jour où vous pouvez commencer, avec le mois et l’année. Par exemple : {example}.",
    "available_missing": "Indiquez le jour où vous pouvez commencer, ou choisissez une autre réponse.",
    "available_far": "Cette date est à plus de deux ans d’aujourd’hui. Vérifiez l’année, ou choisissez une autre"
    " réponse.",
    "available_unclear": "Vous avez écrit une date. Pour la garder, choisissez « À partir d’une date » ; sinon,"
    " effacez-la.",
    "experience_invalid": "Indiquez un nombre de mois d’expérience, de 0 à 600.",
    "avoided_invalid": "Indiquez trente noms ou mots au plus, de 2 à 80 caractères chacun, séparés par des virgules.",
    "wanted_invalid": "Indiquez un métier en 2 à 120 caractères, par exemple « soudeur ».",
    "wanted_too_many": "Indiquez dix métiers au plus.",
    "contract_invalid": "Ce type de contrat n’existe pas ici. Choisissez parmi : {choices}.",
    "frequency_invalid": "Choisissez le rythme des courriels : at_once (dès que possible), daily (chaque jour) ou"
    " weekly (chaque semaine).",
    "hour_invalid": "Choisissez une heure entière pour les courriels, de 0 à 23.",
    "visibility_invalid": "Choisissez qui peut voir votre CV : named (avec votre nom), anonymous (sans votre nom)"
    " ou hidden (personne).",
    "consent_required": "Sans votre accord, nous ne pouvons ni garder votre CV ni chercher des offres pour vous. Cochez"
    " la case pour continuer.",
    "alert_consent_required": "Sans votre accord, nous ne pouvons pas garder votre adresse pour vous écrire. Cochez la"
    " case pour continuer.",
    "recruiter_name_missing": "Indiquez votre nom et votre prénom, en 2 à 80 caractères.",
    "organisation_name_missing": "Indiquez le nom de votre organisation, en 2 à 120 caractères.",
    "siret_missing": "Indiquez le SIRET de l’établissement qui recrute : 14 chiffres, sur vos factures ou votre Kbis.",
    "siret_invalid": "Un SIRET a 14 chiffres, par exemple 732 829 320 00074. Recopiez-le entier.",
    "siret_is_siren": "C’est un SIREN (9 chiffres). Il nous faut le SIRET de l’établissement : ces 9 chiffres, suivis"
    " de 5 autres.",
    "siret_key": "Ce SIRET n’existe pas : un chiffre est faux, ou deux sont inversés. Vérifiez-le.",
    "terms_required": "Cochez la case pour continuer : nous ne travaillons qu’avec des recruteurs qui s’y engagent.",
    "block_reason_missing": "Écrivez pourquoi, en 1 000 caractères au plus : la personne lira cette raison.",
    "key_name_missing": "Donnez un nom à cette clé, en 2 à 60 caractères, par exemple « logiciel de recrutement ».",
    "cv_search_unusable": "Cette recherche ne peut pas être gardée. Indiquez un métier, une compétence ou un lieu que"
    " nous connaissons.",
    "cv_searches_too_many": "Vous gardez déjà trente recherches. Supprimez celles qui ne servent plus.",
    "keys_too_many": "Vous avez déjà dix clés. Supprimez celles qui ne servent plus.",
    "sign_in_unavailable": "Nous ne pouvons pas envoyer de courriel pour l’instant. Réessayez dans quelques minutes.",
    "search_too_wide": "Presque toutes les offres répondent à cette recherche. Ajoutez un métier, un lieu ou un domaine"
    " pour recevoir celles qui vous intéressent.",
    "pause_invalid": "Choisissez la durée de la pause.",
    "pause_date_missing": "Indiquez la date à laquelle vous voulez recevoir de nouveau des offres.",
    "pause_date_invalid": "Indiquez une date à venir, dans un an au plus. Par exemple : {example}.",
    "signature_missing": "Cette demande doit être signée : en-têtes webhook-id, webhook-timestamp, webhook-signature.",
    "signature_invalid": "La signature de cette demande n’est pas la bonne.",
    "signature_old": "Cette demande a été signée il y a plus de cinq minutes, ou l’horloge de qui l’envoie est fausse.",
    "report_unreadable": "Ce rapport ne se lit pas : envoyez un rapport RFC 3464 ou RFC 5965 (message/rfc822), ou un"
    ' objet JSON {"events": [{"type", "message_id"}]}.',
    "answer_missing": "Choisissez votre réponse.",
    "question_missing": "Écrivez votre question.",
    "decline_reason_missing": "Choisissez la raison : la personne la lira.",
    "decline_words_missing": "Écrivez la raison en quelques mots : la personne la lira.",
    "answer_unlawful": "Ce message ne peut pas être envoyé : « {words} » ({article}). {mend}",
    "answer_gone": "Cette personne ne montre plus son CV, ou l’a effacé.",
    "answer_not_vouched": "Personne ne se porte garant de votre organisation pour l’instant : vous ne pouvez pas"
    " répondre. Nous vous écrirons dès que ce sera fait.",
    "answer_already": "Vous avez déjà donné une autre réponse, et la personne l’a lue.",
    "answer_limit_recruiter": "Vous avez contacté beaucoup de personnes ces sept derniers jours. Attendez leurs"
    " réponses, puis revenez dans quelques jours : votre lien reste bon.",
    "answer_limit_person": "Cette personne a été très demandée ces sept derniers jours : nous ne lui écrivons plus"
    " pour l’instant. Revenez dans quelques jours, votre lien reste bon.",
    "reason_missing": "Choisissez ce qui se passe avec cette offre.",
    "report_too_long": "Écrivez 1\u202f000 caractères au plus.",
    "boolean_invalid": "Répondez par true (oui) ou false (non).",
    "since_invalid": "Choisissez un nombre de jours parmi : 1, 3, 7, 14, 31.",
    "page_invalid": "Cette page n’existe pas, ou plus. Revenez à la première page de la recherche.",
    "order_invalid": "Choisissez l’ordre des offres parmi : pertinence, date, distance.",
    "places_too_many": "Indiquez cinq lieux au plus.",
    "place_unknown": "Nous ne connaissons pas ce lieu. Indiquez une commune, un code postal ou un département.",
    "choice_invalid": "Ce choix n’existe pas ici. Choisissez parmi : {choices}.",
    "one_choice": "Choisissez une seule valeur.",
    "trait_unknown": "Nous ne connaissons pas ce métier ou cette compétence. Essayez avec d’autres mots.",
    "month_invalid": "Écrivez une année, ou un mois et une année : 2019, mars 2019 ou 03/2019.",
    "month_order": "Cette date est avant le début de l’emploi.",
    "without_cv_empty": "Indiquez au moins une chose : un emploi, une compétence, un permis, un diplôme ou une langue.",
    "year_invalid": "Écrivez une année en quatre chiffres, par exemple 2014.",
    "diploma_missing": "Indiquez le nom du diplôme, par exemple « CAP cuisine ».",
    "text_too_long": "Ce texte est trop long.",
    "field_unknown": "Ce champ n’existe pas ici. Retirez-le.",
    "field_missing": "Ce champ est nécessaire.",
    "field_invalid": "Cette valeur n’est pas utilisable ici.",
    "json_invalid": "Le corps de la requête doit être un objet JSON.",
    "title_missing": "Indiquez l’intitulé du poste (champ « intitule »).",
    "date_invalid": "Écrivez la date au format ISO 8601, par exemple 2026-11-23T08:00:00+01:00.",
    "offer_title_missing": "Indiquez l’intitulé du poste, par exemple « Maçon (H/F) ».",
    "offer_title_long": "Écrivez un intitulé de 150 caractères au plus.",
    "job_unknown": "Nous ne connaissons pas ce métier. Choisissez-en un dans la liste, ou laissez le champ vide : nous"
    " le chercherons dans l’intitulé.",
    "months_invalid": "Indiquez la durée du contrat en mois, de 1 à 60.",
    "hours_invalid": "Indiquez les heures par semaine, de 1 à 48. Par exemple : 35, ou 17,5.",
    "offer_pay_invalid": "Indiquez un montant brut en euros, par exemple : 12,50 ou 1 900.",
    "offer_pay_order": "Le second montant est plus petit que le premier.",
    "offer_pay_wide": "Une fourchette aussi large ne dit rien du salaire. Resserrez-la.",
    "pay_period_invalid": "Choisissez : de l’heure, par mois ou par an.",
    "apply_missing": "Indiquez comment vous répondre : une adresse électronique, un téléphone ou l’adresse d’une page.",
    "apply_long": "Écrivez 500 caractères au plus.",
    "offer_text_missing": "Collez ici le texte de votre offre : une ligne au moins.",
    "offer_text_long": "Ce texte est trop long : 20\u202f000 caractères au plus.",
    "refusal_reason_missing": "Écrivez pourquoi et comment corriger, en 2 à 1\u202f000 caractères : l’auteur de"
    " l’offre lira cette raison.",
    "publication_changed": "Cette offre a été changée depuis que vous l’avez lue. Voici comment elle est maintenant :"
    " relisez-la avant de décider.",
    "decision_moved": "Quelqu’un en a décidé autrement depuis, ou c’est déjà annulé : il n’y a rien à annuler.",
    "close_reason_invalid": "Dites pourquoi l’offre ferme (champ « reason ») : filled_here (pourvue grâce à Estey),"
    " filled_elsewhere (pourvue autrement) ou given_up (recrutement abandonné).",
    "publication_not_open": "Cette offre n’est pas ouverte et n’attend pas d’être relue : il n’y a rien à fermer.",
    "publication_not_renewable": "Cette offre ne peut pas être prolongée : elle n’a jamais été publiée, attend d’être"
    " relue, ou a été refusée. Envoyez-la de nouveau, corrigée s’il le faut.",
    "rhythm_invalid": "Choisissez un rythme de la liste.",
    "close_reason_missing": "Dites pourquoi vous fermez l’offre.",
    "link_off": "La lecture de pages n’est pas ouverte ici. Collez le texte de l’offre.",
    "link_invalid": "Écrivez l’adresse complète de la page, qui commence par https://.",
    "link_not_allowed": "Nous ne lisons pas les pages de ce site. Collez le texte de l’offre.",
    "link_redirects": "Cette page renvoie vers trop d’autres. Collez le texte de l’offre.",
    "link_unreachable": "Nous n’avons pas pu ouvrir cette page. Vérifiez l’adresse, ou collez le texte de l’offre.",
    "link_no_page": "Cette adresse n’est pas celle d’une page. Envoyez le fichier, ou collez le texte de l’offre.",
    "link_too_large": "Cette page est trop longue à lire. Collez le texte de l’offre.",
    "link_too_slow": "Cette page met trop de temps à répondre ou à se lire. Collez le texte de l’offre.",
    "link_no_posting": "Cette page ne décrit pas son offre d’une façon que nous sachions lire. Collez le texte de"
    " l’offre.",
    "offer_withdrawn": "Cette offre a été retirée. Si elle vous a demandé de l’argent, des papiers ou vos coordonnées"
    " bancaires, n’envoyez rien de plus, et appelez Info Escroqueries au 0 805 805 817 (appel gratuit).",
    "organisation_blocked": "Votre organisation ne peut plus publier d’offres ici. Écrivez-nous si c’est une erreur.",
    "sender_left": "La personne dont c’est la clé a quitté l’organisation avant que le fichier soit lu : il n’est pas"
    " publié.",
    "offer_refused": "Cette offre ne peut pas être publiée telle quelle : voyez ce qui est à corriger.",
    "quota_cvs": "Vous avez ouvert {most} CV aujourd’hui, le plus qu’un recruteur puisse ouvrir en une journée. Revenez"
    " demain ; si votre recrutement en demande davantage, écrivez-nous.",
    "quota_files": "Vous avez téléchargé {most} CV aujourd’hui, le plus qu’un recruteur puisse télécharger en une"
    " journée. Revenez demain ; si votre recrutement en demande davantage, écrivez-nous.",
    "quota_lines": "Ce tableau vous ferait emporter plus de {most} CV aujourd’hui, le plus qu’un recruteur puisse"
    " emporter en une journée. Précisez votre recherche, ou revenez demain.",
    "link_reads_only": "Cette adresse est celle de la page de la personne, que nos courriels contiennent : elle permet"
    " de lire et de mettre en pause, pas de changer ni d’effacer. Utilisez l’adresse « api_url » reçue au dépôt.",
    "one_at_a_time": "Une autre demande est en cours. Attendez sa réponse, ou une seconde, puis renvoyez celle-ci.",
    "file_in_hand": "Nous lisons encore le document que vous avez envoyé juste avant. Attendez qu’il soit lu, quelques"
    " secondes le plus souvent, puis renvoyez celui-ci.",
    "storage_unavailable": "Nous n’avons pas pu garder votre fichier. Rien n’a été enregistré : réessayez dans quelques"
    " minutes.",
}

# What marshmallow and webargs say by themselves.
LIBRARY_MESSAGES = {
    "Unknown field.": "field_unknown",
    "Missing data for required field.": "field_missing",
    "Invalid input type.": "json_invalid",
    "Invalid JSON body.": "json_invalid",
}

# HTTP says more than 422 about these (RFC 9110 §15.5.4, §15.5.10, §15.5.14, §15.5.16 and §15.6.4).
STATUS = {
    "file_too_large": 413,
    "file_extension": 415,
    "file_is_image": 415,
    "file_type_mismatch": 415,
    "storage_unavailable": 503,
    "link_reads_only": 403,
    "one_at_a_time": 429,
    "file_in_hand": 429,
    "organisation_blocked": 403,
    "offer_withdrawn": 410,
    "publication_changed": 409,
    "decision_moved": 409,
    "publication_not_open": 409,
    "publication_not_renewable": 409,
}
