"""Whether reported videos and live sessions promote a sample (SR-11 to SR-13, IX-01 to IX-06, IX-13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from luyue.domain.facts import Facts, LiveSession, Report, Video
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy
from luyue.domain.process import State

Form = Literal["video", "live"]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Pause(Value):
    """A time in which the clocks stood still, because the product could not be had (IX-13)."""

    since: Moment
    until: Moment


class Terms(Value):
    """What counts: the creator's content with the product, from `opens` to `closes`, in the agreed form if any.

    `pauses` are in the order of time, and none reaches into another.
    """

    creator_id: str
    product_id: str
    opens: Moment
    closes: Moment
    form: Form | None
    pauses: tuple[Pause, ...] = ()


class Candidate(Value):
    """Content that promotes the product without a break since `since`: complete at `due_at` unless lost before.

    `content` is the fact's stream.
    """

    content: str
    form: Form
    since: Moment
    due_at: Moment
    lost_at: Moment | None = None

    @property
    def lost(self) -> bool:
        return self.lost_at is not None


class Found(Candidate):
    """A candidate as the facts show it; `lasted`: they show that it went on until `due_at`, and what came then."""

    lasted: bool = False


class _Stay(Value):
    published_at: Moment
    since: Moment
    until: Moment | None = None


@dataclass(frozen=True)
class _Publishing:
    """A time of being published: when it began, and since when it can have promoted anything.

    `state_since` and `hidden_at` are what its first report and the one before say.
    """

    at: datetime
    since: datetime
    state_since: datetime | None
    hidden_at: datetime


@dataclass(frozen=True)
class _Dated:
    """A report on a video, with when it changed what it changed."""

    video: Video
    changed_at: datetime


def due_after(since: datetime, duration: timedelta, pauses: Iterable[Pause]) -> datetime:
    """When a clock that runs since a moment has run for a duration: after a pause it goes on with what was left."""
    due_at = since + duration
    for pause in pauses:
        if pause.since < due_at and pause.until > since:
            due_at += pause.until - max(pause.since, since)
    return due_at


def candidates(facts: Facts, terms: Terms, state: State, policy: Policy) -> list[Found]:
    """All content that qualifies, also what was lost since, in the order of completion."""
    found: list[Found] = []
    if terms.form in (None, "video"):
        for stream, reports in facts.histories(Video):
            found += _video(stream, reports, terms, state, policy)
    if terms.form in (None, "live"):
        for stream, reports in facts.histories(LiveSession):
            found += _live(stream, reports[-1], terms, policy)
    return sorted(found, key=lambda one: (one.due_at, one.content))


def _video(stream: str, reports: Sequence[Report], terms: Terms, state: State, policy: Policy) -> Iterable[Found]:
    for stay in _promoting(reports, terms, state):
        if stay.published_at < terms.opens or stay.since > terms.closes:
            continue
        due_at = due_after(stay.since, policy.video_retention, terms.pauses)
        if due_at > terms.closes and not policy.retention_may_outlast_window:
            continue
        yield _found(stream, "video", stay.since, due_at, stay.until)
        return


def _promoting(reports: Sequence[Report], terms: Terms, state: State) -> list[_Stay]:
    """The stays of a product in a published video, each from the later of publishing and linking (SR-12)."""
    stays: list[_Stay] = []
    publishing: _Publishing | None = None
    linked_at: datetime | None = None
    linked_with_it = False
    before: _Dated | None = None
    for report in reports:
        video = report.fact
        assert isinstance(video, Video)
        changed_at = _dated(video, before, state.process_time(report.recorded_at))
        is_linked = terms.product_id in video.product_ids and video.creator_id == terms.creator_id
        was_published, was_promoting = publishing is not None, publishing is not None and linked_at is not None
        publishing = _published(publishing, video, before, changed_at)
        linked_with_it = linked_with_it and publishing is not None
        if publishing is not None and linked_with_it:
            linked_at = publishing.since
        if publishing is not None and linked_at is not None and was_promoting:
            dates = {"published_at": publishing.at, "since": max(publishing.since, linked_at)}
            stays[-1] = stays[-1].model_copy(update=dates)
        if is_linked and linked_at is None:
            linked_at, linked_with_it = changed_at, publishing is not None and not was_published
        elif not is_linked:
            linked_at, linked_with_it = None, False
        if publishing is not None and linked_at is not None:
            if not was_promoting:
                stays.append(_Stay(published_at=publishing.at, since=max(publishing.since, linked_at)))
        elif was_promoting:
            stays[-1] = stays[-1].model_copy(update={"until": max(changed_at, stays[-1].since)})
        before = _Dated(video, changed_at)
    return stays


def _published(
    publishing: _Publishing | None, video: Video, before: _Dated | None, changed_at: datetime
) -> _Publishing | None:
    """The publishing after one more report, whose other `published_at` corrects it."""
    if video.state != "published":
        return None
    if publishing is None or before is None:
        hidden_at = _LONG_AGO if before is None else before.changed_at
        return _Publishing(changed_at, changed_at, video.state_since, hidden_at)
    if video.published_at is None or video.published_at == before.video.published_at:
        return publishing
    at = video.published_at
    if publishing.state_since is not None and video.state_since is not None:
        # As in a first report the state may be newer than the publishing, but what goes on does not begin anew.
        at = max(at, min(publishing.state_since, video.state_since))
    # The time of an earlier publishing makes nothing of the time in which the video was hidden.
    return replace(publishing, at=at, since=max(at, publishing.hidden_at))


def _dated(video: Video, before: _Dated | None, reported_at: datetime) -> datetime:
    """When a report's changes happened: at its newer `state_since`, else its first publishing, else when reported."""
    if before is None:
        return max(_stated(video), default=reported_at)
    since, changes_state = video.state_since, video.state != before.video.state
    # A state that goes on does not date what was linked or unlinked in the course of it.
    newer_than = max([*_stated(before.video), *([] if changes_state else [before.changed_at])], default=_LONG_AGO)
    if since is not None and since > newer_than:
        return since
    stated, earlier = video.published_at, before.video.published_at or _LONG_AGO
    if changes_state and video.state == "published" and stated is not None and stated > earlier:
        return stated
    return reported_at


def _stated(video: Video) -> list[datetime]:
    return [moment for moment in (video.published_at, video.state_since) if moment is not None]


def _live(stream: str, report: Report, terms: Terms, policy: Policy) -> Iterable[Found]:
    session = report.fact
    assert isinstance(session, LiveSession)
    entries = [entry for entry in session.cart if entry.product_id == terms.product_id]
    if session.creator_id != terms.creator_id or not any(entry.explained for entry in entries):
        return
    stays: list[Found] = []
    for entry in entries:
        since = max(entry.added_at, session.started_at, terms.opens)
        ends = [end for end in (entry.removed_at, session.ended_at) if end is not None]
        until = min(ends, default=None)
        due_at = due_after(since, policy.live_cart_minimum, terms.pauses)
        if due_at <= terms.closes:
            stays.append(_found(stream, "live", since, due_at, until))
    if stays:
        yield min(stays, key=lambda stay: (stay.lost, stay.due_at))


def _found(content: str, form: Form, since: datetime, due_at: datetime, until: datetime | None) -> Found:
    """Ending exactly when complete is enough."""
    lasted = until is not None and until >= due_at
    return Found(
        content=content, form=form, since=since, due_at=due_at, lost_at=None if lasted else until, lasted=lasted
    )


def why_not(stream: str, facts: Facts, terms: Terms, state: State, policy: Policy) -> tuple[str, str, str]:
    """Why this content is no candidate: the rule's ID and the reason in Chinese and English."""
    histories = {**dict(facts.histories(Video)), **dict(facts.histories(LiveSession))}
    reports = histories.get(stream)
    if reports is None:
        return (
            "SR-11",
            "平台上没有该创作者带有该商品的此内容。",
            "No such content of this creator with this product is known.",
        )
    fact = reports[-1].fact
    form: Form = "video" if isinstance(fact, Video) else "live"
    if terms.form not in (None, form):
        return ("IX-02", f"双方约定的推广形式为 {terms.form}。", f"The agreed form of promotion is {terms.form}.")
    if isinstance(fact, LiveSession):
        minimum = policy.live_cart_minimum
        return (
            "SR-13",
            f"样品须在收货后、推广期内于直播购物车中连续保留至少 {_minutes(minimum)} 分钟并被讲解。",
            f"The product must stay in the cart for at least {_minutes(minimum)} min without a break and be explained, "
            "after receipt and within the promotion window.",
        )
    stays = _promoting(reports, terms, state)
    if not stays or (isinstance(fact, Video) and fact.state != "published"):
        return (
            "SR-12",
            "视频未处于已发布且关联该商品的状态。",
            "The video is not published with this product in its cart.",
        )
    if all(stay.published_at < terms.opens for stay in stays):
        return ("IX-01", "收货前发布的视频不计入。", "A video published before receipt does not count.")
    in_window = [stay for stay in stays if terms.opens <= stay.published_at and stay.since <= terms.closes]
    if not in_window:
        return ("SR-12", "视频须在推广期内发布。", "The video must be published within the promotion window.")
    first = in_window[0]
    if first.until is not None and first.until < due_after(first.since, policy.video_retention, terms.pauses):
        return ("SR-12", "该视频曾中断推广,已失效。", "The video stopped promoting the product: it is void.")
    return (
        "SR-12",
        "视频的保留期须在推广期结束前完成。",
        "The video's retention must be complete by the promotion window's end.",
    )


def _minutes(duration: timedelta) -> str:
    return f"{duration.total_seconds() / 60:g}"
