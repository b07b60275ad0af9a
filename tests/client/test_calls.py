"""The contract through both clients, against the real API: calls, lists, the feed, and what is raised."""

from collections.abc import Callable
from typing import Any

import pytest
from luyue_client import (
    NotAllowedError,
    NotFoundError,
    OutdatedError,
    ProblemError,
    RefusedError,
    UnansweredError,
    models,
)

from tests.api.client import Scene, unique
from tests.client.callers import Client, Plain, Waited

pytestmark = pytest.mark.parametrize("sort", [Plain, Waited])
Sort = Callable[..., Client]


def token_of(caller: Any) -> str:
    return str(caller.authorization).removeprefix("Bearer ")


async def test_a_sample_request_from_application_to_receipt(sort: Sort, address: str, scene: Scene) -> None:
    creator, merchant = sort(address, token_of(scene.creator)), sort(address, token_of(scene.merchant))
    application = models.SampleRequestApplyBody(creator_id=scene.creator_id, product_id=scene.product_id)

    request = await creator.do(lambda luyue: luyue.sample_requests.create(application))
    approved = await merchant.do(
        lambda luyue: luyue.sample_requests.approve(request.id, models.SampleRequestApproveBody(note="好的"))
    )
    shipment = models.SampleRequestShipBody(carrier="SF", tracking_no=unique("SF"))
    shipped = await merchant.do(
        lambda luyue: luyue.sample_requests.ship(request.id, shipment, if_version=approved.version)
    )
    received = await creator.do(lambda luyue: luyue.sample_requests.confirm_receipt(request.id))

    shown = [one.status for one in (request, approved, shipped, received)]
    assert shown == ["PENDING", "AWAITING_SHIPMENT", "SHIPPED", "CONTENT_PENDING"]
    assert isinstance(received, models.ProcessAnswer)
    assert received.next_deadline_at is not None
    assert received.next_deadline_at.utcoffset() is not None
    assert received == await creator.do(lambda luyue: luyue.sample_requests.get(request.id))
    events = await creator.do(lambda luyue: luyue.sample_requests.list_events(request.id, page_size=1))
    assert [event.version for event in events] == [1, 2, 3, 4]
    texts = await creator.do(lambda luyue: luyue.sample_requests.list_texts(request.id))
    assert [text.text for text in texts] == ["好的"]
    file = await creator.do(lambda luyue: luyue.sample_requests.get_dossier(request.id))
    assert file.startswith(b'{"dossier":')


async def test_facts_are_put_read_and_erased(sort: Sort, address: str, scene: Scene) -> None:
    service = sort(address, token_of(scene.service))
    contact = unique("k")
    body = models.ContactBody(name="欧阳思远", phone="13905718023", region="浙江省杭州市", address="文一西路")

    put = await service.do(lambda luyue: luyue.contacts.put(contact, body))
    assert put == await service.do(lambda luyue: luyue.contacts.get(contact))
    assert await service.do(lambda luyue: luyue.contacts.delete(contact)) is None
    with pytest.raises(NotFoundError):
        await service.do(lambda luyue: luyue.contacts.get(contact))


async def test_a_list_goes_over_its_pages(sort: Sort, address: str, scene: Scene) -> None:
    others = [await Scene(scene.http).set() for _ in range(2)]
    ids = [(await one.apply()).rpartition("/")[2] for one in (scene, *others)]
    ops = sort(address, token_of(scene.ops))

    for one, id in zip((scene, *others), ids, strict=True):
        listed = await ops.do(lambda luyue, one=one: luyue.sample_requests.list(creator_id=one.creator_id, page_size=1))
        assert [request.id for request in listed] == [id]
    every = await ops.do(lambda luyue: luyue.sample_requests.list(status="PENDING", page_size=1))
    assert set(ids) <= {request.id for request in every}
    assert len(every) == len({request.id for request in every})


async def test_what_the_service_refuses_is_raised_with_its_reasons(sort: Sort, address: str, scene: Scene) -> None:
    path = await scene.apply()
    id = path.rpartition("/")[2]
    creator, merchant = sort(address, token_of(scene.creator)), sort(address, token_of(scene.merchant))

    with pytest.raises(NotAllowedError) as not_allowed:
        await creator.do(lambda luyue: luyue.sample_requests.confirm_receipt(id))
    assert (not_allowed.value.status, not_allowed.value.code) == (409, "not-allowed-in-status")
    assert not_allowed.value.allowed_actions == ["withdraw"]
    assert not_allowed.value.request_id

    application = models.SampleRequestApplyBody(creator_id=scene.creator_id, product_id=scene.product_id)
    with pytest.raises(RefusedError) as refused:
        await creator.do(lambda luyue: luyue.sample_requests.create(application))
    assert refused.value.violations
    assert all(violation.rule and violation.message for violation in refused.value.violations)

    with pytest.raises(OutdatedError):
        await merchant.do(lambda luyue: luyue.sample_requests.approve(id, if_version=7))
    with pytest.raises(NotFoundError):
        await merchant.do(lambda luyue: luyue.sample_requests.get("sr_unheard_of/../x"))
    with pytest.raises(ProblemError) as invalid:
        await merchant.do(
            lambda luyue: luyue.sample_requests.ship(id, models.SampleRequestShipBody(carrier="", tracking_no="1"))
        )
    assert {one.rule for one in invalid.value.violations} == {"field:carrier", "field:tracking_no"}
    assert await scene.events(path) == ["SampleRequested"]
    assert creator.clock.waits == merchant.clock.waits == []


async def test_messages_come_in_the_language_asked_for(sort: Sort, address: str, scene: Scene) -> None:
    path = await scene.apply()
    creator = sort(address, token_of(scene.creator), language="zh-CN")
    with pytest.raises(NotAllowedError, match="当前状态"):
        await creator.do(lambda luyue: luyue.sample_requests.confirm_receipt(path.rpartition("/")[2]))


async def test_a_token_may_be_a_function(sort: Sort, address: str, scene: Scene) -> None:
    tokens = iter(["no token any more", token_of(scene.creator)])

    def token() -> str:
        return next(tokens)

    async def awaited() -> str:
        return next(tokens)

    creator = sort(address, awaited if sort is Waited else token)
    with pytest.raises(ProblemError) as unauthenticated:
        await creator.do(lambda luyue: luyue.creators.get(scene.creator_id))
    assert unauthenticated.value.status == 401
    assert (await creator.do(lambda luyue: luyue.creators.get(scene.creator_id))).id == scene.creator_id


async def test_the_feed_goes_on_where_one_stopped(sort: Sort, address: str, scene: Scene) -> None:
    path = await scene.approved()
    creator = sort(address, token_of(scene.creator))
    stream = f"sample-request/{path.rpartition('/')[2]}"

    first = await creator.feed("", 1)
    rest = await creator.feed(first[0].cursor, page_size=1)
    assert [(event.stream, event.version) for event in first + rest] == [(stream, 1), (stream, 2)]
    assert await creator.feed(rest[-1].cursor) == []
    assert creator.clock.waits == []

    await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": unique("SF")})
    shipped = await creator.feed(rest[-1].cursor, 1, kinds=["sample-request"])
    assert [(event.type, event.version) for event in shipped] == [("SampleShipped", 3)]


async def test_an_event_counts_as_dealt_with_once_the_next_is_asked_for(sort: Sort, address: str, scene: Scene) -> None:
    await scene.approved()
    creator = sort(address, token_of(scene.creator))
    assert [event.version for event in await creator.feed("", 2, 1)] == [1, 2, 2]


async def test_a_feed_waits_for_what_is_yet_to_come(sort: Sort, address: str, scene: Scene) -> None:
    await scene.apply()
    patience_of_the_reader = 3

    class EnoughError(Exception):
        pass

    creator = sort(address, token_of(scene.creator))
    slept = creator.clock.waits

    def stop_after_some(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == patience_of_the_reader:
            raise EnoughError

    async def stop_after_some_awaited(seconds: float) -> None:
        stop_after_some(seconds)

    creator.clock.sleep = stop_after_some_awaited if sort is Waited else stop_after_some  # type: ignore[method-assign]
    with pytest.raises(EnoughError):
        await creator.feed("", 2, poll_every=5.0)
    assert slept == [5.0] * patience_of_the_reader


async def test_nobody_at_the_address(sort: Sort, scene: Scene, unused_tcp_port: int) -> None:
    creator = sort(f"http://127.0.0.1:{unused_tcp_port}", token_of(scene.creator))
    with pytest.raises(UnansweredError) as unanswered:
        await creator.do(lambda luyue: luyue.sample_requests.get("sr_1"))
    assert unanswered.value.idempotency_key is None
    assert 50 < sum(creator.clock.waits) < 60
