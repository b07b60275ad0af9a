"""What the stack says while it works: one line a step with its time, and moving only where a person watches."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

Note = Callable[[str], None]


class NotPossibleHereError(Exception):
    """A step that cannot be done on this machine, for which there is another way."""


class Steps:
    """Prints steps; several may be under way at once."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._progress: Progress | None = None

    def say(self, text: str) -> None:
        """Prints a line as it is."""
        self._print(escape(text))

    def _print(self, markup: str) -> None:
        # A terminal that went away must not keep the stack from being stopped; Rich turns that into SystemExit.
        with suppress(OSError, SystemExit):
            self.console.print(markup)

    @contextmanager
    def step(self, title: str) -> Iterator[Note]:
        """One step. The yielded function takes a short remark on how far it is, or on what came out."""
        started = time.monotonic()
        note = ""
        progress = self._watched()
        task = progress.add_task(escape(title), total=None) if progress else None

        def remark(text: str) -> None:
            nonlocal note
            note = text
            if progress is not None and task is not None:
                progress.update(task, description=escape(f"{title}: {text}"))
            elif text and time.monotonic() - started > 2:
                self.say(f"  … {title}: {text} ({time.monotonic() - started:.0f} s)")

        try:
            yield remark
        except NotPossibleHereError:
            self._finish(task)
            self._print(f"[yellow]–[/] {escape(title)}: not possible here [dim]{time.monotonic() - started:.1f} s[/]")
            raise
        except BaseException:
            self._finish(task)
            self._print(f"[red]✗[/] {escape(title)} [dim]after {time.monotonic() - started:.1f} s[/]")
            raise
        self._finish(task)
        outcome = f": {note}" if note else ""
        self._print(f"[green]✓[/] {escape(title + outcome)} [dim]{time.monotonic() - started:.1f} s[/]")

    def _watched(self) -> Progress | None:
        if not self.console.is_terminal:
            return None
        if self._progress is None:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            self._progress = Progress(*columns, console=self.console, transient=True)
            self._progress.start()
        return self._progress

    def _finish(self, task: TaskID | None) -> None:
        if self._progress is None or task is None:
            return
        self._progress.remove_task(task)
        if not self._progress.tasks:
            self._progress.stop()
            self._progress = None


class Silent(Steps):
    """Says nothing: for tests."""

    def __init__(self) -> None:
        super().__init__(Console(quiet=True))
