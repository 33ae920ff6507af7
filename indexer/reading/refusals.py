"""Why a file cannot be taken: each reason has a code for programs and a sentence for people that says what to do."""

from __future__ import annotations

MAX_MEGABYTES = 5

SENTENCES = {
    "file_missing": "Choisissez un fichier : PDF, Word (DOCX, DOC), ODT, RTF, TXT ou HTML.",
    "file_empty": "Ce fichier est vide. Vérifiez que c’est le bon, puis envoyez-le de nouveau.",
    "file_too_large": f"Ce fichier dépasse {MAX_MEGABYTES} Mo. Enregistrez le document en PDF sans grandes images,"
    " puis envoyez-le de nouveau.",
    "file_is_image": "Une photo ou une image ne peut pas être lue. Envoyez le document en PDF ou en Word : depuis votre"
    " traitement de texte, choisissez « Enregistrer sous », puis « PDF ».",
    "file_extension": "Ce type de fichier n’est pas accepté. Envoyez un PDF, un fichier Word (DOCX, DOC), ODT, RTF,"
    " TXT ou HTML.",
    "file_type_mismatch": "Le contenu de ce fichier ne correspond pas à son nom. Ouvrez-le, enregistrez-le de nouveau"
    " en PDF, puis envoyez ce PDF.",
    "file_archive_bomb": "Ce fichier se déplie en un contenu anormalement gros et n’a pas été ouvert. Enregistrez"
    " le document en PDF, puis envoyez ce PDF.",
    "file_macros": "Ce document contient des macros (des programmes) et n’a pas été ouvert. Enregistrez-le en PDF, puis"
    " envoyez ce PDF.",
    "file_entities": "Ce document contient des instructions qu’aucun traitement de texte n’écrit et n’a pas été ouvert."
    " Ouvrez-le, enregistrez-le en PDF, puis envoyez ce PDF.",
    "file_damaged": "Ce fichier est abîmé et n’a pas pu être ouvert. Enregistrez-le de nouveau, de préférence en PDF,"
    " puis renvoyez-le.",
    "file_encrypted": "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis renvoyez-le.",
    "file_scan": "Ce fichier ressemble à un scan : il contient une image et presque pas de texte. Envoyez le fichier"
    " d’origine (Word, ODT), ou un PDF enregistré depuis un traitement de texte.",
    "file_too_slow": "Ce fichier est trop long à lire. Enregistrez le document en PDF simple de quelques pages,"
    " puis envoyez ce PDF.",
    "not_processed": "Nous n’avons pas réussi à traiter ce document, et ce n’est pas de votre fait. Nous cherchons"
    " pourquoi. Vous pouvez aussi en envoyer un autre.",
    "file_lost": "Votre fichier n’a pas été retrouvé. Envoyez-le de nouveau.",
}


class FileRefusedError(Exception):
    """A file cannot be taken; `code` is one of SENTENCES, and the message its sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code
        self.sentence = SENTENCES[code]


class ReaderUnavailableError(Exception):
    """Tika does not answer now: the file is not to blame and is read again later."""
