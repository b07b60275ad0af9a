"""Writes docs/configuration.md anew: every setting of API, worker and codec server. Run it after changing one.

Usage: make configuration
"""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import AnyHttpUrl, SecretStr
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from luyue.api.settings import ApiSettings
from luyue.cli.secret_files import SECRETS
from luyue.codec.settings import CodecSettings
from luyue.worker.settings import WorkerSettings

PAGE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
PROCESSES: dict[str, type[BaseSettings]] = {
    "API": ApiSettings,
    "worker": WorkerSettings,
    "codec server": CodecSettings,
}
DESCRIBED = {
    "environment": "`production`; `sandbox` for partners who try the API: with the test clock and development tokens; "
    "`development` besides lets webhooks go to this machine",
    "database_url": "`postgresql://…`; by a member of `luyue_service`; for `luyue migrate` by the owner of the tables",
    "database_connections": "how many connections to Postgres its commands and reads share; "
    "a worker holds 4 more for subscriptions, and 5 where it sends SMS",
    "temporal_address": "`host:port` of Temporal's frontend",
    "temporal_namespace": "the namespace, which exists and has the search attributes (`luyue search-attributes`)",
    "temporal_tls": "speak TLS with Temporal",
    "temporal_tls_ca": "a PEM file with the authorities that prove the server; by default those of the system",
    "temporal_tls_cert": "a PEM file with the certificate that proves this process, where the server wants one (mTLS)",
    "temporal_tls_key": "a PEM file with the key of that certificate",
    "temporal_tls_server_name": "the name in the server's certificate, where it is not that of the address",
    "temporal_api_key": "proves this process to Temporal Cloud",
    "temporal_ui_url": "where operators have Temporal's UI: answers for ops link to it",
    "payload_keys": "a file with a JWK Set whose first key encrypts what Temporal stores; without it nothing is",
    "task_queue": "the task queue between API and workers",
    "api_host": "the address to listen on",
    "api_port": "the port to listen on",
    "public_url": "where clients reach the API: in links, and the types of problems",
    "requests_per_second": "each caller, in this process, at an even pace",
    "requests_burst": "each caller, in this process, at once",
    "streams_per_caller": "event streams that one caller may hold open in this process",
    "streams_at_once": "event streams open in this process",
    "answer_patience": "how long a process may take to answer before 503; a repeat waits for the first answer as long",
    "jwks": "the keys that prove bearer tokens: an https address, or a file with a JWK Set; needed in production",
    "jwt_issuer": "who has issued the tokens; needed with `LUYUE_JWKS`",
    "jwt_audience": "for whom they were issued; needed with `LUYUE_JWKS`",
    "jwt_longest_lifetime": "how long a token may last at the most",
    "jwt_secret": "proves development tokens (`luyue token`), 32 characters or more; refused in production",
    "digest_key": "keys the digests of free texts, 32 characters or more; if it changes, old ones prove nothing",
    "dossier_key": "signs dossiers: an Ed25519 private key in PEM, or the path of a file with one",
    "dossier_retired_keys": "public keys that signed before it, in PEM or as a JWKS, or the path of a file with them",
    "sms_gateway_url": "where SMS are sent to; without it nobody is told by SMS",
    "sms_gateway_token": "the bearer token for that address",
    "sms_language": "of the SMS",
    "metrics_host": "the address on which metrics are served; who asks is not asked who it is",
    "api_metrics_port": "the port of the API's metrics; without it none are served",
    "worker_metrics_port": "the port of the worker's metrics and of its `/healthz`; without it neither is served",
    "temporal_metrics_port": "the port of the metrics of Temporal's SDK in the worker; without it none are served",
    "build_id": "the version of its worker deployment; it waits until that is the current one (docs/upgrading.md)",
    "log_level": "of the log",
    "codec_host": "the address to listen on",
    "codec_port": "the port to listen on",
    "codec_origins": "the addresses at which browsers have Temporal's UI, separated by commas",
}
INTRODUCTION = """\
# Configuration

Generated from the code by `make configuration`. Every setting is a variable of the environment. What is wrong or
missing is told by name when a process starts, and it ends with 1. Durations are ISO 8601 (`PT10S`); files are read at
the start.

Secrets need not be in the environment. These may each be given as the path of a file instead, in a variable with
`_FILE` at its end:

{secrets}

Traces are told by OpenTelemetry's own variables: `OTEL_EXPORTER_OTLP_ENDPOINT` turns them on, such as
`http://collector:4318`; `OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS` and the others are as everywhere.
"""


def page() -> str:
    """The page; raises KeyError for a setting that nobody has described."""
    parts = [INTRODUCTION.format(secrets="\n".join(f"- `{name}`" for name in SECRETS))]
    for process, settings in PROCESSES.items():
        rows = [
            f"| `LUYUE_{name.upper()}` | {_type(field.annotation)} | {_default(field.default)} | {DESCRIBED[name]} |"
            for name, field in sorted(settings.model_fields.items(), key=lambda one: (not one[1].is_required(), one[0]))
        ]
        header = ["| Variable | Value | Default | What it says |", "|---|---|---|---|"]
        parts.append("\n".join([f"## {process[0].upper()}{process[1:]}", "", *header, *rows, ""]))
    return "\n".join(parts)


def _type(annotation: Any) -> str:
    named = {str: "text", int: "number", float: "number", bool: "`true` or `false`", Path: "path"}
    named |= {timedelta: "duration", SecretStr: "secret", AnyHttpUrl: "address"}
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(annotation))
    [kind] = [one for one in (get_args(annotation) or (annotation,)) if one is not type(None)]
    return named[kind]


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "**needed**"
    if value is None or value == "":
        return ""
    if isinstance(value, timedelta):
        return f"`PT{value.total_seconds():.0f}S`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
