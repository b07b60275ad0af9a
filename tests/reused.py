"""A migrated database that tests use one after the other, emptied before each: to copy one takes five times as long."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from luyue.journal.connection import Connection
from luyue.journal.migrate import migrate

_TABLES = "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
_USED = f"{_TABLES} and pg_relation_size(format('%I.%I', schemaname, tablename)::regclass) > 0"
_FORGET_STATISTICS = """
delete from pg_statistic where starelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
"""
_END_OTHERS = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
_RESTART = """
select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences
where schemaname = 'public'
"""


@dataclass(frozen=True)
class ReusedDatabase:
    """`first` are the rows that a migrated database begins with, as JSON, of each table that has any."""

    url: str
    owner: Connection
    tables: tuple[str, ...]
    first: dict[str, str]

    @classmethod
    async def made(cls, server_url: str, name: str) -> "ReusedDatabase":
        """Beside the database that is given, on the same server."""
        url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        server = await asyncpg.connect(server_url)
        await server.execute(f"create database {name}")
        await server.close()
        await migrate(url)
        owner = await asyncpg.connect(url)
        # Also what is append-only is emptied.
        await owner.execute("set session_replication_role = replica")
        tables = tuple(row[0] for row in await owner.fetch(_TABLES))
        rows = {table: await owner.fetchval(f"select jsonb_agg(t) from {table} t") for table in tables}
        return cls(url, owner, tables, {table: found for table, found in rows.items() if found is not None})

    async def empty(self) -> None:
        """Ends all other connections, and makes it again what it was in the beginning."""
        await self.owner.execute(_END_OTHERS)
        for (table,) in await self.owner.fetch(_TABLES):
            if table not in self.tables:
                await self.owner.execute(f"drop table {table}")
        if used := [table for (table,) in await self.owner.fetch(_USED)]:
            await self.owner.execute(f"truncate {', '.join(used)} cascade")
        # What truncation leaves: plans are to be made as on a new database.
        await self.owner.execute(_FORGET_STATISTICS)
        for table, rows in self.first.items():
            of_table = f"jsonb_populate_recordset(null::{table}, $1)"
            await self.owner.execute(f"insert into {table} overriding system value select * from {of_table}", rows)
        await self.owner.execute(_RESTART)
