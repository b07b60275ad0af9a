"""The feed of all events that the caller may see: in pages, and as server-sent events at the same address."""

from typing import Annotated, Any

import jwt
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.sse import format_sse_event
from pydantic import BaseModel, Field

from luyue.api.answers import answer
from luyue.api.context import Asked
from luyue.api.event_stream import EventStreams, Reader
from luyue.api.kinds import SERVED
from luyue.api.paging import PageSize
from luyue.api.problems import Problem, documented
from luyue.api.tokens import Caller
from luyue.domain.facts import FACTS
from luyue.domain.messages import Identifier, Value
from luyue.journal.feed import START, Cursor
from luyue.journal.feed_pages import Settled, Wanted, page, settled
from luyue.journal.readable import EventAnswer, event_answer
from luyue.journal.streams import Recorded

PROCESSES = frozenset(served.kind.name for served in SERVED)
_STREAM = "text/event-stream"
_CURSOR_LENGTH = 64
_AS_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A page; or, with `Accept: text/event-stream`, events without end as they come.",
        "content": {
            _STREAM: {
                "schema": {
                    "type": "string",
                    "description": "Server-sent events: `id` is the cursor, `event` the type, `data` the event as in "
                    "the pages. Lines that begin with a colon keep the connection alive.",
                },
                "example": 'retry: 1000\nevent: SampleRequestApproved\ndata: {"id": "…", "cursor": "AAAA…"}\n'
                "id: AAAA…\n\n:\n",
            }
        },
    }
}


class FeedQuery(Value):
    """Which events, and from where on. Cursors are places in the feed of all: they go with any filter."""

    after: str = Field(
        "",
        max_length=_CURSOR_LENGTH,
        description="A cursor: `next_cursor` of a page, or an event's own. The beginning if missing or empty.",
    )
    kinds: list[Annotated[str, Field(max_length=512)]] = Field(
        [],
        max_length=32,
        description=f"Only events of these kinds, repeated or with commas between: {', '.join(sorted(PROCESSES))}; "
        f"for services and ops also facts: {', '.join(sorted(FACTS))}. By default those of all processes.",
    )
    creator_id: Identifier | None = Field(None, description="Only events of this creator's processes.")
    merchant_id: Identifier | None = Field(None, description="Only events of this merchant's processes.")
    page_size: PageSize = 50


class FeedAnswer(BaseModel):
    """A page of the feed: it may be empty, and have fewer items than asked for, wherever it ends.

    `next_cursor` is where to go on, at once if `has_more`, otherwise later; it is never null, and events that the
    caller does not get are behind it for good.
    """

    items: list[EventAnswer]
    next_cursor: str
    has_more: bool


def event_routes(streams: EventStreams) -> APIRouter:
    """The feed, with its endless answers among `streams`."""
    router = APIRouter(prefix="/v1/events", tags=["events"])

    @router.get("", response_model=FeedAnswer, responses={**_AS_EVENTS, **documented(401, 404, 422, 429, 503)})
    async def read_feed(
        asked: Asked,
        query: Annotated[FeedQuery, Query()],
        last_event_id: Annotated[
            str,
            Header(
                alias="Last-Event-ID",
                max_length=_CURSOR_LENGTH,
                description="Where a stream goes on; before `after`. Pages ignore it.",
            ),
        ] = "",
    ) -> Response:
        """The events that the caller may see, in one order in which nothing ever appears behind a cursor.

        Events of one process come in the order of their versions. Poll with `next_cursor` as the next `after`; or ask
        with `Accept: text/event-stream` for new events as they come, and go on after a break with the last id seen as
        `Last-Event-ID`. A stream ends when the token does, and when the service stops; a number of streams may be open
        at once for a caller (429). Creators and merchants get what belongs to their own processes. Unknown types of
        events must be ignored: there will be new ones.
        """
        wanted = _wanted(query, asked.caller)
        role = asked.caller.role
        pool = asked.journal.pool
        if not _asks_for_stream(asked.request.headers.getlist("accept")):
            after = _place("after", query.after)
            until = await settled(pool)
            _check_given("after", after, until)
            found = await page(pool, after, query.page_size, wanted, until)
            items = [event_answer(event, role) for event in found.events]
            shown = FeedAnswer(items=items, next_cursor=found.cursor.encode(), has_more=found.more)
            return answer(shown, 200, **{"Cache-Control": "no-store", "Vary": "Accept"})

        field, given = ("Last-Event-ID", last_event_id) if last_event_id else ("after", query.after)
        after = _place(field, given)
        _check_given(field, after, await settled(pool))

        def written(event: Recorded) -> bytes:
            shown = event_answer(event, role)
            return format_sse_event(data_str=shown.model_dump_json(), event=shown.type, id=shown.cursor)

        return streams.stream(
            asked.journal,
            Reader(asked.caller.actor, _expires_at(asked.request)),
            wanted,
            after=after,
            page_size=query.page_size,
            written=written,
        )

    return router


def _wanted(query: FeedQuery, caller: Caller) -> Wanted:
    """The filters with the caller's own id in them; raises `Problem` where they ask for another's."""
    creator_id = _theirs(query.creator_id, caller.creator_id)
    merchant_id = _theirs(query.merchant_id, caller.merchant_id)
    of_party = creator_id is not None or merchant_id is not None
    known = PROCESSES if of_party else PROCESSES | frozenset(FACTS)
    kinds = frozenset(kind.strip().replace("_", "-") for listed in query.kinds for kind in listed.split(","))
    if not kinds <= known:
        names = ", ".join(sorted(known))
        raise Problem.of_field("kinds", f"kinds 须为以下之一或多项:{names}", f"kinds: each must be one of {names}")
    return Wanted(kinds or PROCESSES, creator_id, merchant_id)


def _theirs(asked_for: str | None, own: str | None) -> str | None:
    if own is not None and asked_for not in (None, own):
        raise Problem("not-found")
    return own or asked_for


def _place(field: str, text: str) -> Cursor:
    try:
        return Cursor.decode(text) if text else START
    except ValueError:
        raise _no_cursor(field) from None


def _check_given(field: str, cursor: Cursor, settled_since: Settled) -> None:
    """Raises `Problem` where a cursor is ahead of all that there was after it had come in."""
    if not settled_since.can_have_given(cursor):
        raise _no_cursor(field)


def _no_cursor(field: str) -> Problem:
    return Problem.of_field(field, f"{field} 不是有效的游标", f"{field}: it is not a cursor that this service gave")


def _asks_for_stream(accept: list[str]) -> bool:
    """Whether Accept headers (RFC 9110) name the stream and do not rank JSON, by its name, as high."""
    ranks = dict(_ranked(part) for part in ", ".join(accept).split(","))
    return ranks.get(_STREAM, 0.0) > ranks.get("application/json", 0.0)


def _ranked(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((value.removeprefix("q=") for value in parameters if value.startswith("q=")), "1")
    try:
        return name, float(quality)
    except ValueError:
        return name, 0.0


def _expires_at(request: Request) -> float:
    """When the token of a request ends that has been let in; epoch seconds."""
    token = request.headers["authorization"].partition(" ")[2].strip()
    return float(jwt.decode(token, options={"verify_signature": False})["exp"])
