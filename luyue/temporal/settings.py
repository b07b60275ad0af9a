"""What API, worker and command are told about Temporal by their environment (`LUYUE_…`)."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from temporalio.service import TLSConfig

from luyue.temporal.payload_keys import PayloadKeys
from luyue.temporal.pem import check_certificates, check_pair


class TemporalSettings(BaseSettings):
    """`temporal_tls` turns TLS on; the files are in PEM.

    `temporal_tls_ca` has the authorities that prove the server, by default those of the system; `temporal_tls_cert` and
    `temporal_tls_key` are what this process proves itself by, where the server demands it (mTLS);
    `temporal_tls_server_name` is the name in the server's certificate, where it is not that of the address;
    `temporal_api_key` proves this process to Temporal Cloud; `payload_keys` is the file with the keys that encrypt
    payloads, without which they are not encrypted.
    """

    model_config = SettingsConfigDict(env_prefix="LUYUE_", hide_input_in_errors=True)

    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = Field("default", min_length=1)
    temporal_tls: bool = False
    temporal_tls_ca: Path | None = None
    temporal_tls_cert: Path | None = Field(None, validate_default=True)
    temporal_tls_key: Path | None = Field(None, validate_default=True)
    temporal_tls_server_name: str | None = None
    temporal_api_key: SecretStr | None = None
    payload_keys: Path | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_left_out(cls, given: object, info: ValidationInfo) -> object:
        # An empty variable is how Compose and Helm leave one out.
        assert info.field_name is not None
        if given == "" and info.field_name in TemporalSettings.model_fields:
            return TemporalSettings.model_fields[info.field_name].default
        return given

    @field_validator("temporal_tls_ca", "temporal_tls_cert", "temporal_tls_key", "temporal_tls_server_name")
    @classmethod
    def _belongs_to_tls(cls, given: Path | str | None, info: ValidationInfo) -> Path | str | None:
        if given is not None and info.data.get("temporal_tls") is False:
            raise ValueError("has no use without TLS: set LUYUE_TEMPORAL_TLS=true")
        return given

    @field_validator("temporal_api_key")
    @classmethod
    def _is_sent_encrypted(cls, given: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if given is not None and info.data.get("temporal_tls") is False:
            raise ValueError("would be sent in plain text: set LUYUE_TEMPORAL_TLS=true")
        return given

    @field_validator("temporal_tls_ca", "temporal_tls_cert")
    @classmethod
    def _holds_certificates(cls, given: Path | None) -> Path | None:
        if given is not None:
            check_certificates(given)
        return given

    @field_validator("temporal_tls_key")
    @classmethod
    def _goes_with_certificate(cls, given: Path | None, info: ValidationInfo) -> Path | None:
        if "temporal_tls_cert" not in info.data:
            return given
        certificate = info.data["temporal_tls_cert"]
        if given is None and certificate is not None:
            raise ValueError("set it too: it is the key of LUYUE_TEMPORAL_TLS_CERT")
        if given is not None and certificate is None:
            raise ValueError("set LUYUE_TEMPORAL_TLS_CERT too: it is the key of that certificate")
        if given is not None and certificate is not None:
            check_pair(certificate, given)
        return given

    @field_validator("payload_keys")
    @classmethod
    def _holds_keys(cls, given: Path | None) -> Path | None:
        if given is not None:
            PayloadKeys.read(given)
        return given

    @property
    def tls(self) -> TLSConfig | bool:
        """As the SDK wants it. The files are read anew; raises OSError where one is gone."""
        if not self.temporal_tls:
            return False
        return TLSConfig(
            server_root_ca_cert=_content(self.temporal_tls_ca),
            domain=self.temporal_tls_server_name,
            client_cert=_content(self.temporal_tls_cert),
            client_private_key=_content(self.temporal_tls_key),
        )


def _content(path: Path | None) -> bytes | None:
    return path.read_bytes() if path is not None else None
