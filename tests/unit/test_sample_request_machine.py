"""Whatever parties, platform and time do, in whatever order: nothing impossible happens to a sample request.

A failing run prints the steps that led to it, which repeat it; runs are the same each time (`derandomize`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from luyue.domain import process
from luyue.domain.facts import CartEntry, LiveSession, ParcelTracks, Track, Video
from luyue.domain.messages import Command, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from tests import eligible
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    CLOSES,
    GRACE,
    MINUTE,
    RECEIVED,
    WHY,
    apply,
    approved,
    cleared,
    delisted,
    live,
    new_request,
    pending,
    platform,
    published,
    received,
    relisted,
    shipped,
    stay,
    taken_down,
    violated,
    warned,
)

REASONS = {
    "approval_timeout",
    "shipment_timeout",
    "withdrawn",
    "not_received",
    "product_unavailable",
    "merchant_left",
    "creator_ineligible",
    "fake_shipment",
    "ops",
}

WATCH = Watch(SAMPLE_REQUEST)

profile = settings(
    max_examples=200,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

moments = st.sampled_from([TICK, MINUTE, 3 * MINUTE, GRACE, hours(6), hours(20)])
windows = st.sampled_from([hours(48), hours(120), hours(168), hours(360)])
durations = st.one_of(moments, moments, windows, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
offsets = st.one_of(st.none(), durations.map(lambda duration: -duration), moments)
offsets_back = st.sampled_from([timedelta(0), TICK, hours(1)])
often = st.sampled_from([True, True, True, False])
numbers = st.sampled_from(["1001", "2002"])
products = st.sampled_from([("p1",), ("p2",), ("p1", "p2"), ()])
forms = st.sampled_from([None, "video", "live"])
simple_commands = [
    m.Approve(),
    m.Reject(reason="other"),
    m.ConfirmReceipt(),
    m.ReportNonReceipt(),
    m.Withdraw(),
    m.Reinstate(reason=WHY),
    m.Cancel(reason=WHY),
    m.LinkVideo(video_id="v1"),
    m.LinkVideo(video_id="v2"),
    m.LinkLive(live_session_id="l1"),
    m.Observe(source="video/v1"),
]
told_of_the_shipment = [warned(), warned("SH-02"), cleared(corrected=True), cleared(corrected=False)]
# Commands that lead on come more often than chance would have it.
leading: dict[str, Any] = {
    "PENDING": st.sampled_from([m.Approve(), m.Approve(), m.Reject(reason="other"), m.Withdraw()]),
    "AWAITING_SHIPMENT": st.sampled_from([*[m.Ship(carrier="SF", tracking_no="1001")] * 2, m.Withdraw()]),
    "SHIPPED": st.sampled_from([m.ConfirmReceipt(), m.ConfirmReceipt(), m.Cancel(reason=WHY)]),
    "BREACHED": st.just(m.Reinstate(reason=WHY)),
}


def _nearly_over(stage: Platform, command: m.Apply) -> Process:
    request = received(stage, command)
    request.time_to(CLOSES - hours(20))
    return request


def _over(stage: Platform, command: m.Apply) -> Process:
    request = received(stage, command)
    request.time_to(CLOSES + hours(2))
    return request


STANDINGS = [pending, approved, shipped, received, _nearly_over, _nearly_over, _over]


class SampleRequests(RuleBasedStateMachine):
    """Two creators' and products' requests on one platform, its reports, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Platform = platform()
        self.now: datetime = APPLIED
        self.checked: dict[str, int] = {}

    @initialize(form=forms, standing=st.sampled_from(STANDINGS))
    def somebody_has_applied(self, form: Any, standing: Callable[..., Process]) -> None:
        request = standing(self.stage, apply(form=form))
        self.now = max(self.now, request.seen_at)

    @precondition(lambda self: len(self.stage.processes) < 4)
    @rule(product=st.sampled_from(["p1", "p2"]), form=forms)
    def somebody_applies_again(self, product: str, form: Any) -> None:
        new_request(self.stage).issue(apply(product, form=form), self.now)

    @rule(which=st.integers(0, 3), data=st.data())
    def it_goes_on(self, which: int, data: st.DataObject) -> None:
        request = self._request(which)
        if request.status in leading:
            self._issue(request, data.draw(leading[request.status]))

    @rule(which=st.integers(0, 3), chosen=st.integers(0, 5))
    def somebody_does_what_is_allowed(self, which: int, chosen: int) -> None:
        request = self._request(which)
        state, allowed = request.state, request.kind.allowed_actions
        actions = {*allowed(state, "service"), *allowed(state, "ops")}
        possible = [command for command in simple_commands if _name(command) in actions]
        if possible:
            self._issue(request, possible[chosen % len(possible)])

    @rule(
        which=st.integers(0, 3),
        command=st.sampled_from(simple_commands),
        ago=st.sampled_from([timedelta(0), TICK, hours(1)]),
    )
    def somebody_commands(self, which: int, command: Command, ago: timedelta) -> None:
        self._issue(self._request(which), command, ago)

    @rule(which=st.integers(0, 3), number=numbers, corrected=st.booleans())
    def a_number_is_uploaded(self, which: int, number: str, corrected: bool) -> None:
        command = m.CorrectShipment if corrected else m.Ship
        self._issue(self._request(which), command(carrier="SF", tracking_no=number))

    @rule(which=st.integers(0, 3), later=durations, named=st.integers(0, 2))
    def ops_extend(self, which: int, later: timedelta, named: int) -> None:
        request = self._request(which)
        running = sorted(request.deadlines) or ["receipt_window"]
        name = running[named % len(running)]
        due_at = request.deadlines.get(name, self.now)
        self._issue(request, Extend(deadline=name, until=due_at + later, reason=WHY))

    @rule(which=st.integers(0, 3), by=moments)
    def the_test_clock_is_advanced(self, which: int, by: timedelta) -> None:
        if by > timedelta(0):
            self._issue(self._request(which), Advance(by=by))

    @rule(by=moments)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        for request in self.stage.processes:
            request.time_to(self.now)

    @rule(which=st.integers(0, 3), tick=st.booleans())
    def time_passes_up_to_what_it_does_next(self, which: int, tick: bool) -> None:
        request = self._request(which)
        acting = process.next_acting(request.kind, request.state, request.policy)
        if acting is None:
            return
        before = request.state.version
        self.now = max(self.now, request.state.wall_time(acting.at))
        early = self.now == request.state.wall_time(acting.at)
        request.time_to(self.now)
        assert not early or request.state.version == before, "acted early"
        if tick:
            self.now += TICK
            request.time_to(self.now)
            assert request.state.version > before, "did not act in time"

    @rule(
        video=st.sampled_from(["v1", "v2"]),
        is_published=st.sampled_from([True, True, True, False]),
        linked=products,
        since=offsets,
        dated=offsets,
        routed=st.booleans(),
    )
    def a_video_is_reported(
        self,
        video: str,
        is_published: bool,
        linked: tuple[str, ...],
        since: timedelta | None,
        dated: timedelta | None,
        routed: bool,
    ) -> None:
        fact = Video(
            creator_id="c1",
            product_ids=linked,
            state="published" if is_published else "unpublished",
            published_at=None if dated is None else self.now + dated,
            state_since=None if since is None else self.now + since,
        )
        self.stage.report(f"video/{video}", fact, self.now, routed=routed)

    @rule(
        begin=offsets.filter(lambda offset: offset is not None),
        lasting=st.lists(st.one_of(st.none(), durations), min_size=1, max_size=3),
        explained=st.booleans(),
        ended=st.one_of(st.none(), durations),
        routed=st.booleans(),
    )
    def a_live_session_is_reported(
        self,
        begin: timedelta,
        lasting: list[timedelta | None],
        explained: bool,
        ended: timedelta | None,
        routed: bool,
    ) -> None:
        started = self.now + begin
        cart = tuple(
            CartEntry(
                product_id="p1",
                added_at=started + number * hours(1),
                removed_at=None if last is None else started + number * hours(1) + last,
                explained=explained,
            )
            for number, last in enumerate(lasting)
        )
        fact = LiveSession(
            creator_id="c1", started_at=started, ended_at=None if ended is None else started + ended, cart=cart
        )
        self.stage.report("live-session/l1", fact, self.now, routed=routed)

    @rule(video=st.sampled_from(["v1", "v2"]), goes=st.booleans(), ago=durations, routed=st.booleans())
    def a_video_comes_or_goes(self, video: str, goes: bool, ago: timedelta, routed: bool) -> None:
        fact = taken_down(self.now - ago) if goes else published(self.now - ago, since=self.now - ago)
        self.stage.report(f"video/{video}", fact, self.now, routed=routed)

    @rule(video=st.sampled_from(["v1", "v2"]), earlier=durations, routed=st.booleans())
    def a_publishing_is_corrected(self, video: str, earlier: timedelta, routed: bool) -> None:
        for report in self.stage.reports.get(f"video/{video}", [])[-1:]:
            fact = report.fact.model_copy(update={"published_at": self.now - earlier})
            self.stage.report(f"video/{video}", fact, self.now, routed=routed)

    @rule(ago=moments)
    def a_live_session_goes_on(self, ago: timedelta) -> None:
        self.stage.report("live-session/l2", live(stay(self.now - ago)), self.now)

    @rule(number=numbers, dated=offsets.filter(lambda offset: offset is not None), routed=st.booleans())
    def a_delivery_is_reported(self, number: str, dated: timedelta, routed: bool) -> None:
        tracks = ParcelTracks(tracks=(Track(at=self.now + dated, kind="delivered"),))
        self.stage.report(f"parcel/SF:{number}", tracks, self.now, routed=routed)

    @rule(which=st.integers(0, 3), command=st.sampled_from(told_of_the_shipment), ago=offsets_back)
    def the_shipment_tells(self, which: int, command: Command, ago: timedelta) -> None:
        self._issue(self._request(which), command, ago)

    @precondition(lambda self: any(one.state.warning for one in self.stage.processes))
    @rule(which=st.integers(0, 3))
    def the_shipment_is_not_put_right(self, which: int) -> None:
        self._issue(self._request(which), violated())

    @rule(product=st.sampled_from(["p1", "p1", "p2"]), is_back=st.booleans(), since=offsets, routed=often)
    def a_product_goes_or_is_back(self, product: str, is_back: bool, since: timedelta | None, routed: bool) -> None:
        dated = None if since is None else self.now + since
        fact = relisted(dated) if is_back else delisted(dated)
        self.stage.report(f"delisting/{product}", fact, self.now, routed=routed)

    @rule(is_open=st.sampled_from([True, True, False]), routed=often)
    def a_merchant_leaves_or_is_back(self, is_open: bool, routed: bool) -> None:
        fact = eligible.MERCHANT.model_copy(update={"shop_opened": is_open})
        self.stage.report("merchant/m1", fact, self.now, routed=routed)

    @rule(banned=st.sampled_from([False, False, True]))
    def a_creator_is_banned_or_not(self, banned: bool) -> None:
        self.stage.report("creator/c1", eligible.CREATOR.model_copy(update={"banned": banned}), self.now)

    def _request(self, which: int) -> Process:
        return self.stage.processes[which % len(self.stage.processes)]

    def _issue(self, request: Process, command: Command, ago: timedelta = timedelta(0)) -> None:
        violations: Sequence[Violation] | None = None
        try:
            request.issue(command, self.now - ago, now=self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert violations is None or all(one.rule and one.message.zh and one.message.en for one in violations)
        assert violations != ()

    @invariant()
    def the_history_tells_the_state(self) -> None:
        for request in self.stage.processes:
            if self.checked.get(request.stream) == request.state.version:
                continue
            self.checked[request.stream] = request.state.version
            assert process.fold(request.kind, request.history) == request.state
            read = [Happened(event=_read_again(one), at=one.at) for one in request.history]
            assert process.fold(request.kind, read) == request.state
            assert request.kind.state.model_validate_json(request.state.model_dump_json()) == request.state
            self._check_history(request)

    def _check_history(self, request: Process) -> None:
        WATCH.see(request)
        state = request.kind.state()
        for happened in request.history:
            before, state = state, process.evolve(request.kind, state, happened)
            assert before.last_at is None or state.last_at >= before.last_at
            if request.kind.summary(before).closed and before.version:
                assert isinstance(happened.event, m.PromotionReportedLate | m.SampleRequestReinstated)
        keys = [acting.id for acting, _ in request.acted]
        assert len(keys) == len(set(keys)), "a deadline acted twice"
        for acting, happened_then in request.acted:
            dated = acting.at if acting.warning else acting.deadline.due_at
            assert {one.at for one in happened_then} == {dated}

    @invariant()
    def every_open_request_has_a_way_out(self) -> None:
        for request in self.stage.processes:
            assert (request.state.closed_reason in REASONS) is (request.status == "CANCELLED")
            deadlines = request.kind.deadlines(request.state, request.policy)
            if request.summary.closed:
                assert not deadlines
                continue
            stopped = request.status == "SHIPPED" and request.state.receipt_remaining is not None
            assert bool(deadlines) is not stopped
            if stopped:
                assert request.state.non_receipt_reported or request.state.warning is not None
                assert "confirm-receipt" in request.kind.allowed_actions(request.state, "creator")
                assert "cancel" in request.kind.allowed_actions(request.state, "ops")
            pauses = request.state.pauses
            assert all(one.since <= one.until for one in pauses)
            assert all(one.until <= other.since for one, other in pairwise(pauses))

    @invariant()
    def nothing_that_is_over_is_still_to_come(self) -> None:
        for request in self.stage.processes:
            acting = process.next_acting(request.kind, request.state, request.policy)
            assert acting is None or acting.at >= request.state.process_time(request.seen_at)

    @invariant()
    def claims_are_unique(self) -> None:
        claims = [request.summary.claim for request in self.stage.processes if request.summary.claim]
        assert len(claims) == len(set(claims))

    def teardown(self) -> None:
        """Left alone, whatever still runs comes to its end."""
        for request in self.stage.processes:
            request.time_to(self.now + timedelta(days=4_000))
            acting = process.next_acting(request.kind, request.state, request.policy)
            assert acting is None
            assert request.summary.closed or request.state.receipt_remaining is not None
        self.checked.clear()
        self.the_history_tells_the_state()


def _name(command: Command) -> str:
    return next(name for name, command_type in SAMPLE_REQUEST.commands.items() if type(command) is command_type)


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = SAMPLE_REQUEST.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(SampleRequests, WATCH, profile)


REPORTS = {
    "video/v1": (published(RECEIVED + hours(2)), taken_down(RECEIVED + hours(9))),
    "video/v2": (published(RECEIVED + hours(3)),),
    "video/v3": (published(RECEIVED - hours(3)), published(RECEIVED + hours(1))),
    "live-session/l1": (live(stay(RECEIVED + hours(5), RECEIVED + hours(5) + MINUTE)),),
    "live-session/l2": (live(stay(RECEIVED + hours(9))), live(stay(RECEIVED + hours(9), RECEIVED + hours(9.5)))),
    "parcel/SF:1001": (ParcelTracks(tracks=(Track(at=RECEIVED - hours(4), kind="delivered"),)),),
}
TURNS = [stream for stream, facts in REPORTS.items() for _ in facts]


@settings(profile, max_examples=60)
@given(
    chosen=st.sets(st.sampled_from(sorted(REPORTS))),
    order=st.permutations(TURNS),
    routed=st.sets(st.integers(0, len(TURNS) - 1)),
)
def test_sr_14_the_order_of_different_reports_changes_no_verdict(
    chosen: set[str], order: list[str], routed: set[int]
) -> None:
    """Each stream's reports come in their order, the streams in any, all before anything is judged."""
    verdicts = set()
    for turns in (TURNS, order):
        stage = platform()
        request = received(stage)
        waiting = {stream: list(facts) for stream, facts in REPORTS.items()}
        for number, stream in enumerate(turns):
            fact = waiting[stream].pop(0)
            if stream in chosen:
                at = RECEIVED + hours(9.6) + number * MINUTE
                stage.report(stream, fact, at, routed=turns is TURNS or number in routed)
        request.time_to(RECEIVED + hours(360) + GRACE + TICK)
        verdicts.add((request.status, request.state.fulfilled_by, request.state.fulfilled_at))
    assert len(verdicts) == 1
