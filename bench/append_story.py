"""What is appended: a sample request from the request to its completion, an event and its view row at a time."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from luyue.domain.messages import Event, Happened
from luyue.domain.process import evolve
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from luyue.journal.migrate import default_policy
from luyue.journal.streams import Draft, ViewRow
from luyue.journal.view import view_row

ACTOR = "service:bench"
_BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
_EVENTS: tuple[tuple[timedelta, Event], ...] = (
    (
        timedelta(0),
        m.SampleRequested(
            creator_id="c1",
            merchant_id="m1",
            product_id="p1",
            promotion_form="video",
            contact_id="contact-1",
            note=None,
            policy_version=default_policy().version,
        ),
    ),
    (timedelta(hours=5), m.SampleRequestApproved(note=None)),
    (timedelta(hours=20), m.SampleShipped(carrier="SF", tracking_no="SF1234567890123", claimed_shipped_at=None)),
    (timedelta(hours=90), m.ReceiptConfirmed(automatic=False)),
    (
        timedelta(hours=120),
        m.ContentCounted(
            content="video/v1",
            form="video",
            since=_BEGUN + timedelta(hours=118),
            due_at=_BEGUN + timedelta(hours=286),
        ),
    ),
    (
        timedelta(hours=287),
        m.SampleRequestFulfilled(content="video/v1", form="video", fulfilled_at=_BEGUN + timedelta(hours=286)),
    ),
)


@dataclass(frozen=True)
class Step:
    """An event and the row that shows the process after it; the row listens to nothing new."""

    draft: Draft
    view: ViewRow

    def of(self, id: str) -> "Step":
        """The same step of another process."""
        claim = f"sample:{id}:p1" if self.view.claim else None
        return Step(self.draft, replace(self.view, id=id, creator_id=f"c_{id}", claim=claim))


def steps() -> list[Step]:
    """The steps of process `sr`, by the domain's own states."""
    policy = default_policy()
    made, state = [], SAMPLE_REQUEST.state()
    for number, (after, event) in enumerate(_EVENTS, start=1):
        happened = Happened(event=event, at=_BEGUN + after)
        before, state = state, evolve(SAMPLE_REQUEST, state, happened)
        view = replace(view_row(SAMPLE_REQUEST, "sr", before, state, policy), listens=None)
        made.append(Step(Draft(happened, ACTOR, str(number)), view))
    return made


STREAM_OF = SAMPLE_REQUEST.stream
