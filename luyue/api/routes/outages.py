"""Outages of the platform: ops declare them, which holds deadlines, and release them, which lets those go on."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from luyue.api import identifiers
from luyue.api.answers import answer
from luyue.api.bodies import FreeText
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.paging import Page, PageSize, PageToken, id_in, id_token
from luyue.api.problems import Problem, documented
from luyue.domain.durations import Margin
from luyue.domain.messages import Identifier, Moment, Refusal, Text, Value, Violation
from luyue.domain.outage import ID_PREFIX, Outage
from luyue.journal.outages import AlreadyReleased, DeclaredOutage, OutageRegister

router = APIRouter(prefix="/v1/outages", tags=["outages"])

OutageId = Annotated[Identifier, Path()]


class OutageBody(Value):
    """Times by the wall clock. Left out, the outage starts now, and goes on until it is released."""

    starts_at: Moment | None = None
    ends_at: Moment | None = Field(None, description="From here on deadlines are not held.")
    reason: FreeText


class ReleaseBody(Value):
    """How an outage is released; left out, it ended as declared, or now, and deadlines get as much time as it took."""

    ends_at: Moment | None = Field(None, description="When it ended: not after now, nor after the end declared.")
    extend_by: Margin | None = Field(
        None,
        description="How much later deadlines are due that were due in it: at least its length, or PT0S: they act.",
    )


class ReleaseAnswer(BaseModel):
    """When and by whom an outage was released, and how much time deadlines got."""

    released_at: datetime
    released_by: str
    extend_by: Margin


class OutageAnswer(BaseModel):
    """An outage. `ends_at` is null while no end is known, `release` while it holds deadlines, `reason` once erased."""

    id: str
    starts_at: datetime
    ends_at: datetime | None
    reason: str | None
    declared_at: datetime
    declared_by: str
    release: ReleaseAnswer | None


def _shown(found: DeclaredOutage) -> OutageAnswer:
    outage, release = found.outage, None
    if outage.release is not None:
        assert found.released_by is not None
        release = ReleaseAnswer(
            released_at=outage.release.at, released_by=found.released_by, extend_by=outage.release.extend_by
        )
    return OutageAnswer(
        id=found.id,
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
        reason=found.reason,
        declared_at=found.declared_at,
        declared_by=found.declared_by,
        release=release,
    )


@router.get("", response_model=Page[OutageAnswer], responses=documented(401, 403, 422, 503))
async def list_outages(
    asked: Asked,
    page_size: Annotated[PageSize, Query()] = 50,
    page_token: Annotated[PageToken | None, Query()] = None,
) -> Response:
    """All outages, the last declared first. For services and ops."""
    found = await OutageRegister(asked.journal.pool).page(id_in(page_token), page_size + 1)
    shown = found[:page_size]
    token = id_token(shown[-1].id) if len(found) > len(shown) else None
    return answer(Page[OutageAnswer](items=[_shown(one) for one in shown], next_page_token=token))


@router.get("/{id}", response_model=OutageAnswer, responses=documented(401, 403, 404, 422, 503))
async def read_outage(id: OutageId, asked: Asked) -> Response:
    """One outage."""
    found = await OutageRegister(asked.journal.pool).find(id)
    if found is None:
        raise Problem("not-found")
    return answer(_shown(found))


@router.post(
    "",
    status_code=201,
    response_model=OutageAnswer,
    responses=documented(401, 403, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def declare_outage(asked: Asked, body: OutageBody) -> Response:
    """Declares an outage (ops): what is due in it, and has not happened yet, is held until its release."""

    async def act(received: Received) -> Response:
        starts_at = body.starts_at or received.at
        if body.ends_at is not None and body.ends_at <= starts_at:
            raise Problem.of_field("ends_at", "须晚于故障开始", "it must be after the outage's start")
        command_id, digest_key = received.command_id, asked.services.settings.digest_key
        note = identifiers.note(digest_key, command_id, "reason", body.reason)
        found = await OutageRegister(asked.journal.pool).declare(
            identifiers.process_id(ID_PREFIX, received.at, command_id),
            Outage(starts_at=starts_at, ends_at=body.ends_at, reason=note),
            body.reason,
            actor=asked.caller.actor,
            command_id=command_id,
            at=received.at,
        )
        return answer(_shown(found), 201, Location=f"/v1/outages/{found.id}")

    return await asked.once(body, act)


@router.post(
    "/{id}/release",
    response_model=OutageAnswer,
    responses=documented(401, 403, 404, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def release_outage(id: OutageId, asked: Asked, body: ReleaseBody) -> Response:
    """Releases an outage (ops), for good: deadlines that were due in it get more time, or act."""

    async def act(received: Received) -> Response:
        try:
            found = await OutageRegister(asked.journal.pool).release(
                id,
                ends_at=body.ends_at,
                extend_by=body.extend_by,
                actor=asked.caller.actor,
                command_id=received.command_id,
                # Not when it was first asked for: up to now the outage has held what came due.
                at=datetime.now(UTC),
            )
        except LookupError:
            raise Problem("not-found") from None
        except AlreadyReleased:
            message = Text(zh="该故障已解除。", en="This outage has been released.")
            raise Problem("not-allowed-in-status", [Violation(rule="status", message=message)]) from None
        except Refusal as refusal:
            raise Problem("invalid", refusal.violations) from None
        return answer(_shown(found))

    return await asked.once(body, act)
