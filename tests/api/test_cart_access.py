"""Cart access over HTTP: admission at the bar and below it, what is held, and taking single rights away."""

import asyncio

import httpx
import pytest

from luyue.domain.facts import Creator, Decided, Report
from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal
from tests import eligible
from tests.api.client import Caller, Scene, body_of, unique

ALL = ["showcase", "video_cart", "live_cart"]


async def admit(scene: Scene, **headers: str) -> httpx.Response:
    return await scene.creator.post("/v1/cart-access", {"creator_id": scene.creator_id}, **headers)


async def held(scene: Scene) -> list[str]:
    answer = await scene.creator.get(f"/v1/cart-access/{scene.creator_id}")
    assert answer.status_code == 200, answer.text
    rights: list[str] = answer.json()["rights"]
    return rights


async def test_exactly_at_the_bar_all_three_rights_are_granted_at_once(scene: Scene) -> None:
    """CA-01, CA-03: 1000 followers and 10 videos are enough."""
    answer = await admit(scene)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/cart-access/{scene.creator_id}"
    assert answer.headers["etag"] == '"1"'
    admitted = answer.json()
    assert admitted.items() >= {"creator_id": scene.creator_id, "rights": ALL, "policy_version": "1"}.items()
    assert {check["rule"]: check["passed"] for check in admitted["checks"]} == {
        "CA-01.followers": True,
        "CA-01.videos": True,
        "CA-02.phone": True,
        "CA-02.real_name": True,
    }
    assert await held(scene) == ALL


@pytest.mark.parametrize(
    ("spoiled", "rules"),
    [
        ({"followers": 999}, ["CA-01.followers"]),
        ({"public_original_videos": 9}, ["CA-01.videos"]),
        ({"phone_bound": False}, ["CA-02.phone"]),
        ({"real_name_verified": False}, ["CA-02.real_name"]),
        (
            {"followers": 0, "public_original_videos": 0, "phone_bound": False, "real_name_verified": False},
            ["CA-01.followers", "CA-01.videos", "CA-02.phone", "CA-02.real_name"],
        ),
    ],
)
async def test_below_the_bar_every_reason_is_told_and_nothing_granted(
    scene: Scene, spoiled: dict[str, object], rules: list[str]
) -> None:
    """CA-01, CA-02"""
    creator = body_of(eligible.CREATOR) | spoiled
    await scene.service.put(f"/v1/creators/{scene.creator_id}", creator)
    for language, chinese in (("zh-CN", True), ("en", False)):
        answer = await admit(scene, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        violations = answer.json()["violations"]
        assert [violation["rule"] for violation in violations] == rules
        for violation in violations:
            assert violation["policy_version"] == "1"
            for text in (violation["message"], violation["remedy"]):
                assert any("\u4e00" <= character <= "\u9fff" for character in text) == chinese
    assert (await scene.ops.get(f"/v1/cart-access/{scene.creator_id}")).status_code == 404


async def test_facts_never_reported_are_named(scene: Scene) -> None:
    await scene.service.put(f"/v1/creators/{scene.creator_id}", body_of(Creator(followers=5000)))
    violations = (await admit(scene)).json()["violations"]
    assert {violation["rule"]: violation["observed"] for violation in violations} == {
        "CA-01.videos": {"missing": ["creator.public_original_videos"]},
        "CA-02.phone": {"missing": ["creator.phone_bound"]},
        "CA-02.real_name": {"missing": ["creator.real_name_verified"]},
    }


async def test_refused_today_admitted_once_it_is_put_right(scene: Scene) -> None:
    path = f"/v1/creators/{scene.creator_id}"
    await scene.service.put(path, body_of(eligible.CREATOR) | {"phone_bound": False})
    assert (await admit(scene)).status_code == 422
    await scene.service.put(path, body_of(eligible.CREATOR))
    assert (await admit(scene)).status_code == 201


async def test_the_answer_is_in_the_callers_language(scene: Scene) -> None:
    answer = await admit(scene, Accept_Language="zh-CN")
    assert answer.headers["content-language"] == "zh-CN"
    assert answer.json()["checks"][2]["message"] == "已绑定手机号"


async def test_admitted_before_is_told_what_it_holds(scene: Scene) -> None:
    await admit(scene)
    await scene.service.put(f"/v1/creators/{scene.creator_id}", body_of(Creator(followers=1)))
    again = await scene.service.post("/v1/cart-access", {"creator_id": scene.creator_id})
    assert again.status_code == 200
    assert (again.json()["rights"], again.json()["version"]) == (ALL, 1)


async def test_rights_are_taken_away_one_by_one_and_asking_again_gives_none_back(scene: Scene) -> None:
    """CA-03"""
    await admit(scene)
    path = f"/v1/cart-access/{scene.creator_id}"
    assert (await scene.ops.delete(f"{path}/video_cart")).status_code == 204
    assert await held(scene) == ["showcase", "live_cart"]
    assert (await scene.ops.delete(f"{path}/video_cart")).status_code == 404
    again = await admit(scene)
    assert (again.status_code, again.json()["rights"]) == (200, ["showcase", "live_cart"])
    for right in ("showcase", "live_cart"):
        assert (await scene.ops.delete(f"{path}/{right}")).status_code == 204
    assert await held(scene) == []


async def test_with_every_right_taken_away_asking_again_is_refused(scene: Scene, journal: Journal) -> None:
    """CA-03"""
    await admit(scene)
    for right in ALL:
        await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/{right}")
    for language, message, contact in (
        ("zh-CN", "您的商品分享权限已被收回。", "联系平台"),
        ("en", "Your product-sharing rights were taken away.", "ontact the platform"),
    ):
        answer = await admit(scene, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
        [violation] = answer.json()["violations"]
        assert (violation["rule"], violation["message"]) == ("CA-03", message)
        assert contact in violation["remedy"]
        assert (violation["observed"], violation["required"]) == ([], {"any_of": ALL})
    assert await held(scene) == []
    assert [decided(report).granted for report in await decisions(journal, scene)] == [True, False]


async def decisions(journal: Journal, scene: Scene) -> list[Report]:
    return await journal.facts.versions(f"cart-access-decision/{scene.creator_id}")


def decided(report: Report) -> Decided:
    assert isinstance(report.fact, Decided)
    return report.fact


async def test_every_decision_goes_on_record_with_what_each_rule_said(scene: Scene, journal: Journal) -> None:
    """CA-01, CA-02"""
    path = f"/v1/creators/{scene.creator_id}"
    await scene.service.put(path, body_of(eligible.CREATOR) | {"followers": 999})
    for _ in range(2):
        refused = await admit(scene)
        assert refused.json()["id"] == f"cart-access-decision/{scene.creator_id}@1"
    [first] = await decisions(journal, scene)
    assert decided(first).granted is False
    evaluation = decided(first).evaluation
    assert (evaluation.rules, evaluation.policy_version) == ("cart-access", "1")
    assert evaluation.facts[f"creator/{scene.creator_id}"] == 2
    assert {check.rule: check.passed for check in evaluation.checks} == {
        "CA-01.followers": False,
        "CA-01.videos": True,
        "CA-02.phone": True,
        "CA-02.real_name": True,
    }
    followers = evaluation.checks[0]
    assert (followers.observed, followers.required) == (999, 1000)
    assert followers.message is not None
    assert evaluation.checks[1].message is None

    await scene.service.put(path, body_of(eligible.CREATOR))
    assert (await admit(scene)).status_code == 201
    assert (await admit(scene)).status_code == 200
    both = await decisions(journal, scene)
    assert [decided(report).granted for report in both] == [False, True]
    assert decided(both[0]) == decided(first)


async def test_the_caller_is_the_actor_of_a_decision(scene: Scene, journal: Journal) -> None:
    await scene.ops.post("/v1/cart-access", {"creator_id": scene.creator_id})
    stream = f"cart-access-decision/{scene.creator_id}"
    assert await journal.pool.fetchval("select actor from events where stream = $1", stream) == "ops:ops"


async def test_admitted_ten_times_at_once_is_one_decision(scene: Scene, journal: Journal) -> None:
    await asyncio.gather(*(admit(scene) for _ in range(10)))
    assert [decided(report).granted for report in await decisions(journal, scene)] == [True]


async def test_rights_taken_away_at_once_are_all_gone(scene: Scene) -> None:
    await admit(scene)
    path = f"/v1/cart-access/{scene.creator_id}"
    answers = await asyncio.gather(*(scene.ops.delete(f"{path}/{right}") for right in ALL))
    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert await held(scene) == []
    assert (await scene.ops.get(path)).json()["version"] == 4


async def test_asked_ten_times_at_once_one_admits(scene: Scene) -> None:
    answers = await asyncio.gather(*(admit(scene) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert (await scene.ops.get(f"/v1/cart-access/{scene.creator_id}")).json()["version"] == 1


async def test_the_same_key_gives_the_first_answer(scene: Scene) -> None:
    first = await admit(scene, Idempotency_Key="once")
    again = await admit(scene, Idempotency_Key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"


async def test_who_asks_for_admission(scene: Scene) -> None:
    body = {"creator_id": scene.creator_id}
    stranger = Caller(scene.http, "creator", unique("c"))
    assert (await stranger.post("/v1/cart-access", body)).status_code == 404
    assert (await scene.merchant.post("/v1/cart-access", body)).status_code == 403
    assert (await scene.ops.post("/v1/cart-access", body)).status_code == 201


async def test_who_reads_rights_and_takes_them_away(scene: Scene) -> None:
    await admit(scene)
    path = f"/v1/cart-access/{scene.creator_id}"
    stranger = Caller(scene.http, "creator", unique("c"))
    for caller, status in (
        (scene.creator, 200),
        (scene.service, 200),
        (scene.ops, 200),
        (scene.merchant, 404),
        (stranger, 404),
    ):
        assert (await caller.get(path)).status_code == status
    for caller in (scene.creator, scene.service, scene.merchant, stranger):
        assert (await caller.delete(f"{path}/showcase")).status_code == 403
    assert await held(scene) == ALL


async def test_what_cannot_be_asked_or_taken_away(scene: Scene) -> None:
    unknown = await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/everything")
    assert (unknown.status_code, unknown.json()["violations"][0]["rule"]) == (422, "field:right")
    assert (await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/showcase")).status_code == 404
    for body in ({}, {"creator_id": "a b"}, {"creator_id": "c", "rights": ALL}, None):
        assert (await scene.service.post("/v1/cart-access", body)).status_code == 422
    nobody = await scene.service.post("/v1/cart-access", {"creator_id": unique("c")})
    assert (nobody.status_code, len(nobody.json()["violations"])) == (422, 4)


@pytest.fixture
async def showcase_only(fresh_database_url: str, apart: httpx.AsyncClient) -> httpx.AsyncClient:
    """An application whose policy grants the showcase alone."""
    journal = await Journal.open(fresh_database_url)
    policy = DEFAULT_POLICY.model_copy(update={"version": "showcase-first", "grant_all": False})
    await journal.policies.add(policy)
    await journal.close()
    return apart


async def test_out_of_the_open_period_the_showcase_alone_is_granted(showcase_only: httpx.AsyncClient) -> None:
    """CA-03"""
    scene = await Scene(showcase_only).set()
    answer = await admit(scene)
    assert (answer.status_code, answer.json()["rights"]) == (201, ["showcase"])
    assert answer.json()["policy_version"] == "showcase-first"
