"""Secrets that a deployment mounts as files instead of writing them into the environment."""

from collections.abc import MutableMapping
from pathlib import Path

from luyue.cli.surroundings import give_up

SECRETS = (
    "LUYUE_DATABASE_URL",
    "LUYUE_DIGEST_KEY",
    "LUYUE_JWT_SECRET",
    "LUYUE_SMS_GATEWAY_TOKEN",
    "LUYUE_TEMPORAL_API_KEY",
)
"""The variables that may be given as `…_FILE`, the path of a file with the value, as the Postgres image has it."""


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Sets each secret whose `…_FILE` is set; ends the command where a file cannot be read, is empty, or both are set.

    A line's end at the end of a file is no part of the secret.
    """
    for name in SECRETS:
        path = environment.get(f"{name}_FILE")
        if not path:
            continue
        if environment.get(name):
            give_up(f"{name} and {name}_FILE are both set: keep one of them.")
        try:
            secret = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            give_up(f"{name}_FILE names {path}, which cannot be read: {getattr(error, 'strerror', None) or error}.")
        if not secret:
            give_up(f"{name}_FILE names {path}, which is empty.")
        environment[name] = secret
