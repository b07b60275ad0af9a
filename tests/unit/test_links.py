"""What orders and disputes mean for each other (CO-09, DS-01, IX-22), judged by what the one told makes of it."""

from collections.abc import Sequence
from typing import Any

import pytest

from luyue.domain.cooperation_order import messages as o
from luyue.domain.cooperation_order.agreement import Side, other
from luyue.domain.cooperation_order.links import LINKS as ORDER_LINKS
from luyue.domain.dispute import messages as d
from luyue.domain.dispute.links import LINKS as DISPUTE_LINKS
from luyue.domain.links import Links, Told
from luyue.domain.process import fold
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit.given_when_then import Process, hours

ORDER, DISPUTE = "cooperation-order/co_1", "dispute/ds_1"


def told(process: Process, links: Links[Any], stream: str) -> Sequence[Told]:
    """What others are told of a process's last event."""
    *history, last = process.history
    assert isinstance(last.event, links.events)
    return links.tell(stream, fold(process.kind, history), last.event, last.at)


@pytest.mark.parametrize("by", ["merchant", "creator"])
def test_co_09_an_order_that_is_disputed_begins_its_dispute(by: Side) -> None:
    order = orders.delivered()
    order.issue(orders.dispute(by), orders.DELIVERED)
    [opening] = told(order, ORDER_LINKS, ORDER)
    assert (opening.process, opening.name) == (DISPUTE, "open")
    dispute = disputes.new_dispute()
    dispute.issue(d.Open.model_validate(opening.payload), orders.DELIVERED)
    state = dispute.state
    assert (state.subject, state.opened_by, state.creator_id, state.merchant_id) == (ORDER, by, "c1", "m1")
    assert state.product_id is None
    assert state.claim == orders.WHY


def test_co_09_the_dispute_on_one_product_names_it() -> None:
    order = orders.effective(command=orders.offer("p1"))
    order.issue(orders.dispute(), orders.ACCEPTED)
    [opening] = told(order, ORDER_LINKS, ORDER)
    assert opening.payload["product_id"] == "p1"


@pytest.mark.parametrize("by", ["merchant", "creator"])
def test_ix_22_an_agreement_during_the_dispute_settles_it(by: Side) -> None:
    order = orders.disputed(orders.asked(by), orders.ASKED)
    order.issue(o.ConfirmCancellation(by=other(by)), orders.ASKED)
    [settling] = told(order, ORDER_LINKS, ORDER)
    assert (settling.process, settling.name, settling.command) == (DISPUTE, "settle", d.Settle())


def test_ix_22_an_agreement_after_the_dispute_settles_nothing() -> None:
    order = orders.disputed(orders.asked("creator"), orders.ASKED)
    order.issue(orders.ruled(), orders.ASKED + hours(1))
    order.issue(o.ConfirmCancellation(by="merchant"), orders.ASKED + hours(2))
    assert told(order, ORDER_LINKS, ORDER) == []


def test_co_09_an_order_that_a_ruling_cancels_settles_nothing() -> None:
    order = orders.disputed(orders.effective(), orders.ACCEPTED)
    order.issue(orders.ruled("cancel", "creator"), orders.ACCEPTED)
    assert told(order, ORDER_LINKS, ORDER) == []


@pytest.mark.parametrize("subject", [ORDER, "sample-request/sr_1"])
def test_ds_01_the_subject_knows_its_dispute(subject: str) -> None:
    by: d.Side = "creator" if subject == ORDER else "ops"
    dispute = disputes.opened(command=disputes.opening(by, subject))
    [linking] = told(dispute, DISPUTE_LINKS, DISPUTE)
    assert (linking.process, linking.name, linking.payload) == (subject, "link", {"process": DISPUTE})
    assert dispute.state.linked == (subject,)


def test_co_09_an_order_follows_the_ruling() -> None:
    [ending] = told(disputes.ruled(), DISPUTE_LINKS, DISPUTE)
    assert (ending.process, ending.name) == (ORDER, "dispute-ended")
    order = orders.disputed(orders.delivered(), orders.DELIVERED)
    order.issue(o.DisputeEnded.model_validate(ending.payload), orders.DELIVERED)
    assert orders.end(order) == ("ruling", "ruling", True, "merchant")


@pytest.mark.parametrize("by", ["merchant", "creator"])
def test_ds_01_an_order_goes_on_when_its_dispute_is_withdrawn(by: Side) -> None:
    dispute = disputes.opened(command=disputes.opening(by))
    dispute.issue(d.Withdraw(by=by), disputes.OPENED)
    [ending] = told(dispute, DISPUTE_LINKS, DISPUTE)
    order = orders.delivered()
    order.issue(orders.dispute(by), orders.DELIVERED)
    order.issue(o.DisputeEnded.model_validate(ending.payload), orders.DELIVERED)
    assert (order.status, order.state.gave_up_disputing) == ("DELIVERED", (by,))


def test_a_sample_request_goes_on_whatever_is_ruled() -> None:
    subject = disputes.opening("ops", "sample-request/sr_1")
    ruled, withdrawn = disputes.opened(command=subject), disputes.opened(command=subject)
    ruled.issue(disputes.ruling(), disputes.RULED)
    withdrawn.issue(d.Withdraw(by="ops"), disputes.RULED)
    assert told(ruled, DISPUTE_LINKS, DISPUTE) == told(withdrawn, DISPUTE_LINKS, DISPUTE) == []
