"""The caller's in-app inbox: messages newest first, in the caller's language, and marking one as read."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from luyue.api.answers import answer
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import served
from luyue.api.paging import Page, PageSize, PageToken, position_in, position_token
from luyue.api.problems import Problem, documented
from luyue.api.routes.eligibility import content_language, language_of
from luyue.api.tokens import Caller
from luyue.api.wording import Language
from luyue.domain.cart_access_notices import CART_ACCESS_NOTICES
from luyue.domain.messages import Text
from luyue.domain.notices import OPS, Worded
from luyue.journal.inbox import Inbox, InboxMessage

_UNKNOWN = Text(
    zh="您有一条新消息,暂时无法显示,请稍后再看。",
    en="You have a new message that can't be shown yet. Please look again later.",
)

router = APIRouter(prefix="/v1/inbox", tags=["inbox"])


class InboxAnswer(BaseModel):
    """A message. `id` is the event's that it tells of, `message` its key, `text` the same in words."""

    id: UUID
    stream: str
    message: str
    text: str
    parameters: Mapping[str, Any]
    occurred_at: datetime
    read_at: datetime | None


class ReadAnswer(BaseModel):
    """When a message was read for the first time."""

    id: UUID
    read_at: datetime


@router.get("", response_model=Page[InboxAnswer], responses=documented(401, 422, 503))
async def list_messages(
    asked: Asked,
    page_size: Annotated[PageSize, Query()] = 50,
    page_token: Annotated[PageToken | None, Query()] = None,
    unread: Annotated[bool, Query()] = False,
) -> Response:
    """The caller's messages, newest first, or only the unread ones. Ops share one inbox; services have none."""
    language = language_of(asked)
    before = position_in(page_token) or None
    found = await Inbox(asked.journal.pool).newest(_recipient(asked.caller), page_size + 1, before, unread=unread)
    shown = found[:page_size]
    token = position_token(shown[-1].position) if len(found) > len(shown) else None
    items = [_shown(message, language) for message in shown]
    return answer(Page[InboxAnswer](items=items, next_page_token=token), 200, **content_language(language))


@router.post(
    "/{id}/read",
    response_model=ReadAnswer,
    responses=documented(401, 404, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def mark_read(id: UUID, asked: Asked) -> Response:
    """Marks a message as read; again changes nothing."""
    inbox, recipient = Inbox(asked.journal.pool), _recipient(asked.caller)
    # Who may not touch it leaves no trace, not even a key.
    if not await inbox.holds(recipient, id):
        raise Problem("not-found")

    async def act(_received: Received) -> Response:
        read_at = await inbox.mark_read(recipient, id)
        if read_at is None:
            raise Problem("not-found")
        return answer(ReadAnswer(id=id, read_at=read_at))

    return await asked.once(None, act)


def _recipient(caller: Caller) -> str:
    return OPS if caller.role == "ops" else caller.actor


def _shown(message: InboxMessage, language: Language) -> InboxAnswer:
    return InboxAnswer(
        id=message.event_id,
        stream=message.stream,
        message=message.message,
        text=_text(message, language),
        parameters=message.parameters,
        occurred_at=message.occurred_at,
        read_at=message.read_at,
    )


def _text(message: InboxMessage, language: Language) -> str:
    subject = message.stream.partition("/")[0]
    kind = served(subject)
    told: Worded | None = kind.notices if kind else None
    if subject in CART_ACCESS_NOTICES.streams:
        told = CART_ACCESS_NOTICES
    text = _UNKNOWN
    # Written by a worker of a newer release, which knows more messages.
    with suppress(LookupError):
        text = told.render(message.message, message.parameters) if told else _UNKNOWN
    words: str = getattr(text, language)
    return words
