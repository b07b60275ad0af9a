"""Writes docs/notices.md anew from the notices of every kind of process: run it after changing one.

Usage: make notices
"""

from pathlib import Path

from luyue.domain.notice_document import notice_document
from tests.unit.notice_examples import CART_ACCESS, EVERY_KIND

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notices.md"


if __name__ == "__main__":
    page = notice_document((examples.told for examples in EVERY_KIND), [CART_ACCESS])
    PAGE.write_text(page, encoding="utf-8")
