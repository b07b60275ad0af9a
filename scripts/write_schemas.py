"""Writes docs/schemas/ anew from the kinds' commands and events: run it after changing one.

Usage: make schemas
"""

import json
from pathlib import Path

from luyue.api.document.message_schemas import schemas

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def written() -> dict[str, str]:
    """Each file's content by its name."""
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schemas().items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.json"):
        file.unlink()
    for name, content in written().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
