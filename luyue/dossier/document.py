"""What a dossier says, and how it is put together from the journal.

Free texts and contacts are not in it: those may be erased, and a dossier is forever. As in events there are only their
ids and keyed digests.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import to_jsonable_python

from luyue.domain.endings import Ending
from luyue.domain.process import Kind, Role, S
from luyue.dossier.named import AppliedRule, EvidencePiece, evidence_in, rules_in
from luyue.journal.canonical import NO_HASH, instant
from luyue.journal.journal import Journal
from luyue.journal.policies import PolicyVersion
from luyue.journal.streams import Recorded, fold_recorded

FORMAT: Final = "luyue-dossier/1"
HASHED = (
    "previous", "stream", "version", "id", "type", "schema_version", "data", "actor", "command_id", "occurred_at",
)  # fmt: skip
"""The members of what is hashed of an event; `previous` is the hash before it, `stream` the process's."""

Instant = Annotated[
    AwareDatetime,
    PlainSerializer(instant, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment as it is hashed: UTC with six decimals."""


class Part(BaseModel):
    """A part of a dossier. Members that a later version may add are no error to a reader."""

    model_config = ConfigDict(frozen=True)


class ProcessPart(Part):
    stream: str
    kind: str
    id: str
    status: str
    closed: bool
    closed_reason: str | None
    version: int
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    created_at: Instant
    updated_at: Instant


class PolicyPart(Part):
    """The version of the policy that governs the process to its end. `effective_from` is None for the first one."""

    version: str
    effective_from: Instant | None
    parameters: Mapping[str, Any]


class ChainedEvent(Part):
    """An event with all that is hashed. `withheld` names members of `data` that the reader may not see."""

    version: int
    id: str
    type: str
    schema_version: int
    actor: str
    command_id: str
    occurred_at: Instant
    recorded_at: Instant
    data: Mapping[str, Any]
    withheld: tuple[str, ...]
    hash: str


class Chain(Part):
    """How to recompute the events' hashes: SHA-256 of the canonical JSON of `fields`, the first after `start`."""

    algorithm: Literal["SHA-256"] = "SHA-256"
    serialisation: Literal["RFC 8785"] = "RFC 8785"
    fields: tuple[str, ...] = HASHED
    start: str = NO_HASH.hex()
    head: str


class Dossier(Part):
    """Everything on one process as it was at `made_at`, for a reader of the role `made_for`.

    `details` are those of the kind, the agreed terms among them; `links` are the streams of processes that belong to
    it, `rules` and `evidence` what its events name.
    """

    format: Literal["luyue-dossier/1"] = FORMAT
    made_at: Instant
    made_for: Role
    process: ProcessPart
    ending: Ending | None
    details: Mapping[str, Any]
    links: tuple[str, ...]
    rules: tuple[AppliedRule, ...]
    evidence: tuple[EvidencePiece, ...]
    policy: PolicyPart
    events: tuple[ChainedEvent, ...]
    chain: Chain


async def read_dossier(
    journal: Journal, kind: Kind[S], stream: str, *, made_for: Role, hidden: frozenset[str], made_at: datetime
) -> Dossier | None:
    """The dossier of a process, or None where there is none; `hidden` members of data are not for this reader.

    All of it comes from the events, which are read at one moment.
    """
    events = await journal.streams.history(stream)
    if not events:
        return None
    state = fold_recorded(kind, events)
    assert state.created_at is not None
    assert state.last_at is not None
    version = await journal.policies.find(state.policy_version or "")
    if version is None:
        raise LookupError(f"no policy version {state.policy_version}")
    summary = kind.summary(state)
    details = to_jsonable_python(_without(kind.details(state, version.policy), hidden))
    shown = tuple(_event(event, hidden) for event in events)
    contents = [(event.version, event.data) for event in shown]
    return Dossier(
        made_at=made_at,
        made_for=made_for,
        process=ProcessPart(
            stream=stream,
            kind=kind.name.replace("-", "_"),
            id=stream.partition("/")[2],
            status=state.status,
            closed=summary.closed,
            closed_reason=state.closed_reason,
            version=state.version,
            creator_id=summary.creator_id,
            merchant_id=summary.merchant_id,
            product_id=summary.product_id,
            created_at=state.created_at,
            updated_at=state.last_at,
        ),
        ending=details.pop("ending", None),
        details=details,
        links=kind.belonging(stream.partition("/")[2], state),
        rules=rules_in(contents),
        evidence=evidence_in(contents),
        policy=_policy(version),
        events=shown,
        chain=Chain(head=shown[-1].hash),
    )


def _event(event: Recorded, hidden: frozenset[str]) -> ChainedEvent:
    return ChainedEvent(
        version=event.version,
        id=event.id,
        type=event.type,
        schema_version=event.schema_version,
        actor=event.actor,
        command_id=event.command_id,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        data=_without(event.data, hidden),
        withheld=tuple(sorted(hidden & event.data.keys())),
        hash=event.hash.hex(),
    )


def _policy(version: PolicyVersion) -> PolicyPart:
    parameters = version.policy.model_dump(mode="json", exclude={"version"})
    return PolicyPart(version=version.policy.version, effective_from=version.effective_from, parameters=parameters)


def _without(content: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in hidden}
