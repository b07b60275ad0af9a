"""What a migration must not do to tables that others use: hold them up, or take away what the release before reads."""

import re
from collections.abc import Iterator

_DANGERS = {
    r"create (unique )?index (?!concurrently)": "build the index `concurrently`, in a file of its own",
    r"(reindex|cluster|vacuum full|lock table|lock|truncate)\b": "it keeps everybody out",
    r"(update|delete from)\b": "change rows in batches, outside a migration",
    r"insert into \S+( \([^)]*\))? (select|with)\b": "copy rows in batches, outside a migration",
    r"drop (table|view|function|trigger)\b": "the release before may use it",
}
_REWRITTEN = "the whole table is written anew"
_VALIDATED = "add it `not valid`, and validate it in a later step"
_COLUMN = r"\badd( column)? (?!constraint|check|unique|primary|foreign)"
_OF_ALTER_TABLE = {
    r"\brename\b": "the release before knows it by its old name",
    r"\bdrop (column )?(?!constraint|default|not null|expression|identity)": "the release before may read it",
    r"\balter( column)? \w+( set data)? type\b": _REWRITTEN,
    r"\bset not null\b": "the whole table is read under a lock: add a check `not valid`, and validate it later",
    rf"{_COLUMN}[^,]*\b(generated|serial|bigserial)\b": _REWRITTEN,
    rf"{_COLUMN}[^,]*\bdefault (?!null)[^,']*\(": f"what is called may be another for each row: {_REWRITTEN}",
    rf"{_COLUMN}(?![^,]*\bdefault\b)[^,]*\bnot null\b": "there are rows already: give a default",
    rf"{_COLUMN}[^,]*\breferences\b(?!.*\bnot valid\b)": _VALIDATED,
    r"\badd (constraint \w+ )?(unique|primary key) (?!using index)": "build the index concurrently, then `using index`",
    r"\badd (constraint \w+ )?(check|foreign key)(?!.*\bnot valid\b)": _VALIDATED,
    r"\bset (logged|unlogged|tablespace)\b": _REWRITTEN,
    r"\b(attach|detach) partition\b": "it keeps everybody out",
}


def dangers(sql: str) -> list[str]:
    """What is wrong with a migration. Tables that it makes itself are nobody's yet: with them it may do as it likes."""
    statements = list(_statements(sql))
    made = {found[1] for one in statements if (found := re.match(r"create table (?:if not exists )?(\w+)", one))}
    found = [f"{one}: {why}" for one in statements for why in _wrong(one, made)]
    if len(statements) > 1 and any("concurrently" in one for one in statements):
        found.append("what is done concurrently runs in no transaction: give it a file of its own")
    return found


def _wrong(statement: str, made: set[str]) -> Iterator[str]:
    if _table(statement) in made:
        return
    yield from (why for danger, why in _DANGERS.items() if re.match(danger, statement))
    if statement.startswith("alter table"):
        yield from (why for danger, why in _OF_ALTER_TABLE.items() if re.search(danger, statement))


def _table(statement: str) -> str | None:
    """The table that a statement is about."""
    found = re.match(
        r"(?:alter table|insert into|update|delete from|truncate|lock table|create .*?index .*?\bon) "
        r"(?:only |if exists )*(\w+)",
        statement,
    )
    return found[1] if found else None


def _statements(sql: str) -> Iterator[str]:
    """The statements in lower case, in one line each; what stands in dollar quotes is a text."""
    bare = re.sub(r"--.*", "", sql)
    bare = re.sub(r"(\$\w*\$).*?\1", "''", bare, flags=re.DOTALL)
    for one in bare.lower().split(";"):
        if one.strip():
            yield " ".join(one.split())
