"""Who is told what of a campaign entry's events; the words are in notice_texts.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry.notice_texts import TEXTS
from luyue.domain.campaign_entry.registration_checks import irreparable
from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import OPS, Notice, Notices, Parties, told_reasons
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked


class _Told(Value):
    """The message key for the merchant and for ops, and what the messages need beside the parties and the time."""

    merchant: str | None = None
    ops: str | None = None
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event)
    given = {**parties.model_dump(), "at": happened.at, **told.parameters}
    parameters = {name: _utc(value) if isinstance(value, datetime) else value for name, value in given.items()}
    return [
        Notice(recipient=recipient, message=f"campaign-entry.{key}", parameters=parameters)
        for recipient, key in ((parties.merchant, told.merchant), (OPS, told.ops))
        if recipient is not None and key is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS)


def _told(event: Event) -> _Told:
    """The merchant is told of every change; ops of what they have to do, and of who has left."""
    match event:
        case m.EntryRegistered():
            registered = {"campaign_id": event.campaign_id, "review_due_at": event.review_due_at}
            return _Told(merchant="registered", ops="to-review", parameters=registered)
        case m.EntryRefused():
            refused = {"campaign_id": event.campaign_id, "reasons": told_reasons(event.violations)}
            message = "refused" if irreparable(event.violations) is None else "refused-for-good"
            return _Told(merchant=message, parameters=refused)
        case m.EntryEscalated():
            return _both("escalated")
        case m.EntryEnrolled():
            return _Told(merchant="enrolled", parameters={"effective_from": event.effective_from})
        case m.EntryRejected():
            return _Told(merchant="rejected", parameters={"another_until": event.another_until})
        case m.EntryActivated():
            return _Told(merchant="activated")
        case m.EntryCompleted():
            return _Told(merchant="completed")
        case m.EntryLapsed():
            return _both("lapsed")
        case m.EntryLeft():
            return _both("left")
        case m.EntryRemoved():
            return _Told(merchant="removed")
        case DeadlineApproaching():
            return _both(f"due-soon.{event.deadline}.{event.then}", due_at=event.due_at)
        case DeadlineExtended():
            return _both(f"extended.{event.deadline}", due_at=event.due_at, until=event.until)
        case ClockAdvanced() | ProcessLinked():
            return _Told()
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _both(message: str, **parameters: Any) -> _Told:
    return _Told(merchant=message, ops=message, parameters=parameters)


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
