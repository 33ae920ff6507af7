"""What `estey up` shows while it works: moving bars at a terminal, plain lines in a log or a pipe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Update = Callable[[str, float | None], None]
"""Says how far a step is: a few words, and a share from 0 to 1 or None when unknown."""
PLAIN_LINE_EVERY_SECONDS = 10


class Display:
    """Shows steps one after the other."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, text: str) -> None:
        """Print a line as it is."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, title: str) -> Iterator[Update]:
        """Show a step while it lasts, and how long it took once it succeeds."""
        started = time.monotonic()
        show = self._moving if self.console.is_terminal else self._plain
        with show(title) as update:
            yield update
        self.say(f"{title}: {time.monotonic() - started:.0f} s")

    @contextmanager
    def _moving(self, title: str) -> Iterator[Update]:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=30), TimeElapsedColumn())
        detail = TextColumn("{task.fields[detail]}", markup=False)
        with Progress(*columns, detail, console=self.console, transient=True) as progress:
            task = progress.add_task(title, total=None, detail="")

            def update(text: str, share: float | None) -> None:
                total = None if share is None else 1.0
                progress.update(task, detail=text, completed=min(share or 0.0, 1.0), total=total)

            yield update

    @contextmanager
    def _plain(self, title: str) -> Iterator[Update]:
        self.say(f"{title}…")
        last = time.monotonic()

        def update(text: str, share: float | None) -> None:
            nonlocal last
            if text and time.monotonic() - last >= PLAIN_LINE_EVERY_SECONDS:
                last = time.monotonic()
                self.say(f"  {text}" if share is None else f"  {text} ({min(share, 1):.0%})")

        yield update
