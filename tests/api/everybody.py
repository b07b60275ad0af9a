"""Everybody who may ask, with a good token, a bad one or none; and what the table of permissions has them answered."""

import time
from dataclasses import dataclass
from typing import Any

import httpx
import jwt

from luyue.api import tokens
from luyue.api.permissions import Permission
from luyue.domain.process import Role
from tests.api.client import SECRET, Scene, unique

LET_IN = 0
"""Whatever the answer is then, it is none of `TURNED_AWAY`."""
TURNED_AWAY = (401, 403, 404)


@dataclass(frozen=True, eq=False)
class Somebody:
    """One who asks. `role` is None without a token that proves anything; `is_party` tells its own from foreign."""

    name: str
    role: Role | None
    is_party: bool
    headers: dict[str, str]

    async def ask(self, http: httpx.AsyncClient, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = self.headers | ({"Idempotency-Key": unique("key")} if method == "POST" else {})
        return await http.request(method, path, json=body, headers=headers, timeout=60)


def everybody(scene: Scene) -> list[Somebody]:
    """For what is between the scene's creator and merchant."""
    creator, merchant = scene.creator_id, scene.merchant_id
    return [
        _proven("the creator", "creator", creator, is_party=True),
        _proven("the merchant", "merchant", merchant, is_party=True),
        _proven("another creator", "creator", unique("c")),
        _proven("another merchant", "merchant", unique("m")),
        _proven("a creator with the merchant's id", "creator", merchant),
        _proven("a merchant with the creator's id", "merchant", creator),
        _proven("a service", "service"),
        _proven("ops", "ops"),
        _unproven("an unknown role", {"role": "admin"}),
        _unproven("no role", {"role": None}),
        _unproven("another issuer's", {"iss": "https://elsewhere.example"}),
        _unproven("for another audience", {"aud": "elsewhere"}),
        _unproven("expired", {"iat": int(time.time()) - 3600, "exp": int(time.time()) - 60}),
        _unproven("signed by another", {}, secret="of somebody else, but as long as it must be"),
        Somebody("no token", None, False, {}),
    ]


def expected(permission: Permission, asks: Somebody, *, reads: bool, owners: frozenset[str], is_process: bool) -> int:
    """The status of the answer, or `LET_IN`; `owners` are the roles whose party it belongs to, if anybody's."""
    if asks.role is None:
        return 401
    is_owner = asks.is_party and asks.role in owners
    if is_process and asks.role in ("creator", "merchant") and not is_owner:
        return 404
    relation = getattr(permission, asks.role)
    if relation is None:
        return 404 if reads and "own" in (permission.creator, permission.merchant) else 403
    return 404 if relation == "own" and owners and not is_owner else LET_IN


def as_expected(answer: httpx.Response, status: int) -> bool:
    """Whether an answer is the one expected, and tells nothing else."""
    if status == LET_IN:
        return answer.status_code < 500 and answer.status_code not in TURNED_AWAY
    codes = {401: "unauthenticated", 403: "forbidden", 404: "not-found"}
    problem = answer.json()
    return (answer.status_code, problem["code"], problem["violations"]) == (status, codes[status], [])


def _proven(name: str, role: Role, party_id: str | None = None, *, is_party: bool = False) -> Somebody:
    return Somebody(name, role, is_party, _bearer(tokens.issue(SECRET, role, party_id)))


def _unproven(name: str, claims: dict[str, Any], secret: str = SECRET) -> Somebody:
    now = int(time.time())
    good = {"sub": "s", "role": "ops", "iss": tokens.ISSUER, "aud": tokens.AUDIENCE, "iat": now, "exp": now + 60}
    given = {name: value for name, value in {**good, **claims}.items() if value is not None}
    return Somebody(name, None, False, _bearer(jwt.encode(given, secret, algorithm="HS256")))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
