"""How the commands about one process are told which."""

import typer

ProcessId = typer.Argument(metavar="ID", help="`sr_…` or `sample-request/sr_…`.")
