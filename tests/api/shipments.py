"""Shipments for tests of the API, which nobody begins by HTTP: told of by what the router would tell them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from luyue.workflows.messages import Outcome, Start
from tests.api.client import Scene, unique

SHIPPED = datetime.now(UTC) - timedelta(hours=20)
APPROVED = SHIPPED - timedelta(hours=1)


class Shipments:
    """Parcels of the scene's merchant to its creator, uploaded 20 h ago."""

    def __init__(self, scene: Scene, temporal: Client, task_queue: str) -> None:
        self._scene = scene
        self._temporal = temporal
        self._task_queue = task_queue

    async def begun(self, **changes: Any) -> str:
        """The path of a new one."""
        id = f"sh_{unique('sr')}"
        given = {
            "obligation": f"sample-request/{id.removeprefix('sh_')}",
            "merchant_id": self._scene.merchant_id,
            "creator_id": self._scene.creator_id,
            "product_id": self._scene.product_id,
            "carrier": "SF",
            "tracking_no": unique("SF"),
            "not_before": APPROVED.isoformat(),
            "since": SHIPPED.isoformat(),
        }
        await self.tell(f"/v1/shipments/{id}", "register", **given | changes)
        return f"/v1/shipments/{id}"

    async def tell(self, path: str, name: str, **payload: Any) -> Outcome:
        """A command from the router."""
        start = WithStartWorkflowOperation(
            "shipment",
            Start(),
            id=f"shipment/{path.rpartition('/')[2]}",
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        sent = {"actor": "service:router", "at": SHIPPED.isoformat(), "command_id": unique("told"), **payload}
        return await self._temporal.execute_update_with_start_workflow(
            name, args=[sent], start_workflow_operation=start, result_type=Outcome
        )

    async def observe(self, path: str) -> Outcome:
        """It looks at what was reported."""
        return await self.tell(path, "observe", source="parcel/SF:1", at=datetime.now(UTC).isoformat())

    async def scan(self, path: str, *scans: dict[str, Any], **more: Any) -> Outcome:
        """Scans of its parcel are reported over HTTP and routed."""
        details = (await self._scene.ops.get(path)).json()["details"]
        parcel = f"/v1/parcels/{details['carrier']['code']}/{details['tracking_no']}/tracks"
        reported = await self._scene.service.post(parcel, {"tracks": scans, **more})
        assert reported.status_code == 200, reported.text
        return await self.observe(path)


def scan(kind: str, hours: float, place: str | None = None) -> dict[str, Any]:
    """A scan so many hours after the upload."""
    return {"kind": kind, "at": (SHIPPED + timedelta(hours=hours)).isoformat(), "place": place}
