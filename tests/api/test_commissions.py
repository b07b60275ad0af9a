"""Commission quotes (CA-08) and where orders are followed (CA-09), over HTTP."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal
from tests import eligible
from tests.api.client import Scene, body_of, unique


async def product(scene: Scene, source: str | None) -> str:
    """A product of that source; returns its id."""
    id = unique("p")
    body = body_of(eligible.product(scene.merchant_id)) | {"source": source}
    assert (await scene.service.put(f"/v1/products/{id}", body)).status_code == 200
    return id


async def quoted(scene: Scene, product_id: str, amount: str, rate: str, **headers: str) -> httpx.Response:
    body = {"product_id": product_id, "amount": amount, "rate": rate}
    return await scene.creator.post("/v1/commission-quotes", body, **headers)


async def test_the_platform_keeps_its_share_of_an_alliance_products_commission(scene: Scene) -> None:
    """CA-08"""
    answer = await quoted(scene, scene.product_id, "199.9", "0.15")
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "product_id": scene.product_id,
        "source": "alliance",
        "amount": "199.90",
        "rate": "0.15",
        "commission": "29.99",
        "platform_share": "3.00",
        "technical_service_fee": "0.00",
        "creator_income": "26.99",
        "withdrawn_in": "platform",
        "policy_version": "1",
    }


async def test_halves_of_a_fen_go_up(scene: Scene) -> None:
    """CA-08"""
    for amount, commission in (("0.01", "0.01"), ("0.03", "0.02")):
        assert (await quoted(scene, scene.product_id, amount, "0.5")).json()["commission"] == commission


@pytest.mark.parametrize("source", ["taobao_tmall", "jd"])
async def test_without_a_rate_of_the_fee_the_parameter_is_named(scene: Scene, source: str) -> None:
    """CA-08"""
    id = await product(scene, source)
    for language in ("zh-CN", "en"):
        answer = await quoted(scene, id, "100", "0.1", Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        [violation] = answer.json()["violations"]
        assert violation["rule"] == "CA-08"
        assert "technical_service_fee" in violation["message"]
        assert violation["observed"] == {"missing": ["policy.technical_service_fee"]}


@pytest.fixture
async def with_fee(fresh_database_url: str, apart: httpx.AsyncClient) -> httpx.AsyncClient:
    """An application whose policy states the technical service fee."""
    journal = await Journal.open(fresh_database_url)
    update = {"version": "fee", "technical_service_fee": Decimal("0.06")}
    await journal.policies.add(DEFAULT_POLICY.model_copy(update=update))
    await journal.close()
    return apart


async def test_the_fee_of_taobao_and_jd(with_fee: httpx.AsyncClient) -> None:
    """CA-08"""
    scene = await Scene(with_fee).set()
    for source in ("taobao_tmall", "jd"):
        answer = (await quoted(scene, await product(scene, source), "100.00", "0.1")).json()
        assert (answer["commission"], answer["technical_service_fee"], answer["platform_share"]) == (
            "10.00",
            "0.60",
            "0.00",
        )
        assert (answer["creator_income"], answer["withdrawn_in"]) == ("9.40", source)
        assert answer["policy_version"] == "fee"


async def test_nothing_is_quoted_for_a_product_whose_source_is_not_known(scene: Scene) -> None:
    assert (await quoted(scene, unique("p"), "1", "0.1")).status_code == 404
    answer = await quoted(scene, await product(scene, None), "1", "0.1")
    [violation] = answer.json()["violations"]
    assert (violation["rule"], violation["observed"]) == ("CA-08", {"missing": ["product.source"]})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "0"),
        ("amount", "0.00"),
        ("amount", "-0.01"),
        ("amount", "0.001"),
        ("amount", "NaN"),
        ("amount", "Infinity"),
        ("amount", "1e30"),
        ("amount", "ten"),
        ("amount", 1),
        ("amount", 1.5),
        ("amount", "1e3"),
        ("amount", "-0"),
        ("amount", "+1"),
        ("amount", " 1"),
        ("amount", "1_000"),
        ("amount", "\uff11"),
        ("amount", "1."),
        ("rate", "-0"),
        ("rate", "1e-1"),
        ("rate", 0.1),
        ("rate", 0),
        ("rate", "\u0661"),
        ("rate", ".1"),
        ("amount", None),
        ("rate", "-0.1"),
        ("rate", "1.0000000001"),
        ("rate", "0.00000000001"),
        ("rate", "15%"),
        ("product_id", "a b"),
        ("currency", "EUR"),
    ],
)
async def test_fields_that_mean_nothing_are_named(scene: Scene, field: str, value: Any) -> None:
    body = {"product_id": scene.product_id, "amount": "1.00", "rate": "0.1", field: value}
    answer = await scene.service.post("/v1/commission-quotes", body)
    assert answer.status_code == 422
    assert [violation["rule"] for violation in answer.json()["violations"]] == [f"field:{field}"]


async def test_a_small_rate_comes_back_as_it_is_written(scene: Scene) -> None:
    assert (await quoted(scene, scene.product_id, "10", "0.0000001")).json()["rate"] == "0.0000001"


@pytest.mark.parametrize("rate", ["0", "1"])
async def test_rates_at_both_ends(scene: Scene, rate: str) -> None:
    answer = (await quoted(scene, scene.product_id, "10.00", rate)).json()
    assert Decimal(answer["commission"]) == Decimal(10) * int(rate)
    assert Decimal(answer["platform_share"]) + Decimal(answer["creator_income"]) == Decimal(answer["commission"])


@pytest.mark.parametrize(
    ("source", "channel"),
    [
        ("taobao_tmall", {"follow_in": "taobao_app", "needs_consent": False, "status_messages": False}),
        ("own_shop", {"follow_in": "platform_orders", "needs_consent": False, "status_messages": True}),
        ("jd", {"follow_in": "platform_orders", "needs_consent": True, "status_messages": False}),
    ],
)
async def test_where_an_order_is_followed(scene: Scene, source: str, channel: dict[str, Any]) -> None:
    """CA-09"""
    answer = await scene.creator.get(f"/v1/products/{await product(scene, source)}/order-channel")
    assert (answer.status_code, answer.json()) == (200, channel)


async def test_where_an_order_of_a_product_not_known_well_enough_is_followed(scene: Scene) -> None:
    assert (await scene.creator.get(f"/v1/products/{unique('p')}/order-channel")).status_code == 404
    answer = await scene.creator.get(f"/v1/products/{await product(scene, None)}/order-channel")
    assert (answer.status_code, answer.json()["violations"][0]["rule"]) == (422, "CA-09")
