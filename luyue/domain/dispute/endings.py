"""What the end of a dispute means, in the words of the rule behind it (DS-01 to DS-04)."""

from collections.abc import Mapping

from luyue.domain.dispute.messages import ClosedReason
from luyue.domain.dispute.state import WITHDRAWN, Dispute
from luyue.domain.endings import Ending, ending_by

BY_WITHDRAWAL = ending_by(
    "DS-01",
    "申请仲裁的一方撤回了申请;就同一事项,该方不得再次申请。",
    "The side that had asked for arbitration withdrew it, and can never ask for it again on the same subject.",
)

CLOSED: Mapping[ClosedReason, Ending] = {
    "settled": ending_by(
        "IX-22",
        "双方协商一致取消了所涉流程,争议随之了结。",
        "The parties agreed to cancel what was disputed, which settled the dispute.",
    ),
    "not_appealed": ending_by(
        "DS-02",
        "双方均未在期限内申诉,裁定为终局。",
        "Nobody appealed in time: the ruling is final.",
    ),
    "appeal_dismissed": ending_by(
        "DS-02",
        "申诉经审查被驳回,维持原裁定;申诉仅可提出一次,结果为终局。",
        "The appeal was dismissed and the ruling stands: one appeal is possible, and its outcome is final.",
    ),
    "evidence_not_brought": ending_by(
        "DS-03",
        "申诉方未在期限内补充证据,申诉关闭,不得再次申诉。",
        "The evidence requested was not brought in time: the appeal is closed, and no further one is possible.",
    ),
    "ruling_struck": ending_by(
        "DS-04",
        "申诉成立,原裁定予以撤销,并启动保证金退还。",
        "The appeal succeeded: the ruling is struck, and the deposit's return has begun.",
    ),
}


def ending(state: Dispute) -> Ending | None:
    """How the dispute ended; None as long as it is undecided."""
    if state.status == WITHDRAWN and state.closed_reason is None:
        return BY_WITHDRAWAL
    return next((one for reason, one in CLOSED.items() if reason == state.closed_reason), None)
