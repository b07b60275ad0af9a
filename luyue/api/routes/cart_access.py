"""Cart access: admitting a creator to the product-sharing rights, and taking single ones away (CA-01 to CA-03)."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import get_args

from fastapi import APIRouter, Response
from pydantic import BaseModel

from luyue.api.answers import answer, etag
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.decisions import put_on_record
from luyue.api.idempotency import Received
from luyue.api.problems import Problem, documented
from luyue.api.routes.eligibility import (
    CheckAnswer,
    cart_access_now,
    checks_in,
    content_language,
    language_of,
)
from luyue.domain.facts import CartAccess, Report, Right
from luyue.domain.messages import Identifier, Value
from luyue.journal.fact_store import Outdated
from luyue.journal.journal import Journal

router = APIRouter(prefix="/v1/cart-access", tags=["cart-access"])


class AdmissionBody(Value):
    """Who wants to be admitted."""

    creator_id: Identifier


class CartAccessAnswer(BaseModel):
    """The rights that an admitted creator holds; empty: all were taken away."""

    creator_id: str
    rights: Sequence[Right]
    version: int
    recorded_at: datetime


class AdmissionAnswer(CartAccessAnswer):
    """An admission. Policy and checks are those of now; of an earlier admission only the rights are told."""

    policy_version: str | None = None
    checks: Sequence[CheckAnswer] = ()


@router.post(
    "",
    status_code=201,
    response_model=AdmissionAnswer,
    responses={
        200: {"model": AdmissionAnswer, "description": "Admitted before."},
        **documented(401, 403, 404, 409, 422, 503),
    },
    openapi_extra=TAKES_KEY,
)
async def admit(asked: Asked, body: AdmissionBody) -> Response:
    """Admits a creator who meets the bar. One admitted before is told what it holds: asking again gives nothing back.

    One who holds nothing any more is refused (CA-03). Every admission and every refusal goes on record.
    To be asked by the creator, services and ops.
    """
    asked.check_own(creator_id=body.creator_id)
    language = language_of(asked)
    said_in = content_language(language)

    async def act(received: Received) -> Response:
        evaluation, facts, policy = await cart_access_now(asked.journal, body.creator_id)
        held = _as_held(body.creator_id, facts.newest.get(_stream(body.creator_id)))
        if held is not None and held.rights:
            return answer(AdmissionAnswer(**held.model_dump()), 200, ETag=etag(held.version), **said_in)
        # Before what it grants, so that no admission is ever without its reasons.
        stream = f"cart-access-decision/{body.creator_id}"
        await put_on_record(asked, stream, evaluation, command_id=received.command_id, at=received.at)
        rights: tuple[Right, ...] = get_args(Right) if policy.grant_all else ("showcase",)
        try:
            await asked.journal.facts.report(
                _stream(body.creator_id),
                CartAccess(rights=rights),
                actor=asked.caller.actor,
                command_id=received.command_id,
                at=received.at,
                after=0,
            )
        except Outdated:
            # Admitted by another request meanwhile.
            return await act(received)
        admitted = await _held(asked.journal, body.creator_id)
        assert admitted is not None, "admitted just now"
        content = AdmissionAnswer(
            **admitted.model_dump(),
            policy_version=policy.version,
            checks=checks_in([evaluation], language),
        )
        location = f"/v1/cart-access/{body.creator_id}"
        return answer(content, 201, ETag=etag(admitted.version), Location=location, **said_in)

    return await asked.once(body, act)


@router.get("/{creator_id}", response_model=CartAccessAnswer, responses=documented(401, 404, 422, 503))
async def read_rights(creator_id: Identifier, asked: Asked) -> Response:
    """The rights that an admitted creator holds. To be read by the creator, services and ops."""
    asked.check_own(creator_id=creator_id)
    held = await _held(asked.journal, creator_id)
    if held is None:
        raise Problem("not-found")
    return answer(held, ETag=etag(held.version))


@router.delete("/{creator_id}/{right}", status_code=204, responses=documented(401, 403, 404, 422, 503))
async def take_away(creator_id: Identifier, right: Right, asked: Asked) -> Response:
    """Takes one right away; the others stay (CA-03). For ops."""
    while True:
        held = await _held(asked.journal, creator_id)
        if held is None or right not in held.rights:
            raise Problem("not-found")
        try:
            await asked.journal.facts.report(
                _stream(creator_id),
                CartAccess(rights=tuple(other for other in held.rights if other != right)),
                actor=asked.caller.actor,
                command_id=uuid.uuid4().hex,
                at=datetime.now(UTC),
                after=held.version,
            )
        except Outdated:
            # Another right was taken away meanwhile, and must stay so.
            continue
        return Response(status_code=204)


async def _held(journal: Journal, creator_id: str) -> CartAccessAnswer | None:
    return _as_held(creator_id, await journal.facts.newest(_stream(creator_id)))


def _as_held(creator_id: str, report: Report | None) -> CartAccessAnswer | None:
    if report is None or not isinstance(report.fact, CartAccess):
        return None
    return CartAccessAnswer(
        creator_id=creator_id,
        rights=report.fact.rights,
        version=report.version,
        recorded_at=report.recorded_at,
    )


def _stream(creator_id: str) -> str:
    return f"cart-access/{creator_id}"
