"""Settings of the way to Temporal: what cannot work is refused at the start, by the variable's name."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from temporalio.service import TLSConfig

from luyue.temporal.settings import TemporalSettings
from tests.tls.certificates import Authority


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in TemporalSettings.model_fields:
        monkeypatch.delenv(f"LUYUE_{name.upper()}", raising=False)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "one")


def refused(**given: object) -> dict[str, str]:
    with pytest.raises(ValidationError) as refusal:
        TemporalSettings.model_validate(given)
    return {str(error["loc"][0]): error["msg"] for error in refusal.value.errors()}


def test_without_settings_it_is_plain_text() -> None:
    assert TemporalSettings().tls is False


def test_all_of_mtls(authority: Authority) -> None:
    client = authority.client()
    settings = TemporalSettings(
        temporal_tls=True,
        temporal_tls_ca=authority.certificate,
        temporal_tls_cert=client.certificate,
        temporal_tls_key=client.key,
        temporal_tls_server_name="temporal.test",
    )
    assert settings.tls == TLSConfig(
        server_root_ca_cert=authority.certificate.read_bytes(),
        domain="temporal.test",
        client_cert=client.certificate.read_bytes(),
        client_private_key=client.key.read_bytes(),
    )


def test_an_empty_variable_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in TemporalSettings.model_fields:
        monkeypatch.setenv(f"LUYUE_{name.upper()}", "")
    assert TemporalSettings() == TemporalSettings.model_construct()


@pytest.mark.parametrize("name", ["temporal_tls_ca", "temporal_tls_cert", "temporal_tls_key"])
def test_a_file_without_tls_is_a_mistake(name: str, authority: Authority) -> None:
    assert "LUYUE_TEMPORAL_TLS=true" in refused(**{name: authority.certificate})[name]


def test_an_api_key_never_goes_in_plain_text() -> None:
    assert "plain text" in refused(temporal_api_key="secret")["temporal_api_key"]
    assert TemporalSettings(temporal_tls=True, temporal_api_key="secret").tls  # type: ignore[arg-type]


def test_certificate_and_key_go_together(authority: Authority) -> None:
    one, other = authority.client("one"), authority.client("other")
    missing_key = refused(temporal_tls=True, temporal_tls_cert=one.certificate)
    assert "LUYUE_TEMPORAL_TLS_CERT" in missing_key["temporal_tls_key"]
    missing_certificate = refused(temporal_tls=True, temporal_tls_key=one.key)
    assert "LUYUE_TEMPORAL_TLS_CERT" in missing_certificate["temporal_tls_key"]
    mixed = refused(temporal_tls=True, temporal_tls_cert=one.certificate, temporal_tls_key=other.key)
    assert mixed == {"temporal_tls_key": "Value error, it is not the key of the certificate"}


def test_files_are_read_and_judged(authority: Authority, tmp_path: Path) -> None:
    absent, client = tmp_path / "absent.pem", authority.client()
    assert "No such file" in refused(temporal_tls=True, temporal_tls_ca=absent)["temporal_tls_ca"]
    assert "no certificates" in refused(temporal_tls=True, temporal_tls_ca=client.key)["temporal_tls_ca"]
    swapped = refused(temporal_tls=True, temporal_tls_cert=client.certificate, temporal_tls_key=client.certificate)
    assert "no private key" in swapped["temporal_tls_key"]


def test_payload_keys_are_read_and_judged(tmp_path: Path) -> None:
    assert "No such file" in refused(payload_keys=tmp_path / "absent.json")["payload_keys"]
