"""What a command costs Temporal: at most ten history events and one workflow task, counted from a real history."""

from itertools import pairwise
from typing import Any

from luyue.domain.facts import Video
from tests.workflow import stages
from tests.workflow.house import House


async def test_a_command_takes_at_most_ten_events_and_one_workflow_task(house: House) -> None:
    name = await stages.known(house)

    async def published() -> dict[str, Any]:
        now = (await house.events(name))[-1].occurred_at
        creator, product = stages.creator_of(name), stages.product_of(name)
        video = Video(creator_id=creator, product_ids=(product,), state="published", published_at=now)
        await house.report(f"video/{name}", video, now)
        return {"video_id": name}

    sizes, tasks = [0], [0]
    for command, sent in [
        ("apply", stages.application(name)),
        ("approve", {}),
        ("ship", stages.SHIPMENT),
        ("confirm-receipt", {}),
        ("link-video", published),
        ("advance", {"by": "P8D"}),
    ]:
        outcome = await house.send(name, command, **(await sent() if callable(sent) else sent))
        sizes.append(len(await house.history(name)))
        tasks.append(len(await house.happened(name, "WORKFLOW_TASK_COMPLETED")))

    assert outcome.status == "COMPLETED"
    assert max(after - before for before, after in pairwise(sizes)) <= 10, sizes
    assert tasks == list(range(len(tasks)))
    assert await house.happened(name, "ACTIVITY_TASK_SCHEDULED") == []
