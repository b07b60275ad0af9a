"""The directory of creators over HTTP: whom a merchant finds there, and that an order can be offered to them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from luyue.domain.facts import Risk
from luyue.domain.messages import Value
from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal
from tests import eligible
from tests.api.client import Caller, Scene, body_of, unique
from tests.api.test_cooperation_orders import OrderScene

ALL = ["showcase", "video_cart", "live_cart"]


class Directory:
    """A database of its own, so that whole lists can be told, with a merchant who reads them."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.scene = OrderScene(http)
        self.merchant = self.scene.merchant

    async def set(self) -> "Directory":
        """The scene's creator is admitted, and there first."""
        self.scene.creator_id = "a0"
        self.scene.creator = Caller(self.scene.http, "creator", "a0")
        await self.scene.set()
        return self

    async def creator(self, id: str, *, admitted: bool = True, **changes: Any) -> None:
        fact: Value = eligible.CREATOR.model_copy(update=changes)
        assert (await self.scene.service.put(f"/v1/creators/{id}", body_of(fact))).status_code == 200
        if admitted:
            assert (await self.scene.service.post("/v1/cart-access", {"creator_id": id})).status_code == 201

    async def take_away(self, id: str, *rights: str) -> None:
        for right in rights:
            assert (await self.scene.ops.delete(f"/v1/cart-access/{id}/{right}")).status_code == 204

    async def items(self, query: str = "", caller: Caller | None = None) -> list[dict[str, Any]]:
        answer = await (caller or self.merchant).get(f"/v1/creators?{query}")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def ids(self, query: str = "") -> list[str]:
        return [item["id"] for item in await self.items(query)]


@pytest.fixture
async def own_journal(fresh_database_url: str) -> AsyncIterator[Journal]:
    journal = await Journal.open(fresh_database_url, size=2)
    yield journal
    await journal.close()


@pytest.fixture
async def directory(apart: httpx.AsyncClient) -> Directory:
    return await Directory(apart).set()


async def test_it_tells_what_a_merchant_may_know_and_no_more(directory: Directory) -> None:
    risk = Risk(level="high", reasons=("velocity",))
    await directory.creator("b0", admitted=False, followers=2000, risk=risk, disputes_lost=3, bound_shop_id="m9")
    for caller in (directory.merchant, directory.scene.service, directory.scene.ops):
        assert await directory.items(caller=caller) == [
            {"id": "a0", "followers": 1000, "public_original_videos": 10, "rights": ALL},
            {"id": "b0", "followers": 2000, "public_original_videos": 10, "rights": None},
        ]


async def test_a_creator_whose_right_is_taken_away_is_there_no_more(directory: Directory) -> None:
    assert await directory.ids("right=live_cart") == await directory.ids("right=video_cart") == ["a0"]
    await directory.take_away("a0", "live_cart")
    assert await directory.ids("right=live_cart") == []
    assert await directory.items("right=video_cart") == await directory.items()
    assert (await directory.items())[0]["rights"] == ["showcase", "video_cart"]
    await directory.take_away("a0", "video_cart")
    assert await directory.ids() == []


async def test_without_an_admission_the_bar_decides_that_is_in_force(
    directory: Directory, own_journal: Journal
) -> None:
    """CA-01, CA-02, SR-05"""
    await directory.creator("b0", admitted=False)
    await directory.creator("b1", admitted=False, followers=999)
    await directory.creator("b2", admitted=False, real_name_verified=False)
    assert await directory.ids() == ["a0", "b0"]
    higher = {"version": "higher", "cart_minimum_followers": 1001}
    await own_journal.policies.add(DEFAULT_POLICY.model_copy(update=higher))
    assert await directory.ids() == ["a0"]


async def test_as_many_followers_as_asked_for_are_enough(directory: Directory) -> None:
    await directory.creator("b0", followers=5000)
    assert await directory.ids("min_followers=5001") == []
    assert await directory.ids("min_followers=5000") == ["b0"]
    assert await directory.ids("min_followers=1000&sort=followers&right=live_cart") == ["b0", "a0"]


async def test_in_pages(directory: Directory) -> None:
    for id, followers in {"b0": 3000, "b1": 2000, "b2": 3000}.items():
        await directory.creator(id, followers=followers)
    # A report without the number, after the admission.
    await directory.creator("a0", admitted=False, followers=None)
    for sort, ids in {"id": ["a0", "b0", "b1", "b2"], "followers": ["b2", "b0", "b1", "a0"]}.items():
        for page_size in (1, 2, 3, 4, 200):
            path, found, token = f"/v1/creators?sort={sort}&page_size={page_size}", list[str](), ""
            while token is not None:
                page = (await directory.merchant.get(f"{path}{token and f'&page_token={token}'}")).json()
                assert 0 < len(page["items"]) <= page_size
                found += [item["id"] for item in page["items"]]
                token = page["next_page_token"]
            assert found == ids


@pytest.mark.parametrize("sort", ["id", "followers"])
async def test_the_page_of_another_order_is_refused(directory: Directory, sort: str) -> None:
    await directory.creator("b0")
    other = {"id": "followers", "followers": "id"}[sort]
    token = (await directory.merchant.get(f"/v1/creators?page_size=1&sort={other}")).json()["next_page_token"]
    answer = await directory.merchant.get(f"/v1/creators?sort={sort}&page_token={token}")
    assert (answer.status_code, answer.json()["violations"][0]["rule"]) == (422, "field:page_token")


@pytest.mark.parametrize("form", ["live", "video"])
async def test_co_01_who_is_listed_can_be_offered_an_order_and_who_is_not_cannot(
    http: httpx.AsyncClient, form: str
) -> None:
    scene = await OrderScene(http).set()

    async def is_listed() -> bool:
        token: str | None = ""
        while token is not None:
            query = f"right={form}_cart&page_size=200{token and f'&page_token={token}'}"
            page = (await scene.merchant.get(f"/v1/creators?{query}")).json()
            if scene.creator_id in [item["id"] for item in page["items"]]:
                return True
            token = page["next_page_token"]
        return False

    assert await is_listed()
    await scene.proposed(form=form)
    await scene.ops.delete(f"/v1/cart-access/{scene.creator_id}/{form}_cart")
    assert not await is_listed()
    answer = await scene.merchant.post("/v1/cooperation-orders", scene.offer(form=form))
    assert [one["rule"] for one in answer.json()["violations"]] == ["CO-01.sharing_right"]


async def test_it_is_not_for_creators(http: httpx.AsyncClient) -> None:
    creator = Caller(http, "creator", unique("c"))
    for language, title in {"zh-CN": "无权执行该操作", "en": "Not permitted"}.items():
        answer = await creator.get("/v1/creators", Accept_Language=language)
        assert (answer.status_code, answer.json()["title"]) == (403, title)
    assert (await http.get("/v1/creators")).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "page_token=x",
        "page_token=e30",
        "page_token=WyJmb2xsb3dlcnMiLCB0cnVlLCAiYSJd",
        "page_size=0",
        "page_size=201",
        "min_followers=-1",
        "min_followers=9007199254740992",
        "min_followers=many",
        "right=showcase",
        "sort=risk",
        "risk=low",
    ],
)
async def test_what_cannot_be_asked_is_named_in_both_languages(http: httpx.AsyncClient, query: str) -> None:
    merchant, name = Scene(http).merchant, query.partition("=")[0]
    messages = set()
    for language in ("zh-CN", "en"):
        answer = await merchant.get(f"/v1/creators?{query}", Accept_Language=language)
        assert answer.status_code == 422
        assert answer.headers["content-language"] == language
        violation = answer.json()["violations"][0]
        assert violation["rule"] == f"field:{name}"
        messages.add(violation["message"])
    assert len(messages) == 2
