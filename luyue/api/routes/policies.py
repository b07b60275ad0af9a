"""Versions of the policy: everybody may read them, ops add to them. None is ever changed or in force in hindsight."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field, ValidationError, create_model

from luyue.api.answers import answer
from luyue.api.authorisation import may_read
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.field_errors import described
from luyue.api.idempotency import Received
from luyue.api.paging import Page, PageSize, PageToken, place_in, place_token
from luyue.api.problems import Problem, documented
from luyue.api.tokens import Caller
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy, VersionName
from luyue.journal.policies import MomentPassed, MomentTaken, PolicyVersion, VersionTaken

router = APIRouter(prefix="/v1/policies", tags=["policies"])

_ORDER = "effective_from"


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


_CHANGEABLE: dict[str, Any] = {
    name: (
        Annotated[
            field.annotation,
            *field.metadata,
            Field(description=field.description, json_schema_extra=_without_default),
        ],
        None,
    )
    for name, field in Policy.model_fields.items()
    if name != "version"
}
PolicyParameters = create_model(
    "PolicyParameters",
    __base__=Value,
    __doc__="Parameters to be otherwise; those left out stay as in the version in force at `effective_from`.",
    **_CHANGEABLE,
)


class PolicyBody(Value):
    """A new version. `effective_from` may not be in the past; left out, the version is in force at once."""

    version: VersionName
    effective_from: Moment | None = None
    parameters: PolicyParameters


class PolicyAnswer(BaseModel):
    """A version with every parameter. `effective_from` is null for the first; `added_by` is for ops and services."""

    version: str
    effective_from: datetime | None
    added_at: datetime
    added_by: str | None
    policy: Policy


class UndoneBy(BaseModel):
    """A version that takes effect later and has the former values of parameters that are changed here."""

    version: str
    effective_from: datetime
    parameters: tuple[str, ...]


class PolicyAdded(PolicyAnswer):
    """A version that was added. `undone_by` warns of those to come that take some of its changes back."""

    undone_by: list[UndoneBy]


class _Wanted(BaseModel):
    """A body by what it says: a parameter that is to be null is not one left out."""

    version: str
    effective_from: datetime | None
    parameters: dict[str, Any]


def _shown(found: PolicyVersion, caller: Caller) -> PolicyAnswer:
    return PolicyAnswer(
        version=found.policy.version,
        effective_from=found.effective_from,
        added_at=found.added_at,
        added_by=found.added_by if may_read(caller.role, "added_by") else None,
        policy=found.policy,
    )


@router.get("", response_model=Page[PolicyAnswer], responses=documented(401, 422, 503))
async def list_policies(
    asked: Asked,
    at: Annotated[Moment | None, Query(description="Only the version that is in force at this time.")] = None,
    page_size: Annotated[PageSize, Query()] = 50,
    page_token: Annotated[PageToken | None, Query()] = None,
) -> Response:
    """All versions, those that take effect last first."""
    policies = asked.journal.policies
    if at is not None:
        item = _shown(await policies.found_in_force(at), asked.caller)
        return answer(Page[PolicyAnswer](items=[item], next_page_token=None))
    found = await policies.page(place_in(page_token, _ORDER), page_size + 1)
    shown = found[:page_size]
    token = None
    if len(found) > len(shown):
        last = shown[-1]
        assert last.effective_from is not None, "only the very first version has no beginning"
        token = place_token(_ORDER, last.effective_from, last.policy.version)
    items = [_shown(one, asked.caller) for one in shown]
    return answer(Page[PolicyAnswer](items=items, next_page_token=token))


@router.get("/{version}", response_model=PolicyAnswer, responses=documented(401, 404, 422, 503))
async def read_policy(version: Annotated[VersionName, Path()], asked: Asked) -> Response:
    """One version."""
    found = await asked.journal.policies.find(version)
    if found is None:
        raise Problem("not-found")
    return answer(_shown(found, asked.caller))


@router.post(
    "",
    status_code=201,
    response_model=PolicyAdded,
    responses=documented(401, 403, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def add_policy(asked: Asked, body: PolicyBody) -> Response:
    """Adds a version (ops): the one in force until then, with these parameters otherwise.

    Running processes keep theirs.
    """
    parameters: Value = body.parameters

    async def act(received: Received) -> Response:
        try:
            addition = await asked.journal.policies.change(
                body.version,
                parameters.model_dump(exclude_unset=True),
                body.effective_from,
                added_by=asked.caller.actor,
                command_id=received.command_id,
            )
        except ValidationError as error:
            wrong = ({**one, "loc": ("parameters", *one["loc"])} for one in error.errors())
            raise Problem("invalid", [described(one) for one in wrong]) from None
        except VersionTaken:
            raise _invalid("version", "该版本名称已被使用", "there is a version of this name") from None
        except MomentTaken:
            raise _invalid(
                "effective_from", "已有另一版本在同一时刻生效", "another version takes effect then"
            ) from None
        except MomentPassed:
            raise _invalid("effective_from", "不得早于当前时间", "it is in the past") from None
        undone_by = [
            UndoneBy(version=one.version, effective_from=one.effective_from, parameters=one.parameters)
            for one in addition.undone_by
        ]
        shown = _shown(addition.added, asked.caller)
        return answer(PolicyAdded(**dict(shown), undone_by=undone_by), 201, Location=f"/v1/policies/{body.version}")

    wanted = _Wanted(
        version=body.version,
        effective_from=body.effective_from,
        parameters=parameters.model_dump(mode="json", exclude_unset=True),
    )
    return await asked.once(wanted, act)


def _invalid(field: str, zh: str, en: str) -> Problem:
    return Problem.of_field(field, f"字段 {field} 无效:{zh}", f"{field}: {en}")
