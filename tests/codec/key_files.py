"""Files with payload keys."""

import json
from pathlib import Path

from luyue.temporal.payload_keys import new_payload_key

_KEYS: dict[str, dict[str, str]] = {}


def key(id: str) -> dict[str, str]:
    """A key, the same one for the same id, in this process."""
    return _KEYS.setdefault(id, new_payload_key(id))


def key_file(path: Path, *ids: str) -> Path:
    """Writes the keys; the first is the one that encrypts."""
    path.write_text(json.dumps({"keys": [key(id) for id in ids]}))
    return path
