"""Problems (RFC 9457): what a route raises, and how it is told in the caller's language."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match

from luyue.api.field_errors import described
from luyue.api.wording import PROBLEMS, Language, chosen
from luyue.domain.messages import Text, Violation
from luyue.journal.connection import UNAVAILABLE
from luyue.journal.streams import UnknownEvent
from luyue.workflows.messages import Violated

MEDIA_TYPE = "application/problem+json"
_BY_STATUS = {401: "unauthenticated", 403: "forbidden", 404: "not-found", 405: "method-not-allowed", 413: "too-large"}
# Seconds; what is busy or away for a moment is there again soon.
_RETRY_AFTER = {
    "still-running": "1",
    "busy": "1",
    "too-many-requests": "1",
    "too-many-streams": "5",
    "unavailable": "2",
}


class ViolationAnswer(BaseModel):
    """One rule that was not met; `rule` is the catalogue's ID, or `field:` and the field's name."""

    rule: str
    message: str
    observed: Any = None
    required: Any = None
    remedy: str | None = None
    policy_version: str | None = None


class ProblemAnswer(BaseModel):
    """The body of every answer that is no success; `allowed_actions` and `id` only where they apply."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    violations: list[ViolationAnswer]
    allowed_actions: list[str] | None = None
    id: str | None = None


class Problem(HTTPException):
    """Ends a request; `code` is one of `wording.PROBLEMS`, `more` are further members of the body."""

    def __init__(self, code: str, violations: Iterable[Violation] = (), **more: Any) -> None:
        super().__init__(PROBLEMS[code].status)
        self.code = code
        self.violations = tuple(violations)
        self.more = more

    @classmethod
    def of_field(cls, field: str, zh: str, en: str) -> "Problem":
        """An invalid field."""
        return cls("invalid", [Violation(rule=f"field:{field}", message=Text(zh=zh, en=en))])

    @classmethod
    def after(cls, seconds: int, code: str) -> "Problem":
        """One that is over after some seconds."""
        problem = cls(code)
        problem.headers = {"Retry-After": str(seconds)}
        return problem


def violation_of(violated: Violated) -> Violation:
    """A violation that came from a workflow."""
    return Violation.model_validate(violated.model_dump())


def told(violations: Sequence[Violation], language: Language) -> list[dict[str, Any]]:
    """Violations in one language."""
    return [
        {
            **violation.model_dump(mode="json"),
            "message": getattr(violation.message, language),
            "remedy": getattr(violation.remedy, language) if violation.remedy else None,
        }
        for violation in violations
    ]


def response(request: Request, problem: Problem) -> Response:
    """A problem as the answer to a request."""
    language = chosen(request.headers.get("accept-language"))
    wording = PROBLEMS[problem.code]
    body = {
        "type": f"{request.app.state.services.settings.address}/problems#{problem.code}",
        "title": wording.title(language),
        "status": wording.status,
        "detail": wording.detail(language),
        "code": problem.code,
        "request_id": request.state.request_id,
        "violations": told(problem.violations, language),
        **problem.more,
    }
    headers: dict[str, str] = {"Content-Language": "zh-CN" if language == "zh" else "en", **(problem.headers or {})}
    if problem.code in _RETRY_AFTER:
        headers.setdefault("Retry-After", _RETRY_AFTER[problem.code])
    if wording.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(json.dumps(body, ensure_ascii=False), wording.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Makes every error of a route a problem."""

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, StarletteHTTPException)
        if isinstance(error, Problem):
            return response(request, error)
        if error.status_code == 400:
            # JSON that the parser gives up on: nested too deeply, or a number with too many digits.
            return response(request, Problem.of_field("body", "无法解析该 JSON", "body: this JSON cannot be parsed"))
        problem = Problem(_BY_STATUS.get(error.status_code, "invalid"))
        problem.headers = dict(error.headers or {})
        if error.status_code == 405:
            problem.headers["Allow"] = ", ".join(_methods(request))
        return response(request, problem)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return response(request, Problem("invalid", [described(one) for one in error.errors()]))

    async def on_unavailable(request: Request, _error: Exception) -> Response:
        return response(request, Problem("unavailable"))

    app.add_exception_handler(StarletteHTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    # What newer code wrote is answered by a newer API: there is one already, or will be again.
    for away in (*UNAVAILABLE, UnknownEvent):
        app.add_exception_handler(away, on_unavailable)


def _methods(request: Request) -> list[str]:
    """What an address takes, in order; each route by itself knows only of its own."""
    asked = {"type": "http", "path": request.scope["path"], "root_path": "", "headers": []}
    return [
        method
        for method in ("DELETE", "GET", "PATCH", "POST", "PUT")
        if any(route.matches({**asked, "method": method})[0] is Match.FULL for route in request.app.router.routes)
    ]


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with; what holds for every route is added by `document.answers`."""
    return {status: {"model": ProblemAnswer} for status in statuses}
