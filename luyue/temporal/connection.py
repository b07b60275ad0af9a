"""The one way to a client of Temporal, for API, worker and commands alike."""

from dataclasses import replace

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.service import RPCError, RPCStatusCode

from luyue.telemetry.temporal import interceptors
from luyue.temporal.encryption import EncryptedFailures, Encryption
from luyue.temporal.payload_keys import PayloadKeys
from luyue.temporal.settings import TemporalSettings
from luyue.workflows.payloads import DATA_CONVERTER


class UnreachableError(RuntimeError):
    """Temporal could not be reached; the message names the setting that is probably wrong."""


async def connect(settings: TemporalSettings, *, lazy: bool = False) -> Client:
    """A client with this project's data converter; raises `UnreachableError`.

    A lazy one connects when it is first used, and raises then what the SDK does: see `explained`.
    """
    try:
        return await Client.connect(
            settings.temporal_address,
            namespace=settings.temporal_namespace,
            data_converter=data_converter(settings),
            interceptors=interceptors(),
            tls=settings.tls,
            api_key=settings.temporal_api_key.get_secret_value() if settings.temporal_api_key else None,
            lazy=lazy,
        )
    except (RuntimeError, OSError) as error:
        raise UnreachableError(explained(error, settings)) from error


def data_converter(settings: TemporalSettings) -> DataConverter:
    """Payloads in JSON, encrypted where there are keys: then also what failures say, which else is no payload."""
    if settings.payload_keys is None:
        return DATA_CONVERTER
    return replace(
        DATA_CONVERTER,
        payload_codec=Encryption(PayloadKeys.read(settings.payload_keys)),
        failure_converter_class=EncryptedFailures,
    )


def explained(error: BaseException, settings: TemporalSettings) -> str:
    """What went wrong on the way to Temporal, with the setting that is probably to blame."""
    hint = _hint(error, settings)
    where = f"Temporal at {settings.temporal_address}"
    return f"{where}: {hint} ({error})" if hint else f"{where}: {error}"


def _hint(error: BaseException, settings: TemporalSettings) -> str | None:
    if isinstance(error, RPCError):
        return _hint_by_status(error, settings)
    text = str(error)
    if "UnknownIssuer" in text or "CaUsedAsEndEntity" in text:
        return "no authority in LUYUE_TEMPORAL_TLS_CA has signed the server's certificate"
    if "NotValidForName" in text:
        return "the server's certificate has another name: set LUYUE_TEMPORAL_TLS_SERVER_NAME to one that it has"
    if "InvalidCertificate" in text:
        return "the server's certificate is refused"
    if "InvalidContentType" in text:
        return "LUYUE_TEMPORAL_TLS is set, and the server speaks plain text"
    # A server without TLS, or that refuses a certificate, just hangs up, often in the midst of the first call.
    if "after connection" not in text or "transport::Error" not in text:
        return None
    if not settings.temporal_tls:
        return "it hangs up: a server with TLS needs LUYUE_TEMPORAL_TLS=true"
    if settings.temporal_tls_cert is None:
        return "it hangs up: a server with mTLS needs LUYUE_TEMPORAL_TLS_CERT and LUYUE_TEMPORAL_TLS_KEY"
    return "it hangs up: it may not take the certificate in LUYUE_TEMPORAL_TLS_CERT"


def _hint_by_status(error: RPCError, settings: TemporalSettings) -> str | None:
    match error.status:
        case RPCStatusCode.NOT_FOUND if str(error).startswith("Namespace"):
            return f"LUYUE_TEMPORAL_NAMESPACE is {settings.temporal_namespace}"
        case RPCStatusCode.UNAUTHENTICATED | RPCStatusCode.PERMISSION_DENIED:
            proof = "LUYUE_TEMPORAL_API_KEY" if settings.temporal_api_key else "LUYUE_TEMPORAL_TLS_CERT"
            return f"it refuses who this is, by {proof}"
        case _:
            return None
