"""The metrics of Temporal's SDK, which serves them itself: pollers, task latencies, the workflow cache."""

from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig


def serve(host: str, port: int | None) -> None:
    """Serves them from this process's Temporal clients, which must connect afterwards; without a port, not at all."""
    if port is not None:
        metrics = PrometheusConfig(
            bind_address=f"{host}:{port}", durations_as_seconds=True, unit_suffix=True, counters_total_suffix=True
        )
        Runtime.set_default(Runtime(telemetry=TelemetryConfig(metrics=metrics)))
