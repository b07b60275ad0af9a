"""Consumer orders over HTTP: placing, shipping in time or late, refunds, the order's page (SH-09, CE-09)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests import eligible
from tests.api.campaigns import announce, entered
from tests.api.client import Caller, Scene, body_of, unique

REASON = "不想要了,请联系 13900000000"
PARCEL = {"carrier": "SF", "tracking_no": "SF1234567890123"}


class Market(Scene):
    """A merchant with a product, and a service that speaks for the buyers."""

    def order(self, **changes: Any) -> dict[str, Any]:
        return {
            "merchant_id": self.merchant_id,
            "product_id": self.product_id,
            "paid_amount": "500.00",
            "paid_at": datetime.now(UTC).isoformat(),
            "consignee_id": "k1",
            "region": "33",
            "ship_within": "PT48H",
            **changes,
        }

    async def placed(self, **changes: Any) -> str:
        answer = await self.service.post("/v1/consumer-orders", self.order(**changes))
        assert answer.status_code == 201, answer.text
        path: str = answer.headers["location"]
        return path

    async def campaign(self) -> str:
        """A campaign that runs, and in which the merchant's product takes part."""
        now = datetime.now(UTC).replace(microsecond=0)
        campaign_id = await announce(self, event_from=(now - timedelta(days=1)).isoformat())
        assert (await self.ops.post(f"{await entered(self, campaign_id)}/approve")).status_code == 200
        return campaign_id

    async def move(self, path: str, by: str) -> dict[str, Any]:
        """Moves the order's clock; returns the order."""
        id = path.rpartition("/")[2]
        answer = await self.ops.post(f"/v1/test-clock/consumer-order/{id}/advance", {"by": by})
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = (await self.service.get(path)).json()
        return shown


@pytest.fixture
async def market(http: httpx.AsyncClient) -> Market:
    market = Market(http)
    await market.set()
    return market


async def test_sh_09_an_order_is_placed_by_a_service_and_read_by_its_merchant(market: Market) -> None:
    sent = market.order(buyer_id="b1")
    answer = await market.service.post("/v1/consumer-orders", sent)
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["kind"], shown["status"], shown["id"][:3]) == ("consumer_order", "AWAITING_SHIPMENT", "uo_")
    assert (shown["creator_id"], shown["merchant_id"], shown["product_id"]) == (
        None,
        market.merchant_id,
        market.product_id,
    )
    details = shown["details"]
    assert (details["paid_amount"], details["ship_within"], details["late"], details["compensation"]) == (
        "500.00",
        "PT48H",
        False,
        None,
    )
    due_at = datetime.fromisoformat(sent["paid_at"]) + timedelta(hours=48)
    [shipping_due] = [one for one in shown["deadlines"] if one["name"] == "shipping_due"]
    assert (datetime.fromisoformat(shipping_due["due_at"]), shipping_due["then"]) == (due_at, "record_late")
    path = answer.headers["location"]
    assert path == f"/v1/consumer-orders/{shown['id']}"
    assert (await market.merchant.get(path)).json()["allowed_actions"] == ["ship", "report-abnormal-shipping"]
    for stranger in (market.creator, Caller(market.http, "merchant", unique("m"))):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"{path}/ship", PARCEL)).status_code == 404
    assert (await market.merchant.post("/v1/consumer-orders", sent)).status_code == 403


async def test_sh_09_all_that_is_wrong_is_told_at_once_and_nothing_begins(market: Market) -> None:
    foreign = unique("p")
    await market.service.put(f"/v1/products/{foreign}", body_of(eligible.product(unique("m"))))
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    wrong = market.order(product_id=foreign, ship_within="PT36H", paid_at=later, campaign_id=unique("e"))
    answer = await market.service.post("/v1/consumer-orders", wrong)
    assert answer.status_code == 422
    assert [one["rule"] for one in answer.json()["violations"]] == [
        "SH-09.own_product",
        "SH-09.paid_at",
        "SH-08.ship_within",
        "CE-01.known_campaign",
    ]
    listed = await market.service.get(f"/v1/consumer-orders?product_id={foreign}")
    assert listed.json()["items"] == []


@pytest.mark.parametrize(
    "wrong", [{"paid_amount": "0"}, {"paid_amount": 5}, {"ship_within": 48}, {"region": "Zhejiang"}, {"buyer": "Li"}]
)
async def test_sh_09_what_cannot_be_read_is_named(market: Market, wrong: dict[str, Any]) -> None:
    answer = await market.service.post("/v1/consumer-orders", market.order(**wrong))
    assert answer.status_code == 422
    [field] = wrong
    assert {one["rule"] for one in answer.json()["violations"]} == {f"field:{field}"}


async def test_an_order_is_placed_once_however_often_it_is_sent(market: Market) -> None:
    body = market.order()
    first = await market.service.post("/v1/consumer-orders", body, Idempotency_Key="order-7")
    again = await market.service.post("/v1/consumer-orders", body, Idempotency_Key="order-7")
    assert (first.status_code, again.json(), again.headers["idempotent-replayed"]) == (201, first.json(), "true")


async def test_sh_09_late_it_is_compensated_by_itself_and_then_shipped_and_received(market: Market) -> None:
    path = await market.placed()
    late = await market.move(path, "PT49H")
    assert (late["status"], late["details"]["late"]) == ("AWAITING_SHIPMENT", True)
    assert (late["details"]["compensation"]["amount"], late["details"]["compensation"]["cause"]) == (
        "5.00",
        "late_shipment",
    )
    assert "5.00" in late["details"]["buyer_message"]["zh"]
    shipped = await market.merchant.post(f"{path}/ship", PARCEL)
    assert (shipped.status_code, shipped.json()["status"]) == (200, "SHIPPED")
    assert (await market.merchant.post(f"{path}/confirm-receipt")).status_code == 403
    received = await market.service.post(f"{path}/confirm-receipt")
    assert (received.status_code, received.json()["status"]) == (200, "COMPLETED")
    assert received.json()["details"]["ending"]["rule"] == "SH-09"
    assert (await market.events(path)).count("CompensationClaimed") == 1


async def test_sh_09_force_majeure_is_for_ops_to_find_and_takes_the_claim_back(market: Market) -> None:
    path = await market.placed()
    await market.move(path, "PT49H")
    assert (await market.merchant.post(f"{path}/report-force-majeure", {"reason": REASON})).status_code == 403
    answer = await market.ops.post(f"{path}/report-force-majeure", {"reason": REASON})
    assert answer.status_code == 200, answer.text
    assert answer.json()["details"]["compensation"]["taken_back_because"] == "force_majeure"
    assert "13900000000" not in (await market.ops.get(f"{path}/events")).text
    again = await market.ops.post(f"{path}/report-force-majeure", {"reason": REASON})
    assert (again.status_code, again.json()["allowed_actions"]) == (200, ["extend"])
    assert (await market.events(path)).count("ForceMajeureReported") == 1


async def test_ce_09_outside_of_a_campaign_the_merchant_answers(market: Market) -> None:
    path = await market.placed()
    asked = await market.service.post(f"{path}/refund-request", {"amount": "100.00", "reason": REASON})
    assert asked.status_code == 200, asked.text
    assert asked.json()["details"]["refund_request"]["amount"] == "100.00"
    assert asked.json()["details"]["refunds"] == []
    texts = (await market.merchant.get(f"{path}/texts")).json()["items"]
    assert [one["text"] for one in texts] == [REASON]
    again = await market.service.post(f"{path}/refund-request", {"amount": "1.00"})
    assert (again.status_code, again.json()["violations"][0]["rule"]) == (409, "CE-09")
    answered = await market.merchant.post(f"{path}/answer-refund", {"accepted": True})
    assert (answered.json()["status"], answered.json()["details"]["refunded"]) == ("AWAITING_SHIPMENT", "100.00")
    too_much = await market.service.post(f"{path}/refund-request", {"amount": "400.01"})
    assert (too_much.status_code, too_much.json()["violations"][0]["required"]) == (422, {"at_most": "400.00"})


async def test_ce_07_ce_08_ce_09_ix_26_an_order_of_a_campaign(market: Market) -> None:
    campaign_id = await market.campaign()
    path = await market.placed(campaign_id=campaign_id, buyer_id=unique("b"))
    terms = (await market.service.get(path)).json()["details"]["event_terms"]
    assert (terms["campaign_id"], terms["instant_refund_max"]) == (campaign_id, "300.00")
    entry = f"/v1/{terms['entry'].replace('campaign-entry/', 'campaign-entries/')}"
    assert (await market.merchant.post(f"{entry}/leave", {"reason": REASON})).status_code == 200
    reported = await market.merchant.post(f"{path}/report-abnormal-shipping", {"reason": "logistics"})
    assert (reported.status_code, reported.json()["violations"][0]["rule"]) == (422, "CE-07")
    at_once = await market.service.post(f"{path}/refund-request", {"amount": "300.00"})
    assert (at_once.json()["status"], at_once.json()["details"]["refunded"]) == ("AWAITING_SHIPMENT", "300.00")
    above = await market.service.post(f"{path}/refund-request", {"amount": "0.01"})
    assert above.json()["details"]["refund_request"]["amount"] == "0.01"
    late = await market.move(path, "PT49H")
    [assessment] = late["details"]["assessments"]
    assert (assessment["scenario"], assessment["claim"], assessment["measures"]) == ("late_shipment", "5.00", [])
    assert late["details"]["refunded"] == "300.01"
    after = await market.placed(campaign_id=campaign_id)
    assert (await market.service.get(after)).json()["details"]["event_terms"] is None


async def test_ca_09_the_orders_page_is_told_in_both_languages(market: Market) -> None:
    path = await market.placed(ship_within="P10D")
    shown = (await market.service.get(path)).json()["details"]
    assert shown["warnings"] == ["presale_long"]
    assert shown["buyer_message"]["zh"].startswith("商家正在备货")
    assert shown["buyer_message"]["en"].startswith("The merchant is preparing your order")
