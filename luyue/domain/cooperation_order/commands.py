"""The commands of a cooperation order. Texts are referred to, never contained.

`by` says which side a command comes from, where either may send it; commands without it are one side's alone (see
view.py). `dispute-ended` comes from the router, never from a party.
"""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from luyue.domain.arbitration import Outcome, Pieces
from luyue.domain.cooperation_order.agreement import Advertising, OfferedProduct, Sending, Side
from luyue.domain.facts import FactStream
from luyue.domain.messages import Command, Identifier, Moment, NewProcess
from luyue.domain.process import Note

OVER_HTTP = "at"
"""The contract's name for a time that a party states; in a signal `at` is the time at which the signal was issued."""


class Propose(Command):
    """The merchant offers a creator terms (CO-01). Judged by the rules as a whole, so that all faults are told."""

    merchant_id: Identifier
    creator_id: Identifier
    form: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
    products: tuple[OfferedProduct, ...] = Field(max_length=200)
    advertising: Advertising | None = None
    latest_broadcast_at: Moment
    note: Note | None = None


class Accept(Command):
    """The creator's: the order takes effect (CO-03)."""


class Decline(Command):
    """The creator's (CO-03)."""

    reason: Note | None = None


class Withdraw(Command):
    """The merchant's, as long as the offer is not accepted (CO-03)."""


class RequestCancellation(Command):
    """One side asks to cancel; where the other has asked already, both have agreed (CO-04, IX-19)."""

    by: Sending
    reason: Note | None = None


class ConfirmCancellation(Command):
    """The other side agrees to cancel (CO-04)."""

    by: Sending


class DeclineCancellation(Command):
    """The other side does not agree to cancel: the order goes on (CO-04)."""

    by: Sending


class Cancel(Command):
    """One side alone: the merchant after the latest time (CO-05), the creator when the merchant has left (IX-14)."""

    by: Sending


class GoLive(Command):
    """The creator's. Names the live session, or the video of an order of video form (IX-21).

    `started_at` is when it began, if that was earlier. A claim: it starts the clocks, but does not undo lateness.
    """

    model_config = ConfigDict(populate_by_name=True)

    live_session_id: Identifier | None = None
    video_id: Identifier | None = None
    started_at: Moment | None = Field(None, alias=OVER_HTTP)


class EndBroadcast(Command):
    """The creator's. `ended_at` is when it ended, if that was earlier."""

    model_config = ConfigDict(populate_by_name=True)

    ended_at: Moment | None = Field(None, alias=OVER_HTTP)


class Deliver(Command):
    """The creator's (CO-06); what was shown is read from the facts, the sessions named are references."""

    note: Note | None = None
    live_session_ids: tuple[Identifier, ...] = Field((), max_length=20)


class Verify(Command):
    """The merchant accepts the delivery (CO-07), also after all (CO-08)."""


class RejectDelivery(Command):
    """The merchant's: verification failed (CO-08)."""

    reason: Note


class ProposeRebroadcast(Command):
    """A new latest time; replaces any other proposal, and agrees to the other side's where it is the same (CO-08)."""

    by: Sending
    latest_broadcast_at: Moment


class AgreeRebroadcast(Command):
    """`latest_broadcast_at`, where given, is what is agreed to: proposals may cross."""

    by: Sending
    latest_broadcast_at: Moment | None = None


class DeclineRebroadcast(Command):
    """No to the other side's proposal (CO-08)."""

    by: Sending


class OpenDispute(Command):
    """Either side's: arbitration is asked for, and the order's deadlines stop (CO-09). The dispute begins with it."""

    by: Sending
    dispute_id: Annotated[Identifier, NewProcess("ds")]
    claim: Note
    evidence: Pieces = ()


class DisputeEnded(Command):
    """A dispute is over, by ruling or otherwise: the order goes on with the time left, or ends (CO-09, IX-30)."""

    dispute_id: Identifier
    outcome: Outcome
    in_default: Side | None = None
    withdrawn_by: Side | None = None


class Observe(Command):
    """A report that may concern the order has come in; what it says is read from the facts."""

    source: FactStream


COMMANDS: dict[str, type[Command]] = {
    "propose": Propose,
    "accept": Accept,
    "decline": Decline,
    "withdraw": Withdraw,
    "request-cancellation": RequestCancellation,
    "confirm-cancellation": ConfirmCancellation,
    "decline-cancellation": DeclineCancellation,
    "cancel": Cancel,
    "go-live": GoLive,
    "end-broadcast": EndBroadcast,
    "deliver": Deliver,
    "verify": Verify,
    "reject-delivery": RejectDelivery,
    "propose-rebroadcast": ProposeRebroadcast,
    "agree-rebroadcast": AgreeRebroadcast,
    "decline-rebroadcast": DeclineRebroadcast,
    "open-dispute": OpenDispute,
    "dispute-ended": DisputeEnded,
    "observe": Observe,
}
