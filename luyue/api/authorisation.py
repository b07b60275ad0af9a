"""Who may see a process and who may send it which command. Whether its status allows that is the process's matter."""

from collections.abc import Mapping

from luyue.api.tokens import Caller
from luyue.domain.process import Role

_CREATOR: frozenset[Role] = frozenset({"creator", "service"})
_MERCHANT: frozenset[Role] = frozenset({"merchant", "service"})
_OPS: frozenset[Role] = frozenset({"ops"})

PERMITTED: Mapping[str, Mapping[str, frozenset[Role]]] = {
    "sample-request": {
        "apply": _CREATOR,
        "withdraw": _CREATOR,
        "confirm-receipt": _CREATOR,
        "report-non-receipt": _CREATOR,
        "link-video": _CREATOR,
        "link-live": _CREATOR,
        "approve": _MERCHANT,
        "reject": _MERCHANT,
        "ship": _MERCHANT,
        "correct-shipment": _MERCHANT,
        "extend": _OPS,
        "reinstate": _OPS,
        "cancel": _OPS,
    },
}
"""The roles that may send a command, by kind and command; a command that is not here cannot be sent by HTTP."""


def may_send(caller: Caller, kind: str, command: str) -> bool:
    return caller.role in PERMITTED[kind].get(command, frozenset())


def may_see(caller: Caller, *, creator_id: str | None, merchant_id: str | None) -> bool:
    """Creators and merchants see what is theirs; ops and services see everything."""
    match caller.role:
        case "creator":
            return creator_id == caller.party_id
        case "merchant":
            return merchant_id == caller.party_id
        case _:
            return True
