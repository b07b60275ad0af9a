"""`luyue dev`: the whole stack in the foreground."""

from typer import Exit

from luyue.cli.surroundings import give_up, layout
from luyue.devstack.console import Steps
from luyue.devstack.foreground import run_forever
from luyue.devstack.layout import StackUnavailableError


def run() -> None:
    """Starts the stack and stays until a signal ends it."""
    try:
        code = run_forever(layout(), echo=Steps())
    except StackUnavailableError as error:
        give_up(str(error))
    raise Exit(code)
