"""What every kind of process has: a list, its processes, their events and texts, and a route for each command."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, Field

from luyue.api.answers import answer, etag
from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY_AND_VERSION, Asked, Context
from luyue.api.idempotency import Received
from luyue.api.kinds import Served
from luyue.api.paging import Page, PageSize, PageToken, place_in, place_token, position_in, position_token
from luyue.api.permissions import COMMANDS
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import EventAnswer, ProcessAnswer, event_answer
from luyue.domain.messages import Identifier, Moment, Value
from luyue.journal.processes import Filter, Order

_TAG = re.compile(r'(W/)?"([^"]*)"')
_VERSION = re.compile(r"[1-9][0-9]{0,8}")
ProcessId = Annotated[Identifier, Path(description="The process's id.")]


class ListQuery(Value):
    """Filters and order of a list; `next_deadline_at` lists only open processes with a deadline, the soonest first."""

    merchant_id: Identifier | None = None
    creator_id: Identifier | None = None
    product_id: Identifier | None = None
    status: str | None = Field(None, max_length=64)
    due_before: Moment | None = None
    created_after: Moment | None = None
    sort: Order = "created_at"
    page_size: PageSize = 50
    page_token: PageToken | None = None


class TextAnswer(BaseModel):
    """A free text of a process: `id` is what its events and details refer to, `field` what it was sent as."""

    id: str
    field: str
    text: str


def process_routes(served: Served) -> APIRouter:
    """The routes of a kind; its commands' come from its declaration. They hold nothing of an application."""
    router = APIRouter(prefix=f"/v1/{served.collection}", tags=[served.collection])
    _add_reads(router, served)
    for name in COMMANDS[served.kind.name]:
        if name != served.opens_with:
            add_command(router, served, name)
    return router


def _add_reads(router: APIRouter, served: Served) -> None:
    @router.get("", response_model=Page[ProcessAnswer], responses=documented(401, 404, 422, 503))
    async def list_processes(asked: Asked, query: Annotated[ListQuery, Query()]) -> Response:
        """The processes that the caller may see."""
        if query.status is not None and query.status not in served.statuses:
            known = ", ".join(sorted(served.statuses))
            raise Problem.of_field("status", f"状态须为以下之一:{known}", f"status: it must be one of {known}")
        wanted = _narrowed(query, asked)
        after = place_in(query.page_token, query.sort)
        processes = asked.journal.processes
        rows = await processes.page(served.kind.name, wanted, query.sort, after, query.page_size + 1)
        shown = rows[: query.page_size]
        token = None
        if len(rows) > len(shown):
            moment = getattr(shown[-1], query.sort)
            token = place_token(query.sort, moment, shown[-1].id)
        items = [await asked.shown(served, row) for row in shown]
        return answer(Page[ProcessAnswer](items=items, next_page_token=token))

    @router.get("/{id}", response_model=ProcessAnswer, responses=documented(401, 404, 503))
    async def read_process(id: ProcessId, asked: Asked) -> Response:
        """A process as it is now."""
        row = await asked.row(served.kind.stream(id))
        return answer(await asked.shown(served, row), ETag=etag(row.version))

    @router.get("/{id}/events", response_model=Page[EventAnswer], responses=documented(401, 404, 422, 503))
    async def list_events(
        id: ProcessId,
        asked: Asked,
        page_size: Annotated[PageSize, Query()] = 50,
        page_token: Annotated[PageToken | None, Query()] = None,
    ) -> Response:
        """What has happened, in order."""
        row = await asked.row(served.kind.stream(id))
        after = position_in(page_token)
        events = []
        if after < row.version:
            up_to = min(row.version, after + page_size)
            events = await asked.journal.streams.history(row.stream, after=after, up_to=up_to)
        ended = not events or events[-1].version >= row.version
        token = None if ended else position_token(events[-1].version)
        items = [event_answer(event, asked.caller.role) for event in events]
        return answer(Page[EventAnswer](items=items, next_page_token=token))

    @router.get("/{id}/texts", response_model=Page[TextAnswer], responses=documented(401, 404, 503))
    async def list_texts(id: ProcessId, asked: Asked) -> Response:
        """The notes and reasons that were written, those erased left out."""
        row = await asked.row(served.kind.stream(id))
        texts = await asked.journal.personal_data.texts(row.stream)
        items = [TextAnswer(id=text.id, field=text.field, text=text.body) for text in texts]
        return answer(Page[TextAnswer](items=items, next_page_token=None))


def _narrowed(query: ListQuery, asked: Context) -> Filter:
    """The filters with the caller's own id in them, where it sees only its own; raises `Problem` for another's."""
    creator_id, merchant_id, caller = query.creator_id, query.merchant_id, asked.caller
    if asked.relation == "own":
        creator_id, merchant_id = caller.creator_id or creator_id, caller.merchant_id or merchant_id
        if query.creator_id not in (None, creator_id) or query.merchant_id not in (None, merchant_id):
            raise Problem("not-found")
    return Filter(creator_id, merchant_id, query.product_id, query.status, query.due_before, query.created_after)


def add_command(router: APIRouter, served: Served, name: str, route: str | None = None) -> None:
    """Adds a command's route, which has the command's name unless it is given one of its own."""
    command = served.kind.command_type(name)
    assert command is not None, f"{served.kind.name} has no {name}"
    body_model = body_of(served.kind, command)
    needs_body = any(field.is_required() for field in body_model.model_fields.values())
    sent_body = Body(... if needs_body else None)

    async def send_command(id: ProcessId, asked: Asked, body: Any = sent_body) -> Response:
        stream = served.kind.stream(id)
        content = body if body is not None else body_model()
        versions = _versions_in(asked.request.headers.getlist("if-match"))
        if_version = None if versions is None else max(versions, default=0)
        if versions is not None and len(versions) > 1:
            current = (await asked.row(stream)).version
            if_version = current if current in versions else if_version

        async def act(received: Received) -> Response:
            execution = asked.services.execution
            outcome = await execution.run(served, id, name, content, asked.caller, received, if_version=if_version)
            shown = await asked.shown(served, await asked.row(stream), outcome.result_version)
            return answer(shown, ETag=etag(shown.version))

        return await asked.once(content, act)

    send_command.__annotations__["body"] = body_model if needs_body else body_model | None
    router.post(
        f"/{{id}}/{name}",
        name=route or name,
        summary=name.replace("-", " ").capitalize(),
        description=command.__doc__ or "",
        response_model=ProcessAnswer,
        responses=documented(401, 403, 404, 409, 412, 422, 429, 503),
        openapi_extra=TAKES_KEY_AND_VERSION,
    )(send_command)


def _versions_in(if_match: list[str]) -> set[int] | None:
    """The versions that If-Match headers list; None where any will do. Tags that are not ours match nothing."""
    listed = ", ".join(if_match).strip()
    if not if_match or listed == "*":
        return None
    # Compared strongly, as If-Match has it: a weak tag matches nothing. A lone number is taken for its tag.
    tags = [listed] if '"' not in listed else [tag for weak, tag in _TAG.findall(listed) if not weak]
    return {int(tag) for tag in tags if _VERSION.fullmatch(tag)}
