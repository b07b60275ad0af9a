"""Writes docs/permissions.md anew from the table that the API asks: run it after changing who may do what.

Usage: make permissions
"""

from pathlib import Path

from luyue.api.permissions_document import permissions_document

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"

if __name__ == "__main__":
    PAGE.write_text(permissions_document(), encoding="utf-8")
