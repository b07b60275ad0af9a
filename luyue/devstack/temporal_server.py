"""Temporal's production server, its tool for SQL schemas and its schemas: built and fetched from one Go module."""

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from luyue.devstack.cache import cache_directory, cache_locked
from luyue.devstack.child import ProgramFailedError, run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.go_tools import GoTool, go_tool
from luyue.devstack.layout import StackUnavailableError

MODULE = "go.temporal.io/server"
VERSION = "v1.32.2"
TOOLCHAIN = "go1.26.10"

SERVER = GoTool("temporal-server", f"{MODULE}/cmd/server", VERSION, toolchain=TOOLCHAIN)
SQL_TOOL = GoTool("temporal-sql-tool", f"{MODULE}/cmd/tools/sql", VERSION, toolchain=TOOLCHAIN)
UI = GoTool("temporal-ui", "github.com/temporalio/ui-server/v2/cmd/server", "v2.42.1")

_EXTENSION = re.compile(r"DO LANGUAGE 'plpgsql' \$\$.*?CREATE EXTENSION btree_gin;.*?\$\$;", re.DOTALL)
_WITH_NAMESPACE = re.compile(r"USING GIN \(namespace_id, ")


@dataclass(frozen=True)
class TemporalPrograms:
    """`visibility_schema` is the directory with the versions of the visibility schema, for embedded Postgres."""

    server: Path
    sql_tool: Path
    ui: Path
    visibility_schema: Path


async def temporal_programs(steps: Steps, environment: Mapping[str, str] = os.environ) -> TemporalPrograms:
    """The programs, from the cache or built into it; many minutes the first time.

    Raises StackUnavailableError saying what is missing.
    """
    server = await go_tool(steps, SERVER, environment)
    sql_tool = await go_tool(steps, SQL_TOOL, environment)
    ui = await go_tool(steps, UI, environment)
    return TemporalPrograms(server, sql_tool, ui, await _visibility_schema(environment))


def without_btree_gin(sql: str) -> str:
    """The schema for a Postgres without the extension btree_gin, as the embedded one is.

    The extension only lets indexes on lists and texts begin with the namespace, of which there is one here.
    """
    return _WITH_NAMESPACE.sub("USING GIN (", _EXTENSION.sub("", sql))


async def _visibility_schema(environment: Mapping[str, str]) -> Path:
    cache = cache_directory(environment)
    target = cache / f"temporal-visibility-schema-{VERSION}"
    if target.is_dir():
        return target
    async with cache_locked(cache, target.name):
        if target.is_dir():
            return target
        go = shutil.which("go", path=environment.get("PATH", ""))
        if go is None:
            raise StackUnavailableError(f"The schemas of {MODULE} are fetched by Go, and there is no `go` on PATH.")
        try:
            fetched = await run_to_end(
                [go, "mod", "download", "-json", f"{MODULE}@{VERSION}"], environment={"GOTOOLCHAIN": TOOLCHAIN}
            )
        except ProgramFailedError as error:
            raise StackUnavailableError(f"The schemas of {MODULE} cannot be fetched: {error}") from None
        partial = target.with_name(target.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        source = Path(json.loads(fetched)["Dir"]) / "schema" / "postgresql" / "v12" / "visibility" / "versioned"
        for file in source.glob("v*/*"):
            copy = partial / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(without_btree_gin(file.read_text()))
        partial.replace(target)
    return target
