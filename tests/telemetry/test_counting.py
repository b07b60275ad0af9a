"""What a call of `handle` is counted as, whatever is sent to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import REGISTRY
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from luyue.telemetry import handling
from luyue.telemetry.handling import Counting
from luyue.workflows.messages import HandleCall, Issued, Outcome, Refused, Violated

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COMMITTED = Outcome(version=1, result_version=1, status="OPEN", closed=False)


class Handling(ActivityInboundInterceptor):
    """In the place of `handle`."""

    def __init__(self, work: Callable[[], Outcome]) -> None:
        self._work = work

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        return self._work()


async def handled(work: Callable[[], Outcome], *, kind: str = "counted", command: str | None = "act") -> None:
    issued = Issued(name=command, payload={}, actor="creator:c1", at=NOW, command_id="c") if command else None
    counted = Counting({"counted": ("act",)}).intercept_activity(Handling(work))
    call = HandleCall(kind=kind, id="1", now=NOW, command=issued)
    await ActivityEnvironment().run(
        lambda: counted.execute_activity(ExecuteActivityInput(work, [call], None, {})),
    )


def count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"luyue_{name}", labels) or 0.0


def noting(note: Callable[[], None]) -> Callable[[], Outcome]:
    def work() -> Outcome:
        note()
        return COMMITTED

    return work


@pytest.mark.parametrize(
    ("work", "result"),
    [
        (noting(handling.note_committed), "committed"),
        (noting(handling.note_known_again), "known_again"),
        (lambda: COMMITTED, "unchanged"),
    ],
)
async def test_a_command_by_its_result(work: Callable[[], Outcome], result: str) -> None:
    before = count("commands_total", kind="counted", command="act", result=result)
    await handled(work)
    assert count("commands_total", kind="counted", command="act", result=result) == before + 1


async def test_a_refusal_by_its_rules_and_fields_as_one() -> None:
    rules = ("a-rule", "field:made.up.by.the.caller", "field:another")
    violations = tuple(Violated(rule=rule, message={"zh": "", "en": ""}) for rule in rules)
    refused = COMMITTED.model_copy(update={"refused": Refused(code="rule", violations=violations)})
    before = {rule: count("refusals_total", kind="counted", rule=rule) for rule in ("a-rule", "field")}
    await handled(lambda: refused)
    assert {rule: count("refusals_total", kind="counted", rule=rule) for rule in before} == {
        rule: number + 1 for rule, number in before.items()
    }
    assert count("refusals_total", kind="counted", rule="field:another") == 0


async def test_what_anybody_made_up_is_no_label() -> None:
    await handled(lambda: COMMITTED, kind="made-up", command="made-up")
    assert count("commands_total", kind="unknown", command="unknown", result="unchanged") >= 1
    assert "made-up" not in str([sample.labels for family in REGISTRY.collect() for sample in family.samples])


async def test_time_is_no_command() -> None:
    before = count("handle_seconds_count", kind="counted")
    await handled(lambda: COMMITTED, command=None)
    assert count("handle_seconds_count", kind="counted") == before + 1
    assert "time" not in {sample.labels.get("command") for family in REGISTRY.collect() for sample in family.samples}


async def test_a_failure_by_its_type() -> None:
    def fail() -> Outcome:
        raise TimeoutError

    before = count("handle_failures_total", kind="counted", error="TimeoutError")
    with pytest.raises(TimeoutError):
        await handled(fail)
    assert count("handle_failures_total", kind="counted", error="TimeoutError") == before + 1
