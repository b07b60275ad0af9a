"""What a command said that never happened is nobody's to read, and goes; what one that may still come said stays."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from temporalio.client import Client

from luyue.api.backends import Backends
from luyue.api.lost_texts import LostTexts
from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from luyue.journal.personal_data import KeptText
from luyue.worker.worker import build_worker
from tests.api.client import Caller, Scene, unique
from tests.api.conftest import Serving

Eventually = Callable[..., Awaitable[None]]


def stream_of(path: str) -> str:
    return "sample-request/" + path.rpartition("/")[2]


async def texts_in(journal: Journal, stream: str) -> list[str]:
    rows = await journal.pool.fetch("select body from texts where stream = $1 order by body", stream)
    return [row["body"] for row in rows]


async def texts_told(scene: Scene, path: str) -> list[str]:
    return [text["text"] for text in (await scene.creator.get(f"{path}/texts")).json()["items"]]


async def lose_a_text(journal: Journal, stream: str) -> None:
    """A text of a command of which nothing is left but the text."""
    await journal.personal_data.keep_texts([KeptText(unique("txt"), stream, "note", "没有发生", "d")])


def later() -> datetime:
    """A moment by which whatever is there is old."""
    return datetime.now(UTC) + timedelta(seconds=1)


async def test_a_text_of_a_command_that_never_happened_is_not_told(scene: Scene, journal: Journal) -> None:
    path = await scene.apply(note="想试试")
    await lose_a_text(journal, stream_of(path))
    assert await texts_told(scene, path) == ["想试试"]


async def test_only_texts_that_nothing_refers_to_go(scene: Scene, journal: Journal, settings: ApiSettings) -> None:
    path = await scene.apply(note="想试试")
    await lose_a_text(journal, stream_of(path))
    await lose_a_text(journal, "sample-request/sr_none")
    lost_texts = LostTexts(Backends(settings))
    await lost_texts.erase(datetime.now(UTC) - timedelta(hours=1))
    assert await texts_in(journal, stream_of(path)) == ["想试试", "没有发生"]
    await lost_texts.erase(later())
    assert await texts_in(journal, stream_of(path)) == ["想试试"]
    assert await texts_in(journal, "sample-request/sr_none") == []


async def test_a_text_of_a_command_left_behind_stays(
    settings: ApiSettings, journal: Journal, temporal: Client, in_process: Serving, eventually: Eventually
) -> None:
    queue = unique("queue")
    patient = settings.model_copy(update={"task_queue": queue})
    hasty = patient.model_copy(update={"answer_patience": timedelta(milliseconds=500)})
    lost_texts = LostTexts(Backends(patient))
    async with in_process(patient) as http, in_process(hasty) as hasty_http:
        scene = await Scene(http).set()
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            path = await scene.apply()
        unknown = await Caller(hasty_http, "merchant", scene.merchant_id).post(f"{path}/approve", {"note": "赶上了"})
        assert unknown.status_code == 503
        assert await texts_told(scene, path) == []
        await lost_texts.erase(later())
        assert await texts_in(journal, stream_of(path)) == ["赶上了"]
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):

            async def approved() -> bool:
                return await scene.status(path) == "AWAITING_SHIPMENT"

            await eventually(approved)
        await lost_texts.erase(later())
        assert await texts_told(scene, path) == ["赶上了"]


async def test_what_had_work_to_do_is_looked_at_again(
    settings: ApiSettings, journal: Journal, temporal: Client, in_process: Serving, eventually: Eventually
) -> None:
    queue = unique("queue")
    patient = settings.model_copy(update={"task_queue": queue})
    hasty = patient.model_copy(update={"answer_patience": timedelta(milliseconds=500)})
    lost_texts = LostTexts(Backends(patient))
    async with in_process(patient) as http, in_process(hasty) as hasty_http:
        scene = await Scene(http).set()
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
            path = await scene.apply()
        shipment = {"carrier": "SF", "tracking_no": unique("SF")}
        merchant = Caller(hasty_http, "merchant", scene.merchant_id)
        assert (await merchant.post(f"{path}/ship", shipment)).status_code == 503
        await lose_a_text(journal, stream_of(path))
        await lost_texts.erase(later())
        assert await texts_in(journal, stream_of(path)) == ["没有发生"]
        async with build_worker(temporal, journal, test_clock=True, task_queue=queue):

            async def erased() -> bool:
                await lost_texts.erase(later())
                return await texts_in(journal, stream_of(path)) == []

            await eventually(erased)


async def test_nothing_goes_while_temporal_is_away(scene: Scene, journal: Journal, settings: ApiSettings) -> None:
    stream = stream_of(await scene.apply())
    await lose_a_text(journal, stream)
    away = settings.model_copy(update={"temporal_address": "127.0.0.1:1"})
    await LostTexts(Backends(away)).erase(later())
    assert await texts_in(journal, stream) == ["没有发生"]


async def test_the_service_sees_to_it_by_itself(
    settings: ApiSettings, journal: Journal, in_process: Serving, eventually: Eventually
) -> None:
    long_ago, lately = unique("sample-request/sr"), unique("sample-request/sr")
    for stream, written in ((long_ago, timedelta(hours=49)), (lately, timedelta(hours=47))):
        await lose_a_text(journal, stream)
        await journal.pool.execute(
            "update texts set written_at = now() - $2::interval where stream = $1", stream, written
        )
    async with in_process(settings):

        async def erased() -> bool:
            return await texts_in(journal, long_ago) == []

        await eventually(erased)
    assert await texts_in(journal, lately) == ["没有发生"]
