"""A real SMTP server in this process, that answers as it is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.running import free_port


@dataclass
class MailServer:
    """Keeps the mails it was handed; `recipient_answer` and `data_answer` are said instead of 250 when set."""

    port: int
    recipient_answer: str = ""
    data_answer: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    """What is said of some recipients instead of 250."""
    seconds: float = 0.0
    """How long it takes to accept a mail."""
    is_holding: bool = False
    """Whether a mail whose content arrived is neither accepted nor refused for now."""
    handed: list[EmailMessage] = field(default_factory=list)
    """Every mail whose content arrived, also those then refused."""
    taken: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    """Envelope sender of each mail taken."""
    recipients: list[list[str]] = field(default_factory=list)
    """Envelope recipients of each mail taken."""
    contents: list[bytes] = field(default_factory=list)
    """Each mail taken, as it came."""
    controller: Any = None

    @classmethod
    def started(cls) -> MailServer:
        server = cls(free_port())
        server.controller = Controller(server, hostname="127.0.0.1", port=server.port)
        server.controller.start()
        return server

    def stop(self) -> None:
        """Close the port."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address, self.recipient_answer):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.handed.append(message)  # type: ignore[arg-type]
        await asyncio.sleep(self.seconds)
        while self.is_holding:
            await asyncio.sleep(0.02)
        if self.data_answer:
            return self.data_answer
        self.taken.append(message)  # type: ignore[arg-type]
        self.senders.append(envelope.mail_from)
        self.recipients.append(list(envelope.rcpt_tos))
        self.contents.append(envelope.content)
        return "250 OK"
