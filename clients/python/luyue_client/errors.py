"""What may go wrong with a call."""

import httpx
from pydantic import ValidationError

from luyue_client.models import ProblemAnswer, ViolationAnswer


class LuyueError(Exception):
    """Whatever this client raises about a call."""


class ProblemError(LuyueError):
    """The service said no, for good: the same call again would get the same answer.

    `problem` is the answer's body (RFC 9457) with its `title`, `detail` and whatever else the service tells.
    """

    def __init__(self, problem: ProblemAnswer) -> None:
        reasons = "; ".join(f"{violation.rule}: {violation.message}" for violation in problem.violations)
        super().__init__(f"{problem.status} {problem.code}: {reasons or problem.detail} ({problem.request_id})")
        self.problem = problem

    @property
    def code(self) -> str:
        """The kind of problem, such as `not-found`: see the service's page at `problem.type`."""
        return self.problem.code

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def violations(self) -> list[ViolationAnswer]:
        """The rules that were not met, and the fields that are not valid."""
        return self.problem.violations

    @property
    def allowed_actions(self) -> list[str]:
        """What the caller may do instead, where the status does not allow the command."""
        return self.problem.allowed_actions or []

    @property
    def request_id(self) -> str:
        """What to name when asking for help."""
        return self.problem.request_id


class NotFoundError(ProblemError):
    """It is not there, or not the caller's."""


class NotAllowedError(ProblemError):
    """The process's status does not allow the command; `allowed_actions` does."""


class OutdatedError(ProblemError):
    """The process has changed since the version that the command was meant for."""


class RefusedError(ProblemError):
    """Rules refuse it, for the reasons in `violations`."""


class UnansweredError(LuyueError):
    """Nobody gave a final answer in time. A command may still take effect, whole or not at all.

    The same call with this `idempotency_key` gives its outcome later, and carries nothing out twice.
    `problem` is what the service said last, if it said anything.
    """

    def __init__(self, what: str, idempotency_key: str | None, problem: ProblemAnswer | None) -> None:
        key = f"; to go on, repeat it with idempotency key {idempotency_key}" if idempotency_key else ""
        super().__init__(f"{what} has no final answer{key}")
        self.idempotency_key = idempotency_key
        self.problem = problem


_BY_CODE: dict[str, type[ProblemError]] = {
    "not-found": NotFoundError,
    "not-allowed-in-status": NotAllowedError,
    "outdated": OutdatedError,
    "refused": RefusedError,
}


def problem_error(problem: ProblemAnswer) -> ProblemError:
    """The error for a problem."""
    return _BY_CODE.get(problem.code, ProblemError)(problem)


def problem_in(response: httpx.Response) -> ProblemAnswer:
    """The problem that an answer tells, also where something between client and service answered in its own way."""
    try:
        return ProblemAnswer.model_validate_json(response.content)
    except ValidationError:
        return ProblemAnswer(
            type="about:blank",
            title=response.reason_phrase,
            status=response.status_code,
            detail=f"{response.url.host} answered in a way that is not the service's",
            code="unknown",
            request_id=response.headers.get("x-request-id", ""),
            violations=[],
        )
