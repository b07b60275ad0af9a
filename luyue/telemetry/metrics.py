"""The metrics of this process. Labels are names that the code declares, never ids, so their number is bounded."""

from prometheus_client import Counter, Histogram, disable_created_metrics

# They would double the number of series, and nobody asks when one began.
disable_created_metrics()  # type: ignore[no-untyped-call]

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_REQUESTS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LATENESS = (0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0, 3600.0, 3660.0, 3900.0, 7200.0, 21600.0, 86400.0)

HTTP_REQUESTS = Counter(
    "luyue_http_requests", "Requests answered, by route template and status.", ["method", "route", "status"]
)
HTTP_SECONDS = Histogram(
    "luyue_http_request_seconds",
    "From a request to the beginning of its answer.",
    ["method", "route"],
    buckets=_REQUESTS,
)
COMMANDS = Counter(
    "luyue_commands",
    "Commands by what became of them: committed, unchanged (nothing to do), known_again, refused; as the API sees it, "
    "busy or unavailable.",
    ["kind", "command", "result"],
)
REFUSALS = Counter(
    "luyue_refusals", "Refused commands by the rule that refused; fields count as one.", ["kind", "rule"]
)
HANDLE_SECONDS = Histogram("luyue_handle_seconds", "How long `handle` took, by kind.", ["kind"], buckets=_FAST)
HANDLE_FAILURES = Counter("luyue_handle_failures", "Attempts of `handle` that raised, by error.", ["kind", "error"])
APPEND_SECONDS = Histogram("luyue_append_seconds", "One append to a stream, in Postgres.", buckets=_FAST)
APPEND_CONFLICTS = Counter("luyue_append_conflicts", "Appends that found that somebody else came first.")
DEADLINES_FIRED = Counter("luyue_deadlines_fired", "Deadlines that time acted on.", ["kind", "deadline"])
DEADLINE_LATENESS = Histogram(
    "luyue_deadline_lateness_seconds",
    "From when a deadline was due to when it was acted on. Those that hang on facts are judged an hour after.",
    ["kind", "deadline"],
    buckets=_LATENESS,
)
DEADLINE_WARNINGS = Counter("luyue_deadline_warnings", "Warnings that a deadline is near.", ["kind", "deadline"])
