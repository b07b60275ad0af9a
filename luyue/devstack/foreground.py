"""Runs a stack in the foreground of a terminal or under a service manager: signals end it, in order and completely."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping

from luyue.devstack.console import Steps
from luyue.devstack.layout import Layout
from luyue.devstack.stack import NO_SETTINGS, Stack, running_stack

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130


def run_with_stack(
    layout: Layout, main: Callable[[Stack], Awaitable[int]], *, echo: Steps, settings: Mapping[str, str] = NO_SETTINGS
) -> int:
    """Starts a stack, awaits `main` with it, stops the stack, and returns `main`'s exit code, or 130 after a signal.

    `settings` are more of the environment of the stack's own programs.
    """

    async def work() -> int:
        async with running_stack(layout, echo=echo, settings=settings) as stack:
            return await main(stack)

    return asyncio.run(_until_signalled(work(), echo))


def run_forever(layout: Layout, *, echo: Steps) -> int:
    """Starts a stack, prints where it is, and keeps it running until a signal; returns 0 then."""
    ready = False

    async def main(stack: Stack) -> int:
        nonlocal ready
        ready = True
        _introduce(stack, echo)
        await asyncio.Event().wait()
        return 0

    code = run_with_stack(layout, main, echo=echo)
    return 0 if ready and code == INTERRUPTED else code


async def _until_signalled(work: Coroutine[None, None, int], echo: Steps) -> int:
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    signalled = False

    def end() -> None:
        nonlocal signalled
        # Only the first signal cancels: a second one would interrupt the stopping, which is bounded in time anyway.
        if not signalled:
            signalled = True
            echo.say("Stopping …")
            task.cancel()

    heeded = [number for number in ENDING_SIGNALS if not _ignored_by_nohup(number)]
    for number in heeded:
        loop.add_signal_handler(number, end)
    try:
        return await task
    except asyncio.CancelledError:
        if signalled:
            return INTERRUPTED
        raise
    finally:
        for number in heeded:
            loop.remove_signal_handler(number)


def _ignored_by_nohup(number: signal.Signals) -> bool:
    # Only SIGHUP: shells make background jobs ignore SIGINT too, and those are to end by it all the same.
    return number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN


def _introduce(stack: Stack, echo: Steps) -> None:
    roles = {
        "creator c1": stack.token("creator", "c1"),
        "merchant m1": stack.token("merchant", "m1"),
        "service": stack.token("service"),
        "ops": stack.token("ops"),
    }
    lines = [
        "",
        f"API            {stack.api_url}   (OpenAPI: {stack.api_url}/openapi.json)",
        f"Temporal       {stack.temporal_address}   (web UI: {stack.temporal_ui_url})",
        f"Postgres       {stack.database_url}",
        f"Logs           {stack.layout.log_directory}",
        f"For shells     . {stack.layout.environment_file}",
        "",
        "Development tokens, for `Authorization: Bearer …`:",
        *(f"  {role:<12} {token}" for role, token in roles.items()),
        "",
        "Ready. Ctrl-C stops everything; the data stays for the next start.",
    ]
    for line in lines:
        echo.say(line)
