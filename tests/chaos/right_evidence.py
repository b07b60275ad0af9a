"""A journal that is right, for the checker to judge: a few processes and reports, each written as the service does."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.policy import DEFAULT_POLICY
from tests.chaos.checker.commands import command_id
from tests.chaos.checker.evidence import Event, Evidence, Request
from tests.chaos.journal_as_written import command, events, fact_rows, process
from tests.chaos.right_reports import REPORTS, SHOWCASE, facts

T0 = datetime(2026, 3, 1, 8, tzinfo=UTC)
DUE = T0 + timedelta(hours=48)
READ_AT = T0 + timedelta(hours=60)
APPLICATION = {"creator_id": "c1", "merchant_id": "m1", "product_id": "p1", "policy_version": "1"}
NEIGHBOURS = {"creator_id": "c3", "merchant_id": "m3", "product_id": "p3", "policy_version": "2"}
OPEN, CLOSED, NEIGHBOUR = "sample-request/sr_open", "sample-request/sr_closed", "sample-request/sr_next"
REFUSED_ONE, LATE = "sample-request/sr_refused", "consumer-order/co_late"
TIMER = f"timer:approval_window@{DUE.isoformat()}"
APPROVED_AT = READ_AT - timedelta(hours=20)
POLICY = DEFAULT_POLICY.model_dump(mode="json")
UNSHIPPED_REFUND = timedelta(hours=168)
TOGETHER = 900
"""The transaction in which two processes' approvals were written by one statement."""


def request(path: str, actor: str, *answers: Mapping[str, Any]) -> Request:
    return Request(actor, "POST", path, "k" + path[-6:], True, answers)


def answered(id: str, version: int, status: str, code: int = 200, kind: str = "sample_request") -> dict[str, Any]:
    return {"status": code, "kind": kind, "id": id, "version": version, "process_status": status}


APPLY_OPEN = request("/v1/sample-requests", "creator:c1", answered("sr_open", 1, "PENDING", 201))
APPROVE = request("/v1/sample-requests/sr_open/approve", "merchant:m1", answered("sr_open", 2, "AWAITING_SHIPMENT"))
APPLY_CLOSED = request("/v1/sample-requests", "creator:c2", answered("sr_closed", 1, "PENDING", 201))
APPLY_NEXT = request("/v1/sample-requests", "creator:c3", answered("sr_next", 1, "PENDING", 201))
APPROVE_NEXT = request(
    "/v1/sample-requests/sr_next/approve", "merchant:m3", answered("sr_next", 2, "AWAITING_SHIPMENT")
)
APPLY_REFUSED = request("/v1/sample-requests", "creator:c4", {"status": 422, "code": "refused", "id": "sr_refused"})
PLACE = request(
    "/v1/consumer-orders", "service:s", answered("co_late", 1, "AWAITING_SHIPMENT", 201, kind="consumer_order")
)
REFUSED = request("/v1/sample-requests/sr_closed/approve", "merchant:m1", {"status": 409, "code": "not-allowed"})
UNKNOWN = request("/v1/sample-requests/sr_open/ship", "merchant:m1", {"status": 503, "code": "unavailable"})


def _approved(
    stream: str, application: Mapping[str, Any], apply: Request, approve: Request, at: datetime
) -> list[Event]:
    begun_at = T0 + timedelta(hours=30)
    return events(
        stream,
        ("SampleRequested", application, apply.actor, command_id(apply), begun_at, begun_at),
        ("SampleRequestApproved", {"note": None}, approve.actor, command_id(approve), at, APPROVED_AT),
        transactions=[TOGETHER - 1, TOGETHER],
    )


def of_open() -> list[Event]:
    return _approved(OPEN, APPLICATION, APPLY_OPEN, APPROVE, APPROVED_AT)


def of_neighbour() -> list[Event]:
    return _approved(NEIGHBOUR, NEIGHBOURS, APPLY_NEXT, APPROVE_NEXT, APPROVED_AT - timedelta(milliseconds=3))


def of_closed(recorded_at: datetime = DUE + timedelta(seconds=1), at: datetime = DUE) -> list[Event]:
    cancelled = {"closed_reason": "approval_timeout"}
    return events(
        CLOSED,
        ("SampleRequested", {**APPLICATION, "creator_id": "c2"}, "creator:c2", command_id(APPLY_CLOSED), T0, T0),
        ("SampleRequestCancelled", cancelled, "timer:approval_window", TIMER, at, recorded_at),
        transactions=[5, 6],
    )


def of_refused() -> list[Event]:
    data: dict[str, Any] = {**APPLICATION, "creator_id": "c4", "merchant_id": None, "violations": []}
    return events(REFUSED_ONE, ("SampleRequestRefused", data, "creator:c4", command_id(APPLY_REFUSED), T0, T0))


def of_late() -> list[Event]:
    paid_at, due_at = READ_AT - timedelta(hours=26), READ_AT - timedelta(hours=2)
    placed = {"merchant_id": "m5", "product_id": "p5", "paid_at": paid_at.isoformat(), "ship_within": "PT24H"}
    timer, fired_at = f"timer:shipping_due@{due_at.isoformat()}", due_at + timedelta(seconds=1)
    overdue = {"due_at": due_at.isoformat(), "excused": False, "points": 3}
    return events(
        LATE,
        ("ConsumerOrderPlaced", {**placed, "policy_version": "1"}, "service:s", command_id(PLACE), paid_at, paid_at),
        ("ConsumerOrderOverdue", overdue, "timer:shipping_due", timer, due_at, fired_at),
        (
            "ProcessLinked",
            {"process": "shipment/sh_co_late"},
            "service:s",
            timer,
            due_at,
            due_at + timedelta(seconds=1),
        ),
        transactions=[7, 8, 8],
    )


def right() -> Evidence:
    """What was approved in time, twice in one transaction; what nobody answered; what was refused; what is late."""
    open_, next_, closed, refused, late = of_open(), of_neighbour(), of_closed(), of_refused(), of_late()
    window = timedelta(hours=48)
    due_at = late[1].occurred_at
    reports = facts()
    return Evidence(
        read_at=READ_AT,
        requests=[
            *(APPLY_OPEN, APPROVE, APPLY_CLOSED, APPLY_NEXT, APPROVE_NEXT, APPLY_REFUSED, PLACE, REFUSED, UNKNOWN),
            *REPORTS,
        ],
        events=[*open_, *next_, *closed, *refused, *late],
        facts=reports,
        newest_facts=fact_rows(reports),
        showcase=SHOWCASE,
        processes=[
            process(
                open_,
                "AWAITING_SHIPMENT",
                claim="sample:c1:p1",
                next_deadline="shipping_due",
                next_deadline_at=open_[1].occurred_at + window,
            ),
            process(
                next_,
                "AWAITING_SHIPMENT",
                claim="sample:c3:p3",
                next_deadline="shipping_due",
                next_deadline_at=next_[1].occurred_at + window,
            ),
            process(closed, "CANCELLED", closed=True, closed_reason="approval_timeout"),
            process(refused, "REFUSED", closed=True),
            process(
                late,
                "AWAITING_SHIPMENT",
                next_deadline="unshipped_refund",
                next_deadline_at=due_at + UNSHIPPED_REFUND,
                record_of="merchant/m5",
                record_what="late_shipment",
                record_at=due_at,
                record_points=3,
            ),
        ],
        listeners={
            OPEN: frozenset({"creator:c1", "product:p1", "merchant:m1"}),
            NEIGHBOUR: frozenset({"creator:c3", "product:p3", "merchant:m3"}),
        },
        commands=[
            command(open_, 1, "apply"),
            command(open_, 2, "approve"),
            command(next_, 1, "apply"),
            command(next_, 2, "approve"),
            command(closed, 1, "apply"),
            command(refused, 1, "apply"),
            command(late, 1, "place"),
        ],
        policies={"1": POLICY, "2": POLICY, "chaos": POLICY},
        running=[(OPEN, "AWAITING_SHIPMENT"), (NEIGHBOUR, "AWAITING_SHIPMENT"), (LATE, "AWAITING_SHIPMENT")],
        feed=[(event.stream, event.version, event.id) for event in (*open_, *next_, *closed, *refused, *late)],
    )
