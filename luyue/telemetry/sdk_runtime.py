"""How Temporal's SDK tells of itself: its log lines among this process's own, its metrics on a port that it serves."""

import logging

from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

NAMED = ("workflow_id", "run_id", "task_queue", "workflow_type", "activity_type", "attempt")
"""What is kept of the fields of a line. Others quote what failed, in words that may hold personal data."""

logger = logging.getLogger("temporalio.core")


class Sober(logging.Filter):
    """Words the SDK's lines anew: without what comes after a colon, where errors are quoted, and with ids alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything through."""
        message = record.getMessage().partition("\n")[0].partition(": ")[0]
        # Left there, it would be written by a formatter that writes all of a record.
        fields = record.__dict__.pop("temporal_log").fields
        ids = [f"{name}={fields[name]}" for name in NAMED if name in fields]
        record.msg, record.args = " ".join([message, *ids]), ()
        return True


def set_up(host: str | None = None, port: int | None = None) -> None:
    """Sets up what this process's Temporal clients tell, which must connect afterwards: metrics only with a port."""
    logger.addFilter(Sober())
    forwarding = LogForwardingConfig(
        logger, append_target_to_name=False, prepend_target_on_message=False, append_log_fields_to_message=False
    )
    metrics = None
    if port is not None:
        metrics = PrometheusConfig(
            bind_address=f"{host}:{port}", durations_as_seconds=True, unit_suffix=True, counters_total_suffix=True
        )
    told = LoggingConfig(TelemetryFilter(core_level="WARN", other_level="ERROR"), forwarding=forwarding)
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=told, metrics=metrics)))
