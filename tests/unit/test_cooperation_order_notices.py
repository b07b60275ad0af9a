"""Notices of a cooperation order: each event tells both sides, each in its own words (CO-02)."""

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.cooperation_order.endings import CLOSED
from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, ProcessLinked
from tests.unit import cooperation_order_stories as stories
from tests.unit.cooperation_order_notice_examples import AT, LATER, SECRET, SIDES, disputed
from tests.unit.notice_examples import COOPERATION_ORDERS

EXAMPLES = COOPERATION_ORDERS.events
TELL_NOBODY = {m.ProductShown, ClockAdvanced, ProcessLinked}

notices = COOPERATION_ORDERS.of
read = COOPERATION_ORDERS.read


def _name(event: Event) -> str:
    return event.type_name()


@pytest.mark.parametrize("event", EXAMPLES, ids=_name)
def test_both_sides_are_told_of_every_event_that_concerns_them(event: Event) -> None:
    recipients = [notice.recipient for notice in notices(event)]
    assert recipients == ([] if type(event) in TELL_NOBODY else ["creator:c1", "merchant:m1"])


@pytest.mark.parametrize("event", EXAMPLES, ids=_name)
def test_a_reader_is_addressed_and_never_spoken_of(event: Event) -> None:
    # Why an order was cancelled is said to both in the words of the rule.
    if isinstance(event, m.OrderCancelled):
        return
    told = read(event)
    for recipient, in_chinese, in_english in (("creator:c1", "创作者", "creator"), ("merchant:m1", "商家", "merchant")):
        if recipient in told:
            assert in_chinese not in told[recipient].zh
            assert f"the {in_english}" not in told[recipient].en.lower()


def test_co_02_the_creator_is_told_who_offers_what_until_when() -> None:
    offer = next(one for one in EXAMPLES if isinstance(one, m.OrderProposed) and one.terms.form == "live")
    told = read(offer)
    assert told["creator:c1"].zh.startswith("商家 m1 邀请您合作(co_1):以直播推广 2 件商品")
    assert "2026-01-04 00:30:00(北京时间)" in told["creator:c1"].zh
    assert "2026-01-03 16:30:00 UTC" in told["creator:c1"].en
    assert "You offered creator c1 cooperation order co_1" in told["merchant:m1"].en


def test_co_02_only_the_offer_is_told_by_sms() -> None:
    for event in EXAMPLES:
        assert set(COOPERATION_ORDERS.by_sms(event)) == (
            {"creator:c1"} if isinstance(event, m.OrderProposed) else set()
        )


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (m.OrderAccepted(), "You accepted"),
        (m.OrderDeclined(reason=None), "You declined"),
        (m.OrderWithdrawn(), "The merchant withdrew"),
        (m.OrderExpired(), "You did not accept"),
        (m.CancellationLapsed(), "has lapsed"),
        (m.CancellationDeclined(by="merchant"), "The merchant declined to cancel"),
        (m.MerchantStandingChanged(left=True), "you can cancel"),
        (m.MerchantStandingChanged(left=False), "you can no longer cancel"),
        (m.LatestBroadcastPassed(), "You did not go live"),
        (
            m.BroadcastStarted(form="live", content="live-session/l1", started_at=AT, late=True, reported=True),
            "after the",
        ),
        (m.BroadcastEnded(ended_at=AT), "The broadcast of cooperation order co_1 ended at 2026-01-01 16:30:00 UTC"),
        (m.BroadcastEnded(ended_at=AT, deemed=True), "counts as ended"),
        (m.OrderDelivered(automatic=False), "You delivered"),
        (m.OrderDelivered(automatic=True), "delivered automatically"),
        (m.OrderCompleted(accepted_by="merchant"), "The merchant accepted the delivery"),
        (m.OrderCompleted(accepted_by="timeout"), "The merchant did not verify the delivery in time"),
        (m.OrderCompleted(accepted_by="ruling"), "arbitration ruled that the delivery counts as accepted"),
        (m.DeliveryRejected(reason=SECRET), "The merchant rejected"),
        (m.RebroadcastProposed(by="creator", latest_broadcast_at=LATER), "You proposed"),
        (m.RebroadcastDeclined(by="creator"), "You declined"),
        (m.RebroadcastAgreed(latest_broadcast_at=LATER), "you must go live, or publish the video, by 2026-01-03"),
        (m.NegotiationEnded(), "No rebroadcast of cooperation order co_1 was agreed in time"),
    ],
    ids=repr,
)
def test_the_creator_reads_what_happened(event: Event, words: str) -> None:
    assert words in read(event)["creator:c1"].en


def test_who_asked_reads_other_words_than_who_is_asked() -> None:
    told = read(m.CancellationRequested(by="creator", reason=None))
    assert told["creator:c1"].zh.startswith("您已申请取消合作订单(co_1),等待商家同意或拒绝")
    assert told["merchant:m1"].zh.startswith("创作者已申请取消合作订单(co_1),等待您同意或拒绝")
    assert told["creator:c1"].en.startswith("You asked to cancel cooperation order co_1, and the merchant can agree")
    assert told["merchant:m1"].en.startswith("The creator asked to cancel cooperation order co_1, and you can agree")


@pytest.mark.parametrize("side", SIDES)
def test_co_09_both_are_told_who_asked_for_arbitration_and_where_it_is(side: Side) -> None:
    told = {recipient.partition(":")[0]: text for recipient, text in read(disputed(side)).items()}
    for reader, text in told.items():
        assert text.en.startswith("You asked" if reader == side else f"The {side} asked")
        assert "(ds_1)" in text.en
        assert "(ds_1)" in text.zh


@pytest.mark.parametrize("event", [one for one in EXAMPLES if isinstance(one, m.OrderCancelled)], ids=repr)
def test_co_05_the_end_says_whether_the_terms_bind_and_who_is_in_default(event: m.OrderCancelled) -> None:
    for recipient, text in read(event).items():
        reader = recipient.partition(":")[0]
        assert CLOSED[event.closed_reason].wording.zh in text.zh
        assert CLOSED[event.closed_reason].wording.en in text.en
        assert f"({CLOSED[event.closed_reason].rule})" in text.en
        assert ("legally binding" in text.en) == event.terms_binding
        if event.in_default is None:
            assert "In default" not in text.en
        else:
            assert text.en.endswith(
                f"In default: {'you' if reader == event.in_default else f'the {event.in_default}'}."
            )
            names = {"creator": "创作者", "merchant": "商家"}
            assert text.zh.endswith(f"违约方为{'您' if reader == event.in_default else names[event.in_default]}。")


def test_every_real_cancellation_has_its_words() -> None:
    unsigned = {"declined", "withdrawn", "acceptance_timeout"}
    assert {one.closed_reason for one in EXAMPLES if isinstance(one, m.OrderCancelled)} == set(CLOSED) - unsigned


def test_ix_30_a_resumed_order_says_until_when_every_deadline_runs_now() -> None:
    order = stories.disputed(stories.asked(), stories.ASKED + stories.DAY)
    order.issue(stories.ruled("resume"), stories.ASKED + 3 * stories.DAY)
    text = read(order.last(m.OrderResumed))["creator:c1"]
    assert "the time to go live ends at 2024-03-13 01:00:00 UTC" in text.en
    assert "the time to answer the request to cancel ends at 2024-03-06 03:00:00 UTC" in text.en
    assert "取消申请的答复期限至 2024-03-06 11:00:00(北京时间)" in text.zh


def test_a_deadline_says_what_happens_then() -> None:
    event = DeadlineApproaching(deadline="overdue_close", due_at=LATER, then="close")
    told = read(event)
    assert told["creator:c1"].zh.endswith("系统将自动关单,约定内容仍具有法律效力,违约方为您(CO-05)。")
    assert "ends at 2026-01-03 16:30:00 UTC" in told["merchant:m1"].en
    assert told["merchant:m1"].en.endswith("with the creator in default (CO-05).")


def test_times_are_kept_in_utc() -> None:
    notice = notices(m.RebroadcastAgreed(latest_broadcast_at=LATER))[0]
    assert notice.parameters["latest_broadcast_at"] == "2026-01-03T16:30:00Z"
    assert notice.parameters["at"] == "2026-01-01T16:30:00Z"
