"""A merchant's slow parcels (SH-08), and numbers used before (SH-02), as the journal finds them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.activities.handle import Handle
from luyue.domain.facts import Consignee, ParcelTracks, Track
from luyue.domain.shipment import SHIPMENT
from luyue.journal import slow_parcels
from luyue.journal.journal import Journal
from luyue.workflows.messages import HandleCall, Issued
from tests.journal.test_plans import plan

# Reports count only where they were in by then: what is recorded now must not be far in the past.
START = datetime.now(UTC)
HOUR = timedelta(hours=1)


class Shipments:
    """Sends parcels on their way."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._handle = Handle(journal, [SHIPMENT], test_clock=False)

    async def register(self, id: str, number: str, merchant_id: str = "m1", **changes: Any) -> str:
        given: dict[str, Any] = {
            "obligation": f"consumer-order/{id}",
            "merchant_id": merchant_id,
            "product_id": "p1",
            "carrier": "SF",
            "tracking_no": number,
            "not_before": START.isoformat(),
            "since": START.isoformat(),
        }
        return await self._send(id, START + HOUR, "register", **given | changes)

    async def scan(self, number: str, *scans: tuple[Any, datetime]) -> None:
        tracks = tuple(Track(kind=kind, at=at) for kind, at in scans)
        await self._journal.facts.report(
            f"parcel/SF:{number}", ParcelTracks(tracks=tracks), actor="service:test", command_id=str(scans), at=START
        )

    async def observe(self, id: str, at: datetime) -> str:
        return await self._send(id, at, "observe", source="parcel/SF:1")

    async def wait(self, id: str, until: datetime) -> str:
        return (await self._handle.handle(HandleCall(kind="shipment", id=id, now=until))).status

    async def _send(self, id: str, at: datetime, name: str, **payload: Any) -> str:
        issued = Issued(name=name, payload=payload, actor="service:test", at=at, command_id=f"{id}:{name}:{at}")
        return (await self._handle.handle(HandleCall(kind="shipment", id=id, now=at, command=issued))).status


async def listed(journal: Journal, merchant_id: str = "m1") -> list[tuple[str, str]]:
    found = await slow_parcels.slow_parcels(journal.pool, merchant_id, "", 10)
    return [(one.id, one.stage) for one in found]


async def test_sh_08_slow_parcels_are_listed_as_long_as_they_are_slow(journal: Journal) -> None:
    shipments = Shipments(journal)
    for id, merchant in (("sh_1", "m1"), ("sh_2", "m1"), ("sh_3", "m2")):
        await shipments.scan(f"number-{id[-1]}", ("pickup", START), ("transit_centre", START + HOUR))
        assert await shipments.register(id, f"number-{id[-1]}", merchant) == "IN_TRANSIT"
        await shipments.wait(id, START + 122 * HOUR)
    assert await listed(journal) == []
    for id in ("sh_1", "sh_2", "sh_3"):
        await shipments.wait(id, START + 122 * HOUR + timedelta(seconds=1))
    assert await listed(journal) == [("sh_1", "transit_to_delivery"), ("sh_2", "transit_to_delivery")]
    assert await listed(journal, "m2") == [("sh_3", "transit_to_delivery")]
    [first] = await slow_parcels.slow_parcels(journal.pool, "m1", "", 1)
    assert (first.obligation, first.tracking_no, first.since) == ("consumer-order/sh_1", "number-1", START + HOUR)
    assert [one.id for one in await slow_parcels.slow_parcels(journal.pool, "m1", "sh_1", 9)] == ["sh_2"]
    await shipments.scan("number-1", ("delivered", START + 130 * HOUR))
    assert await shipments.observe("sh_1", START + 131 * HOUR) == "DELIVERED"
    assert await listed(journal) == [("sh_2", "transit_to_delivery")]


async def test_sh_08_they_are_found_along_their_index(journal: Journal) -> None:
    planned = await plan(journal, slow_parcels.PAGE, 3)
    assert "processes_slow" in planned
    assert "Seq Scan" not in planned
    assert "Sort" not in planned


async def test_sh_02_a_number_is_found_where_it_was_used(journal: Journal) -> None:
    shipments = Shipments(journal)
    for contact, digit in (("k1", "1"), ("k2", "2"), ("k3", "1")):
        consignee = Consignee(person=digit * 64, address="a" * 64)
        await journal.facts.report(
            f"consignee/{contact}", consignee, actor="service:test", command_id=contact, at=START
        )
    assert await shipments.register("sh_1", "number-1", consignee_id="k1") == "REGISTERED"
    assert await shipments.register("sh_2", "number-2", consignee_id="k2") == "REGISTERED"
    # IX-11: the same person and address, by another contact.
    assert await shipments.register("sh_3", "number-1", consignee_id="k3") == "REGISTERED"
    assert await shipments.register("sh_4", "number-1", consignee_id="k2") == "WARNED"
