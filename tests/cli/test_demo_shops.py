"""The demonstration's judge of entries, consumer orders, parcels and accounts: green for what is right, else red."""

import dataclasses
import functools
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from rich.console import Console

from luyue.cli.demo import STORIES
from luyue.cli.demonstration import account_outcomes as accounts
from luyue.cli.demonstration import consumer_outcomes as orders
from luyue.cli.demonstration import entry_outcomes as entries
from luyue.cli.demonstration import shipment_outcomes as parcels
from luyue.cli.demonstration.outcomes import Elapsed
from luyue.cli.demonstration.tables import print_outcomes
from luyue.domain.campaign_entry import state as campaign_entry
from luyue.domain.consumer_order import state as consumer_order
from luyue.domain.merchant_account import state as merchant_account
from luyue.domain.shipment import state as shipment
from tests.cli import judging
from tests.cli.judging import faults, with_data
from tests.cli.shop_player import ACCOUNT, ENTRY, ORDER, PARCEL, SAMPLE, ShopPlayer
from tests.workflow.deadline_names import deadline_names

NO_DEADLINES = {"fact_grace"}


@pytest.fixture
def shop_player(journal):
    return ShopPlayer(journal)


@pytest.fixture
def judged(journal):
    """Judges what Postgres has of a process, with anything changed."""
    return functools.partial(judging.judged, journal)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("campaign-entry", campaign_entry),
        ("consumer-order", consumer_order),
        ("shipment", shipment),
        ("merchant-account", merchant_account),
    ],
)
def test_every_deadline_of_a_kind_has_a_story(kind: str, state: ModuleType) -> None:
    expected = (one for stories in STORIES.values() for story in stories for one in story.expected)
    told = {fires.deadline for one in expected if one.kind.name == kind for fires in one.fires if not fires.told}
    assert told == deadline_names(state) - NO_DEADLINES


async def test_ce_01_an_entry_that_took_part_is_green(shop_player, judged):
    await shop_player.took_part()
    became = await judged(entries.TOOK_PART, ENTRY)
    assert faults(became) == ()
    assert [(one.deadline, one.after) for one in became.fired] == [("event_from", None), ("event_until", None)]


async def test_ce_01_an_event_that_ends_at_another_second_is_red(shop_player, judged):
    await shop_player.took_part()
    [until] = [one.at for one in (await judged(entries.TOOK_PART, ENTRY)).fired if one.deadline == "event_until"]
    sooner = (until - timedelta(seconds=1)).replace(microsecond=0).isoformat()
    became = await judged(entries.TOOK_PART, ENTRY, of_events=with_data("EntryRegistered", event_until=sooner))
    [wrong] = faults(became)
    assert wrong.startswith(f"event_until fired at {until}, not at ")


async def test_sh_09_an_order_that_was_never_shipped_is_green(shop_player, judged):
    await shop_player.never_shipped()
    became = await judged(orders.NEVER_SHIPPED, ORDER)
    assert faults(became) == ()
    waited = [(one.deadline, one.after) for one in became.fired]
    assert waited == [("shipping_due", timedelta(hours=24)), ("unshipped_refund", timedelta(days=7))]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (
            {"of_events": with_data("ConsumerOrderPlaced", ship_within="PT48H")},
            "shipping_due fired 1 day, 0:00:00 after ConsumerOrderPlaced, not 2 days, 0:00:00",
        ),
        ({"details": {"compensation": None}}, "compensation.amount is None, not 3.00"),
        ({"details": {"compensation": {"amount": "2.99"}}}, "compensation.amount is 2.99, not 3.00"),
        ({"details": {"refunded": "0.00"}}, "refunded is 0.00, not 299.99"),
        ({"closed_reason": "refund_only"}, "closed_reason is refund_only, not unshipped"),
    ],
)
async def test_sh_09_another_end_of_an_order_is_red(shop_player, judged, changes, wrong):
    await shop_player.never_shipped()
    assert faults(await judged(orders.NEVER_SHIPPED, ORDER, **changes)) == (wrong,)


async def test_sh_04_ix_09_a_parcel_and_the_sample_that_it_was_to_bring_are_both_judged(shop_player, judged):
    picked_up_at = await shop_player.no_transit_centre()
    of_parcel, of_sample = (
        await judged(parcels.NO_TRANSIT_CENTRE, PARCEL),
        await judged(parcels.SAMPLE_CANCELLED, SAMPLE),
    )
    assert (faults(of_parcel), faults(of_sample)) == ((), ())
    assert of_parcel.fired[0] == Elapsed("transit_window", picked_up_at + timedelta(hours=24), timedelta(hours=24))
    assert [one.deadline for one in of_parcel.fired] == ["transit_window", "slow_pickup_to_transit", "warning_window"]
    assert [one.deadline for one in of_sample.fired] == ["warning_window"]


async def test_ix_09_a_sample_that_is_cancelled_before_its_parcel_could_be_put_right_is_red(shop_player, judged):
    await shop_player.no_transit_centre()
    never = datetime(2099, 1, 1, tzinfo=UTC).isoformat()
    became = await judged(parcels.SAMPLE_CANCELLED, SAMPLE, of_events=with_data("SampleShipmentWarned", due_at=never))
    [wrong] = faults(became)
    assert wrong.endswith("not at 2099-01-01 00:00:00+00:00")


@pytest.mark.parametrize(
    ("ticket", "wrong"),
    [
        (None, "ticket.rule is None, not SH-04"),
        ({"rule": "SH-05", "points": 4}, "ticket.rule is SH-05, not SH-04"),
        ({"rule": "SH-04", "points": 0}, "ticket.points is 0, not 4"),
    ],
)
async def test_sh_06_another_ticket_is_red(shop_player, judged, ticket, wrong):
    await shop_player.no_transit_centre()
    assert wrong in faults(await judged(parcels.NO_TRANSIT_CENTRE, PARCEL, details={"ticket": ticket}))


async def test_ma_04_a_month_that_was_not_invoiced_is_green(shop_player, judged):
    await shop_player.not_invoiced()
    became = await judged(accounts.NOT_INVOICED, ACCOUNT)
    assert faults(became) == ()
    assert [one.deadline for one in became.fired] == ["month_end", "invoice_due"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"details": {"frozen_for_want_of_invoices": "30.00"}}, "frozen_for_want_of_invoices is 30.00, not 27.00"),
        ({"status": "CLOSED"}, "status is CLOSED, not OPEN"),
    ],
)
async def test_ma_04_another_sum_is_red(shop_player, judged, changes, wrong):
    await shop_player.not_invoiced()
    assert faults(await judged(accounts.NOT_INVOICED, ACCOUNT, **changes)) == (wrong,)


async def test_ma_05_what_was_not_reported_but_done_by_hand_is_red(shop_player, judged):
    await shop_player.counterfeit()
    assert faults(await judged(accounts.COUNTERFEIT, ACCOUNT)) == ()
    assert "no report led to ShopClosedByPlatform by itself" in faults(
        await judged(accounts.COUNTERFEIT, ACCOUNT, of_events=lambda events: events[:-1])
    )


async def test_the_table_says_what_amounts_are_of_and_shows_long_ids_whole(shop_player, judged):
    await shop_player.never_shipped()
    await shop_player.no_transit_centre()
    long_id = f"shipment/sh_uo_{'0' * 26}"
    of_parcel = dataclasses.replace(await judged(parcels.NO_TRANSIT_CENTRE, PARCEL), stream=long_id)
    became = [await judged(orders.NEVER_SHIPPED, ORDER), of_parcel]
    for width in (80, 100):
        output = Console(record=True, width=width)
        print_outcomes("Orders and parcels", became, output)
        text = output.export_text()
        assert max(len(line) for line in text.splitlines()) <= width
        assert long_id.partition("/")[2] in text
        for shown in ("compensation", "refunded", "299.99", "SH-04", "points", "slow_pickup_to_transit"):
            assert shown in text
        assert not {"amount", "…"} & set(text.split())
