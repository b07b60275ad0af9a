"""Carries a trace through Temporal: from a client's update or signal to the `handle` that carries the command out.

The context travels in the headers in which Temporal's own interceptors put it. The workflow makes no span and looks at
no clock: it only hands a command's header on to the local activity, so it replays the same with or without all this.
(Temporal's own `TracingInterceptor` gives an update's spans to the trace that started the run, and its spans quote
exceptions.)
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from opentelemetry.context import Context
from temporalio import activity, client, worker
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadConverter

from luyue.telemetry import tracing
from luyue.workflows.messages import HandleCall, Outcome

HEADER = "_tracer-data"
Headers = Mapping[str, Payload]


class Tracing(client.Interceptor, worker.Interceptor):
    """For a client's `interceptors`; its workers use it too."""

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:
        """Stands before every call of the client."""
        return _Sending(next)

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:
        """Stands before every activity."""
        return _Handling(next)

    def workflow_interceptor_class(
        self, input: worker.WorkflowInterceptorClassInput
    ) -> type[worker.WorkflowInboundInterceptor] | None:
        """Stands before every workflow's handlers."""
        return _Carrying


def interceptors() -> list[client.Interceptor]:
    """What a client is connected with: nothing where nothing is traced."""
    return [Tracing()] if tracing.is_on() else []


class _Sending(client.OutboundInterceptor):
    async def start_workflow(self, input: client.StartWorkflowInput) -> client.WorkflowHandle[Any, Any]:
        with _sent("signal" if input.start_signal else "start", input.id, input.start_signal) as headers:
            input.headers = {**input.headers, **headers}
            return await super().start_workflow(input)

    async def signal_workflow(self, input: client.SignalWorkflowInput) -> None:
        with _sent("signal", input.id, input.signal) as headers:
            input.headers = {**input.headers, **headers}
            await super().signal_workflow(input)

    async def start_workflow_update(self, input: client.StartWorkflowUpdateInput) -> client.WorkflowUpdateHandle[Any]:
        with _sent("update", input.id, input.update) as headers:
            input.headers = {**input.headers, **headers}
            return await super().start_workflow_update(input)

    async def start_update_with_start_workflow(
        self, input: client.StartWorkflowUpdateWithStartInput
    ) -> client.WorkflowUpdateHandle[Any]:
        update = input.update_workflow_input
        with _sent("update", input.start_workflow_input.id, update.update) as headers:
            update.headers = {**update.headers, **headers}
            return await super().start_update_with_start_workflow(input)


@contextmanager
def _sent(how: str, workflow_id: str, command: str | None) -> Iterator[Headers]:
    """A span for what is sent, and the headers that carry it."""
    described = _described(workflow_id, command)
    with tracing.span(f"{how} {command}" if command else how, kind="client", attributes=described):
        yield {HEADER: PayloadConverter.default.to_payload(tracing.to_send())}


class _Carrying(worker.WorkflowInboundInterceptor):
    def init(self, outbound: worker.WorkflowOutboundInterceptor) -> None:
        self._under_way: dict[str, Payload] = {}
        super().init(_HandingOn(outbound, self._under_way))

    async def handle_signal(self, input: worker.HandleSignalInput) -> None:
        with self._remembered(input.args, input.headers):
            await super().handle_signal(input)

    async def handle_update_handler(self, input: worker.HandleUpdateInput) -> Any:
        with self._remembered(input.args, input.headers):
            return await super().handle_update_handler(input)

    @contextmanager
    def _remembered(self, sent: Sequence[Any], headers: Headers) -> Iterator[None]:
        """Remembers a command's header until it is carried out."""
        header = headers.get(HEADER)
        command_id = _command_id(sent) if header is not None else None
        if header is None or command_id is None:
            yield
            return
        self._under_way[command_id] = header
        try:
            yield
        finally:
            self._under_way.pop(command_id, None)


class _HandingOn(worker.WorkflowOutboundInterceptor):
    def __init__(self, next: worker.WorkflowOutboundInterceptor, under_way: Headers) -> None:
        super().__init__(next)
        self._under_way = under_way

    def start_local_activity(self, input: worker.StartLocalActivityInput) -> Any:
        call = input.args[0] if input.args else None
        if isinstance(call, HandleCall) and call.command is not None:
            header = self._under_way.get(call.command.command_id)
            if header is not None:
                input.headers = {**input.headers, HEADER: header}
        return super().start_local_activity(input)


def _command_id(sent: Sequence[Any]) -> str | None:
    """The id in a command's raw payload; None where it cannot be read, which the workflow itself will say."""
    try:
        return str(json.loads(sent[0].payload.data)["command_id"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


class _Handling(worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        command = None
        for given in input.args:
            if isinstance(given, HandleCall) and given.command is not None:
                command = given.command.name
        described = _described(activity.info().workflow_id or "", command or "time")
        name = activity.info().activity_type
        with tracing.span(name, kind="server", attributes=described, parent=_parent(input.headers)) as span:
            outcome = await super().execute_activity(input)
            if span is not None and isinstance(outcome, Outcome):
                span.set_attribute("luyue.status", outcome.status)
                if outcome.refused is not None:
                    span.set_attribute("luyue.refused", outcome.refused.code)
            return outcome


def _parent(headers: Headers) -> Context:
    header = headers.get(HEADER)
    carrier = PayloadConverter.default.from_payload(header) if header is not None else {}
    return tracing.received(carrier if isinstance(carrier, dict) else {})


def _described(workflow_id: str, command: str | None) -> tracing.Attributes:
    kind, _, id = workflow_id.partition("/")
    described = {"luyue.kind": kind, "luyue.process_id": id}
    return described if command is None else {**described, "luyue.command": command}
