"""`luyue policy show`, `diff` and `add`."""

from pathlib import Path
from typing import Annotated

import typer

policies = typer.Typer(help="Show, compare and add versions of the policy.", no_args_is_help=True)


@policies.command("show")
def policy_show(
    version: Annotated[str | None, typer.Argument(help="By default the one in force now.")] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="The version in force at this time instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a document to change and add.")] = False,
) -> None:
    """Show a version with every parameter."""
    from luyue.cli.policy import show

    show(version, at, as_json=as_json)


@policies.command("diff")
def policy_diff(
    old: Annotated[str, typer.Argument(help="A version, or a JSON file with parameters.")],
    new: Annotated[str, typer.Argument(help="A version, or a JSON file with parameters.")],
) -> None:
    """Show the parameters that differ, with both values; what a file leaves out is as in the version in force now."""
    from luyue.cli.policy import diff

    diff(old, new)


@policies.command("add")
def policy_add(
    file: Annotated[Path, typer.Argument(help="A JSON file with some or all parameters.")],
    version: Annotated[str, typer.Option(metavar="NAME", help="The new version's name.")],
    effective_from: Annotated[str | None, typer.Option(metavar="TIME", help="By default now; never earlier.")] = None,
) -> None:
    """Add a version for good: a file's parameters, the others as in the version in force until then; print changes."""
    from luyue.cli.policy import add

    add(file, version, effective_from)
