"""An IMAP server of a few commands (RFC 9051), enough for one account with one folder."""

from __future__ import annotations

import re
import socketserver
import threading


class ImapServer(socketserver.ThreadingTCPServer):
    """Mails by their UID with their flags; `user` and `password` open it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *mails: bytes, opened_by: str = "secret") -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails = dict(enumerate(mails, start=7))
        self.flags: dict[int, set[str]] = {uid: set() for uid in self.mails}
        self.password = opened_by
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self.say("* OK IMAP4rev1 ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            name = command.upper().removeprefix("UID ").partition(" ")[0]
            answer = self.answer(name, command)
            self.say(f"{tag} {answer}")
            if name == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, name: str, command: str) -> str:
        mails, flags = self.server.mails, self.server.flags
        uid = int(found[1]) if (found := re.search(r"(?:FETCH|STORE) (\d+)", command)) else 0
        if name == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif name == "LOGIN" and f'"{self.server.password}"' not in command:
            return "NO wrong password of somebody@example.org"
        elif name == "SELECT":
            self.say(f"* {len(mails)} EXISTS")
        elif name == "SEARCH":
            unseen = [str(one) for one in mails if "\\Seen" not in flags[one]]
            self.say(f"* SEARCH {' '.join(unseen)}".rstrip())
        elif name == "FETCH":
            self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(mails[uid])}}}")
            self.wfile.write(mails[uid])
            self.say(")")
        elif name == "STORE":
            flags[uid] |= set(re.findall(r"\\\w+", command))
        elif name == "EXPUNGE":
            for gone in [one for one in mails if "\\Deleted" in flags[one]]:
                del mails[gone]
        elif name == "LOGOUT":
            self.say("* BYE")
        return "OK done"
