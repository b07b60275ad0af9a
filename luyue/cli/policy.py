"""`luyue policy`: shows versions of the policy, compares them, and adds one from a file."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import typer
from pydantic import TypeAdapter, ValidationError
from rich.table import Table

from luyue.cli.output import console, moment
from luyue.cli.surroundings import database_url, give_up
from luyue.domain.messages import Moment
from luyue.domain.policy import Policy
from luyue.journal.journal import Journal
from luyue.journal.policies import Addition, MomentPassed, MomentTaken, Policies, PolicyVersion, VersionTaken

ADDED_BY = "ops:command-line"


@dataclass(frozen=True)
class Difference:
    """A parameter that two policies do not agree on, with both values as they are written."""

    parameter: str
    old: Any
    new: Any


def show(version: str | None, at: str | None, *, as_json: bool) -> None:
    """Prints a version with every parameter; by default the one in force now, or at a time."""
    if version is not None and at is not None:
        give_up("Give either a version or a time.")
    moment_given = _moment(at, "--at") if at is not None else None

    async def find() -> PolicyVersion:
        async with _policies() as policies:
            if version is None:
                return await policies.found_in_force(moment_given)
            return await policies.find(version) or give_up(f"There is no policy version {version}.")

    found = asyncio.run(find())
    if as_json:
        typer.echo(found.policy.model_dump_json(indent=2))
        return
    output = console()
    since = f"from {moment(found.effective_from)}" if found.effective_from else "from the beginning"
    output.print(f"version {found.policy.version}  {since}", style="bold")
    output.print(f"added at {moment(found.added_at)}" + (f" by {found.added_by}" if found.added_by else ""))
    table = Table("Parameter", "Value", box=None, padding=(0, 2, 0, 0))
    for name, value in _written(found.policy).items():
        table.add_row(name, _text(value))
    output.print(table)


def diff(old: str, new: str) -> None:
    """Prints the parameters that differ; each side is a version, or a file with parameters."""

    async def read() -> tuple[Policy, Policy]:
        async with _policies() as policies:
            return await _policy(policies, old), await _policy(policies, new)

    one, other = asyncio.run(read())
    _print_differences(differences(one, other), old, new)


def add(file: Path, version: str, effective_from: str | None) -> None:
    """Adds a version: a file's parameters, the others as in the version in force until then; prints what changes."""
    given = _parameters(file)
    since = _moment(effective_from, "--effective-from") if effective_from is not None else None

    async def store() -> Addition:
        async with _policies() as policies:
            return await policies.change(version, given, since, added_by=ADDED_BY)

    try:
        addition = asyncio.run(store())
    except ValidationError as error:
        _give_up_on(error, str(file))
    except VersionTaken:
        give_up(f"version: there is a version {version} already, and versions are never changed.")
    except MomentTaken:
        give_up("effective_from: another version takes effect at that moment.")
    except MomentPassed:
        give_up("effective_from: a version cannot take effect in the past.")
    begins = addition.added.effective_from
    assert begins is not None, "a version that is added has a beginning"
    output = console()
    output.print(f"✓ version {version} takes effect at {moment(begins)}", style="green")
    base = addition.base
    _print_differences(differences(base, addition.added.policy), f"{base.version} (until then)", version)
    for one in addition.undone_by:
        output.print(
            f"Warning: version {one.version} takes back from {moment(one.effective_from)} on: "
            + ", ".join(one.parameters),
            style="yellow",
        )


def differences(old: Policy, new: Policy) -> list[Difference]:
    """The parameters with different values, in their order."""
    before, after = _written(old), _written(new)
    return [Difference(name, before[name], after[name]) for name in before if getattr(old, name) != getattr(new, name)]


@asynccontextmanager
async def _policies() -> AsyncIterator[Policies]:
    journal = await Journal.open(database_url(), size=1)
    try:
        yield journal.policies
    finally:
        await journal.close()


async def _policy(policies: Policies, named: str) -> Policy:
    """A file's parameters, completed by the version now in force, where there is such a file; else a version."""
    if Path(named).is_file():
        return _changed(await policies.in_force(), _parameters(Path(named)), "in-a-file", named)
    found = await policies.find(named)
    return found.policy if found else give_up(f"There is no policy version {named}, nor a file of that name.")


def _changed(base: Policy, given: Mapping[str, Any], version: str, source: str) -> Policy:
    try:
        return Policy.model_validate(base.model_dump() | dict(given) | {"version": version})
    except ValidationError as error:
        _give_up_on(error, source)


def _give_up_on(error: ValidationError, source: str) -> NoReturn:
    wrong = (f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors())
    give_up(f"{source} cannot be a policy:\n  " + "\n  ".join(wrong))


def _parameters(file: Path) -> dict[str, Any]:
    """What a file says of parameters; the name of the version that it was taken from says nothing."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
    except (OSError, ValueError, RecursionError) as error:
        give_up(f"{file} cannot be read: {error}")
    if not isinstance(content, dict):
        give_up(f"{file} holds no parameters: it must be a JSON object.")
    return {name: value for name, value in content.items() if name != "version"}


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        twice = next(name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1)
        raise ValueError(f"{twice} is there twice")
    return content


def _moment(text: str, option: str) -> datetime:
    try:
        return TypeAdapter(Moment).validate_python(text)
    except ValidationError as error:
        give_up(f"{option}: {error.errors()[0]['msg']}; write it as 2026-01-01T00:00:00+08:00.")


def _written(policy: Policy) -> dict[str, Any]:
    return policy.model_dump(mode="json", exclude={"version"})


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _print_differences(found: Sequence[Difference], old: str, new: str) -> None:
    output = console()
    if not found:
        output.print("No parameter differs.")
        return
    table = Table("Parameter", old, new, box=None, padding=(0, 2, 0, 0))
    for one in found:
        table.add_row(one.parameter, _text(one.old), _text(one.new))
    output.print(table)
