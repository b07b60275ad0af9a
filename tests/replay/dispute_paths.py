"""The paths of orders that are disputed, and of their disputes: both sides' histories are kept."""

import asyncio
from datetime import timedelta

from tests.replay.arbitration import Arbitration
from tests.replay.order_paths import later
from tests.replay.path import Path, closes, kept_in, reaches, rings
from tests.workflow import order_stages as stages
from tests.workflow.dispute_stages import OTHER_EVIDENCE, STILL_OTHER_EVIDENCE
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.troubled_journal import Trouble

PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


@path
async def disputed_and_resumed(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.disputes.send(dispute, "add-evidence", by="creator", evidence=[OTHER_EVIDENCE])
    await arbitration.rule(dispute, "resume")
    await reaches(house, order, "DELIVERED")
    await house.send(order, "verify")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def disputed_for_longer_than_a_timer(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await rings(house, order)
    await arbitration.rule(dispute, "resume")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def disputed_while_a_request_to_cancel_was_pending(house: House, _: Trouble) -> str:
    order, arbitration = await stages.asked(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.rule(dispute, "resume")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def disputed_and_cancelled(house: House, _: Trouble) -> str:
    """The appeal is dismissed."""
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.rule(dispute, "cancel", in_default="creator")
    await closes(house, order)
    await arbitration.disputes.send(dispute, "appeal", by="creator", evidence=[OTHER_EVIDENCE])
    await arbitration.disputes.send(dispute, "decide-appeal", decision="upheld", reason=NOTE)
    await closes(arbitration.disputes, dispute)
    return order


@path
async def disputed_and_completed(house: House, _: Trouble) -> str:
    """The ruling is struck, and the order stays as it is (IX-24)."""
    order, arbitration = await stages.rejected(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order, by="creator")
    await arbitration.rule(dispute, "complete", in_default="merchant")
    await closes(house, order)
    await arbitration.disputes.refused(dispute, "appeal", by="merchant")
    await arbitration.disputes.send(dispute, "appeal", by="merchant", evidence=[OTHER_EVIDENCE])
    await arbitration.disputes.send(dispute, "decide-appeal", decision="struck", reason=NOTE)
    await closes(arbitration.disputes, dispute)
    return order


@path
async def dispute_with_more_evidence(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.rule(dispute, "cancel", in_default="creator")
    await arbitration.disputes.send(dispute, "appeal", by="creator", evidence=[OTHER_EVIDENCE])
    await arbitration.disputes.send(dispute, "decide-appeal", decision="needs_more_evidence", reason=NOTE)
    await arbitration.disputes.send(dispute, "add-evidence", by="creator", evidence=[STILL_OTHER_EVIDENCE])
    await arbitration.disputes.send(dispute, "decide-appeal", decision="upheld")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_whose_appeal_lapsed(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.rule(dispute, "cancel", in_default="creator")
    await arbitration.disputes.send(dispute, "appeal", by="creator", evidence=[OTHER_EVIDENCE])
    await arbitration.disputes.send(dispute, "decide-appeal", decision="needs_more_evidence", reason=NOTE)
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_withdrawn(house: House, _: Trouble) -> str:
    order, arbitration = await stages.on_air(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.disputes.refused(dispute, "withdraw", by="creator")
    await arbitration.disputes.send(dispute, "withdraw", by="merchant", note=NOTE)
    await arbitration.carry(dispute)
    await reaches(house, order, "LIVE")
    claim = {"claim": NOTE, "dispute_id": f"again-{dispute}"}
    await house.refused(order, "open-dispute", by="merchant", **claim)
    await house.send(order, "deliver")
    await house.send(order, "verify")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_settled(house: House, _: Trouble) -> str:
    order, arbitration = await stages.asked(house, later(), by="creator"), Arbitration(house)
    dispute = await arbitration.ask(order, by="creator")
    await house.send(order, "confirm-cancellation", by="merchant")
    await closes(house, order)
    await arbitration.settle(order)
    await closes(arbitration.disputes, dispute)
    return order


@path
async def dispute_settled_and_ruled_at_once(house: House, _: Trouble) -> str:
    """The agreement reaches the order first: the ruling that crosses it changes nothing there (IX-22)."""
    order, arbitration = await stages.asked(house, later(), by="creator"), Arbitration(house)
    dispute = await arbitration.ask(order)
    await asyncio.gather(
        house.send(order, "confirm-cancellation", by="merchant"),
        arbitration.disputes.send(dispute, "rule", outcome="resume"),
    )
    await closes(house, order)
    await arbitration.carry(dispute)
    await arbitration.settle(order)
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_escalated(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await happens(arbitration.disputes, dispute, "DisputeEscalated")
    await arbitration.rule(dispute, "complete")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_extended(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    until = (await arbitration.disputes.events(dispute))[0].occurred_at + timedelta(seconds=7)
    extension = {"deadline": "ruling_due", "until": until.isoformat(), "reason": NOTE}
    await arbitration.disputes.send(dispute, "extend", **extension)
    await happens(arbitration.disputes, dispute, "DisputeEscalated")
    await arbitration.rule(dispute, "complete")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_moved_by_the_test_clock(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.disputes.send(dispute, "advance", by="P1D")
    await arbitration.rule(dispute, "resume")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_rehydrated(house: House, _: Trouble) -> str:
    order, arbitration = await stages.delivered(house, later()), Arbitration(house)
    dispute = await arbitration.ask(order)
    await arbitration.disputes.terminate(dispute)
    await house.terminate(order)
    await arbitration.disputes.start(dispute)
    await arbitration.rule(dispute, "resume")
    await closes(arbitration.disputes, dispute)
    return await closes(house, order)


@path
async def dispute_opened_by_ops(house: House, _: Trouble) -> str:
    order, arbitration = await stages.effective(house, later()), Arbitration(house)
    dispute = await arbitration.open(order)
    await arbitration.disputes.send(dispute, "withdraw", by="ops")
    await closes(arbitration.disputes, dispute)
    await house.send(order, "request-cancellation", by="creator")
    await house.send(order, "confirm-cancellation", by="merchant")
    return await closes(house, order)
