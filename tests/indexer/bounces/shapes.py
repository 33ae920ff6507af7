"""Reports as servers write them, composed here after the RFCs and each server's habits; every address is invented."""

from __future__ import annotations

from collections.abc import Callable

NAME = "0123456789abcdef01234567"
"""The name of a digest of ours: its id."""
OURS = f"Message-ID: <{NAME}@estey.example>\r\nFrom: Estey <alertes@estey.example>\r\nSubject: 3 offres\r\n"
GONE = "camille@example.org"


def dsn(
    status: str,
    diagnostic: str = "",
    *,
    action: str = "failed",
    returned: str = OURS,
    kind: str = "text/rfc822-headers",
    to: str = "alertes@estey.example",
    extra: str = "",
    text: str = "Votre message n'a pas pu être remis.",
) -> bytes:
    """A report of failure for one recipient, with what is returned of the mail."""
    fields = f"Final-Recipient: rfc822; {GONE}\r\nAction: {action}\r\nStatus: {status}\r\n"
    fields += f"Diagnostic-Code: {diagnostic}\r\n" if diagnostic else ""
    back = f"--b\r\nContent-Type: {kind}\r\n\r\n{returned}\r\n" if returned else ""
    return (
        f"From: MAILER-DAEMON@mx.example.org\r\nTo: {to}\r\nSubject: Undelivered Mail\r\n{extra}"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n{fields}\r\n"
        f"{back}--b--\r\n"
    ).encode()


def arf(kind: str, *, returned: str = OURS, of: str = "message/rfc822", extra: str = "") -> bytes:
    """A complaint, as a mailbox provider sends it."""
    return (
        "From: feedback@fbl.example.org\r\nTo: abus@estey.example\r\nSubject: FW: 3 offres\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        f"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nUser-Agent: Some/1\r\n"
        f"Version: 1\r\n{extra}\r\n--b\r\nContent-Type: {of}\r\n\r\n{returned}\r\nBonjour\r\n--b--\r\n"
    ).encode()


def exim_plain(said: str) -> bytes:
    """What Exim sends where its reports are off: no part, a header, a text, a copy."""
    return (
        f"Return-path: <>\r\nX-Failed-Recipients: {GONE}\r\nAuto-Submitted: auto-replied\r\n"
        "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\r\nTo: alertes@estey.example\r\n"
        f"Subject: Mail delivery failed: returning message to sender\r\n\r\n  {GONE}\r\n    {said}\r\n\r\n"
        f"------ This is a copy of the message, including all the headers. ------\r\n\r\n{OURS}\r\nBonjour\r\n"
    ).encode()


TAGGED = f"retours+{NAME}@estey.example"
SHAPES: dict[str, tuple[Callable[[], bytes], str]] = {
    "Postfix, no such user": (
        lambda: dsn("5.1.1", f"smtp; 550 5.1.1 <{GONE}>: Recipient address rejected: User unknown"), "hard"),
    "Postfix, domain not found": (lambda: dsn("5.4.4", "X-Postfix; Host or domain name not found"), "hard"),
    "Postfix, after five days": (lambda: dsn("4.4.1", "X-Postfix; connect to mx[192.0.2.1]:25: timed out"), "soft"),
    "Postfix, returned whole": (lambda: dsn("5.1.1", kind="message/rfc822", returned=OURS + "\r\nBonjour"), "hard"),
    "Exim, generic status": (lambda: dsn("5.0.0", "smtp; 550 5.1.1 The email account does not exist"), "hard"),
    "Exim, basic code only": (lambda: dsn("5.0.0", "smtp; 550 No such user here"), "hard"),
    "Exim, refused as spam": (lambda: dsn("5.0.0", "smtp; 554 5.7.1 Message rejected as spam"), "soft"),
    "Exim without report": (
        lambda: exim_plain("SMTP error from remote mail server: 550 5.1.1 unknown user"), "hard"),
    "Exim without report, full": (lambda: exim_plain("552 mailbox is over quota"), "soft"),
    "Exchange, address not found": (
        lambda: dsn("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found",
                    extra=f"In-Reply-To: <{NAME}@estey.example>\r\n", returned=""), "hard"),
    "Exchange, full": (lambda: dsn("5.2.2", "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception"), "soft"),
    "Exchange, blocked": (lambda: dsn("5.7.606", "smtp;550 5.7.606 Access denied, banned sending IP"), "soft"),
    "Gmail, no such account": (
        lambda: dsn("5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist."), "hard"),
    "Gmail, over quota": (lambda: dsn("4.2.2", "smtp; 452-4.2.2 The recipient's inbox is out of storage"), "soft"),
    "Gmail, disabled": (lambda: dsn("5.2.1", "smtp; 550 5.2.1 The email account is disabled."), "hard"),
    "Orange-like, unknown": (
        lambda: dsn("5.1.1", "smtp; 550 5.1.1 Adresse d au moins un destinataire invalide. OFR_416 [416]"), "hard"),
    "Orange-like, too many": (
        lambda: dsn("4.0.0", "smtp; 421 mwinf5c04 ME Trop de connexions, veuillez verifier. OFR_104 [104]"), "soft"),
    "Orange-like, spam": (lambda: dsn("5.7.0", "smtp; 550 5.7.0 Mail rejete. OFR_506 [506]"), "soft"),
    "nothing returned, return address": (lambda: dsn("5.1.1", returned="", to=TAGGED), "hard"),
    "return address in capitals": (lambda: dsn("5.1.1", returned="", to=TAGGED.upper()), "hard"),
    "unknown code": (lambda: dsn("5.9.99", "x-other; who knows"), "soft"),
    "arrived": (lambda: dsn("2.0.0", action="delivered"), "arrived"),
    "complaint": (lambda: arf("abuse"), "complaint"),
    "complaint, headers only": (lambda: arf("abuse", of="text/rfc822-headers"), "complaint"),
    "complaint, Message-ID hidden": (
        lambda: arf("fraud", returned="Subject: 3 offres\r\n", extra=f"Original-Mail-From: <{TAGGED}>\r\n"),
        "complaint"),
}  # fmt: skip

NOTHING: dict[str, Callable[[], bytes]] = {
    "a delay": lambda: dsn("4.4.1", action="delayed"),
    "passed on": lambda: dsn("2.0.0", action="relayed"),
    "not spam after all": lambda: arf("not-spam"),
    "an absence": lambda: (
        f"From: {GONE}\r\nTo: {TAGGED}\r\nAuto-Submitted: auto-replied\r\nSubject: Absence\r\n\r\n"
        "Je suis en 550 5.1.1\r\n"
    ).encode(),
    "an answer that quotes a report": lambda: (
        f"From: {GONE}\r\nTo: alertes@estey.example\r\nIn-Reply-To: <{NAME}@estey.example>\r\n\r\n"
        f"> Action: failed\r\n> Status: 5.1.1\r\n"
    ).encode(),
    "nothing at all": lambda: b"",
    "a report cut short": lambda: dsn("5.1.1")[:330],
}
