"""What both clients do where the road to the service fails: the same call again, under the same key, and no more."""

from collections.abc import Callable

import pytest
from luyue_client import NotAllowedError, NotFoundError, Patience, UnansweredError, models

from tests.api.client import Scene, unique
from tests.client.callers import Client, Plain, Waited
from tests.client.road import CUT, LOST, SILENT, Road, problem

pytestmark = pytest.mark.parametrize("sort", [Plain, pytest.param(Waited, marks=pytest.mark.long)])
Sort = Callable[..., Client]
AWAY = problem(503, "unavailable", Retry_After="3")


class OneRequest:
    """A request that its merchant is to approve, by a client on the road."""

    def __init__(self, scene: Scene, path: str, merchant: Client) -> None:
        self.scene = scene
        self.path = path
        self.merchant = merchant

    async def approve(self, key: str | None = None) -> models.ProcessAnswer:
        id = self.path.rpartition("/")[2]
        answer = await self.merchant.do(lambda luyue: luyue.sample_requests.approve(id, idempotency_key=key))
        assert isinstance(answer, models.ProcessAnswer)
        return answer

    async def is_approved_once(self) -> bool:
        return await self.scene.events(self.path) == ["SampleRequested", "SampleRequestApproved"]


@pytest.fixture
async def request_(sort: Sort, scene: Scene, road: Road) -> OneRequest:
    token = scene.merchant.authorization.removeprefix("Bearer ")
    return OneRequest(scene, await scene.apply(), sort(road.address, token))


async def test_an_answer_lost_on_its_way_is_asked_for_again(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(CUT)
    approved = await request_.approve()
    assert (approved.status, approved.version) == ("AWAITING_SHIPMENT", 2)
    assert await request_.is_approved_once()
    first, second = road.sent("Idempotency-Key")
    assert first == second


async def test_a_request_lost_on_its_way_is_sent_again(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(LOST, LOST)
    assert (await request_.approve()).status == "AWAITING_SHIPMENT"
    assert await request_.is_approved_once()
    assert len(set(road.sent("Idempotency-Key"))) == 1
    assert len(road.requests) == 3


async def test_a_try_that_nobody_answers_is_given_up(sort: Sort, road: Road) -> None:
    merchant = sort(road.address, "t", patience=Patience(a_try=0.2))
    road.goes_wrong(SILENT, *[problem(409, "not-allowed-in-status")] * 20)
    with pytest.raises(NotAllowedError):
        await merchant.do(lambda luyue: luyue.sample_requests.approve("sr_1"))
    assert len(road.requests) > 1
    assert len(set(road.sent("Idempotency-Key"))) == 1


async def test_the_next_call_has_a_key_of_its_own(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(CUT)
    await request_.approve()
    road.goes_wrong(problem(409, "not-allowed-in-status"), problem(409, "not-allowed-in-status"))
    for _ in range(2):
        with pytest.raises(NotAllowedError):
            await Plain(road.address, "t").do(lambda luyue: luyue.sample_requests.approve("sr_1"))
    assert len(set(road.sent("Idempotency-Key"))) == 3


async def test_a_service_that_is_away_is_given_the_time_it_asks_for(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(AWAY, AWAY, problem(429, "busy", Retry_After="7"))
    assert (await request_.approve()).status == "AWAITING_SHIPMENT"
    assert await request_.is_approved_once()
    assert request_.merchant.clock.waits == [3, 3, 7]
    assert len(set(road.sent("Idempotency-Key"))) == 1


async def test_a_date_may_say_when_to_come_back(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(problem(503, "unavailable", Retry_After="Fri, 01 Jan 2021 00:00:00 GMT"))
    assert (await request_.approve()).status == "AWAITING_SHIPMENT"
    (wait,) = request_.merchant.clock.waits
    assert 0 < wait <= Patience().first_pause


async def test_what_is_still_running_is_waited_for(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(problem(409, "still-running", Retry_After="1"))
    assert (await request_.approve()).status == "AWAITING_SHIPMENT"
    assert request_.merchant.clock.waits == [1]
    assert len(set(road.sent("Idempotency-Key"))) == 1


async def test_a_gateway_that_answers_in_its_own_way_is_no_answer(request_: OneRequest, road: Road) -> None:
    road.goes_wrong("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 4\r\n\r\n<hr>")
    assert (await request_.approve()).status == "AWAITING_SHIPMENT"


async def test_pauses_double_up_to_the_longest(sort: Sort, request_: OneRequest, road: Road) -> None:
    patience = Patience(total=100, first_pause=1, longest_pause=5, jitter=0)
    hasty = sort(road.address, "t", patience=patience)
    road.goes_wrong(*[LOST] * 5, problem(409, "not-allowed-in-status"))
    with pytest.raises(NotAllowedError):
        await hasty.do(lambda luyue: luyue.sample_requests.approve("sr_1"))
    assert hasty.clock.waits == [1, 2, 4, 5, 5]


async def test_when_time_is_over_the_key_is_told_and_goes_on_later(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(CUT, *[AWAY] * 30)
    with pytest.raises(UnansweredError) as unanswered:
        await request_.approve()
    key = unanswered.value.idempotency_key
    assert unanswered.value.problem is not None
    assert unanswered.value.problem.code == "unavailable"
    assert 50 < request_.merchant.clock.now() < 60
    assert await request_.is_approved_once()

    again = Road(str(request_.scene.http.base_url).rstrip("/"))
    await again.open()
    token = request_.scene.merchant.authorization.removeprefix("Bearer ")
    merchant = type(request_.merchant)(again.address, token)  # type: ignore[call-arg]
    assert (await OneRequest(request_.scene, request_.path, merchant).approve(key)).version == 2
    assert await request_.is_approved_once()
    assert again.sent("Idempotency-Key") == [key]
    again.close()


async def test_a_pause_longer_than_the_time_left_is_not_begun(request_: OneRequest, road: Road) -> None:
    road.goes_wrong(problem(503, "unavailable", Retry_After="3600"))
    with pytest.raises(UnansweredError):
        await request_.approve()
    assert request_.merchant.clock.waits == []


async def test_what_is_refused_for_good_is_tried_once(request_: OneRequest, road: Road) -> None:
    await request_.approve()
    with pytest.raises(NotAllowedError):
        await request_.approve()
    assert request_.merchant.clock.waits == []


async def test_a_removal_whose_answer_was_lost_has_been_made(sort: Sort, scene: Scene, road: Road) -> None:
    contact = unique("k")
    body = {"name": "欧阳思远", "phone": "13905718023", "region": "浙江省杭州市", "address": "文一西路"}
    assert (await scene.service.put(f"/v1/contacts/{contact}", body)).status_code == 200
    service = sort(road.address, scene.service.authorization.removeprefix("Bearer "))
    road.goes_wrong(CUT)
    assert await service.do(lambda luyue: luyue.contacts.delete(contact)) is None
    assert (await scene.service.get(f"/v1/contacts/{contact}")).status_code == 404
    assert len(road.requests) == 2


async def test_what_was_not_there_was_not_removed(sort: Sort, scene: Scene, road: Road) -> None:
    service = sort(road.address, scene.service.authorization.removeprefix("Bearer "))
    road.goes_wrong(problem(429, "busy", Retry_After="1"))
    with pytest.raises(NotFoundError):
        await service.do(lambda luyue: luyue.contacts.delete(unique("k")))
