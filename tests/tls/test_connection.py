"""TLS and mTLS to Temporal: commands go through, and what is wrong is named with its setting."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from luyue.temporal.connection import UnreachableError, connect, explained
from luyue.temporal.settings import TemporalSettings
from luyue.workflows.search_attributes import STATUS
from tests.tls.certificates import SERVER_NAME, Authority
from tests.tls.terminator import tls_in_front_of


@dataclass(frozen=True)
class Guarded:
    """A server with mTLS, and settings by which it is reached."""

    settings: TemporalSettings
    authority: Authority
    other: Authority

    def but(self, **changes: Any) -> TemporalSettings:
        return TemporalSettings.model_validate(self.settings.model_dump() | changes)


@pytest.fixture
async def guarded(temporal_address: str, tmp_path: Path) -> AsyncIterator[Guarded]:
    authority, other = Authority(tmp_path, "one"), Authority(tmp_path, "other")
    client = authority.client()
    async with tls_in_front_of(temporal_address, authority.server(), authority) as address:
        settings = TemporalSettings(
            temporal_address=address,
            temporal_tls=True,
            temporal_tls_ca=authority.certificate,
            temporal_tls_cert=client.certificate,
            temporal_tls_key=client.key,
        )
        yield Guarded(settings, authority, other)


async def said(settings: TemporalSettings) -> str:
    """What is said where the server cannot be reached."""
    with pytest.raises(UnreachableError) as refused:
        await connect(settings)
    return str(refused.value)


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("server_name", [None, SERVER_NAME])
async def test_who_shows_a_certificate_gets_through(guarded: Guarded, server_name: str | None, lazy: bool) -> None:
    client = await connect(guarded.but(temporal_tls_server_name=server_name), lazy=lazy)
    assert (await client.count_workflows(f"`{STATUS.name}` = 'NEVER'")).count == 0


async def test_who_shows_none_is_told_which_to_set(guarded: Guarded) -> None:
    error = await said(guarded.but(temporal_tls_cert=None, temporal_tls_key=None))
    assert "LUYUE_TEMPORAL_TLS_CERT and LUYUE_TEMPORAL_TLS_KEY" in error


async def test_a_certificate_of_another_authority_is_named(guarded: Guarded) -> None:
    strange = guarded.other.client()
    error = await said(guarded.but(temporal_tls_cert=strange.certificate, temporal_tls_key=strange.key))
    assert "may not take the certificate in LUYUE_TEMPORAL_TLS_CERT" in error


async def test_a_server_of_another_authority_is_not_trusted(guarded: Guarded) -> None:
    assert "LUYUE_TEMPORAL_TLS_CA" in await said(guarded.but(temporal_tls_ca=guarded.other.certificate))
    assert "LUYUE_TEMPORAL_TLS_CA" in await said(guarded.but(temporal_tls_ca=None))


async def test_a_server_of_another_name_is_not_trusted(guarded: Guarded) -> None:
    error = await said(guarded.but(temporal_tls_server_name="elsewhere.test"))
    assert "LUYUE_TEMPORAL_TLS_SERVER_NAME" in error


async def test_plain_text_to_a_server_with_tls(guarded: Guarded) -> None:
    error = await said(TemporalSettings(temporal_address=guarded.settings.temporal_address))
    assert "LUYUE_TEMPORAL_TLS=true" in error


async def test_tls_to_a_server_without(guarded: Guarded, temporal_address: str) -> None:
    assert "the server speaks plain text" in await said(guarded.but(temporal_address=temporal_address))


async def test_a_lazy_client_fails_later_and_is_explained_the_same(guarded: Guarded) -> None:
    settings = guarded.but(temporal_tls_ca=guarded.other.certificate)
    client = await connect(settings, lazy=True)
    with pytest.raises(RuntimeError) as failure:
        await client.count_workflows("")
    assert "LUYUE_TEMPORAL_TLS_CA" in explained(failure.value, settings)


@pytest.mark.parametrize(
    "hung_up",
    [
        'Unknown, message: "transport error", source: Some(tonic::transport::Error(Transport, hyper::Error(Io, …)))',
        'Cancelled, message: "operation was canceled", source: Some(tonic::transport::Error(Transport, …))',
    ],
)
def test_however_a_server_hangs_up_it_is_explained(hung_up: str) -> None:
    error = RuntimeError(
        f"Failed client connect: `get_system_info` call error after connection: Status {{ code: {hung_up}"
    )
    assert "LUYUE_TEMPORAL_TLS=true" in explained(error, TemporalSettings())
    assert "LUYUE_TEMPORAL_TLS_CERT" in explained(error, TemporalSettings(temporal_tls=True))


async def test_a_namespace_that_is_not_there_is_named(temporal_address: str) -> None:
    settings = TemporalSettings(temporal_address=temporal_address, temporal_namespace="absent")
    client = await connect(settings)
    with pytest.raises(Exception, match="absent") as failure:
        await client.count_workflows("")
    assert "LUYUE_TEMPORAL_NAMESPACE is absent" in explained(failure.value, settings)


async def test_nobody_there(guarded: Guarded) -> None:
    error = await said(guarded.but(temporal_address="127.0.0.1:1"))
    assert error.startswith("Temporal at 127.0.0.1:1")
    assert "refused" in error
