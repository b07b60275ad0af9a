"""Whole processes with encrypted payloads: Temporal holds nothing of them in plain text, and keys may be rotated."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory

from luyue.cli.rehydrate import rehydrate
from luyue.replay.histories import from_files, replay
from luyue.temporal.connection import data_converter
from tests.api.client import Scene, unique
from tests.codec.conftest import Service
from tests.conftest import Eventually

METADATA_QUERY = "__temporal_workflow_metadata"
NAMES_COMMANDS = (EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,)
"""Names of updates are no payloads."""
NOTES_OF_THE_SDK = {
    "seq",
    "attempt",
    "activity_id",
    "activity_type",
    "complete_time",
    "backoff",
    "original_schedule_time",
    "activation_index",
}


def payloads_in(message: Message) -> Iterator[Payload]:
    """All but search attributes, which are there to be read, and the SDK's own notes on when `handle` ran."""
    if isinstance(message, Payload):
        if message.metadata["encoding"] != b"json/plain" or set(json.loads(message.data)) != NOTES_OF_THE_SDK:
            yield message
        return
    for field, value in message.ListFields():
        if field.message_type is None or field.name == "search_attributes":
            continue
        if field.message_type.GetOptions().map_entry:
            values = value.values() if field.message_type.fields_by_name["value"].message_type else ()
        else:
            values = value if field.is_repeated else (value,)
        for one in values:
            yield from payloads_in(one)


async def history_of(client: Client, path: str) -> WorkflowHistory:
    return await client.get_workflow_handle(stream(path)).fetch_history()


def stream(path: str) -> str:
    return f"sample-request/{path.rpartition('/')[2]}"


def keys_used(history: WorkflowHistory) -> set[bytes]:
    return {
        payload.metadata.get("encryption-key-id", b"") for event in history.events for payload in payloads_in(event)
    }


async def test_temporal_holds_no_payload_in_plain_text(service: Service) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.received()
        refused = await scene.merchant.post(f"{path}/approve")
        assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed-in-status")
        plain = await service.client()
        history = await history_of(plain, path)
        assert keys_used(history) == {b"a"}

        tracking_no = (await scene.ops.get(path)).json()["details"]["shipment"]["tracking_no"]
        for event in history.events:
            for attributes in ("workflow_execution_started", "upsert_workflow_search_attributes"):
                getattr(event, f"{attributes}_event_attributes").ClearField("search_attributes")
            written = event.SerializeToString()
            for told in (scene.creator_id, scene.merchant_id, scene.product_id, tracking_no, "apply"):
                assert told.encode() not in written or event.event_type in NAMES_COMMANDS

        handle = plain.get_workflow_handle(stream(path))
        with pytest.raises(RuntimeError, match="binary/encrypted"):
            await handle.query(METADATA_QUERY)


async def test_a_signal_in_plain_json_is_carried_out(service: Service, eventually: Eventually) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.apply()
        plain = await service.client()
        await plain.get_workflow_handle(stream(path)).signal("approve", {})

        async def approved() -> bool:
            return await scene.status(path) == "AWAITING_SHIPMENT"

        await eventually(approved)


async def test_encryption_is_turned_on_and_its_keys_rotated_under_open_processes(service: Service) -> None:
    async with service.worker(), service.api() as scene:
        path = await scene.apply()
    async with service.worker("a"), service.api("a") as later:
        assert (await acting(scene, later).merchant.post(f"{path}/approve")).status_code == 200
    async with service.worker("b", "a"), service.api("b", "a") as last:
        shipment = {"carrier": "SF", "tracking_no": "SF1234567890"}
        assert (await acting(scene, last).merchant.post(f"{path}/ship", shipment)).status_code == 200
        assert await acting(scene, last).status(path) == "SHIPPED"
    assert keys_used(await history_of(await service.client(), path)) == {b"", b"a", b"b"}


def acting(parties: Scene, through: Scene) -> Scene:
    """The parties of one scene, through the API of another."""
    same = Scene(through.http)
    for name in ("creator", "merchant", "service", "ops"):
        caller = getattr(parties, name)
        caller._http = through.http
        setattr(same, name, caller)
    return same


@pytest.mark.long
async def test_encrypted_histories_replay_with_their_keys_alone(service: Service, tmp_path: Path) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.shipped()
    file = tmp_path / "history.json"
    file.write_text((await history_of(await service.client(), path)).to_json())

    with_keys = data_converter(service.settings("b", "a"))
    assert await replay(from_files([file]), converter=with_keys) == []
    [without_the_key] = await replay(from_files([file]), converter=data_converter(service.settings("b")))
    assert "the key 'a', which LUYUE_PAYLOAD_KEYS does not hold" in without_the_key.reason
    [without_any] = await replay(from_files([file]))
    assert "LUYUE_PAYLOAD_KEYS is not set" in without_any.reason


async def told(service: Service, id: str, said: str) -> bool:
    """Whether a workflow's task has failed over this."""
    history = await (await service.client()).get_workflow_handle(id).fetch_history()
    failed = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
    return any(
        said in event.workflow_task_failed_event_attributes.failure.message
        for event in history.events
        if event.event_type == failed
    )


@pytest.mark.long
async def test_a_first_command_is_not_lost_to_a_worker_without_keys(service: Service, eventually: Eventually) -> None:
    async with service.api("a") as scene:
        id = unique("sr")
        sender = await service.client("a")
        async with service.worker():
            await sender.start_workflow(
                "sample-request",
                id=f"sample-request/{id}",
                task_queue=service.task_queue,
                start_signal="apply",
                start_signal_args=[scene.application],
            )
            await eventually(lambda: told(service, f"sample-request/{id}", "LUYUE_PAYLOAD_KEYS is not set"))
        async with service.worker("a"):

            async def applied() -> bool:
                shown = await scene.ops.get(f"/v1/sample-requests/{id}")
                return shown.is_success and shown.json()["status"] == "PENDING"

            await eventually(applied)


@pytest.mark.long
@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("b",), "the key 'a', which LUYUE_PAYLOAD_KEYS does not hold"),
        ((), "a payload is encrypted, and LUYUE_PAYLOAD_KEYS is not set"),
    ],
)
async def test_a_worker_without_the_key_says_so_and_one_with_it_goes_on(
    service: Service, eventually: Eventually, keys: tuple[str, ...], said: str
) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.apply()
    async with service.worker(*keys):
        await (await service.client("a")).get_workflow_handle(stream(path)).signal("approve", {})
        await eventually(lambda: told(service, stream(path), said))
    async with service.worker("b", "a"), service.api("b", "a") as later:

        async def approved() -> bool:
            return await acting(scene, later).status(path) == "AWAITING_SHIPMENT"

        await eventually(approved)


@pytest.mark.long
@pytest.mark.parametrize("keys", [(), ("b",)])
async def test_an_api_without_the_key_answers_that_it_does_not_know(service: Service, keys: tuple[str, ...]) -> None:
    async with service.worker("b", "a"), service.api("b", "a") as scene:
        path = await scene.apply()
    async with service.worker("a", "b"), service.api(*keys) as without:
        answer = await acting(scene, without).merchant.post(f"{path}/approve", Idempotency_Key="once")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        async with service.api("b", "a") as later:
            again = await acting(scene, later).merchant.post(f"{path}/approve", Idempotency_Key="once")
            assert again.status_code == 200, again.text


@pytest.mark.long
async def test_a_lost_key_costs_histories_alone(service: Service) -> None:
    async with service.worker("a"), service.api("a") as scene:
        path = await scene.shipped()
    async with service.worker("b"), service.api("b") as later:
        client = await service.client("b")
        await client.get_workflow_handle(stream(path)).terminate("payload keys")
        counted = await rehydrate(service.journal, client, service.task_queue, only=stream(path))
        assert counted.started == 1
        assert (await acting(scene, later).creator.post(f"{path}/confirm-receipt")).status_code == 200
    assert keys_used(await history_of(await service.client(), path)) == {b"b"}
