"""Eligibility over HTTP: every rule with what it saw, passed ones too, in the caller's language; and nothing done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from luyue.domain.facts import Merchant
from luyue.journal.journal import Journal
from tests import eligible
from tests.api.client import Caller, Scene, body_of, unique

NINE = {
    "experience_score": "1.99",
    "trade_medal": "0A",
    "alipay_real_name_bound": False,
    "buyer_protection_deposit": "2999.99",
    "violation_points_this_year": 36,
    "prohibited_information_points": 24,
    "court_dishonest": True,
    "severe_overdue_finance_debt": True,
    "ships_within_48h_during_event": False,
}
"""Of a merchant: what fails nine rules of CE-06, each by as little as can be."""
NINE_RULES = [
    "CE-06.experience_score",
    "CE-06.trade_medal",
    "CE-06.alipay",
    "CE-06.deposit",
    "CE-06.violation_points",
    "CE-06.prohibited_information_points",
    "CE-06.court_list",
    "CE-06.finance_debt",
    "CE-06.ships_within_48h",
]


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def failing(answer: httpx.Response) -> list[str]:
    """The rules that did not pass, after a look at the answer's shape."""
    assert answer.status_code == 200, answer.text
    content = answer.json()
    assert set(content) == {"eligible", "policy_version", "checks"}
    for check in content["checks"]:
        assert set(check) == {"rule", "passed", "observed", "required", "missing", "message", "remedy"}
        assert check["message"]
        assert (check["remedy"] is None) == check["passed"]
    rules = [check["rule"] for check in content["checks"] if not check["passed"]]
    assert content["eligible"] == (not rules)
    return rules


async def announce(scene: Scene, id: str, open_for: timedelta) -> None:
    """Announces a campaign whose registration closes so long from now, and which ends a week later."""
    until = datetime.now(UTC) + open_for
    windows = {
        "registration_from": until - timedelta(days=30),
        "registration_until": until,
        "event_from": until - timedelta(days=7),
        "event_until": until + timedelta(days=7),
    }
    shown = {name: moment.isoformat() for name, moment in windows.items()}
    answer = await scene.ops.put(f"/v1/campaigns/{id}", {"title": "年货节", **shown})
    assert answer.status_code == 200, answer.text


@pytest.fixture
async def campaign(scene: Scene) -> str:
    """The path of a campaign's eligibility, which can be entered now."""
    id = unique("e")
    await announce(scene, id, timedelta(days=1))
    return f"/v1/eligibility/campaigns/{id}"


async def report(scene: Scene, kind: str, id: str, fact: dict[str, Any]) -> None:
    answer = await scene.service.put(f"/v1/{kind}/{id}", fact)
    assert answer.status_code == 200, answer.text


def samples(scene: Scene, more: str = "") -> str:
    return f"/v1/eligibility/samples?creator_id={scene.creator_id}&product_id={scene.product_id}{more}"


async def test_passed_checks_are_shown_too(scene: Scene) -> None:
    """SR-01 to SR-05, SR-16"""
    answer = await scene.creator.get(samples(scene))
    assert failing(answer) == []
    assert answer.json()["policy_version"] == "1"
    rules = [check["rule"].partition(".")[0] for check in answer.json()["checks"]]
    assert {"SR-01", "SR-02", "SR-03", "SR-05", "CA-01", "CA-02", "SR-16"} <= set(rules)


async def test_asking_is_answered_as_applying_is(scene: Scene) -> None:
    """SR-01 to SR-05"""
    await report(
        scene, "creators", scene.creator_id, body_of(eligible.CREATOR) | {"followers": 999, "disputes_lost": 9}
    )
    await report(scene, "merchants", scene.merchant_id, body_of(eligible.MERCHANT) | {"shop_opened": False})
    product = body_of(eligible.product(scene.merchant_id)) | {"virtual": True, "in_alliance": False}
    await report(scene, "products", scene.product_id, product)
    await scene.merchant.put(f"/v1/products/{scene.product_id}/sample-offer", {"offers_samples": False})
    for language in ("zh-CN", "en"):
        asked = await scene.creator.get(samples(scene), Accept_Language=language)
        applied = await scene.creator.post("/v1/sample-requests", scene.application, Accept_Language=language)
        assert applied.status_code == 422
        assert len(failing(asked)) == 6
        told = [
            {name: check[name] for name in ("rule", "message", "observed", "required", "remedy")}
            for check in asked.json()["checks"]
            if not check["passed"]
        ]
        violations = applied.json()["violations"]
        assert told == [{name: violation[name] for name in told[0]} for violation in violations]


async def test_an_open_request_shows(scene: Scene) -> None:
    """SR-16"""
    await scene.apply()
    assert failing(await scene.creator.get(samples(scene))) == ["SR-16"]


async def test_the_form_of_promotion_counts(scene: Scene) -> None:
    """SR-05, CA-03"""
    await scene.show()
    await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/live_cart")
    assert failing(await scene.creator.get(samples(scene, "&promotion_form=video"))) == []
    assert failing(await scene.creator.get(samples(scene, "&promotion_form=live"))) == ["SR-05.sharing_right"]
    assert (await scene.creator.get(samples(scene, "&promotion_form=song"))).status_code == 422


async def test_facts_never_reported_are_named(scene: Scene) -> None:
    stranger = unique("c")
    answer = await scene.service.get(f"/v1/eligibility/cart-access?creator_id={stranger}", Accept_Language="zh-CN")
    assert failing(answer) == ["CA-01.followers", "CA-01.videos", "CA-02.phone", "CA-02.real_name"]
    first = answer.json()["checks"][0]
    assert (first["observed"], first["required"], first["missing"]) == (None, 1000, ["creator.followers"])
    assert first["remedy"] == "平台尚未提供以下资料:creator.followers。请补充后重试。"


async def test_cart_access_on_both_sides_of_the_bar(scene: Scene) -> None:
    """CA-01"""
    path = f"/v1/eligibility/cart-access?creator_id={scene.creator_id}"
    assert failing(await scene.creator.get(path)) == []
    await report(scene, "creators", scene.creator_id, body_of(eligible.CREATOR) | {"followers": 999})
    assert failing(await scene.creator.get(path)) == ["CA-01.followers"]
    assert (await scene.creator.get(f"/v1/cart-access/{scene.creator_id}")).status_code == 404


async def test_showcase(scene: Scene) -> None:
    """CA-03, CA-04"""
    path = f"/v1/eligibility/showcase?creator_id={scene.creator_id}&product_id={scene.product_id}"
    assert failing(await scene.creator.get(path)) == ["CA-03.showcase"]
    await scene.service.post("/v1/cart-access", {"creator_id": scene.creator_id})
    answer = await scene.creator.get(path)
    assert failing(answer) == []
    taobao = [check for check in answer.json()["checks"] if check["rule"].startswith("CA-05")]
    assert taobao
    assert {check["observed"] for check in taobao} == {"not_applicable"}
    assert (await scene.creator.get(f"/v1/creators/{scene.creator_id}/showcase")).json()["items"] == []


@pytest.mark.parametrize(("way", "passed"), [("search", True), ("taobao_token", False), ("shop_link", False)])
async def test_the_way_of_adding_is_a_check_where_it_is_named(scene: Scene, way: str, passed: bool) -> None:
    """CA-04"""
    await scene.service.post("/v1/cart-access", {"creator_id": scene.creator_id})
    path = f"/v1/eligibility/showcase?creator_id={scene.creator_id}&product_id={scene.product_id}"
    unnamed = await scene.creator.get(path)
    assert "CA-04.added_by" not in [check["rule"] for check in unnamed.json()["checks"]]
    answer = await scene.creator.get(f"{path}&added_by={way}")
    assert failing(answer) == ([] if passed else ["CA-04.added_by"])
    [check] = [check for check in answer.json()["checks"] if check["rule"] == "CA-04.added_by"]
    assert (check["passed"], check["observed"]) == (passed, {"added_by": way, "source": "alliance"})
    assert (await scene.creator.get(f"{path}&added_by=magic")).status_code == 422


async def test_a_way_of_adding_fits_what_is_not_known(scene: Scene) -> None:
    """CA-04"""
    path = f"/v1/eligibility/showcase?creator_id={scene.creator_id}&product_id={unique('p')}&added_by=shop_link"
    assert failing(await scene.creator.get(path)) == ["CA-03.showcase", "CA-04.source"]


async def test_cart_access_with_every_right_taken_away(scene: Scene) -> None:
    """CA-03"""
    await scene.service.post("/v1/cart-access", {"creator_id": scene.creator_id})
    path = f"/v1/eligibility/cart-access?creator_id={scene.creator_id}"
    for right in ("showcase", "video_cart", "live_cart"):
        assert failing(await scene.creator.get(path)) == []
        await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/{right}")
    answer = await scene.creator.get(path)
    assert failing(answer) == ["CA-03"]
    assert len(answer.json()["checks"]) == 5


async def test_nine_rules_failed_are_nine_reasons_in_one_answer(scene: Scene, campaign: str) -> None:
    """CE-06"""
    await report(scene, "merchants", scene.merchant_id, body_of(eligible.MERCHANT) | NINE)
    for language, content_language in (("zh-CN", "zh-CN"), ("en", "en"), ("fr, zh;q=0.5", "zh-CN"), ("", "en")):
        answer = await scene.merchant.get(f"{campaign}?merchant_id={scene.merchant_id}", Accept_Language=language)
        assert failing(answer) == NINE_RULES
        assert answer.headers["content-language"] == content_language
        for check in answer.json()["checks"]:
            for text in filter(None, (check["message"], check["remedy"])):
                assert is_chinese(text) == (content_language == "zh-CN"), text


async def test_what_nine_rules_saw_and_wanted(scene: Scene, campaign: str) -> None:
    """CE-06"""
    await report(scene, "merchants", scene.merchant_id, body_of(eligible.MERCHANT) | NINE)
    answer = await scene.ops.get(f"{campaign}?merchant_id={scene.merchant_id}")
    seen = {check["rule"]: (check["observed"], check["required"]) for check in answer.json()["checks"]}
    assert seen["CE-06.deposit"] == ("2999.99", "3000.00")
    assert seen["CE-06.experience_score"] == ("1.99", "2")
    assert seen["CE-06.violation_points"] == (36, 36)
    assert seen["CE-06.court_list"] == (True, False)


async def test_the_same_merchant_at_the_other_side_of_each_bound_passes(scene: Scene, campaign: str) -> None:
    """CE-06"""
    just = {
        "experience_score": "2",
        "trade_medal": "1A",
        "buyer_protection_deposit": "3000.00",
        "violation_points_this_year": 35,
        "prohibited_information_points": 23,
    }
    await report(scene, "merchants", scene.merchant_id, body_of(eligible.MERCHANT) | just)
    assert failing(await scene.merchant.get(f"{campaign}?merchant_id={scene.merchant_id}")) == []


async def test_a_product_is_looked_at_where_it_is_named(scene: Scene, campaign: str) -> None:
    """CE-05"""
    product = body_of(eligible.product(scene.merchant_id)) | {"pickup_rate_48h": "0.8499", "dropship": False}
    await report(scene, "products", scene.product_id, product)
    alone = f"{campaign}?merchant_id={scene.merchant_id}"
    assert failing(await scene.merchant.get(alone)) == []
    answer = await scene.merchant.get(f"{alone}&product_id={scene.product_id}")
    assert failing(answer) == ["CE-05.dropship", "CE-05.pickup_rate"]
    rules = {check["rule"].partition(".")[0] for check in answer.json()["checks"]}
    assert rules == {"CE-01", "CE-02", "CE-04", "CE-05", "CE-06", "MA-05", "IX-28"}


async def test_a_campaigns_own_configuration_counts(scene: Scene, campaign: str) -> None:
    """CE-05, CE-06"""
    address = campaign.replace("/eligibility", "")
    configured = (await scene.ops.get(address)).json()
    for name in ("id", "version", "recorded_at"):
        del configured[name]
    await scene.ops.put(address, {**configured, "categories": ["shoes"]})
    answer = await scene.merchant.get(f"{campaign}?merchant_id={scene.merchant_id}&product_id={scene.product_id}")
    assert failing(answer) == ["CE-06.category", "CE-05.category"]


async def test_ce_01_a_campaign_is_entered_while_registration_is_open(scene: Scene) -> None:
    id = unique("e")
    await announce(scene, id, timedelta(days=-1))
    asking = f"/v1/eligibility/campaigns/{id}?merchant_id={scene.merchant_id}&product_id={scene.product_id}"
    assert failing(await scene.merchant.get(asking)) == ["CE-01"]


async def test_ce_02_asking_is_answered_as_registering_is(scene: Scene, campaign: str) -> None:
    """CE-05, CE-06"""
    await report(scene, "merchants", scene.merchant_id, body_of(eligible.MERCHANT) | NINE)
    product = body_of(eligible.product(scene.merchant_id)) | {"dropship": False}
    await report(scene, "products", scene.product_id, product)
    of_product = {"merchant_id": scene.merchant_id, "product_id": scene.product_id}
    for language in ("zh-CN", "en"):
        query = "&".join(f"{name}={id}" for name, id in of_product.items())
        asked = await scene.merchant.get(f"{campaign}?{query}", Accept_Language=language)
        entries = f"{campaign.replace('/eligibility', '')}/entries"
        registered = await scene.merchant.post(entries, of_product, Accept_Language=language)
        assert registered.status_code == 422
        assert failing(asked) == [*NINE_RULES, "CE-05.dropship"]
        told = [
            {name: check[name] for name in ("rule", "message", "observed", "required", "remedy")}
            for check in asked.json()["checks"]
            if not check["passed"]
        ]
        violations = registered.json()["violations"]
        assert told == [{name: violation[name] for name in told[0]} for violation in violations]


async def test_campaigns_and_products_that_cannot_be_asked_about(scene: Scene, campaign: str) -> None:
    mine = f"merchant_id={scene.merchant_id}"
    unknown = await scene.merchant.get(f"/v1/eligibility/campaigns/{unique('e')}?{mine}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
    other = await Scene(scene.http).set()
    for caller in (scene.merchant, scene.ops):
        answer = await caller.get(f"{campaign}?{mine}&product_id={other.product_id}")
        assert answer.status_code == 422
        assert [violation["rule"] for violation in answer.json()["violations"]] == ["field:product_id"]
    nobody = await scene.ops.get(f"{campaign}?merchant_id={unique('m')}&product_id={unique('p')}")
    passed = [check["rule"] for check in nobody.json()["checks"] if check["passed"]]
    assert passed == ["CE-01", "CE-02", "IX-28", "CE-02.one_entry", "CE-04", "MA-05.not_delisted"]
    assert failing(nobody)
    assert (await scene.merchant.get(campaign)).json()["violations"][0]["rule"] == "field:merchant_id"


async def test_little_known_of_a_merchant_fails_every_rule_by_name(scene: Scene, campaign: str) -> None:
    """CE-06"""
    await report(scene, "merchants", scene.merchant_id, body_of(Merchant(trade_medal="5A")))
    answer = await scene.merchant.get(f"{campaign}?merchant_id={scene.merchant_id}")
    passed = [check["rule"] for check in answer.json()["checks"] if check["passed"]]
    assert passed == ["CE-01", "CE-02", "IX-28", "CE-06.trade_medal"]
    assert all(check["missing"] for check in answer.json()["checks"] if not check["passed"])


async def test_who_asks_about_whom(scene: Scene, campaign: str) -> None:
    about_creator = [
        samples(scene),
        f"/v1/eligibility/cart-access?creator_id={scene.creator_id}",
        f"/v1/eligibility/showcase?creator_id={scene.creator_id}&product_id={scene.product_id}",
    ]
    about_merchant = [f"{campaign}?merchant_id={scene.merchant_id}"]
    other_creator = Caller(scene.http, "creator", unique("c"))
    other_merchant = Caller(scene.http, "merchant", unique("m"))
    namesake = Caller(scene.http, "merchant", scene.creator_id)
    for path in about_creator:
        for caller in (scene.creator, scene.service, scene.ops):
            assert (await caller.get(path)).status_code == 200
        for caller in (scene.merchant, other_creator, other_merchant, namesake):
            assert (await caller.get(path)).status_code == 404
    for path in about_merchant:
        for caller in (scene.merchant, scene.service, scene.ops):
            assert (await caller.get(path)).status_code == 200
        for caller in (scene.creator, other_creator, other_merchant):
            assert (await caller.get(path)).status_code == 404
    assert (await scene.http.get(about_creator[0])).status_code == 401


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("samples?creator_id=c", "product_id"),
        ("samples?product_id=p", "creator_id"),
        ("samples?creator_id=a%20b&product_id=p", "creator_id"),
        ("cart-access", "creator_id"),
        ("cart-access?creator_id=%00", "creator_id"),
        ("showcase?creator_id=c", "product_id"),
    ],
)
async def test_queries_that_mean_nothing(scene: Scene, path: str, field: str) -> None:
    answer = await scene.ops.get(f"/v1/eligibility/{path}")
    assert answer.status_code == 422
    assert [violation["rule"] for violation in answer.json()["violations"]] == [f"field:{field}"]


async def test_asking_does_nothing(scene: Scene, campaign: str, journal: Journal) -> None:
    before = datetime.now(UTC)
    for path in (
        samples(scene),
        f"/v1/eligibility/cart-access?creator_id={scene.creator_id}",
        f"/v1/eligibility/showcase?creator_id={scene.creator_id}&product_id={scene.product_id}",
    ):
        assert (await scene.creator.get(path)).status_code == 200
    assert (await scene.merchant.get(f"{campaign}?merchant_id={scene.merchant_id}")).status_code == 200
    spoken_of = (scene.creator_id, scene.merchant_id, scene.product_id)
    recorded = await journal.pool.fetchval(
        "select count(*) from events where recorded_at > $1 and data::text like any ($2)",
        before,
        [f"%{id}%" for id in spoken_of],
    )
    streams = await journal.pool.fetchval(
        "select count(*) from events where recorded_at > $1 and stream like any ($2)",
        before,
        [f"%{id}" for id in spoken_of],
    )
    assert (recorded, streams) == (0, 0)
    assert (await scene.creator.get("/v1/sample-requests")).json()["items"] == []
