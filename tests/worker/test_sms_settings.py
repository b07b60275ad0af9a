"""The SMS gateway in the worker's settings: none unless given, said once, and its token shown nowhere."""

import logging

import pytest
from pydantic import ValidationError

from luyue.journal.journal import Journal
from luyue.worker.run import sms_writer
from luyue.worker.settings import WorkerSettings
from tests.sms_gateway import sms_gateway
from tests.worker.sms_scene import SmsScene

SETTINGS = {"database_url": "postgresql://nowhere"}


async def test_without_a_gateway_nobody_is_told_and_the_log_says_so(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert sms_writer(WorkerSettings(**SETTINGS), journal) is None
    assert [record.message for record in caplog.records] == ["no LUYUE_SMS_GATEWAY_URL: nobody is told by SMS"]


async def test_a_gateway_is_given_by_the_environment(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = SmsScene(journal)
    await scene.contact("c1", "13905718023")
    async with sms_gateway() as gateway:
        monkeypatch.setenv("LUYUE_SMS_GATEWAY_URL", gateway.url)
        monkeypatch.setenv("LUYUE_SMS_GATEWAY_TOKEN", "gateway-token")
        monkeypatch.setenv("LUYUE_SMS_LANGUAGE", "en")
        settings = WorkerSettings(**SETTINGS)
        assert "gateway-token" not in repr(settings)
        writer = sms_writer(settings, journal)
        assert writer is not None
        await writer.deliver(await scene.offered())
    [got] = gateway.got
    assert got.headers["authorization"] == "Bearer gateway-token"
    assert got.body["language"] == "en"


@pytest.mark.parametrize("url", ["gateway.example.com/sms", "ftp://gateway.example.com", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="sms_gateway_url"):
        WorkerSettings(**SETTINGS, sms_gateway_url=url)
