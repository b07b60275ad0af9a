"""The way of a sample request, step by step (SR-15): what is done, what comes next by when, and where it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from luyue.domain.facts import Track
from luyue.domain.messages import Event, Happened, Moment, Value
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline
from luyue.domain.promotion import Candidate
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.kind import SAMPLE_REQUEST
from luyue.domain.sample_request.state import SampleRequest
from luyue.domain.sample_request.view import UNLESS_PUT_RIGHT

StepName = Literal["apply", "approval", "shipping", "logistics", "receipt", "promotion"]
StepState = Literal["done", "current", "to_come", "ended", "skipped"]

_CLOSING: tuple[type[Event], ...] = (
    m.SampleRequestRefused,
    m.SampleRequestRejected,
    m.SampleRequestWithdrawn,
    m.SampleRequestCancelled,
    m.SampleRequestFulfilled,
    m.SampleRequestBreached,
)


class Step(Value):
    """`ended`: the request was closed in this step; `skipped`: it was closed before.

    `due_at` is by when the step is to be done, or `then` happens. `late`: not shipped in time (SR-07);
    `automatic`: receipt was confirmed by time; `tracks` are logistics', `contents` promotion's.
    """

    name: StepName
    state: StepState
    started_at: Moment | None = None
    finished_at: Moment | None = None
    due_at: Moment | None = None
    then: str | None = None
    late: bool = False
    automatic: bool = False
    tracks: tuple[Track, ...] = ()
    contents: tuple[Candidate, ...] = ()


class Next(Value):
    """What time does next, and when. `warning_window`: until then a fake shipment is to be put right (IX-09)."""

    deadline: str
    due_at: Moment
    then: str


class Progress(Value):
    """All steps in order. `next` is None when nothing is due any more."""

    status: str
    closed_reason: str | None
    closed_at: Moment | None
    steps: tuple[Step, ...]
    next: Next | None


@dataclass(frozen=True)
class _Phase:
    """A step's start and end as far as they are known; the first of `deadlines` that is running bounds it."""

    name: StepName
    started_at: datetime | None
    finished_at: datetime | None
    deadlines: tuple[str, ...] = ()


def progress(state: SampleRequest, policy: Policy, history: Sequence[Happened], tracks: Sequence[Track]) -> Progress:
    """The steps of a request with this history, and with its parcel's tracks as far as they are known."""
    running = [*SAMPLE_REQUEST.deadlines(state, policy), *_put_right(state)]
    closed_at = _closed_at(state, history)
    scans = tuple(sorted(tracks, key=lambda track: track.at))
    steps = {phase.name: _step(phase, running, closed_at) for phase in _phases(state, scans)}
    steps["shipping"] = steps["shipping"].model_copy(update={"late": state.late})
    steps["logistics"] = steps["logistics"].model_copy(update={"tracks": scans})
    steps["receipt"] = steps["receipt"].model_copy(update={"automatic": state.received_automatically})
    steps["promotion"] = steps["promotion"].model_copy(update={"contents": state.contents})
    nearest = min(running, key=lambda deadline: deadline.due_at, default=None)
    return Progress(
        status=state.status,
        closed_reason=state.closed_reason,
        closed_at=closed_at,
        steps=tuple(steps.values()),
        next=Next(deadline=nearest.name, due_at=nearest.due_at, then=nearest.then) if nearest else None,
    )


def _put_right(state: SampleRequest) -> list[Deadline]:
    """The end of a fake shipment's warning, which its own process watches: until then the receipt clock is stopped."""
    warning = state.warning
    if warning is None or state.status != s.SHIPPED:
        return []
    return [
        Deadline(
            name="warning_window",
            since=warning.warned_at,
            due_at=warning.due_at,
            judged_at=warning.due_at,
            then=UNLESS_PUT_RIGHT,
        )
    ]


def _phases(state: SampleRequest, scans: Sequence[Track]) -> list[_Phase]:
    accepted_at = None if state.status == s.REFUSED else state.created_at
    shipment = state.shipment
    shipped_at = shipment.shipped_at if shipment else None
    delivered_at = shipment.delivered_at if shipment else None
    scanned_at = next((scan.at for scan in scans if scan.kind == "delivered"), None)
    return [
        _Phase("apply", state.created_at, accepted_at),
        _Phase("approval", accepted_at, state.approved_at, ("approval_window",)),
        _Phase("shipping", state.approved_at, shipped_at, ("shipping_due", "shipping_cutoff")),
        # A parcel that was received has arrived, whatever its tracks say.
        _Phase("logistics", shipped_at, delivered_at or scanned_at or state.received_at, ("warning_window",)),
        _Phase("receipt", shipped_at, state.received_at, ("receipt_window", "warning_window")),
        _Phase(
            "promotion",
            state.promotion_since,
            state.fulfilled_at,
            ("promotion_window", "video_retention", "live_cart_minimum"),
        ),
    ]


def _step(phase: _Phase, running: Sequence[Deadline], closed_at: datetime | None) -> Step:
    bounding = sorted(
        (deadline for deadline in running if deadline.name in phase.deadlines),
        key=lambda deadline: (phase.deadlines.index(deadline.name), deadline.due_at),
    )
    state = _state(phase, closed_at)
    bound = bounding[0] if bounding and phase.finished_at is None else None
    return Step(
        name=phase.name,
        state=state,
        started_at=phase.started_at,
        finished_at=closed_at if state == "ended" else phase.finished_at,
        due_at=bound.due_at if bound else None,
        then=bound.then if bound else None,
    )


def _state(phase: _Phase, closed_at: datetime | None) -> StepState:
    if phase.finished_at is not None:
        return "done"
    if phase.started_at is None:
        return "to_come" if closed_at is None else "skipped"
    return "current" if closed_at is None else "ended"


def _closed_at(state: SampleRequest, history: Sequence[Happened]) -> datetime | None:
    """When a request was closed, for the last time if it was reinstated; None while it is open."""
    if state.status in s.OPEN:
        return None
    return max((one.at for one in history if isinstance(one.event, _CLOSING)), default=None)
