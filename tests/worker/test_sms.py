"""SMS (CO-02): told once by the number of the moment, tried again with the same key, and never in anybody's way."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from luyue.devstack.layout import free_port
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.journal import Journal
from luyue.worker.sms import SENT_WITHIN, Sms
from tests.conftest import Eventually
from tests.journal.delivered import QUICK, running
from tests.sms_gateway import Behave, SmsGateway, answers, hangs_up, says_nothing, sms_gateway
from tests.worker.sms_scene import SmsScene

PHONE, OTHER = "13905718023", "13800138000"
PATIENT = replace(QUICK, attempts=10_000)


@pytest.fixture
async def gateway() -> AsyncIterator[SmsGateway]:
    async with sms_gateway() as gateway:
        yield gateway


@pytest.fixture
async def scene(journal: Journal) -> SmsScene:
    scene = SmsScene(journal)
    await scene.contact("c1", PHONE)
    return scene


async def test_co_02_an_offer_is_told_by_sms_to_the_creator_alone(scene: SmsScene, gateway: SmsGateway) -> None:
    event = await scene.offered()
    await scene.writer(gateway.url, token="gateway-token").deliver(event)
    [got] = gateway.got
    assert got.key == f"{event.id}:creator:c1"
    assert got.body == {
        "to": PHONE,
        "text": "您收到一份直播合作邀请,请登录平台查看,并在接单期限内接受或拒绝;逾期未接受,邀请将自动关闭。",
        "language": "zh-CN",
    }
    assert got.headers["authorization"] == "Bearer gateway-token"


async def test_the_language_is_a_setting(scene: SmsScene, gateway: SmsGateway) -> None:
    await scene.writer(gateway.url, language="en").deliver(await scene.offered(form="video"))
    [got] = gateway.got
    assert got.body["text"].startswith("You have an offer to promote products in a video.")
    assert got.body["language"] == "en"
    assert "authorization" not in got.headers


async def test_only_events_that_are_told_by_sms_concern_it(scene: SmsScene, gateway: SmsGateway) -> None:
    event, writer = await scene.offered(), scene.writer(gateway.url)
    assert writer.concerns(event)
    assert not writer.concerns(replace(event, type="OrderAccepted"))
    assert not writer.concerns(replace(event, stream="sample-request/sr_1"))


async def test_the_number_is_the_contacts_newest_without_its_spaces(scene: SmsScene, gateway: SmsGateway) -> None:
    event = await scene.offered()
    await scene.contact("c1", "+86 (139) 0571-8023")
    await scene.writer(gateway.url).deliver(event)
    assert [got.to for got in gateway.got] == ["+8613905718023"]


async def test_without_a_contact_or_a_number_nothing_is_sent(scene: SmsScene, gateway: SmsGateway) -> None:
    writer = scene.writer(gateway.url)
    await writer.deliver(await scene.offered("co_2", "c2"))
    await scene.contact("c2", "-----")
    await writer.deliver(await scene.offered("co_3", "c2"))
    assert gateway.got == []


async def test_an_erased_contact_is_not_written_to(
    scene: SmsScene, gateway: SmsGateway, database_url: str, eventually: Eventually
) -> None:
    gateway.behave = answers(500)
    await scene.offered()
    writer = scene.writer(gateway.url)

    async def nothing_is_held() -> bool:
        return await scene.held() == 0

    async with running(database_url, writer.deliver, PATIENT, concerns=writer.concerns):
        await eventually(lambda: len(gateway.got) > 1)
        await scene.erase("c1")
        await eventually(nothing_is_held)
    assert await scene.parked() == []


async def test_what_is_delivered_twice_is_sent_once(scene: SmsScene, gateway: SmsGateway) -> None:
    event, writer = await scene.offered(), scene.writer(gateway.url)
    await writer.deliver(event)
    await writer.deliver(event)
    assert len(gateway.got) == 1


@pytest.mark.parametrize("behave", [answers(500), answers(503), says_nothing, hangs_up], ids=lambda one: one.__name__)
async def test_what_may_not_have_got_through_is_tried_again_with_the_same_key(
    scene: SmsScene, gateway: SmsGateway, database_url: str, behave: Behave, eventually: Eventually
) -> None:
    gateway.behave = behave
    event = await scene.offered()
    writer = scene.writer(gateway.url, patience=0.2)

    async def nothing_is_held() -> bool:
        return await scene.held() == 0

    async with running(database_url, writer.deliver, PATIENT, concerns=writer.concerns):
        await eventually(lambda: len(gateway.got) >= 2)
        gateway.behave = answers(200)
        await eventually(nothing_is_held)
    assert {got.key for got in gateway.got} == {f"{event.id}:creator:c1"}
    assert {got.to for got in gateway.got} == {PHONE}


@pytest.mark.parametrize("status", [302, 400, 404, 422, 429, 500])
async def test_a_number_that_is_refused_is_parked_after_a_few_tries_and_holds_up_no_other(
    scene: SmsScene, gateway: SmsGateway, database_url: str, status: int, eventually: Eventually
) -> None:
    gateway.behaves_to[PHONE] = answers(status, Location=f"{gateway.url}/elsewhere")
    await scene.contact("c2", OTHER)
    await scene.offered("co_1", "c1")
    await scene.offered("co_2", "c2")
    writer = scene.writer(gateway.url)

    async def is_parked() -> bool:
        return [one.event.stream for one in await scene.parked()] == ["cooperation-order/co_1"]

    async with running(database_url, writer.deliver, concerns=writer.concerns):
        await eventually(is_parked)
        await scene.offered("co_3", "c2")
        await eventually(lambda: len(gateway.got_by(OTHER)) == 2)
    [given_up] = await scene.parked()
    assert given_up.error == f"the SMS gateway answered {status}"
    assert given_up.attempts == len(gateway.got_by(PHONE)) == QUICK.attempts
    assert len({got.key for got in gateway.got_by(PHONE)}) == 1
    assert len(gateway.got_by(OTHER)) == 2


async def test_a_gateway_that_nobody_reaches_is_waited_for_and_no_event_is_blamed(
    scene: SmsScene, database_url: str, eventually: Eventually, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    events = [await scene.offered("co_1"), await scene.offered("co_2")]
    writer = scene.writer(f"http://127.0.0.1:{port}/messages")
    with caplog.at_level(logging.DEBUG):
        async with running(database_url, writer.deliver, concerns=writer.concerns):
            await eventually(lambda: "TargetAway: the SMS gateway" in caplog.text)
            assert await scene.held() == 0
            async with sms_gateway(port) as gateway:
                await eventually(lambda: len(gateway.got) == 2)
                assert {got.key for got in gateway.got} == {f"{event.id}:creator:c1" for event in events}
    assert await scene.parked() == []


async def test_an_outage_does_not_have_anything_sent_a_second_time(
    scene: SmsScene, gateway: SmsGateway, database_url: str, eventually: Eventually
) -> None:
    """Both are carried together: the one that got through is carried again when the other meets a gateway away."""
    await scene.contact("c2", OTHER)
    first, second = await scene.offered("co_1", "c1"), await scene.offered("co_2", "c2")
    writer, tries = scene.writer(gateway.url), 0

    async def deliver(event: object) -> None:
        nonlocal tries
        if event == second:
            await eventually(lambda: gateway.got_by(PHONE))
            tries += 1
            if tries <= 3:
                raise TargetAway("the SMS gateway")
        await writer.deliver(first if event == first else second)

    async with running(database_url, deliver, concerns=writer.concerns):
        await eventually(lambda: gateway.got_by(OTHER))
    assert [got.to for got in gateway.got] == [PHONE, OTHER]


async def test_a_worker_killed_before_it_has_noted_the_delivery_repeats_it_with_the_same_key(
    scene: SmsScene, gateway: SmsGateway, database_url: str, eventually: Eventually
) -> None:
    event = await scene.offered()

    async def deliver_and_die(event_: object) -> None:
        await scene.writer(gateway.url).deliver(event)
        await asyncio.Event().wait()

    async with running(database_url, deliver_and_die):
        await eventually(lambda: len(gateway.got) == 1)
    writer = scene.writer(gateway.url)
    async with running(database_url, writer.deliver, concerns=writer.concerns):
        await eventually(lambda: len(gateway.got) == 2)
    assert [got.key for got in gateway.got] == [f"{event.id}:creator:c1"] * 2


async def test_what_is_long_over_is_not_sent_any_more(scene: SmsScene, gateway: SmsGateway) -> None:
    event, writer = await scene.offered(), scene.writer(gateway.url)
    scene.late = SENT_WITHIN + timedelta(minutes=1)
    await writer.deliver(event)
    assert gateway.got == []
    scene.late = SENT_WITHIN - timedelta(minutes=1)
    await writer.deliver(event)
    assert len(gateway.got) == 1


async def test_an_outage_of_days_ends_with_nothing_sent_and_nothing_parked(
    scene: SmsScene, database_url: str, eventually: Eventually, caplog: pytest.LogCaptureFixture
) -> None:
    writer = scene.writer(f"http://127.0.0.1:{free_port()}/messages")
    event = await scene.offered()

    async def is_past_it() -> bool:
        return await scene.is_carried(event)

    async with running(database_url, writer.deliver, concerns=writer.concerns):
        await eventually(lambda: "TargetAway: the SMS gateway" in caplog.text)
        assert not await is_past_it()
        scene.late = timedelta(days=3)
        await eventually(is_past_it)
    assert await scene.held() == 0
    assert await scene.parked() == []


@pytest.mark.parametrize("behave", [answers(202), answers(400), says_nothing, hangs_up], ids=lambda one: one.__name__)
async def test_the_number_is_in_no_log_and_nothing_that_is_kept(
    scene: SmsScene,
    gateway: SmsGateway,
    database_url: str,
    behave: Behave,
    eventually: Eventually,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gateway.behave = behave
    await scene.offered()
    writer = scene.writer(gateway.url, patience=0.1, token="gateway-token")

    async def is_settled() -> bool:
        return bool(await scene.parked()) or (await scene.held() == 0 and bool(gateway.got))

    with caplog.at_level(logging.DEBUG):
        async with running(database_url, writer.deliver, concerns=writer.concerns):
            await eventually(is_settled)
    for secret in (PHONE, "gateway-token", "欧阳思远"):
        assert secret not in caplog.text
        assert secret not in await scene.kept()


@pytest.mark.parametrize("behave", [answers(400), says_nothing, hangs_up], ids=lambda one: one.__name__)
async def test_failures_quote_nothing(scene: SmsScene, gateway: SmsGateway, behave: Behave) -> None:
    gateway.behave = behave
    event, writer = await scene.offered(), scene.writer(gateway.url, patience=0.1)
    with pytest.raises(DeliveryFailed, match=r"^the SMS gateway ") as failed:
        await writer.deliver(event)
    assert PHONE not in repr(failed.value) + str(failed.value.__cause__)
    assert failed.value.__suppress_context__ or failed.value.__context__ is None


def test_a_message_shown_by_a_traceback_hides_the_number() -> None:
    assert repr(Sms("event:creator:c1", PHONE, "text", "zh-CN")) == "Sms(event:creator:c1)"


async def test_a_postgres_that_is_away_is_waited_for(scene: SmsScene, gateway: SmsGateway, journal: Journal) -> None:
    event, writer = await scene.offered(), scene.writer(gateway.url)
    journal.pool.terminate()
    with pytest.raises(TargetAway):
        await writer.deliver(event)


async def test_an_event_of_a_newer_release_waits_for_a_worker_that_knows_it(
    scene: SmsScene, gateway: SmsGateway
) -> None:
    event = replace(await scene.offered(), schema_version=99)
    with pytest.raises(DeliveryFailed, match="OrderProposed v99"):
        await scene.writer(gateway.url).deliver(event)
