"""The secrets of a development stack, made once and kept in its state directory."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from luyue.dossier.keys import new_signing_key


@dataclass(frozen=True)
class Keys:
    """`jwt_secret` signs development tokens, `digest_key` keys the digests of personal data."""

    jwt_secret: str
    digest_key: str


def load_or_make_keys(path: Path) -> Keys:
    """Reads the keys, or makes and keeps them: tokens and digests must outlive a restart."""
    if path.exists():
        return Keys(**json.loads(path.read_text()))
    keys = Keys(jwt_secret=secrets.token_hex(32), digest_key=secrets.token_hex(32))
    write_private(path, json.dumps(asdict(keys), indent=2) + "\n")
    return keys


def make_dossier_key(path: Path) -> None:
    """Makes the key that signs dossiers, in a file of its own as in production, unless it is there."""
    if not path.exists():
        write_private(path, new_signing_key())


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read; readers see the old text or the new, never a part."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    partial.replace(path)
