"""`luyue simulate campaign`: plays a campaign on a real stack, and compares what came of it with the journal's sums."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import httpx
from rich import box
from rich.console import Console
from rich.table import Table
from typer import Exit

from luyue.cli.demo import Target, target_of
from luyue.cli.demonstration.platform import DemonstrationFailed, Platform
from luyue.cli.output import console
from luyue.cli.simulation import fates
from luyue.cli.simulation.fates import Order
from luyue.cli.simulation.play import Player
from luyue.cli.simulation.stage import Entry, Stage
from luyue.cli.surroundings import give_up, layout
from luyue.cli.watching import progress
from luyue.devstack.console import Steps
from luyue.devstack.environment_file import read_environment_file
from luyue.devstack.foreground import run_with_stack
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.stack import Stack
from luyue.journal.campaign_sums import CampaignSums, campaign_sums
from luyue.journal.journal import Journal

AT_ONCE = 32
"""How many orders are played at a time."""
SETTLED_WITHIN = 300.0
"""How many seconds what the carriers report may take to reach the last order."""
PAGE = 200

LABELS: Mapping[str, str] = {
    "registered": "entries registered",
    "refused": "  refused at registration (CE-05)",
    "active": "  in the event (CE-03, IX-25)",
    "rejected": "  rejected at review (CE-04)",
    "left_it": "  left in the middle (CE-07)",
    "orders": "orders placed",
    "in_time": "  shipped in time",
    "late": "  late (SH-09)",
    "compensated": "  compensated (SH-09)",
    "compensation": "    yuan",
    "refunded": "  refunded (CE-09, SH-09)",
    "refunds": "    yuan",
    "violations": "  violations: fake shipments (SH-06)",
}


@dataclass(frozen=True)
class Size:
    """How large a campaign is; the same seed gives the same one."""

    entries: int
    orders: int
    seed: int


def run(size: Size) -> None:
    """Plays on the running stack, or starts one for as long as it takes."""
    place = layout()
    running = read_environment_file(place.environment_file)

    async def on_stack(stack: Stack) -> int:
        return await _play(target_of(stack.environment | {"LUYUE_API_URL": stack.api_url}), size, console())

    try:
        if running is None:
            code = run_with_stack(place, on_stack, echo=Steps())
        else:
            code = asyncio.run(_play(target_of(running), size, console()))
    except (StackUnavailableError, DemonstrationFailed) as error:
        give_up(str(error))
    except httpx.TransportError as error:
        give_up(f"The API at {error.request.url} does not answer: {error!r}")
    raise Exit(code)


async def _play(target: Target, size: Size, output: Console) -> int:
    journal = await Journal.open(target.database_url, size=4)
    limits = httpx.Limits(max_connections=AT_ONCE)
    try:
        async with httpx.AsyncClient(base_url=target.api_url, trust_env=False, timeout=60, limits=limits) as http:
            platform = Platform(http, target.jwt_secret, tag=secrets.token_hex(4))
            return await _simulate(platform, journal, size, output)
    finally:
        await journal.close()


async def _simulate(platform: Platform, journal: Journal, size: Size, output: Console) -> int:
    stage = Stage(platform)
    output.print(f"{stage.campaign_id}: {size.entries} entries, {size.orders} orders, seed {size.seed}")
    await stage.announce()
    with progress("entries", total=size.entries) as watch:
        entries = await stage.enter(fates.entries(size.entries, size.seed), AT_ONCE, watch)
    with progress("orders", total=size.orders) as watch:
        player = Player(platform, stage.campaign_id, entries)
        played = await player.play(fates.orders(size.orders, size.seed), AT_ONCE, watch)
    await stage.leave(entries, AT_ONCE)
    with progress("settled", total=size.orders) as watch:
        shown = await _settled(platform, sorted({one.merchant_id for one in entries}), played, watch)
    answered = _sums(entries, shown.values())
    recorded = await campaign_sums(journal.pool, stage.campaign_id)
    _print(answered, recorded, output)
    wrong = [f"{name}: the answers say {getattr(answered, name)}" for name in answered.differing(recorded)]
    wrong += _otherwise(shown, played)
    for what in wrong:
        output.print(f"✗ {what}", style="red", soft_wrap=True)
    if not wrong:
        output.print("✓ every order is as it should be, and the sums agree with the journal's", style="green")
    return 1 if wrong else 0


async def _settled(
    platform: Platform, merchants: Sequence[str], played: Mapping[str, Order], watch: Callable[[int], None]
) -> dict[str, dict[str, Any]]:
    """The orders as the API shows them, once all have ended: by their ids. Who takes too long is shown as it is."""
    shown: dict[str, dict[str, Any]] = {}
    deadline = asyncio.get_running_loop().time() + SETTLED_WITHIN
    while True:
        for merchant_id in merchants:
            async for one in _orders_of(platform, merchant_id):
                if one["id"] in played:
                    shown[one["id"]] = one
            watch(sum(1 for one in shown.values() if one["status"] in ("COMPLETED", "REFUNDED")))
        is_over = len(shown) == len(played) and all(
            one["status"] in ("COMPLETED", "REFUNDED") for one in shown.values()
        )
        if is_over or asyncio.get_running_loop().time() > deadline:
            return shown
        await asyncio.sleep(1)


async def _orders_of(platform: Platform, merchant_id: str) -> AsyncIterator[dict[str, Any]]:
    first = f"/v1/consumer-orders?merchant_id={merchant_id}&page_size={PAGE}"
    page = await platform.read(first)
    while True:
        for one in page["items"]:
            yield one
        if page["next_page_token"] is None:
            return
        page = await platform.read(f"{first}&page_token={page['next_page_token']}")


def _sums(entries: Sequence[Entry], orders: Iterable[Mapping[str, Any]]) -> CampaignSums:
    """What the answers of the API come to."""
    details = [one["details"] for one in orders]
    owed = [
        Decimal(one["compensation"]["amount"])
        for one in details
        if one["compensation"] and one["compensation"]["taken_back_at"] is None
    ]
    refunds = [_refunded(one) for one in details if one["refunds"]]
    return CampaignSums(
        registered=sum(1 for one in entries if one.fate != "refused"),
        refused=sum(1 for one in entries if one.fate == "refused"),
        active=sum(1 for one in entries if one.fate in ("active", "left")),
        rejected=sum(1 for one in entries if one.fate == "rejected"),
        left_it=sum(1 for one in entries if one.fate == "left"),
        orders=len(details),
        in_time=sum(1 for one in details if one["shipment"] and not one["late"]),
        late=sum(1 for one in details if one["late"]),
        compensated=len(owed),
        compensation=sum(owed, Decimal("0.00")),
        refunded=len(refunds),
        refunds=sum(refunds, Decimal("0.00")),
        violations=sum(1 for one in details if one["shipment"] and one["shipment"]["found_fake_by"]),
    )


def _refunded(details: Mapping[str, Any]) -> Decimal:
    return sum((Decimal(refund["amount"]) for refund in details["refunds"]), Decimal("0.00"))


def _otherwise(shown: Mapping[str, Mapping[str, Any]], played: Mapping[str, Order]) -> list[str]:
    """Orders that have not come to what they were to."""
    wrong = []
    for id, order in played.items():
        if id not in shown:
            wrong.append(f"consumer-order/{id} ({order.fate}) is not listed")
            continue
        details = shown[id]["details"]
        compensation = details["compensation"]
        came = (
            shown[id]["status"],
            bool(details["late"]),
            Decimal(compensation["amount"]) if compensation else Decimal("0.00"),
            _refunded(details),
        )
        wanted = (order.status, order.late, order.compensation, order.refund)
        if came != wanted:
            wrong.append(f"consumer-order/{id} ({order.fate}, {order.paid} yuan) came to {came}, not {wanted}")
    return wrong


def _print(answered: CampaignSums, recorded: CampaignSums, output: Console) -> None:
    table = Table(title="The campaign", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("")
    table.add_column("as the API answers", justify="right")
    table.add_column("by SQL from the journal", justify="right")
    for one in fields(CampaignSums):
        table.add_row(LABELS[one.name], str(getattr(answered, one.name)), str(getattr(recorded, one.name)))
    output.print(table)
