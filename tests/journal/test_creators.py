"""The directory of creators: exactly those to whom an order could be offered, whatever is known of them (CO-01)."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import offer
from luyue.domain.cooperation_order.agreement import OfferedProduct
from luyue.domain.facts import CartAccess, Creator, Right
from luyue.domain.messages import Value
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.creators import RIGHT_FOR_FORM
from luyue.journal.creators import CreatorFilter, CreatorOrder, Creators, SharingCreator
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from tests import eligible

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
EITHER: tuple[Right, ...] = tuple(RIGHT_FOR_FORM.values())
LOWER_BAR = DEFAULT_POLICY.model_copy(update={"cart_minimum_followers": 0, "cart_minimum_videos": 11})

BELOW: tuple[dict[str, Any], ...] = tuple(
    {name: value}
    for name, values in {
        "followers": (999, 0, None),
        "public_original_videos": (9, None),
        "phone_bound": (False, None),
        "real_name_verified": (False, None),
    }.items()
    for value in values
)
KNOWN = (
    None,
    eligible.CREATOR,
    *(eligible.CREATOR.model_copy(update=spoiled) for spoiled in BELOW),
    Creator(followers=1_000_000, public_original_videos=11, phone_bound=True, real_name_verified=True),
    Creator(),
)
HELD = (
    None,
    *(CartAccess(rights=rights) for number in range(4) for rights in itertools.combinations(get_args(Right), number)),
)


async def report(journal: Journal, stream: str, fact: Value) -> None:
    await journal.facts.report(stream, fact, actor="service:s", command_id=stream, at=NOON)


async def creator(journal: Journal, id: str, known: Creator | None, access: CartAccess | None = None) -> None:
    if known is not None:
        await report(journal, f"creator/{id}", known)
    if access is not None:
        await report(journal, f"cart-access/{id}", access)


async def everybody(journal: Journal) -> list[str]:
    """Creators of whom every sort of thing is known, held or neither."""
    ids = []
    for number, (known, access) in enumerate(itertools.product(KNOWN, HELD)):
        ids.append(f"c{number:03}")
        await creator(journal, ids[-1], known, access)
    return ids


async def listed(
    journal: Journal, wanted: CreatorFilter, policy: Policy = DEFAULT_POLICY, *, order: CreatorOrder = "id", by: int = 7
) -> list[SharingCreator]:
    """All pages of the directory."""
    creators, found = Creators(journal.pool), list[SharingCreator]()
    while True:
        if order == "id":
            page = await creators.page_by_id(wanted, policy, found[-1].id if found else "", by)
        else:
            page = await creators.page_by_followers(wanted, policy, found[-1].place if found else None, by)
        found += page
        if not page:
            return found


def ids_of(found: list[SharingCreator]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize("policy", [DEFAULT_POLICY, LOWER_BAR], ids=["default", "another bar"])
async def test_co_01_who_is_listed_could_be_offered_an_order_and_nobody_else(journal: Journal, policy: Policy) -> None:
    """CO-01, SR-05: judged by the offer's own rules, in either form."""
    everyone = await everybody(journal)
    await report(journal, "merchant/m1", eligible.MERCHANT)
    await report(journal, "product/p1", eligible.product("m1"))
    for form, right in RIGHT_FOR_FORM.items():
        offerable = []
        for id in everyone:
            command = m.Propose(
                merchant_id="m1",
                creator_id=id,
                form=form,
                products=(OfferedProduct(product_id="p1", commission_rate=Decimal("0.1")),),
                latest_broadcast_at=NOON + timedelta(days=1),
            )
            facts = await gather(journal.pool, "", offer.needs(command))
            if offer.evaluate(command, facts, policy, NOON).eligible:
                offerable.append(id)
        assert 0 < len(offerable) < len(everyone)
        assert ids_of(await listed(journal, CreatorFilter((right,)), policy)) == offerable
        by_followers = await listed(journal, CreatorFilter((right,)), policy, order="followers")
        assert sorted(ids_of(by_followers)) == offerable


@pytest.mark.parametrize("by", [1, 2, 100])
async def test_by_followers_the_most_come_first_and_those_unknown_last(journal: Journal, by: int) -> None:
    access = CartAccess(rights=("video_cart",))
    for id, followers in {"a": 5, "b": None, "c": 2**53 - 1, "d": 5, "e": 0, "f": None}.items():
        await creator(journal, id, Creator(followers=followers), access)
    found = await listed(journal, CreatorFilter(EITHER), order="followers", by=by)
    assert ids_of(found) == ["c", "d", "a", "e", "f", "b"]
    assert ids_of(await listed(journal, CreatorFilter(EITHER), by=by)) == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize("order", ["id", "followers"])
async def test_as_many_followers_as_asked_for_are_enough(journal: Journal, order: CreatorOrder) -> None:
    access = CartAccess(rights=("live_cart",))
    for id, followers in {"a": 999, "b": 1000, "c": None, "d": 0}.items():
        await creator(journal, id, Creator(followers=followers), access)

    async def with_at_least(least: int | None) -> set[str]:
        return set(ids_of(await listed(journal, CreatorFilter(EITHER, least), order=order)))

    assert await with_at_least(1001) == set()
    assert await with_at_least(1000) == {"b"}
    assert await with_at_least(999) == {"a", "b"}
    assert await with_at_least(0) == {"a", "b", "d"}
    assert await with_at_least(None) == {"a", "b", "c", "d"}


async def test_a_newer_report_takes_the_place_of_the_older_one(journal: Journal) -> None:
    await creator(journal, "a", Creator(followers=1), CartAccess(rights=("live_cart",)))
    await creator(journal, "b", Creator(followers=2), CartAccess(rights=("live_cart",)))
    await creator(journal, "a", Creator(followers=3))
    found = await listed(journal, CreatorFilter(EITHER), order="followers")
    assert [(one.id, one.creator.followers) for one in found] == [("a", 3), ("b", 2)]
    await creator(journal, "a", None, CartAccess(rights=("showcase",)))
    assert ids_of(await listed(journal, CreatorFilter(EITHER))) == ["b"]


async def test_other_facts_are_no_creators(journal: Journal) -> None:
    for kind in ("creato", "creator-", "creator0", "creators"):
        await journal.pool.execute(
            "insert into facts (stream, version, fact, hash, recorded_at) values ($1, 1, $2, '', now())",
            f"{kind}/a",
            eligible.CREATOR.model_dump_json(),
        )
    assert await listed(journal, CreatorFilter(EITHER)) == []
    assert await listed(journal, CreatorFilter(EITHER), order="followers") == []
