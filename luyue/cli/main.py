"""The `luyue` command: its subcommands, in the order in which its help lists them."""

import logging
import os
import sys
from typing import NoReturn

import typer

from luyue.cli.commands import operations, outage, policy, record, replay, service, stack

app = typer.Typer(
    name="luyue",
    help="履约 · keeps the promises between merchants and creators.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
for commands in (stack, service, record, operations, replay):
    app.add_typer(commands.app)
app.add_typer(stack.simulations, name="simulate")
app.add_typer(policy.policies, name="policy")
app.add_typer(outage.outages, name="outage")


@app.callback()
def secrets_read() -> None:
    """Reads the secrets that are given as files, for whatever command follows."""
    if any(name.startswith("LUYUE_") and name.endswith("_FILE") for name in os.environ):
        from luyue.cli.secret_files import read_secret_files

        read_secret_files(os.environ)


def main() -> NoReturn:
    """Runs a command and ends this process at once.

    Temporal's client has threads that outlive its event loop: now and then one meets the interpreter's own end and
    aborts the process, whatever the command came to (sdk-python, issue 300).
    """
    code: int | str | None = 0
    try:
        app(prog_name="luyue")
    except SystemExit as end:
        code = end.code
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
