"""The row that shows a process: what lists, search and the database's own constraints read of a state."""

from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Kind, S, State, Summary
from luyue.journal.streams import ViewRow


def nearest_deadline(kind: Kind[S], state: S, policy: Policy) -> Deadline | None:
    """The deadline that is due next, or None where none is running."""
    if not state.version:
        return None
    return min(kind.deadlines(state, policy), key=lambda deadline: deadline.due_at, default=None)


def view_row(kind: Kind[S], id: str, before: State, state: S, policy: Policy) -> ViewRow:
    """The row that shows a state; `before` is the state that the row showed until now."""
    assert state.created_at is not None
    assert state.last_at is not None
    summary = kind.summary(state)
    record = summary.record
    shown = nearest_deadline(kind, state, policy)
    listened = kind.summary(before).subjects if isinstance(before, kind.state) and before.version else frozenset()
    return ViewRow(
        kind=kind.name.replace("-", "_"),
        id=id,
        status=state.status,
        closed_reason=state.closed_reason,
        closed=summary.closed,
        creator_id=summary.creator_id,
        merchant_id=summary.merchant_id,
        product_id=summary.product_id,
        policy_version=policy.version,
        next_deadline_at=shown.due_at if shown else None,
        next_deadline=shown.name if shown else None,
        claim=summary.claim,
        record_of=_owner(summary),
        record_what=record.what if record else None,
        record_at=record.at if record else None,
        record_points=record.points if record else 0,
        state=state.model_dump_json(),
        state_shape=kind.state_shape,
        created_at=state.created_at,
        updated_at=state.last_at,
        listens=sorted(summary.subjects) if summary.subjects != listened else None,
    )


def _owner(summary: Summary) -> str | None:
    """The stream of the party on whose record the process stands."""
    if summary.record is None:
        return None
    party = summary.record.party
    id = summary.creator_id if party == "creator" else summary.merchant_id
    assert id is not None, f"on the record of a {party} that the process does not name"
    return f"{party}/{id}"
