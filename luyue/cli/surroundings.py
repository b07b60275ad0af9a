"""Where the service is that a command speaks to: as the environment says, else as the running stack does."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import NoReturn

from pydantic import ValidationError
from rich.console import Console
from typer import Exit

from luyue.devstack.environment_file import read_environment_file
from luyue.devstack.keys import load_or_make_keys
from luyue.devstack.layout import Layout, StackUnavailableError


def layout() -> Layout:
    """The development stack's files and ports."""
    try:
        return Layout.from_environment()
    except StackUnavailableError as error:
        give_up(str(error))


def needs_development_stack() -> None:
    """Ends the command where the packages that only the development stack needs are missing, as in the image."""
    if find_spec("psutil") is None:
        give_up("This starts the development stack, whose packages are missing here: install the extra `devstack`.")


def address_of(variable: str) -> str:
    """A variable of the environment or of the running stack's file; ends the command where neither has it."""
    stack = read_environment_file(layout().environment_file) or {}
    return (
        os.environ.get(variable)
        or stack.get(variable)
        or give_up(f"Set {variable}, or start the stack with `luyue dev`.")
    )


def database_url() -> str:
    return address_of("LUYUE_DATABASE_URL")


def temporal_address() -> str:
    return address_of("LUYUE_TEMPORAL_ADDRESS")


def temporal_namespace() -> str:
    return os.environ.get("LUYUE_TEMPORAL_NAMESPACE", "default")


def task_queue() -> str:
    return os.environ.get("LUYUE_TASK_QUEUE", "luyue")


def jwt_secret() -> str:
    """The secret that signs development tokens."""
    if secret := os.environ.get("LUYUE_JWT_SECRET"):
        return secret
    secrets_file = layout().secrets_file
    if not secrets_file.exists():
        give_up(f"Set LUYUE_JWT_SECRET, or start the stack with `luyue dev`: {secrets_file} is not there.")
    return load_or_make_keys(secrets_file).jwt_secret


def digest_key() -> str:
    """The key of the digests by which events refer to texts that can be erased."""
    if key := os.environ.get("LUYUE_DIGEST_KEY"):
        return key
    secrets_file = layout().secrets_file
    if not secrets_file.exists():
        give_up(f"Set LUYUE_DIGEST_KEY, or start the stack with `luyue dev`: {secrets_file} is not there.")
    return load_or_make_keys(secrets_file).digest_key


def dossier_key() -> str:
    """The key that signs dossiers, as the API is told it."""
    if key := os.environ.get("LUYUE_DOSSIER_KEY"):
        return key
    key_file = layout().dossier_key_file
    if not key_file.exists():
        give_up(f"Set LUYUE_DOSSIER_KEY, or start the stack with `luyue dev`: {key_file} is not there.")
    return str(key_file)


@contextmanager
def settings_explained() -> Iterator[None]:
    """Ends the command with the names of variables that are missing or wrong, where reading settings fails on them."""
    try:
        yield
    except ValidationError as error:
        wrong = (f"LUYUE_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
        give_up("The environment does not say what this needs:\n  " + "\n  ".join(wrong))


def give_up(message: str) -> NoReturn:
    """Prints why the command cannot go on, and ends it."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(message, style="red", markup=False)
    raise Exit(1)
