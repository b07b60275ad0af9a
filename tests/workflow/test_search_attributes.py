"""Which search attributes one outcome after another changes."""

from datetime import UTC, datetime

from luyue.workflows.messages import NextDeadline, Outcome
from luyue.workflows.search_attributes import changes

DUE = NextDeadline(name="approval_window", due_at=datetime(2026, 1, 3, tzinfo=UTC), then="cancel")
PENDING = Outcome(version=1, result_version=1, status="PENDING", closed=False, creator_id="c1", next_deadline=DUE)


def test_the_first_outcome_of_a_run_says_everything() -> None:
    """A run that continues another begins with the other's attributes, so what there is not must be taken away."""
    first = {update.key.name: update.value for update in changes(None, PENDING)}
    assert first == {
        "Status": "PENDING",
        "CreatorId": "c1",
        "MerchantId": None,
        "ProductId": None,
        "NextDeadline": DUE.due_at,
    }


def test_later_ones_only_what_has_changed() -> None:
    stopped = PENDING.model_copy(update={"next_deadline": None, "version": 2})
    assert [(update.key.name, update.value) for update in changes(PENDING, stopped)] == [("NextDeadline", None)]
    assert changes(PENDING, PENDING.model_copy(update={"version": 2})) == []
