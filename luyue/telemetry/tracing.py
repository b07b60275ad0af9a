"""Traces by OpenTelemetry, sent by OTLP over HTTP where OTEL_EXPORTER_OTLP_ENDPOINT says so; otherwise there are none.

Every span is made here, so that none can carry what a message, a query string or an exception quotes.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, TypeAlias

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

Attributes: TypeAlias = Mapping[str, str | int]
_PROPAGATOR = TraceContextTextMapPropagator()
_CARRIED = "traceparent"
"""How a trace goes on from process to process. `tracestate` and baggage would carry whatever somebody put in."""

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_KINDS = {"server": SpanKind.SERVER, "client": SpanKind.CLIENT}
_provider: TracerProvider | None = None
_tracer: trace.Tracer | None = None


def set_up(service: str, environment: Mapping[str, str] = os.environ) -> None:
    """Begins to trace, if the environment names an endpoint. `service` is this process's name, unless OTEL_SERVICE_NAME
    or OTEL_RESOURCE_ATTRIBUTES say otherwise; headers, certificates and sampling are told by OpenTelemetry's variables.
    """
    global _provider, _tracer
    if not any(environment.get(name) for name in ENDPOINTS):
        return
    named = Resource({"service.name": service}).merge(OTELResourceDetector().detect())
    _provider = TracerProvider(resource=named, shutdown_on_exit=False)
    _provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracer = _provider.get_tracer("luyue")


def shut_down() -> None:
    """Sends what is left, and traces no more."""
    global _provider, _tracer
    if _provider is not None:
        _provider.shutdown()
    _provider = _tracer = None


def is_on() -> bool:
    """Whether this process traces."""
    return _tracer is not None


def received(headers: Mapping[str, str]) -> Context:
    """The trace that headers tell of; none where they do not."""
    return _PROPAGATOR.extract({name: value for name, value in headers.items() if name == _CARRIED}, Context())


def to_send() -> dict[str, str]:
    """The headers that tell of the current trace."""
    headers: dict[str, str] = {}
    _PROPAGATOR.inject(headers)
    return headers


@contextmanager
def span(
    name: str, *, kind: Literal["server", "client"], attributes: Attributes, parent: Context | None = None
) -> Iterator[Span | None]:
    """A span for the length of the context, beneath `parent` or the current one; None where nothing is traced.

    What is raised is told by its type alone.
    """
    if _tracer is None:
        yield None
        return
    with _tracer.start_as_current_span(
        name,
        parent,
        _KINDS[kind],
        dict(attributes),
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield current
        except Exception as error:
            failed(current, type(error).__name__)
            raise


def failed(current: Span, error: str) -> None:
    """Marks a span as failed by an error of this type."""
    current.set_attribute("error.type", error)
    current.set_status(Status(StatusCode.ERROR))


def trace_id() -> str | None:
    """The id of the current trace, as in the traces themselves; None outside of one."""
    if _tracer is None:
        return None
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None
