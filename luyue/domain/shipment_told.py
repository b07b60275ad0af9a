"""What a shipment tells the obligation that it is to meet: a sample request or a consumer order (SH-06).

These commands come from the router alone.
"""

from typing import Annotated

from pydantic import StringConstraints

from luyue.domain.facts.numbers import Flag
from luyue.domain.messages import Command, Moment
from luyue.domain.shared_messages import ProcessStream

ShipmentRule = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{2}(\.[a-z_]+)?$", max_length=64)]
"""The catalogue's ID of the rule by which a shipment is fake."""


class ShipmentWarned(Command):
    """The shipment looks fake; it can be put right until `due_at`."""

    shipment: ProcessStream
    rule: ShipmentRule
    due_at: Moment


class ShipmentCleared(Command):
    """The warning is over: a new number has passed the first checks (`corrected`), or the warning was wrong."""

    shipment: ProcessStream
    corrected: Flag


class ShipmentViolated(Command):
    """The shipment is fake and was not put right."""

    shipment: ProcessStream
    rule: ShipmentRule


class ShipmentDelivered(Command):
    """The carrier has delivered the parcel."""

    shipment: ProcessStream
    delivered_at: Moment
