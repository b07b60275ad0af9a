"""The table of permissions is whole: every route has its entry and asks it, and the page for people says the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from luyue.api import permissions
from luyue.api.app import create_app
from luyue.api.authorisation import is_own, may_see
from luyue.api.context import Asked, _context
from luyue.api.kinds import SERVED
from luyue.api.permissions import COMMANDS, PERMISSIONS, PUBLIC, Permission
from luyue.api.permissions_document import permissions_document
from luyue.api.settings import ApiSettings
from luyue.api.tokens import Caller
from luyue.domain.process import Kind
from tests.api.client import Caller as Client
from tests.unit.standings import standings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


def routes(app: FastAPI) -> Iterator[tuple[str, RouteContext]]:
    """Each operation of an application with its route, as the table names it."""
    for route in iter_route_contexts(app.routes):
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield f"{method} {route.path}", route


def unlisted(app: FastAPI) -> set[str]:
    """The operations that neither the table has nor everybody may use."""
    return {operation for operation, route in routes(app) if operation not in PERMISSIONS and route.path not in PUBLIC}


@pytest.fixture(scope="module")
def app(settings: ApiSettings) -> FastAPI:
    return create_app(settings)


def test_every_route_has_an_entry_and_every_entry_a_route(app: FastAPI) -> None:
    assert unlisted(app) == set()
    assert set(PERMISSIONS) - {operation for operation, _ in routes(app)} == set()
    assert PUBLIC - {route.path for _, route in routes(app)} == set()


def test_every_route_asks_the_table(app: FastAPI) -> None:
    asking = {operation for operation, route in routes(app) if _asks(getattr(route, "dependant", None))}
    assert asking == set(PERMISSIONS)
    assert all(operation.split(" ")[1].startswith("/v1/") for operation in asking)
    assert not any(path.startswith("/v1") for path in PUBLIC)


def _asks(dependant: Dependant | None) -> bool:
    return dependant is not None and (
        dependant.call is _context or any(_asks(dependency) for dependency in dependant.dependencies)
    )


async def test_a_route_without_an_entry_is_found_and_is_for_nobody(settings: ApiSettings) -> None:
    app = create_app(settings)
    router = APIRouter(prefix="/v1/forgotten")

    @router.get("")
    async def forgotten(asked: Asked) -> Response:
        raise AssertionError("nobody may come here")

    app.include_router(router)
    assert unlisted(app) == {"GET /v1/forgotten"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://luyue.test") as http:
        for role in ("creator", "merchant", "service", "ops"):
            assert (await Client(http, role, "x1").get("/v1/forgotten")).status_code == 403


def test_the_document_has_the_answers_that_the_table_leads_to(app: FastAPI) -> None:
    paths: dict[str, Any] = app.openapi()["paths"]
    missing = []
    for operation, permission in PERMISSIONS.items():
        method, path = operation.split(" ")
        relations = {permission.creator, permission.merchant, permission.service, permission.ops}
        is_hidden = method == "GET" and "own" in (permission.creator, permission.merchant)
        names_something = "{" in path or operation in ("POST /v1/sample-requests", "POST /v1/cooperation-orders")
        wanted = {"401"}
        wanted |= {"403"} if None in relations and not is_hidden else set()
        wanted |= {"404"} if "own" in relations and names_something else set()
        missing += [(operation, status) for status in wanted - set(paths[path][method.lower()]["responses"])]
    assert missing == []


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == permissions_document(), (
        "docs/permissions.md is stale: run `make permissions`"
    )


def test_the_page_names_every_operation() -> None:
    page = permissions_document()
    for served in SERVED:
        assert f"/v1/{served.collection}" in page
        assert all(f"| `{command}` |" in page for command in COMMANDS[served.kind.name])
    assert all(f"| `{operation}` |" in page for operation in permissions.OPERATIONS)
    assert all(f"- `{path}`" in page for path in PUBLIC)


@pytest.mark.parametrize("kind", [served.kind for served in SERVED], ids=lambda kind: kind.name)
def test_what_is_offered_is_permitted_and_what_is_permitted_is_offered_at_times(kind: Kind[Any]) -> None:
    offered = {
        (role, action)
        for state in standings(kind.name).states
        for role in ("creator", "merchant", "service", "ops")
        for action in kind.allowed_actions(state, role)
    }
    opens_with = next(served.opens_with for served in SERVED if served.kind is kind)
    permitted = {
        (role, command)
        for command, permission in COMMANDS[kind.name].items()
        for role in ("creator", "merchant", "service", "ops")
        if permission.relation(role) is not None and command != opens_with
    }
    assert offered == permitted


def test_only_parties_have_anything_of_their_own() -> None:
    creator, merchant = Caller("creator", "s", "x1"), Caller("merchant", "s", "x1")
    assert is_own(creator, creator_id="x1", merchant_id="m1")
    assert not is_own(creator, creator_id="c1", merchant_id="x1")
    assert is_own(merchant, creator_id="c1", merchant_id="x1")
    assert not is_own(merchant, creator_id="x1", merchant_id=None)
    for role in ("service", "ops"):
        assert not is_own(Caller(role, "x1"), creator_id=None, merchant_id=None)
        assert may_see(Caller(role, "x1"), creator_id=None, merchant_id=None)


def test_nobody_may_anything_by_default() -> None:
    assert {Permission().relation(role) for role in ("creator", "merchant", "service", "ops")} == {None}
