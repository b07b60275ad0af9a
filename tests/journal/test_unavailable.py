"""What Postgres says while it cannot serve anybody counts as its being away: to be tried again, and nobody's fault."""

import pytest

from luyue.journal.connection import UNAVAILABLE
from luyue.journal.journal import Journal


@pytest.mark.parametrize(
    "code", ["53100", "53200", "53300", "58030", "57P03"], ids=["disk", "memory", "connections", "io", "starting"]
)
async def test_postgres_out_of_something_is_away(journal: Journal, code: str) -> None:
    with pytest.raises(UNAVAILABLE):
        await journal.pool.execute(f"do $$ begin raise exception using errcode = '{code}'; end $$")
