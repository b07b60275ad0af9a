"""The transitions of a rival as ours makes them: decided by the rules from the facts, appended to the hash chain."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bench.lifecycles import PRODUCT, SERVICE
from bench.rivals import rows
from luyue.activities.handle import Handle
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.shipment import SHIPMENT
from luyue.journal.journal import Journal
from luyue.workflows.messages import HandleCall, Issued

_KINDS: Mapping[str, Kind[Any]] = {"request": SAMPLE_REQUEST, "shipment": SHIPMENT}


class Ruled:
    """`handle`, without a workflow of Temporal's around it."""

    def __init__(self, journal: Journal) -> None:
        self._handle = Handle(journal, list(_KINDS.values()), test_clock=True)

    async def act(self, kind: str, id: str, number: int, fields: dict[str, Any]) -> str:
        """Makes the transition to the stage of this number and returns the status then; again changes nothing."""
        now = datetime.now(UTC)
        name = rows.STAGES[kind][number - 1].command
        payload = fields if kind == "request" else _told(id, number, fields, now)
        issued = Issued(name=name, payload=payload, actor=SERVICE, at=now, command_id=f"{id}:{number}")
        of = _KINDS[kind]
        call = HandleCall(kind=of.name, id=f"{of.id_prefix}_{id}", now=now, command=issued, recall=number == 1)
        outcome = await self._handle.handle(call)
        if outcome.refused is not None:
            raise AssertionError(f"{kind}/{id} {name}: {outcome.refused}")
        return outcome.status


def _told(id: str, number: int, fields: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a shipment is told of its request, as luyue.domain.sample_request.links makes it."""
    if number == 2:
        return {"received_at": now.isoformat()}
    return {
        "obligation": f"sample-request/sr_{id}",
        "merchant_id": PRODUCT.merchant_id,
        "creator_id": f"c{id}",
        "product_id": f"p{id}",
        **fields,
        "not_before": now.isoformat(),
        "since": now.isoformat(),
    }
