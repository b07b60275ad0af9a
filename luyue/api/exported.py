"""Tables as CSV that spreadsheets open as they are meant."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# Without it Excel takes UTF-8 for the machine's own encoding, such as GBK.
BYTE_ORDER_MARK = "\ufeff"

# Full-width signs are taken for formulas, too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


# Nothing in it can end the string that it is put in.
_CODE = re.compile(r"[A-Za-z0-9-]+")


class Code(str):
    """A cell that is no quantity, though it may be all digits: not to be rounded, nor to lose its zeros."""

    __slots__ = ()


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table by RFC 4180, with a byte order mark; no cell is taken for a formula, whoever wrote what is in it.

    The one exception is ours: a `Code` of ASCII letters, digits and hyphens is the formula of a string.
    """
    written = io.StringIO()
    written.write(BYTE_ORDER_MARK)
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return written.getvalue()


def _plain(cell: str) -> str:
    if isinstance(cell, Code) and _CODE.fullmatch(cell):
        return f'="{cell}"'
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
