"""What is looked at in an outage and after it: 503s, each command once, all deliveries."""

import asyncio
import itertools

import httpx

from luyue.devstack.stack import Stack
from tests.conftest import Eventually
from tests.e2e.database import Database
from tests.e2e.outage_scene import ZH, Command, OutageScene, missing_messages
from tests.worker.webhook_receiver import Receiver


def check_unavailable(answer: httpx.Response, language: str = "en") -> None:
    where = f"{answer.request.method} {answer.request.url.path}"
    assert answer.status_code == 503, f"{where}: {answer.status_code} {answer.text}"
    assert int(answer.headers["retry-after"]) > 0, where
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    told = answer.json()
    assert (told["code"], told["title"]) == (
        "unavailable",
        "服务暂不可用" if language == ZH else "Temporarily unavailable",
    )


async def check_commands_unavailable(commands: list[Command]) -> None:
    for command, answer in zip(commands, await asyncio.gather(*(one.send() for one in commands)), strict=True):
        check_unavailable(answer, command.language)


async def check_each_happened_once(scene: OutageScene, database: Database) -> list[str]:
    """The same keys give one event each and one answer, however often; returns all streams there are now."""
    commands = scene.commands
    first = await asyncio.gather(*(command.insist() for command in commands))
    again = await asyncio.gather(*(command.insist() for command in commands))
    opened = []
    for command, one, other in zip(commands, first, again, strict=True):
        assert one.status_code == (200 if command.stream else 201), one.text
        assert (other.status_code, other.content) == (one.status_code, one.content)
        assert other.headers["etag"] == one.headers["etag"]
        stream = f"{one.json()['kind'].replace('_', '-')}/{one.json()['id']}"
        assert command.stream in (stream, None)
        assert (await database.events(stream)).count(command.event) == 1
        assert (await database.commands(stream)).count(command.command_id) == 1
        opened += [] if command.stream else [stream]
    assert sorted(await opened_by_now(scene, database)) == sorted(opened)
    return scene.streams + opened


async def opened_by_now(scene: OutageScene, database: Database) -> list[str]:
    rows = await database.rows("select stream from processes where creator_id = $1", scene.newcomer)
    return [row["stream"] for row in rows]


async def check_all_arrived(
    streams: list[str], target: Receiver, stack: Stack, database: Database, eventually: Eventually
) -> None:
    """Each event since is delivered to the webhook, in order; each inbox has its messages; and nothing is held back."""
    last = {stream: len(await database.events(stream)) for stream in streams}

    def has_come() -> bool:
        return all(last[stream] in target.got_of(stream) for stream in streams)

    await eventually(has_come)
    for stream in streams:
        versions = [version for version, _ in itertools.groupby(target.got_of(stream))]
        assert versions == list(range(versions[0], last[stream] + 1))
        ids = {got.id for got in target.got if got.subject == stream}
        assert len(ids) == len(versions)

    async def is_written() -> bool:
        return not await missing_messages(stack.database_url, streams)

    await eventually(is_written)
    assert await database.rows("select * from held_deliveries where stream = any($1)", streams) == []


async def check_ready_again(http: httpx.AsyncClient, eventually: Eventually) -> None:
    async def is_ready() -> bool:
        return (await http.get("/readyz")).status_code == 200

    await eventually(is_ready)
