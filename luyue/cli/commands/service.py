"""The service's processes, and what they need: `luyue worker`, `api`, `codec-server`, `migrate`, `token` and others."""

from typing import Annotated, Literal

import typer

app = typer.Typer()


@app.command()
def worker() -> None:
    """Run the worker process."""
    from luyue.cli.surroundings import settings_explained
    from luyue.worker.run import run_worker
    from luyue.worker.settings import WorkerSettings

    with settings_explained():
        settings = WorkerSettings()
    run_worker(settings)


@app.command()
def api() -> None:
    """Run the HTTP service."""
    from luyue.api.serve import run_api
    from luyue.cli.surroundings import settings_explained

    with settings_explained():
        run_api()


@app.command("codec-server")
def codec_server() -> None:
    """Run the codec server, by which operators read encrypted payloads in Temporal's UI and command."""
    from luyue.cli.surroundings import settings_explained
    from luyue.codec.serve import serve
    from luyue.codec.settings import CodecSettings

    with settings_explained():
        settings = CodecSettings()
    serve(settings)


@app.command("payload-key")
def payload_key(
    id: Annotated[str, typer.Argument(metavar="ID", help="The new key's id, such as 2026-11.")],
) -> None:
    """Print a new key for encrypting payloads, as a JWK for the list in LUYUE_PAYLOAD_KEYS."""
    from luyue.cli.payload_key import run

    run(id)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from luyue.cli.migrate import run

    run()


@app.command("search-attributes")
def search_attributes() -> None:
    """Add to Temporal's namespace what operators search processes by."""
    from luyue.cli.search_attributes import run

    run()


@app.command()
def token(
    role: Annotated[Literal["creator", "merchant", "service", "ops"], typer.Option(help="Who the bearer is.")],
    party: Annotated[str | None, typer.Option(help="The creator's or merchant's id.")] = None,
    subject: Annotated[str | None, typer.Option(help="Who exactly; by default the party, else the role.")] = None,
) -> None:
    """Print a development token for the API."""
    from luyue.cli.token import run

    run(role, party, subject)
