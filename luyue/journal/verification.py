"""Verifies the journal: every stream of processes and of facts, in batches, against all that is derived from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from luyue.domain.facts import FACTS
from luyue.domain.process import Kind
from luyue.journal.agreement import (
    Difference,
    chain_differences,
    command_differences,
    fact_differences,
    row_differences,
    subjects,
)
from luyue.journal.inspection import Inspected, inspect, spoken_of
from luyue.journal.journal import Journal
from luyue.journal.streams import UnknownEvent, fold_recorded


@dataclass
class Findings:
    """What has been looked at, and what is wrong with it."""

    processes: int = 0
    open_processes: int = 0
    facts: int = 0
    events: int = 0
    commands: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def streams(self) -> int:
        return self.processes + self.facts


async def verify(
    journal: Journal,
    kinds: Iterable[Kind[Any]],
    *,
    only: str | None = None,
    watch: Callable[[Findings], None] = lambda _: None,
) -> Findings:
    """Looks at every stream, or at one, and returns every difference; `watch` is told after each batch."""
    by_name = {kind.name: kind for kind in kinds}
    findings = Findings()
    async for batch in inspect(journal.pool, only=only):
        found_by: set[tuple[str, str]] = set()
        for one in batch:
            findings.events += len(one.events)
            findings.commands += len(one.commands)
            if one.kind in by_name:
                findings.processes += 1
                findings.open_processes += bool(one.process and not one.process["closed"])
                findings.differences += await _process_differences(journal, by_name[one.kind], one)
            elif one.kind in FACTS:
                findings.facts += 1
                findings.differences += fact_differences(one)
                found_by |= subjects(one)
            else:
                findings.differences.append(Difference(one.stream, "kind", one.kind, "a kind of process or fact"))
        missing = found_by - await spoken_of(journal.pool, [subject for subject, _ in found_by])
        findings.differences += [Difference(stream, "subject", "nothing", subject) for subject, stream in missing]
        watch(findings)
    return findings


async def _process_differences(journal: Journal, kind: Kind[Any], one: Inspected) -> list[Difference]:
    differences = [*chain_differences(one), *command_differences(one)]
    if one.process is None:
        return [*differences, Difference(one.stream, "row", "nothing", f"a row at version {len(one.events)}")]
    if not one.events:
        return [*differences, Difference(one.stream, "events", "nothing", f"{one.process['version']} events")]
    try:
        state = fold_recorded(kind, one.events)
        policy = await journal.policies.version(state.policy_version or "")
    except UnknownEvent as unknown:
        expected = "events that this code knows: use that version's `luyue`"
        return [*differences, Difference(one.stream, "events", f"one of newer code, {unknown}", expected)]
    except (ValidationError, TypeError, AssertionError, LookupError) as error:
        return [*differences, Difference(one.stream, "events", f"cannot be folded: {error}", "a state")]
    return [*differences, *row_differences(kind, one, state, policy)]
