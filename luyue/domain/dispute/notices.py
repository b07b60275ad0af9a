"""Who is told what of a dispute's events; the words are in notice_texts.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.domain.dispute import messages as m
from luyue.domain.dispute.notice_texts import TEXTS, used_of_deposit
from luyue.domain.messages import Event, Happened, Value
from luyue.domain.notices import OPS, Notice, Notices, Parties
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, ProcessLinked


class _Told(Value):
    """One message key for whoever is told, and what its text needs beside the parties and the time."""

    message: str
    parties: bool = True
    ops: bool = False
    parameters: Mapping[str, Any] = {}


def notices(happened: Happened, parties: Parties) -> Sequence[Notice]:
    """The notices of one event; none where nobody needs to know."""
    told = _told(happened.event)
    if told is None:
        return []
    recipients = (
        *((parties.creator, parties.merchant) if told.parties else ()),
        *((OPS,) if told.ops else ()),
    )
    given = {**parties.model_dump(), "at": happened.at, **told.parameters}
    parameters = {name: _utc(value) if isinstance(value, datetime) else value for name, value in given.items()}
    return [
        Notice(recipient=recipient, message=f"dispute.{told.message}", parameters=parameters)
        for recipient in recipients
        if recipient is not None
    ]


NOTICES = Notices(of=notices, texts=TEXTS)


def _told(event: Event) -> _Told | None:
    """Ops are told of what they have to do: rule, decide an appeal, return a deposit."""
    match event:
        case m.DisputeOpened():
            return _Told(message=f"opened.{event.opened_by}", ops=True, parameters={"subject": event.subject})
        case m.EvidenceAdded():
            return _Told(message=f"evidence.{event.by}", ops=True)
        case m.DisputeWithdrawn():
            return _Told(message=f"withdrawn.{event.by}", ops=True)
        case m.DisputeSettled():
            return _Told(message="settled", ops=True)
        case m.DisputeEscalated():
            return _Told(message="escalated", ops=True)
        case m.DisputeRuled():
            used = [] if event.deposit_used is None else [used_of_deposit(event.deposit_used).model_dump()]
            return _Told(
                message=f"ruled.{event.outcome}.{event.in_default or 'nobody'}-in-default",
                parameters={"appeal_until": event.appeal_until, "deposit": used},
            )
        case m.RulingAppealed():
            return _Told(message=f"appealed.{event.by}", ops=True)
        case m.MoreEvidenceRequested():
            return _Told(message="more-evidence", parameters={"due_at": event.due_at})
        case m.RulingBecameFinal():
            return _Told(message="final")
        case m.AppealDismissed():
            return _Told(message="dismissed")
        case m.AppealLapsed():
            return _Told(message="lapsed")
        case m.RulingStruck():
            return _Told(message="struck")
        case m.DepositReturnRequested():
            known = event.amount is not None
            return _Told(
                message="deposit-return.of-amount" if known else "deposit-return.of-unknown-amount",
                parties=False,
                ops=True,
                parameters={"amount": str(event.amount)} if known else {},
            )
        case DeadlineApproaching():
            due_soon = f"due-soon.{event.deadline}.{event.then}"
            is_for_ops = event.deadline == "ruling_due"
            return _Told(message=due_soon, ops=is_for_ops, parameters={"due_at": event.due_at})
        case DeadlineExtended():
            times = {"due_at": event.due_at, "until": event.until}
            return _Told(message=f"extended.{event.deadline}", parameters=times)
        case ClockAdvanced() | ProcessLinked():
            return None
        case _:
            raise TypeError(f"nobody knows whom to tell of {event.type_name()}")


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
