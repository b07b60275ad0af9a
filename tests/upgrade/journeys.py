"""Processes of all kinds and their ways to an end, a step at a time; who takes a step repeats it until it is known."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api import campaigns
from tests.e2e.orders import CLAIM, EVIDENCE, OnHttp, OrderScene
from tests.e2e.scene import Caller

PAID = {"paid_amount": "300.50", "region": "33", "ship_within": "PT48H"}
IN_THE_END = {
    "sample-request": {"BREACHED"},
    "cooperation-order": {"COMPLETED"},
    "dispute": {"FINAL"},
    "campaign-entry": {"LEFT"},
    "consumer-order": {"COMPLETED"},
    "shipment": {"RELEASED", "DELIVERED", "VIOLATION", "REGISTERED", "WARNED"},
    "merchant-account": {"OPEN"},
}


@dataclass(frozen=True)
class Step:
    """A command of a process; `at` is another address than the process's own, `when` the status to wait for first."""

    name: str
    by: str
    body: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    when: str = ""


@dataclass
class Journey:
    """A process on its way. `sent` are the ids of acknowledged commands; `waits_for` must have gone on first."""

    scene: OrderScene
    kind: str
    id: str
    path: str
    steps: list[Step]
    taken: int = 0
    sent: list[str] = field(default_factory=list)
    waits_for: "Journey | None" = None

    @property
    def stream(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def is_over(self) -> bool:
        return self.taken == len(self.steps)

    @property
    def can_go_on(self) -> bool:
        return not self.is_over and (self.waits_for is None or self.waits_for.taken > 0)

    async def go_on(self) -> None:
        """Takes the next step, which must be carried out."""
        step = self.steps[self.taken]
        if step.when:
            await OnHttp(self.scene, self.kind, self.id).reaches(step.when)
        caller: Caller = getattr(self.scene, step.by)
        path = step.at or f"{self.path}/{step.name}"
        key = f"{self.taken}-{step.name}"
        answer = await caller.insist("POST", path, step.body, Idempotency_Key=key)
        assert answer.is_success, f"{self.stream} {step.name}: {answer.text}"
        self.sent.append(caller.command_id(path, key))
        self.taken += 1

    async def to(self, stage: int) -> "Journey":
        while self.taken < stage:
            await self.go_on()
        return self


async def family(scene: OrderScene, number: int) -> list[Journey]:
    """One process of each kind about one merchant, creator and product; each fourth order is disputed."""
    await scene.set()
    begun = [await begin(scene, number) for begin in (sample_request, order, entry, purchase, account)]
    if number % 4 == 0:
        begun.append(await dispute(begun[1]))
    return begun


async def sample_request(scene: OrderScene, number: int) -> Journey:
    steps = [
        Step("approve", "merchant"),
        Step("ship", "merchant", scene.shipment),
        Step("confirm-receipt", "creator"),
    ]
    journey = await _opened(scene, "sample-request", "creator", "/v1/sample-requests", scene.application, steps)
    steps.append(_advance(journey, days=17))
    return await journey.to(number % 3)


async def order(scene: OrderScene, number: int) -> Journey:
    steps = [
        Step("accept", "creator"),
        Step("go-live", "creator", {"live_session_id": scene.session_id}),
        Step("deliver", "creator"),
    ]
    is_disputed = number % 4 == 0
    if is_disputed:
        steps.append(Step("open-dispute", "merchant", {"claim": CLAIM, "evidence": [EVIDENCE]}))
    journey = await _opened(scene, "cooperation-order", "merchant", "/v1/cooperation-orders", scene.offer, steps)
    await journey.to(4 if is_disputed else number % 3)
    steps.append(Step("verify", "merchant", when="DELIVERED"))
    return journey


async def dispute(about: Journey) -> Journey:
    """The dispute that the last step of an order has asked for, once its process is there."""
    id = (await about.scene.ops.insist("GET", about.path)).json()["details"]["dispute_id"]
    journey = Journey(about.scene, "dispute", id, f"/v1/disputes/{id}", [Step("rule", "ops", {"outcome": "resume"})])
    journey.steps.append(_advance(journey, days=8))
    about.waits_for = journey
    return journey


async def entry(scene: OrderScene, number: int) -> Journey:
    campaign = await campaigns.announce(scene)
    steps = [Step("approve", "ops"), Step("leave", "merchant", {"reason": CLAIM})]
    path = f"/v1/campaigns/{campaign}/entries"
    journey = await _opened(scene, "campaign-entry", "merchant", path, campaigns.registration(scene), steps)
    return await journey.to(number % 2)


async def purchase(scene: OrderScene, number: int) -> Journey:
    paid = {
        **PAID,
        "merchant_id": scene.merchant_id,
        "product_id": scene.product_id,
        "paid_at": datetime.now(UTC).isoformat(),
        "consignee_id": scene.contact_id,
    }
    parcel = {"carrier": "SF", "tracking_no": f"C{scene.tracking_no}"}
    steps = [Step("ship", "merchant", parcel), Step("confirm-receipt", "service")]
    journey = await _opened(scene, "consumer-order", "service", "/v1/consumer-orders", paid, steps)
    return await journey.to(number % 2)


async def account(scene: OrderScene, number: int) -> Journey:
    body = {"merchant_id": scene.merchant_id, "categories": ["food_and_beverages"]}
    steps = [Step("pay-deposit", "service", {"amount": "5000.00"})]
    journey = await _opened(scene, "merchant-account", "merchant", "/v1/merchant-accounts", body, steps)
    steps.append(_advance(journey, days=40))
    return await journey.to(number % 2)


async def _opened(scene: OrderScene, kind: str, by: str, path: str, body: dict[str, Any], steps: list[Step]) -> Journey:
    caller: Caller = getattr(scene, by)
    key = f"open-{scene.product_id}"
    answer = await caller.insist("POST", path, body, Idempotency_Key=key)
    assert answer.status_code == 201, f"{kind}: {answer.text}"
    at = answer.headers["location"]
    return Journey(scene, kind, answer.json()["id"], at, steps, sent=[caller.command_id(path, key)])


def _advance(journey: Journey, *, days: int) -> Step:
    by = f"PT{round(timedelta(days=days).total_seconds())}S"
    return Step("advance", "ops", {"by": by}, at=f"/v1/test-clock/{journey.stream}/advance")


def every_third(journeys: list[Journey], number: int) -> list[Journey]:
    """A third of those that can go on."""
    return [one for place, one in enumerate(journeys) if place % 3 == number and one.can_go_on]
