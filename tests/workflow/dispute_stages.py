"""Brings a dispute about an order that is elsewhere to a stage of its life; each returns the dispute's name."""

from typing import Any

from tests.workflow.house import House
from tests.workflow.order_stages import EVIDENCE, NOTE
from tests.workflow.stages import new_name

OTHER_EVIDENCE = {"reference": "evidence/ev_2", "sha256": "2" * 64}
STILL_OTHER_EVIDENCE = {"reference": "evidence/ev_3", "sha256": "3" * 64}


def opening(subject: str) -> dict[str, Any]:
    """The creator asks for arbitration."""
    return {
        "subject": subject,
        "opened_by": "creator",
        "creator_id": "c1",
        "merchant_id": "m1",
        "claim": NOTE,
        "evidence": [EVIDENCE],
    }


async def opened(house: House) -> str:
    name = new_name("ds")
    await house.send(name, "open", **opening(f"cooperation-order/co_of_{name}"))
    return name


async def ruled(house: House) -> str:
    """The merchant is found in default."""
    name = await opened(house)
    await house.send(name, "rule", outcome="cancel", in_default="merchant", reason=NOTE)
    return name


async def appealed(house: House) -> str:
    name = await ruled(house)
    await house.send(name, "appeal", by="merchant", evidence=[OTHER_EVIDENCE])
    return name


async def evidence_requested(house: House) -> str:
    name = await appealed(house)
    await house.send(name, "decide-appeal", decision="needs_more_evidence", reason=NOTE)
    return name
