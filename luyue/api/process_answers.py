"""How processes and their events look in answers, the same for every kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from luyue.api.authorisation import may_read
from luyue.api.kinds import Served, address_of
from luyue.api.settings import ApiSettings
from luyue.domain.policy import Policy
from luyue.domain.process import Kind, Role, S
from luyue.journal.journal import Journal
from luyue.journal.processes import ProcessRow
from luyue.journal.readable import EventAnswer as EventAnswer
from luyue.journal.readable import event_answer as event_answer
from luyue.journal.readable import hidden_from as hidden_from
from luyue.journal.readable import readable


class DeadlineAnswer(BaseModel):
    """A moment at which time itself acts; `name` is its policy parameter's, `then` what happens."""

    name: str
    due_at: datetime
    then: str


class Links(BaseModel):
    """Addresses of what belongs to a process; Temporal's page is for ops only.

    `processes` are those that it is linked to: an order's disputes, a dispute's subject.
    """

    events: str
    processes: list[str] = []
    temporal: str | None = None


class ProcessAnswer(BaseModel):
    """A process. `version` is its ETag; `allowed_actions` are the caller's."""

    id: str
    kind: str
    status: str
    closed_reason: str | None
    version: int
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    created_at: datetime
    updated_at: datetime
    policy_version: str
    deadlines: list[DeadlineAnswer]
    next_deadline_at: datetime | None
    allowed_actions: list[str]
    details: Mapping[str, Any]
    links: Links


class ProcessAnswers:
    """Builds answers of processes for a caller's role."""

    def __init__(self, settings: ApiSettings) -> None:
        self._settings = settings

    async def of_row(
        self, journal: Journal, served: Served, row: ProcessRow, role: Role, version: int | None = None
    ) -> ProcessAnswer:
        """A process as its row shows it, or as of an earlier version."""
        state = await journal.processes.state(served.kind, row, version)
        policy = await journal.policies.version(row.policy_version)
        return self._of_state(served, served.kind, row.id, state, policy, role)

    def _of_state(self, served: Served, kind: Kind[S], id: str, state: S, policy: Policy, role: Role) -> ProcessAnswer:
        assert state.created_at is not None
        assert state.last_at is not None
        summary = kind.summary(state)
        deadlines = sorted(kind.deadlines(state, policy), key=lambda deadline: (deadline.due_at, deadline.key))
        return ProcessAnswer(
            id=id,
            kind=kind.name.replace("-", "_"),
            status=state.status,
            closed_reason=state.closed_reason,
            version=state.version,
            creator_id=summary.creator_id,
            merchant_id=summary.merchant_id,
            product_id=summary.product_id,
            created_at=state.created_at,
            updated_at=state.last_at,
            policy_version=policy.version,
            deadlines=[DeadlineAnswer(name=one.name, due_at=one.due_at, then=one.then) for one in deadlines],
            next_deadline_at=deadlines[0].due_at if deadlines else None,
            allowed_actions=list(kind.allowed_actions(state, role)),
            details=readable(kind.details(state, policy), role),
            links=Links(
                events=f"/v1/{served.collection}/{id}/events",
                processes=[address_of(stream) for stream in kind.belonging(id, state)],
                temporal=self._temporal_page(kind.stream(id)) if may_read(role, "temporal") else None,
            ),
        )

    def _temporal_page(self, stream: str) -> str:
        settings = self._settings
        workflows = f"{settings.temporal_ui_url}/namespaces/{settings.temporal_namespace}/workflows"
        return f"{workflows}/{quote(stream, safe='')}"
