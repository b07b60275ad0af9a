"""Tracing changes no history: what was recorded without it is replayed with it, and the other way round."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Interceptor, Replayer

from luyue.telemetry import tracing
from luyue.telemetry.temporal import Tracing, interceptors
from luyue.worker.kinds import KINDS
from luyue.worker.worker import connect
from luyue.workflows.payloads import DATA_CONVERTER
from tests.e2e.scene import Request, Scene
from tests.replay.recorded import HISTORIES
from tests.telemetry.conftest import Telling

TRACING: Sequence[Interceptor] = (Tracing(),)


def replayer(with_interceptors: Sequence[Interceptor]) -> Replayer:
    """Replays in the sandbox, as a replayer does unless told otherwise."""
    workflows = [declared.workflow for declared in KINDS]
    return Replayer(workflows=workflows, data_converter=DATA_CONVERTER, interceptors=with_interceptors)


@pytest.mark.long
@pytest.mark.parametrize("path", HISTORIES[::5], ids=lambda path: path.stem)
async def test_a_recorded_history_is_replayed_with_tracing(path: Path) -> None:
    await replayer(TRACING).replay_workflow(WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8")))


async def history(client: Client, request: Request) -> WorkflowHistory:
    return await client.get_workflow_handle(f"sample-request/{request.id}").fetch_history()


async def test_a_traced_history_has_the_same_events_and_is_replayed_either_way(telling: Telling, scene: Scene) -> None:
    client = await connect(telling.stack.temporal_address)
    traced = await scene.apply()
    await traced.approve()
    other = await Scene(telling.stack, scene.http).set()
    untraced = await other.apply()
    # By a client without any interceptor.
    await client.get_workflow_handle(f"sample-request/{untraced.id}").execute_update("approve", {})
    with_header, without = await history(client, traced), await history(client, untraced)
    assert b"traceparent" in written(with_header)
    assert b"traceparent" not in written(without)
    assert kinds(with_header) == kinds(without)
    for interceptors_used in (TRACING, ()):
        await replayer(interceptors_used).replay_workflow(with_header)


def of_the_approval(of: WorkflowHistory) -> Sequence[HistoryEvent]:
    """The events between the first answer and the second; afterwards the router may tell either request of reports."""
    answered = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED
    places = [place for place, event in enumerate(of.events) if event.event_type == answered]
    return of.events[places[0] + 1 : places[1] + 1]


def written(of: WorkflowHistory) -> bytes:
    return b"".join(event.SerializeToString() for event in of_the_approval(of))


def kinds(of: WorkflowHistory) -> set[str]:
    """Without the signals by which the router may tell either request of reports, whenever that is."""
    signalled = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    return {EventType.Name(event.event_type) for event in of_the_approval(of) if event.event_type != signalled}


def test_nothing_is_intercepted_unless_an_endpoint_is_named() -> None:
    tracing.set_up("test", {})
    assert (tracing.is_on(), interceptors()) == (False, [])
    tracing.set_up("test", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"})
    try:
        assert [type(one) for one in interceptors()] == [Tracing]
    finally:
        tracing.shut_down()
    assert interceptors() == []
