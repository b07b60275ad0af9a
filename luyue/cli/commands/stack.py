"""`luyue dev`, `demo`, `dashboard` and `simulate`: what starts, or plays on, the development stack."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, ParamSpec

import typer

P = ParamSpec("P")

app = typer.Typer()
simulations = typer.Typer(help="Play much of it on a real stack, and check what came of it.", no_args_is_help=True)


def on_development_stack(command: Callable[P, None]) -> Callable[P, None]:
    """The command, which first looks whether the packages that only the development stack needs are here."""

    @wraps(command)
    def checked(*arguments: P.args, **options: P.kwargs) -> None:
        from luyue.cli.surroundings import needs_development_stack

        needs_development_stack()
        command(*arguments, **options)

    return checked


@app.command()
@on_development_stack
def dev() -> None:
    """Start the development stack and stay; Ctrl-C stops all of it."""
    from luyue.cli.dev import run

    run()


@app.command()
@on_development_stack
def demo() -> None:
    """Play sample requests, orders and a dispute on a real stack, and show what became of them."""
    from luyue.cli.demo import run

    run()


@app.command()
@on_development_stack
def dashboard() -> None:
    """Start the stack with Prometheus and steady traffic, and serve the dashboard's panels; Ctrl-C stops all of it."""
    from luyue.cli.dashboard import run

    run()


@simulations.command("campaign")
@on_development_stack
def simulate_campaign(
    entries: Annotated[int, typer.Option(min=1, help="How many products merchants register.")] = 2000,
    orders: Annotated[int, typer.Option(min=1, help="How many consumer orders are placed.")] = 20000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same campaign.")] = 1,
) -> None:
    """Play a campaign with test clocks; its sums must equal those computed from the journal, else exits with 1."""
    from luyue.cli.simulate import Size, run

    run(Size(entries, orders, seed))
