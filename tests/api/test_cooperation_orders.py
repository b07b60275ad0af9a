"""Cooperation orders over HTTP: offering terms (CO-01), who may send what, for whom, and what a party reads of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests import eligible
from tests.api.client import Caller, Scene, body_of, unique

NOTE = "直播时段请安排在晚八点,联系电话 13900000000"


class OrderScene(Scene):
    """A merchant and a creator who may sell in live rooms."""

    async def set(self) -> "OrderScene":
        await super().set()
        await self.show()
        return self

    def offer(self, **changes: Any) -> dict[str, Any]:
        return {
            "merchant_id": self.merchant_id,
            "creator_id": self.creator_id,
            "form": "live",
            "products": [{"product_id": self.product_id, "commission_rate": "0.15"}],
            "latest_broadcast_at": (datetime.now(UTC) + timedelta(days=10)).isoformat(),
            **changes,
        }

    async def proposed(self, **changes: Any) -> str:
        answer = await self.merchant.post("/v1/cooperation-orders", self.offer(**changes))
        assert answer.status_code == 201, answer.text
        path: str = answer.headers["location"]
        return path

    async def in_effect(self) -> str:
        path = await self.proposed()
        assert (await self.creator.post(f"{path}/accept")).status_code == 200
        return path


@pytest.fixture
async def scene(http: httpx.AsyncClient) -> OrderScene:
    return await OrderScene(http).set()


async def test_co_01_an_offer_is_made_and_read_by_both_sides_and_nobody_else(scene: OrderScene) -> None:
    answer = await scene.merchant.post("/v1/cooperation-orders", scene.offer(advertising={"budget": "300.00"}))
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["kind"], shown["status"], shown["id"][:3]) == ("cooperation_order", "PROPOSED", "co_")
    terms = shown["details"]["terms"]
    assert terms["products"] == [{"product_id": scene.product_id, "commission_rate": "0.15"}]
    assert (terms["form"], terms["advertising"]) == ("live", {"budget": "300.00"})
    assert shown["allowed_actions"] == ["withdraw"]
    path = answer.headers["location"]
    assert (await scene.creator.get(path)).json()["allowed_actions"] == ["accept", "decline"]
    for role in ("creator", "merchant"):
        stranger = Caller(scene.http, role, unique("x"))
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"{path}/accept")).status_code == 404


async def test_co_01_all_that_is_wrong_is_told_at_once_and_nothing_begins(scene: OrderScene) -> None:
    foreign = unique("p")
    await scene.service.put(f"/v1/products/{foreign}", body_of(eligible.product(unique("m"), "别家的茶")))
    offer = scene.offer(
        form="painting",
        products=[
            {"product_id": foreign, "commission_rate": "1.5"},
            {"product_id": unique("p"), "commission_rate": "0.1"},
        ],
        latest_broadcast_at="2020-01-01T00:00:00Z",
    )
    for language in ("zh-CN", "en"):
        answer = await scene.merchant.post("/v1/cooperation-orders", offer, Accept_Language=language)
        assert answer.status_code == 422
        rules = [one["rule"] for one in answer.json()["violations"]]
        assert len(rules) >= 5, rules
        assert all(rule.startswith("CO-01") for rule in rules)
    listed = (await scene.merchant.get("/v1/cooperation-orders")).json()["items"]
    assert listed == []


async def test_only_the_merchant_itself_offers(scene: OrderScene) -> None:
    other = Caller(scene.http, "merchant", unique("m"))
    answers = [
        await caller.post("/v1/cooperation-orders", scene.offer()) for caller in (other, scene.creator, scene.ops)
    ]
    assert [answer.status_code for answer in answers] == [404, 403, 403]
    assert (await scene.service.post("/v1/cooperation-orders", scene.offer())).status_code == 201


async def test_each_side_sends_its_own_commands_alone(scene: OrderScene) -> None:
    path = await scene.proposed()
    assert (await scene.merchant.post(f"{path}/accept")).status_code == 403
    assert (await scene.creator.post(f"{path}/withdraw")).status_code == 403
    assert (await scene.creator.post(f"{path}/accept")).status_code == 200
    assert (await scene.creator.post(f"{path}/verify")).status_code == 403
    assert (await scene.merchant.post(f"{path}/go-live", {"live_session_id": "l1"})).status_code == 403
    for unserved in ("dispute-ended", "observe", "propose", "link"):
        assert (await scene.service.post(f"{path}/{unserved}", {})).status_code == 404


async def test_a_side_acts_for_itself_and_a_service_says_for_whom(scene: OrderScene) -> None:
    path = await scene.in_effect()
    forged = await scene.creator.post(f"{path}/request-cancellation", {"by": "merchant"})
    assert (forged.status_code, forged.json()["violations"][0]["rule"]) == (422, "field:by")
    unsaid = await scene.service.post(f"{path}/request-cancellation", {})
    assert (unsaid.status_code, unsaid.json()["violations"][0]["rule"]) == (422, "field:by")
    said = await scene.service.post(f"{path}/request-cancellation", {"by": "merchant", "reason": NOTE})
    assert (said.status_code, said.json()["details"]["cancellation"]["by"]) == (200, "merchant")
    confirmed = await scene.creator.post(f"{path}/confirm-cancellation")
    assert confirmed.json()["details"]["cancelled_by"] == "agreement"
    assert confirmed.json()["details"]["ending"]["rule"] == "CO-04"


async def test_texts_are_kept_where_they_can_be_erased(scene: OrderScene) -> None:
    path = await scene.proposed(note=NOTE)
    for answer in (await scene.creator.get(path), await scene.creator.get(f"{path}/events")):
        assert "13900000000" not in answer.text
    texts = (await scene.creator.get(f"{path}/texts")).json()["items"]
    assert [(one["field"], one["text"]) for one in texts] == [("note", NOTE)]


async def test_terms_are_never_changed(scene: OrderScene) -> None:
    path = await scene.in_effect()
    for method in ("PUT", "PATCH"):
        assert (await scene.merchant.call(method, path, scene.offer())).status_code == 405
    events = (await scene.merchant.get(f"{path}/events")).json()["items"]
    assert [one["type"] for one in events] == ["OrderProposed", "OrderAccepted"]


async def test_the_dispute_begins_with_an_id_that_a_repeat_gets_again(scene: OrderScene) -> None:
    path = await scene.in_effect()
    chosen = await scene.creator.post(f"{path}/open-dispute", {"claim": NOTE, "dispute_id": "ds_mine"})
    assert chosen.status_code == 422
    first, again = [
        await scene.creator.post(f"{path}/open-dispute", {"claim": NOTE}, Idempotency_Key="once") for _ in range(2)
    ]
    assert first.json() == again.json()
    assert first.json()["details"]["dispute_id"].startswith("ds_")
    assert first.json()["links"]["processes"] == [f"/v1/disputes/{first.json()['details']['dispute_id']}"]


async def test_evidence_is_a_reference_with_a_digest(scene: OrderScene) -> None:
    path = await scene.in_effect()
    for piece in ({"reference": "e/1", "sha256": "short"}, {"reference": "with blanks", "sha256": "0" * 64}):
        answer = await scene.creator.post(f"{path}/open-dispute", {"claim": NOTE, "evidence": [piece]})
        assert answer.status_code == 422
        assert answer.json()["violations"][0]["rule"].startswith("field:evidence")
    assert (await scene.status(path)) == "EFFECTIVE"


async def test_co_06_the_creator_states_when_it_went_live_and_when_it_ended(scene: OrderScene) -> None:
    path = await scene.in_effect()
    advanced = await scene.ops.post(
        f"/v1/test-clock/cooperation-order/{path.rpartition('/')[2]}/advance", {"by": "PT5H"}
    )
    now = datetime.fromisoformat(advanced.json()["process"]["updated_at"])
    began, ended = now - timedelta(hours=2), now - timedelta(hours=1)
    for wrong in (now - timedelta(hours=6), now + timedelta(hours=1)):
        body = {"live_session_id": "l1", "at": wrong.isoformat()}
        refused = await scene.creator.post(f"{path}/go-live", body)
        assert (refused.status_code, refused.json()["violations"][0]["rule"]) == (422, "CO-06")
    live = await scene.creator.post(f"{path}/go-live", {"live_session_id": "l1", "at": began.isoformat()})
    assert datetime.fromisoformat(live.json()["details"]["broadcast"]["started_at"]) == began
    over = await scene.creator.post(f"{path}/end-broadcast", {"at": ended.isoformat()})
    assert datetime.fromisoformat(over.json()["details"]["broadcast"]["ended_at"]) == ended
    unreadable = await scene.creator.post(f"{path}/go-live", {"live_session_id": "l1", "at": "soon"})
    assert unreadable.json()["violations"][0]["rule"] == "field:at"


async def test_a_service_never_acts_for_ops(scene: OrderScene) -> None:
    request = await scene.apply()
    dispute = (await scene.ops.post(f"{request}/open-dispute", {"claim": NOTE})).headers["location"]
    for command, more in (("withdraw", {}), ("add-evidence", {"evidence": [{"reference": "e/1", "sha256": "0" * 64}]})):
        answer = await scene.service.post(f"{dispute}/{command}", {"by": "ops", **more})
        assert (answer.status_code, answer.json()["violations"][0]["rule"]) == (422, "field:by")
        assert (await scene.status(dispute)) == "OPEN"
