"""`luyue rehydrate` and `luyue replay --server` on namespaces as operators find them at night: new, empty, not there.

`luyue rehydrate` adds the search attributes that a new namespace lacks: without them every workflow task would fail.
"""

import itertools

import pytest
from click.testing import Result
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client

from luyue.journal.journal import Journal
from luyue.worker.worker import build_worker
from luyue.workflows.messages import Start
from luyue.workflows.search_attributes import NEXT_DEADLINE, SEARCH_ATTRIBUTES, STATUS
from tests.cli.conftest import Luyue, Player
from tests.conftest import Eventually
from tests.new_namespace import new_namespace

STREAM = "sample-request/sr_1"
ALL = {key.name for key in SEARCH_ATTRIBUTES}
KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
numbers = itertools.count(1)


@pytest.fixture
async def namespace(temporal_address: str, eventually: Eventually) -> Client:
    return await new_namespace(temporal_address, f"new-{next(numbers)}", eventually)


async def attributes(client: Client) -> set[str]:
    present = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return set(present.custom_attributes)


def reached(client: Client) -> dict[str, str]:
    return {
        "LUYUE_TEMPORAL_ADDRESS": client.service_client.config.target_host,
        "LUYUE_TEMPORAL_NAMESPACE": client.namespace,
    }


async def test_processes_come_back_in_a_namespace_that_knows_no_search_attribute(
    player: Player, luyue: Luyue, journal: Journal, namespace: Client, eventually: Eventually
) -> None:
    await player.shipped("sr_1")
    row = await journal.processes.find(STREAM)
    assert row is not None
    assert not ALL & await attributes(namespace)

    result = await luyue("rehydrate", **reached(namespace))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        *(f"search attribute added: {key.name}" for key in SEARCH_ATTRIBUTES),
        "1 open, 0 already running, 1 started",
    ]
    assert await attributes(namespace) >= ALL
    again = await luyue("rehydrate", **reached(namespace))
    assert again.output == "1 open, 1 already running, 0 started\n"

    # It runs, waits for its deadline, and is found by ops.
    async with build_worker(namespace, journal, test_clock=True):

        async def shows_it() -> bool:
            shown = (await namespace.get_workflow_handle(STREAM).describe()).typed_search_attributes
            return (shown.get(STATUS), shown.get(NEXT_DEADLINE)) == (row.status, row.next_deadline_at)

        await eventually(shows_it)

        async def is_found() -> bool:
            query = f"`Status` = '{row.status}' and `NextDeadline` > '2000-01-01T00:00:00Z'"
            return [one.id async for one in namespace.list_workflows(query)] == [STREAM]

        await eventually(is_found)


async def add(client: Client, **types: IndexedValueType.ValueType) -> None:
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
    )


async def is_all_that_runs(client: Client, eventually: Eventually, *ids: str) -> None:
    async def holds() -> bool:
        return {one.id async for one in client.list_workflows("ExecutionStatus = 'Running'")} == set(ids)

    await eventually(holds)


def gave_up(result: Result) -> str:
    """What was said by a command that ended with 1 and without a traceback."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.output


@pytest.mark.parametrize("command", [("rehydrate",), ("rehydrate", "--anew"), ("search-attributes",)])
async def test_where_they_cannot_be_added_nothing_is_done_and_they_are_named(
    command: tuple[str, ...], player: Player, luyue: Luyue, namespace: Client, eventually: Eventually
) -> None:
    await player.shipped("sr_1")
    # A real refusal: Temporal on SQL keeps ten attributes of a type, and here somebody else has taken those.
    await add(namespace, **{f"Theirs{number}": KEYWORD for number in range(10)})
    await namespace.start_workflow("sample-request", Start(), id="sample-request/sr_0", task_queue="luyue")
    await is_all_that_runs(namespace, eventually, "sample-request/sr_0")

    said = gave_up(await luyue(*command, **reached(namespace)))
    assert f"Temporal at {reached(namespace)['LUYUE_TEMPORAL_ADDRESS']}: " in said
    lacking = "Status, MerchantId, CreatorId, ProductId, NextDeadline, Attention"
    assert f"The namespace {namespace.namespace} lacks the search attributes {lacking}, without which" in said
    assert "`luyue search-attributes`" in said
    await is_all_that_runs(namespace, eventually, "sample-request/sr_0")


async def test_only_those_that_are_lacking_are_named_and_added(player: Player, luyue: Luyue, namespace: Client) -> None:
    await player.shipped("sr_1")
    await add(namespace, **dict.fromkeys(("Status", "MerchantId", "CreatorId", "ProductId", "Attention"), KEYWORD))
    result = await luyue("rehydrate", **reached(namespace))
    assert result.output.splitlines() == [
        "search attribute added: NextDeadline",
        "1 open, 0 already running, 1 started",
    ]


async def test_one_of_another_type_is_named(player: Player, luyue: Luyue, namespace: Client) -> None:
    await player.shipped("sr_1")
    await add(namespace, Status=IndexedValueType.INDEXED_VALUE_TYPE_INT)
    for command in ("rehydrate", "search-attributes"):
        said = gave_up(await luyue(command, **reached(namespace)))
        assert f"namespace '{namespace.namespace}' has a search attribute 'Status' of another type" in said


async def test_anew_terminates_what_the_journal_does_not_know_and_starts_what_it_does(
    player: Player, luyue: Luyue, namespace: Client, eventually: Eventually
) -> None:
    await player.shipped("sr_1")
    await luyue("search-attributes", **reached(namespace))
    for id in ("sr_0", "sr_1"):
        await namespace.start_workflow("sample-request", Start(), id=f"sample-request/{id}", task_queue="luyue")
    await namespace.start_workflow("another", id="another", task_queue="another")
    await is_all_that_runs(namespace, eventually, "sample-request/sr_0", STREAM, "another")
    result = await luyue("rehydrate", "--anew", **reached(namespace))
    assert result.output == "2 terminated\n1 open, 0 already running, 1 started\n"
    await is_all_that_runs(namespace, eventually, STREAM, "another")
    with_an_id = await luyue("rehydrate", "sr_1", "--anew", **reached(namespace))
    assert with_an_id.exit_code == 2
    assert "--anew is for all processes" in with_an_id.output


@pytest.mark.parametrize("command", [("rehydrate",), ("rehydrate", "--anew"), ("replay", "--server")])
async def test_a_namespace_that_is_not_there_is_named(
    command: tuple[str, ...], player: Player, luyue: Luyue, temporal_address: str
) -> None:
    await player.shipped("sr_1")
    environment = {"LUYUE_TEMPORAL_ADDRESS": temporal_address, "LUYUE_TEMPORAL_NAMESPACE": "nowhere"}
    said = gave_up(await luyue(*command, **environment))
    assert said.startswith(f"Temporal at {temporal_address}: LUYUE_TEMPORAL_NAMESPACE is nowhere (")
    assert said.count("\n") == 1


async def test_a_gate_that_found_nothing_to_replay_is_closed(luyue: Luyue, namespace: Client) -> None:
    # Somebody else's workflow is none of ours.
    await namespace.start_workflow("another", id="another", task_queue="another")
    said = gave_up(await luyue("replay", "--server", **reached(namespace)))
    assert f"holds no process in the namespace {namespace.namespace}, so nothing was replayed." in said
    assert "LUYUE_TEMPORAL_NAMESPACE" in said


async def test_a_gate_on_an_empty_journal_is_closed(luyue: Luyue) -> None:
    assert "The journal holds no process, so nothing was decided again." in gave_up(await luyue("replay", "--database"))
