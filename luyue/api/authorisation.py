"""How the table of permissions is asked, for every request and before its body is judged."""

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from luyue.api.kinds import CAMPAIGN_ENTRIES, SERVED, served
from luyue.api.permissions import NOBODY, PERMISSIONS, PROCESS_READS, READERS, Relation
from luyue.api.problems import Problem
from luyue.api.tokens import Caller
from luyue.domain.messages import Identifier
from luyue.domain.process import Role

_IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)
_COLLECTIONS = {served.collection: served.kind for served in SERVED}
_ENTRY_BELOW_A_CAMPAIGN = "/v1/campaigns/{campaign_id}/entries/{id}"


def relation_of(caller: Caller, operation: str) -> Relation:
    """What a caller may touch by an operation, which is a method and a path of the table.

    Raises `Problem` where that is nothing: what some role has of its own does not exist for the others when they read.
    """
    permission = PERMISSIONS.get(operation, NOBODY)
    relation = permission.relation(caller.role)
    if relation is not None:
        return relation
    reads_others_own = operation.startswith("GET ") and "own" in (permission.creator, permission.merchant)
    raise Problem("not-found" if reads_others_own else "forbidden")


def operation_of(request: Request) -> str:
    """What a request asks for, as the table names it."""
    return f"{request.method} {request.scope['route'].path}"


def stream_of(request: Request) -> str | None:
    """The stream of the process that a request's path names; None where it names none, or none that can be."""
    path = request.scope["route"].path
    collection = CAMPAIGN_ENTRIES.collection if path.startswith(_ENTRY_BELOW_A_CAMPAIGN) else path.split("/")[2]
    given = request.path_params
    named = served(given["kind"]) if "kind" in given else None
    kind = named.kind if named is not None else _COLLECTIONS.get(collection)
    if kind is None or not is_identifier(given.get("id")):
        return None
    return kind.stream(given["id"])


def is_identifier(given: object) -> bool:
    """Whether something can be an id at all."""
    try:
        _IDENTIFIER.validate_python(given, strict=True)
    except ValidationError:
        return False
    return True


def is_own(caller: Caller, *, creator_id: str | None = None, merchant_id: str | None = None) -> bool:
    """Whether a caller is the creator or the merchant whom something belongs to."""
    if caller.role == "creator":
        return creator_id == caller.party_id
    return caller.role == "merchant" and merchant_id == caller.party_id


def may_see(caller: Caller, *, creator_id: str | None, merchant_id: str | None) -> bool:
    """Whether a caller sees a process between these two."""
    relation = PROCESS_READS.relation(caller.role)
    return relation == "any" or (relation == "own" and is_own(caller, creator_id=creator_id, merchant_id=merchant_id))


def may_read(role: Role, member: str) -> bool:
    """Whether a role reads a member of answers that it reads otherwise."""
    return role in READERS.get(member, {role})
