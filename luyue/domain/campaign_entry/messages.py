"""The commands and events of a campaign entry. Texts are referred to, never contained.

What events carry as `found_by` is how others find them: consumer orders what enrols a product or ends that (IX-26), and
registrations what was rejected (CE-04).
"""

from luyue.domain.evaluation import Evaluation
from luyue.domain.facts.campaigns import Benefit
from luyue.domain.facts.numbers import Flag
from luyue.domain.messages import Command, Event, Identifier, Moment, Violation
from luyue.domain.process import Note


class Register(Command):
    """The merchant registers a product in a campaign (CE-01 to CE-06).

    Registering acknowledges the campaign's rules (CE-02), unless the merchant says that it does not.
    """

    campaign_id: Identifier
    merchant_id: Identifier
    product_id: Identifier
    rules_acknowledged: Flag = True


class Approve(Command):
    """Ops have reviewed the product: it takes part (CE-03)."""


class Reject(Command):
    """Ops have reviewed the product: it does not take part; the merchant may register another one (CE-04)."""

    reason: Note


class Leave(Command):
    """The merchant takes the product out of the campaign, such as when it cannot ship (CE-07)."""

    reason: Note | None = None


class Remove(Command):
    """Ops take the product out of the campaign."""

    reason: Note


class EntryRegistered(Event):
    """A product that met every rule; the campaign's windows and what it offers stay as they were then (CE-01).

    An `until` names the last second, which counts whole. The entry is to be reviewed until `review_due_at` (CE-03).
    """

    campaign_id: Identifier
    merchant_id: Identifier
    product_id: Identifier
    registration_from: Moment
    registration_until: Moment
    event_from: Moment
    event_until: Moment
    review_due_at: Moment
    benefits: tuple[Benefit, ...]
    warehousing_needed: bool
    policy_version: str
    evaluation: Evaluation


class EntryRefused(Event):
    """The registration did not meet every rule: on record with all that were not met (CE-02)."""

    campaign_id: Identifier
    merchant_id: Identifier
    product_id: Identifier
    violations: tuple[Violation, ...]
    policy_version: str
    evaluation: Evaluation


class EntryEscalated(Event):
    """Not reviewed in time: an item for whoever stands above the reviewers; the clock decides nothing (CE-03)."""


class EntryEnrolled(Event):
    """The product takes part from `effective_from`, and before `effective_before` (CE-03, IX-25)."""

    found_by: str
    merchant_id: Identifier
    effective_from: Moment
    effective_before: Moment


class EntryRejected(Event):
    """The product does not take part; another may be registered until `another_until`, that second whole (CE-04)."""

    found_by: str
    product_id: Identifier
    another_until: Moment
    reason: Note


class EntryActivated(Event):
    """The event has begun, and the product is in it (IX-25)."""


class EntryCompleted(Event):
    """The event is over (CE-01)."""


class EntryLapsed(Event):
    """Not reviewed by the event's end: over without anybody's fault (IX-25)."""


class EntryLeft(Event):
    """Out of the campaign by the merchant's choice; orders already made are not touched (CE-07, IX-26)."""

    found_by: str
    merchant_id: Identifier
    reason: Note | None


class EntryRemoved(Event):
    """Out of the campaign by decision of ops; orders already made are not touched (IX-26)."""

    found_by: str
    merchant_id: Identifier
    reason: Note


EVENTS: tuple[type[Event], ...] = (
    EntryRegistered,
    EntryRefused,
    EntryEscalated,
    EntryEnrolled,
    EntryRejected,
    EntryActivated,
    EntryCompleted,
    EntryLapsed,
    EntryLeft,
    EntryRemoved,
)

COMMANDS: dict[str, type[Command]] = {
    "register": Register,
    "approve": Approve,
    "reject": Reject,
    "leave": Leave,
    "remove": Remove,
}
