"""Whether reported videos and live sessions promote a sample (SR-11 to SR-13, IX-01 to IX-06)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from luyue.domain.facts import Facts, LiveSession, Report, Video
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy
from luyue.domain.process import State

Form = Literal["video", "live"]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Terms(Value):
    """What counts: the product, content published or shown from `opens` to `closes`, and in the agreed form if any."""

    product_id: str
    opens: Moment
    closes: Moment
    form: Form | None


class Candidate(Value):
    """Content that promotes the product without a break since `since`; complete at `due_at` if it `lasted_until` then.

    `content` is the fact's stream; `lasted_until` is None while the promotion goes on.
    """

    content: str
    form: Form
    since: Moment
    due_at: Moment
    lasted_until: Moment | None = None

    @property
    def lost(self) -> bool:
        """Ended before it was complete; ending exactly then is enough."""
        return self.lasted_until is not None and self.lasted_until < self.due_at


class _Interval(Value):
    published_at: Moment
    since: Moment
    until: Moment | None = None


def candidates(facts: Facts, terms: Terms, state: State, policy: Policy) -> list[Candidate]:
    """All content that qualifies, also what was lost since, in the order of completion."""
    found: list[Candidate] = []
    if terms.form in (None, "video"):
        for stream, reports in facts.histories(Video):
            found += _video(stream, reports, terms, state, policy)
    if terms.form in (None, "live"):
        for stream, reports in facts.histories(LiveSession):
            found += _live(stream, reports[-1], terms, policy)
    return sorted(found, key=lambda one: (one.due_at, one.content))


def _video(stream: str, reports: Sequence[Report], terms: Terms, state: State, policy: Policy) -> Iterable[Candidate]:
    for stay in _promoting(reports, terms.product_id, state):
        if stay.published_at < terms.opens or stay.since > terms.closes:
            continue
        due_at = stay.since + policy.video_retention
        if due_at > terms.closes and not policy.retention_may_outlast_window:
            continue
        yield Candidate(content=stream, form="video", since=stay.since, due_at=due_at, lasted_until=stay.until)
        return


def _promoting(reports: Sequence[Report], product_id: str, state: State) -> list[_Interval]:
    """The stays of a product in a published video, each from the later of publishing and linking (SR-12)."""
    stays: list[_Interval] = []
    published_at: datetime | None = None
    linked_at: datetime | None = None
    before: Video | None = None
    for report in reports:
        video = report.fact
        assert isinstance(video, Video)
        changed_at = _dated(video, before, state.process_time(report.recorded_at))
        is_published = video.state == "published"
        is_linked = product_id in video.product_ids
        was_promoting = published_at is not None and linked_at is not None
        published_at = (published_at or changed_at) if is_published else None
        linked_at = (linked_at or changed_at) if is_linked else None
        if published_at is not None and linked_at is not None:
            if not was_promoting:
                stays.append(_Interval(published_at=published_at, since=max(published_at, linked_at)))
        elif was_promoting:
            stays[-1] = stays[-1].model_copy(update={"until": max(changed_at, stays[-1].since)})
        before = video
    return stays


def _dated(video: Video, before: Video | None, reported_at: datetime) -> datetime:
    """When a report's changes happened: at its newer `state_since`, else its first publishing, else when reported."""
    if before is None:
        stated = [moment for moment in (video.published_at, video.state_since) if moment is not None]
        return max(stated, default=reported_at)
    if video.state_since is not None and (before.state_since is None or video.state_since > before.state_since):
        return video.state_since
    republished = before.state == "unpublished" and video.state == "published"
    if republished and video.published_at is not None and video.published_at > (before.published_at or _LONG_AGO):
        return video.published_at
    return reported_at


def _live(stream: str, report: Report, terms: Terms, policy: Policy) -> Iterable[Candidate]:
    session = report.fact
    assert isinstance(session, LiveSession)
    entries = [entry for entry in session.cart if entry.product_id == terms.product_id]
    if not any(entry.explained for entry in entries):
        return
    stays: list[Candidate] = []
    for entry in entries:
        since = max(entry.added_at, session.started_at, terms.opens)
        ends = [end for end in (entry.removed_at, session.ended_at) if end is not None]
        until = min(ends, default=None)
        due_at = since + policy.live_cart_minimum
        if due_at <= terms.closes and (until is None or until > since):
            stays.append(Candidate(content=stream, form="live", since=since, due_at=due_at, lasted_until=until))
    lasting = [stay for stay in stays if not stay.lost] or stays
    if lasting:
        yield min(lasting, key=lambda stay: stay.due_at)


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
    stays = _promoting(reports, terms.product_id, state)
    if not stays or (isinstance(fact, Video) and fact.state != "published"):
        return (
            "SR-12",
            "视频未处于已发布且关联该商品的状态。",
            "The video is not published with this product in its cart.",
        )
    if all(stay.published_at < terms.opens for stay in stays):
        return ("IX-01", "收货前发布的视频不计入。", "A video published before receipt does not count.")
    return ("SR-12", "视频须在推广期内发布。", "The video must be published within the promotion window.")


def _minutes(duration: timedelta) -> str:
    return f"{duration.total_seconds() / 60:g}"
