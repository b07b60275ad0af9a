"""Merchant accounts over HTTP: opened under the merchant's id, closed when all is finished; records and delistings."""

from typing import Any

import pytest

from luyue.journal.journal import Journal
from tests.api.client import Scene, unique

COLLECTION = "/v1/merchant-accounts"


async def opened(scene: Scene, **more: Any) -> str:
    """The merchant opens its account; returns its path."""
    body = {"merchant_id": scene.merchant_id, "categories": ["food_and_beverages", "toys"], **more}
    answer = await scene.merchant.post(COLLECTION, body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{COLLECTION}/{scene.merchant_id}"
    return str(answer.headers["location"])


async def sent(scene: Scene, path: str, command: str, by: str = "merchant", **body: Any) -> dict[str, Any]:
    answer = await getattr(scene, by).post(f"{path}/{command}", body)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def advanced(scene: Scene, path: str, **how: str) -> None:
    id = path.rpartition("/")[2]
    answer = await scene.ops.post(f"/v1/test-clock/merchant-account/{id}/advance", how)
    assert answer.status_code == 200, answer.text


async def test_ma_07_an_account_is_opened_under_the_merchants_own_id_once(scene: Scene) -> None:
    path = await opened(scene, name="西湖茶庄", introduction="自家茶园。")
    shown = (await scene.merchant.get(path)).json()
    assert (shown["id"], shown["kind"], shown["status"]) == (scene.merchant_id, "merchant_account", "OPEN")
    assert shown["details"]["checklist"]["items"]["name"] == "provided"
    assert shown["details"]["deposit"]["required"] == "5000.00"
    texts = (await scene.merchant.get(f"{path}/texts")).json()["items"]
    assert {text["text"] for text in texts} == {"西湖茶庄", "自家茶园。"}
    events = (await scene.service.get(f"{path}/events")).text
    assert "西湖茶庄" not in events
    again = await scene.merchant.post(COLLECTION, {"merchant_id": scene.merchant_id, "categories": ["toys"]})
    assert (again.status_code, again.json()["violations"][0]["rule"]) == (409, "MA-07")
    other = await scene.merchant.post(COLLECTION, {"merchant_id": unique("m"), "categories": ["toys"]})
    assert other.status_code == 404


async def test_ma_07_ops_review_the_licence(scene: Scene) -> None:
    path = await opened(scene)
    await sent(scene, path, "update-profile", licence="documents/licence-1", industry="food_and_beverages")
    shown = await sent(scene, path, "review-licence", by="ops", approved=True, reason="清晰完整")
    assert shown["details"]["checklist"]["items"]["business_licence"] == "approved"


@pytest.mark.parametrize("categories", [[], ["tea"], ["toys", "toys"]])
async def test_ma_03_categories_are_of_the_list(scene: Scene, categories: list[str]) -> None:
    answer = await scene.merchant.post(COLLECTION, {"merchant_id": scene.merchant_id, "categories": categories})
    assert answer.status_code == 422
    assert answer.json()["violations"][0]["rule"].startswith("field:categories")
    assert (await scene.merchant.get(f"{COLLECTION}/{scene.merchant_id}")).status_code == 404


async def test_ma_04_a_month_on_the_test_clock(scene: Scene) -> None:
    path = await opened(scene)
    await sent(scene, path, "pay-deposit", by="service", amount="5000")
    shown = await sent(scene, path, "record-subsidy", by="service", amount="90")
    month = shown["details"]["running_month"]["month"]
    await advanced(scene, path, by="P31D")
    [statement] = (await scene.merchant.get(path)).json()["details"]["statements"]
    assert (statement["name"], statement["amount"], statement["frozen"]) == (month, "90.00", None)
    await advanced(scene, path, by="P31D")
    assert (await scene.merchant.get(path)).json()["details"]["frozen_for_want_of_invoices"] == "27.00"
    wrong = await scene.merchant.post(
        f"{path}/submit-invoice",
        {"statement": month, "kind": "goods", "quantity": 1, "taxpayer": "small", "form": "special_vat"},
    )
    assert wrong.status_code == 422
    assert [one["rule"] for one in wrong.json()["violations"]] == ["MA-04", "MA-04"]
    invoice = {"statement": month, "kind": "goods", "quantity": 0, "taxpayer": "small", "form": "ordinary"}
    shown = await sent(scene, path, "submit-invoice", **invoice)
    assert shown["details"]["frozen_for_want_of_invoices"] == "0.00"


async def test_ix_28_a_shop_closes_when_what_is_open_is_finished(scene: Scene) -> None:
    request = await scene.apply()
    path = await opened(scene)
    await sent(scene, path, "pay-deposit", by="service", amount="5000")
    assert (await sent(scene, path, "close-shop", reason="转行"))["status"] == "CLOSING"
    shown = await sent(scene, path, "review-closing")
    assert shown["details"]["closing"]["open_processes"] == {"sample_request": 1}
    assert (await scene.merchant.post(f"{request}/reject", {"reason": "other"})).status_code == 200
    await sent(scene, path, "review-closing", by="ops")
    await advanced(scene, path, by="PT24H")
    shown = (await scene.merchant.get(path)).json()
    assert (shown["status"], shown["closed_reason"]) == ("CLOSED", "closed_by_merchant")
    assert (await scene.events(path))[-2:] == ["ShopClosed", "DepositReturnRequested"]


async def test_ix_28_ops_finish_a_closing_and_the_deposits_return_is_recorded(scene: Scene) -> None:
    path = await opened(scene)
    await sent(scene, path, "pay-deposit", by="service", amount="5000")
    await sent(scene, path, "record-subsidy", by="service", amount="90")
    await sent(scene, path, "close-shop")
    await advanced(scene, path, by="PT1H")
    assert (await scene.merchant.post(f"{path}/finish-closing", {"reason": "商家失联"})).status_code == 403
    shown = await sent(scene, path, "finish-closing", by="ops", reason="商家失联")
    assert (shown["status"], shown["closed_reason"]) == ("CLOSED", "closed_unsettled")
    [statement] = shown["details"]["statements"]
    assert (statement["amount"], statement["frozen"]) == ("90.00", "27.00")
    shown = await sent(scene, path, "record-deposit-return", by="service")
    assert shown["details"]["deposit"]["balance"] == "0.00"
    again = await scene.ops.post(f"{path}/record-deposit-return")
    assert (again.status_code, again.json()["violations"][0]["rule"]) == (409, "MA-03")
    invoice = {"statement": statement["name"], "kind": "service", "taxpayer": "general", "form": "ordinary"}
    shown = await sent(scene, path, "submit-invoice", **invoice)
    assert shown["details"]["statements"] == []


async def test_ma_05_no_account_is_opened_while_severe_counterfeits_are_delisted(scene: Scene) -> None:
    delisting = f"/v1/products/{scene.product_id}/delisting"
    counterfeit = {"merchant_id": scene.merchant_id, "state": "delisted", "reason": "counterfeit", "severity": "severe"}
    assert (await scene.ops.put(delisting, counterfeit)).status_code == 200
    answer = await scene.merchant.post(COLLECTION, {"merchant_id": scene.merchant_id, "categories": ["玩具"]})
    assert (answer.status_code, answer.json()["violations"][0]["rule"]) == (422, "MA-05")
    relisted = {"merchant_id": scene.merchant_id, "state": "relisted"}
    assert (await scene.ops.put(delisting, relisted)).status_code == 200
    path = await opened(scene, categories=["玩具"], industry="食品饮料")
    details = (await scene.merchant.get(path)).json()["details"]
    assert details["categories"] == ["toys"]


async def test_ma_05_a_delisting_is_reported_by_ops_and_services_on_the_merchants_own_product(scene: Scene) -> None:
    path = f"/v1/products/{scene.product_id}/delisting"
    body = {"merchant_id": scene.merchant_id, "state": "delisted", "reason": "prohibited", "severity": "severe"}
    assert (await scene.merchant.put(path, body)).status_code == 403
    wrong = await scene.ops.put(path, {**body, "merchant_id": "somebody-else"})
    assert [one["rule"] for one in wrong.json()["violations"]] == ["field:merchant_id"]
    assert (await scene.ops.put(path, {**body, "reason": "ugly"})).status_code == 422
    assert (await scene.ops.put(path, {**body, "reason": None})).status_code == 422
    for by in (scene.ops, scene.service):
        assert (await by.put(path, body)).json()["version"] == 1
    assert (await scene.creator.get(path)).json()["severity"] == "severe"


async def test_a_merchants_record_is_the_merchants_services_and_ops_business(scene: Scene, journal: Journal) -> None:
    request = await scene.apply()
    stream = f"sample-request/{request.rpartition('/')[2]}"
    await journal.pool.execute(
        "update processes set record_of = $1, record_what = 'fake_shipment', record_at = now(), record_points = 4"
        " where stream = $2",
        f"merchant/{scene.merchant_id}",
        stream,
    )
    path = f"/v1/merchants/{scene.merchant_id}/record"
    for by in (scene.merchant, scene.service, scene.ops):
        shown = (await by.get(path)).json()
        assert (shown["merchant_id"], shown["points_this_year"]) == (scene.merchant_id, 4)
        [entry] = shown["items"]
        assert (entry["process"], entry["what"], entry["points"]) == (request, "fake_shipment", 4)
    assert (await scene.creator.get(path)).status_code == 404
    assert (await scene.merchant.get(f"/v1/merchants/{unique('m')}/record")).status_code == 404
    assert (await scene.ops.get(f"{path}?page_token=x")).status_code == 422
