"""Campaigns in tests of the API: announced around now, and entered by the scene's merchant."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.client import Scene, unique

DAY = timedelta(days=1)


async def announce(scene: Scene, **changes: Any) -> str:
    """Ops announce a campaign that can be entered now; registration closes in 5 days, the event begins in 2 and ends
    in 9. Returns its id."""
    id, now = unique("e"), datetime.now(UTC).replace(microsecond=0)
    windows = {
        "registration_from": now - DAY,
        "registration_until": now + 5 * DAY,
        "event_from": now + 2 * DAY,
        "event_until": now + 9 * DAY,
    }
    shown = {name: moment.isoformat() for name, moment in windows.items()}
    answer = await scene.ops.put(f"/v1/campaigns/{id}", {"title": "年货节", **shown, **changes})
    assert answer.status_code == 200, answer.text
    return id


def registration(scene: Scene, **changes: Any) -> dict[str, Any]:
    """What the scene's merchant registers its product with."""
    return {"merchant_id": scene.merchant_id, "product_id": scene.product_id, **changes}


async def entered(scene: Scene, campaign_id: str | None = None, **changes: Any) -> str:
    """The path of a new entry."""
    campaign_id = campaign_id or await announce(scene)
    answer = await scene.merchant.post(f"/v1/campaigns/{campaign_id}/entries", registration(scene, **changes))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])
