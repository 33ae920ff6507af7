"""A door before each part: connections pass through it unchanged until it is shut, when all of them are reset."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

BLOCK = 65_536


@dataclass
class Door:
    """The way to one part, on a port of its own."""

    part: str
    target: int
    port: int = 0
    shut: bool = False
    streams: set[asyncio.StreamWriter] = field(default_factory=set)
    """Both ends of each connection that passes now."""

    async def pass_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection in both directions until either end closes it, or the door is shut."""
        if self.shut:
            writer.transport.abort()
            return
        try:
            onward, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self.streams |= ends
        try:
            # At the end of the run; asyncio would report a connection that was cancelled as an error.
            with suppress(asyncio.CancelledError):
                await asyncio.gather(_carry(reader, back), _carry(onward, writer))
        finally:
            self.streams -= ends
            for end in ends:
                end.transport.abort()

    def close(self) -> None:
        """Shut the door: connections are reset in the middle of what they carry, and no new one passes."""
        self.shut = True
        for stream in list(self.streams):
            stream.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while block := await reader.read(BLOCK):
            writer.write(block)
            await writer.drain()
        writer.write_eof()


async def _end_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class Doors:
    """Doors before several parts, served by a thread of their own; a context manager."""

    def __init__(self, targets: dict[str, int]) -> None:
        self._doors = {part: Door(part, port) for part, port in targets.items()}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Doors:
        self._thread.start()
        for door in self._doors.values():
            server = self._wait(asyncio.start_server(door.pass_through, "127.0.0.1", 0))
            door.port = server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait(_end_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def ports(self) -> dict[str, int]:
        """Return the port before each part."""
        return {part: door.port for part, door in self._doors.items()}

    def shut(self, part: str) -> None:
        """Reset every connection to a part, and let no new one through."""
        self._loop.call_soon_threadsafe(self._doors[part].close)

    def open(self, part: str) -> None:
        """Let connections through again."""
        self._doors[part].shut = False

    def _wait(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)
