"""Webhooks of the caller: where they go, and by which secret they are signed. Their deliveries are a module beside."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from luyue.api import identifiers
from luyue.api.answers import answer
from luyue.api.context import TAKES_KEY, Asked, Context
from luyue.api.idempotency import Received
from luyue.api.kinds import SERVED
from luyue.api.paging import Page, PageSize, PageToken, id_in, id_token
from luyue.api.problems import Problem, documented
from luyue.api.tokens import Caller
from luyue.domain.durations import Margin
from luyue.domain.facts import FACTS
from luyue.domain.messages import Identifier, Text, Value, Violation
from luyue.domain.notices import OPS
from luyue.domain.process import SHARED_EVENTS
from luyue.journal.webhook_endpoints import (
    EVERYTHING,
    MOST_EARLIER_SECRETS,
    Endpoint,
    NewEndpoint,
    TooManyEndpoints,
    TooManySecrets,
    WebhookEndpoints,
)
from luyue.webhooks.addresses import LONGEST, Addresses, AddressRefused, LookUpFailed
from luyue.webhooks.envelope import new_secret
from luyue.webhooks.schedule import TRIED_FOR

MOST_OF_ONE_OWNER = 16
LONGEST_OVERLAP = timedelta(days=7)
PROCESSES = frozenset(served.kind.name for served in SERVED)
EVENT_TYPES = frozenset(
    [event.type_name() for served in SERVED for event in (*served.kind.events, *SHARED_EVENTS)]
    + [f"{fact.__name__}Reported" for fact in FACTS.values()]
)

_LOOK_UP_FAILED = Violation(
    rule="field:url",
    message=Text(
        zh="字段 url 暂时无法核实:域名解析暂时失败,尚未登记,请稍后重试",
        en="url: its host could not be looked up for the moment; nothing was made, repeat it later",
    ),
)
_SECRETS_STILL_SIGN = Violation(
    rule="field:overlap",
    message=Text(
        zh=f"已有 {MOST_EARLIER_SECRETS} 个旧密钥仍在签名,请待其中之一到期后再轮换,或将 overlap 设为 PT0S",
        en=f"overlap: {MOST_EARLIER_SECRETS} earlier secrets still sign; rotate when one of them has ended, "
        "or with an overlap of PT0S",
    ),
)

Name = Annotated[str, Field(min_length=1, max_length=64)]
WebhookId = Annotated[Identifier, Path(description="The webhook's id.")]


class WebhookBody(Value):
    """Where events are to be sent, and which: by default all of the processes that the caller may see."""

    url: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="An https address on the public network, with port 443 or 8443 and without credentials.",
        examples=["https://hooks.example.com/luyue"],
    )
    kinds: Annotated[list[Name], Field(min_length=1, max_length=32)] | None = Field(
        None,
        description=f"Only events of these kinds: {', '.join(sorted(PROCESSES))}; for services and ops also facts: "
        f"{', '.join(sorted(FACTS))}.",
    )
    event_types: Annotated[list[Name], Field(min_length=1, max_length=100)] | None = Field(
        None, description="Only events of these types.", examples=[["OrderAccepted"]]
    )


class RotateBody(Value):
    """For how long the secret until now still signs beside the new one; at most seven days."""

    overlap: Margin = timedelta(hours=24)


class WebhookAnswer(BaseModel):
    """A webhook; its secret is told when it is made, and never again.

    `disabled_because` is `asked`, or `gone` where its receiver has answered 410. Of the secrets before the present
    one, the last still signs until `previous_secret_signs_until`.
    """

    id: str
    owner: str
    url: str
    kinds: list[str] | None
    event_types: list[str] | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_because: Literal["asked", "gone"] | None
    previous_secret_signs_until: datetime | None


class WebhookWithSecret(WebhookAnswer):
    """A webhook with its secret, by which the receiver verifies that messages come from here (Standard Webhooks)."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


def webhook_routes(addresses: Addresses) -> APIRouter:
    """The routes of webhooks, which may be sent to what `addresses` lets through."""
    router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

    @router.post(
        "",
        status_code=201,
        response_model=WebhookWithSecret,
        responses=documented(401, 403, 409, 422, 503),
        openapi_extra=TAKES_KEY,
    )
    async def create_webhook(asked: Asked, body: WebhookBody) -> Response:
        """Has events sent to an address from now on: those that the caller may read, as it may read them."""

        async def act(received: Received) -> Response:
            created = await _create(asked, body, addresses, received)
            return answer(_with_secret(created), 201, Location=f"/v1/webhooks/{created.id}")

        return await asked.once(body, act)

    @router.get("", response_model=Page[WebhookAnswer], responses=documented(401, 422, 503))
    async def list_webhooks(
        asked: Asked,
        page_size: Annotated[PageSize, Query()] = 50,
        page_token: Annotated[PageToken | None, Query()] = None,
    ) -> Response:
        """The caller's webhooks, the oldest first; for ops, everybody's."""
        after = id_in(page_token)
        found = await WebhookEndpoints(asked.journal.pool).page(owner_seen(asked), after, page_size + 1)
        shown = found[:page_size]
        token = id_token(shown[-1].id) if len(found) > len(shown) else None
        return answer(Page[WebhookAnswer](items=[_shown(one) for one in shown], next_page_token=token))

    @router.get("/{id}", response_model=WebhookAnswer, responses=documented(401, 404, 422, 503))
    async def read_webhook(id: WebhookId, asked: Asked) -> Response:
        """A webhook."""
        return answer(_shown(await endpoint_seen(asked, id)))

    @router.post(
        "/{id}/rotate-secret",
        response_model=WebhookWithSecret,
        responses=documented(401, 403, 404, 409, 422, 503),
        openapi_extra=TAKES_KEY,
    )
    async def rotate_secret(id: WebhookId, asked: Asked, body: RotateBody | None = None) -> Response:
        """Makes a new secret. The one until now signs beside it for a while, so that receivers can change over.

        Up to three earlier ones sign, each until its own end; a further rotation is refused until one has ended.
        """
        overlap = (body or RotateBody()).overlap
        if overlap > LONGEST_OVERLAP:
            raise Problem.of_field("overlap", "字段 overlap 无效:最长 7 天", "overlap: it may be at most seven days")
        await endpoint_seen(asked, id)

        async def act(received: Received) -> Response:
            until = received.at + overlap
            try:
                rotated = await WebhookEndpoints(asked.journal.pool).rotate(
                    id, new_secret(), received.at, signs_until=until, command_id=received.command_id
                )
            except TooManySecrets:
                raise Problem("too-many-secrets", [_SECRETS_STILL_SIGN]) from None
            if rotated is None:
                raise Problem("not-found")
            return answer(_with_secret(rotated))

        return await asked.once(body, act)

    @router.post(
        "/{id}/disable",
        response_model=WebhookAnswer,
        responses=documented(401, 403, 404, 409, 422, 503),
        openapi_extra=TAKES_KEY,
    )
    async def disable_webhook(id: WebhookId, asked: Asked) -> Response:
        """Stops sending. What is not delivered yet, and what happens within 30 days, waits until it is enabled."""
        await endpoint_seen(asked, id)

        async def act(received: Received) -> Response:
            await WebhookEndpoints(asked.journal.pool).disable(id, received.at, because="asked")
            return answer(_shown(await endpoint_seen(asked, id)))

        return await asked.once(None, act)

    @router.post(
        "/{id}/enable",
        response_model=WebhookAnswer,
        responses=documented(401, 403, 404, 409, 422, 503),
        openapi_extra=TAKES_KEY,
    )
    async def enable_webhook(id: WebhookId, asked: Asked) -> Response:
        """Sends again, first what has waited."""
        await endpoint_seen(asked, id)

        async def act(received: Received) -> Response:
            until = received.at + TRIED_FOR
            await WebhookEndpoints(asked.journal.pool).enable(id, received.at, tried_until=until)
            return answer(_shown(await endpoint_seen(asked, id)))

        return await asked.once(None, act)

    @router.delete("/{id}", status_code=204, responses=documented(401, 403, 404, 422, 503))
    async def delete_webhook(id: WebhookId, asked: Asked) -> Response:
        """Removes a webhook and all that is known of its deliveries."""
        await endpoint_seen(asked, id)
        if not await WebhookEndpoints(asked.journal.pool).delete(id):
            raise Problem("not-found")
        return Response(status_code=204)

    return router


async def endpoint_seen(asked: Context, id: str) -> Endpoint:
    """An endpoint; raises `Problem` where there is none that the caller may touch."""
    found = await WebhookEndpoints(asked.journal.pool).find(id, owner_seen(asked))
    if found is None:
        raise Problem("not-found")
    return found


def owner_seen(asked: Context) -> str | None:
    """Whose endpoints the caller may touch by its request; None for anybody's."""
    return None if asked.relation == "any" else _owner(asked.caller)


def _owner(caller: Caller) -> str:
    return OPS if caller.role == "ops" else caller.actor


async def _create(asked: Context, body: WebhookBody, addresses: Addresses, received: Received) -> Endpoint:
    caller = asked.caller
    kinds = _kinds(body, caller)
    unknown = set(body.event_types or ()) - EVENT_TYPES
    if unknown:
        raise Problem.of_field(
            "event_types", "字段 event_types 无效:含有未知的事件类型", "event_types: there is no event of such a type"
        )
    try:
        await addresses.check(body.url)
    except AddressRefused as refused:
        raise Problem.of_field("url", f"字段 url 无效:{refused.text.zh}", f"url: {refused.text.en}") from None
    except LookUpFailed:
        raise Problem("unavailable", [_LOOK_UP_FAILED]) from None
    new = NewEndpoint(
        id=identifiers.process_id("wh", received.at, received.command_id),
        owner=_owner(caller),
        role=caller.role,
        audience=caller.actor if caller.party_id is not None else EVERYTHING,
        url=body.url,
        kinds=kinds,
        event_types=sorted(set(body.event_types)) if body.event_types is not None else None,
        secret=new_secret(),
    )
    try:
        return await WebhookEndpoints(asked.journal.pool).create(
            new, command_id=received.command_id, most=MOST_OF_ONE_OWNER
        )
    except TooManyEndpoints:
        raise Problem.of_field(
            "url",
            f"字段 url 无效:最多可登记 {MOST_OF_ONE_OWNER} 个地址",
            f"url: there may be at most {MOST_OF_ONE_OWNER} webhooks of one owner; delete one first",
        ) from None


def _kinds(body: WebhookBody, caller: Caller) -> list[str] | None:
    """The kinds as streams are named by them; raises `Problem` where one is none that the caller may read."""
    if body.kinds is None:
        return None
    known = PROCESSES if caller.party_id is not None else PROCESSES | frozenset(FACTS)
    kinds = {kind.replace("_", "-") for kind in body.kinds}
    if not kinds <= known:
        names = ", ".join(sorted(known))
        raise Problem.of_field("kinds", f"kinds 须为以下之一或多项:{names}", f"kinds: each must be one of {names}")
    return sorted(kinds)


def _shown(endpoint: Endpoint) -> WebhookAnswer:
    return WebhookAnswer(
        id=endpoint.id,
        owner=endpoint.owner,
        url=endpoint.url,
        kinds=endpoint.kinds,
        event_types=endpoint.event_types,
        created_at=endpoint.created_at,
        disabled_at=endpoint.disabled_at,
        disabled_because=endpoint.disabled_because,
        previous_secret_signs_until=max(endpoint.earlier_sign_until, default=None),
    )


def _with_secret(endpoint: Endpoint) -> WebhookWithSecret:
    return WebhookWithSecret(**_shown(endpoint).model_dump(), secret=endpoint.secret)
