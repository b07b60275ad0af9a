"""The table of permissions as a page for people."""

from collections.abc import Iterable, Mapping
from typing import get_args

from luyue.api.jwks import LONGEST_UNCONFIRMED, PATIENCE, READ_AT_MOST_EVERY, READ_EVERY
from luyue.api.kinds import SERVED
from luyue.api.permissions import COMMANDS, OPERATIONS, PROCESS_READS, PUBLIC, READERS, Permission
from luyue.api.token_keys import CLOCK_SKEW, LONGEST_TOKEN
from luyue.domain.process import Role
from luyue.journal.readable import hidden_from

_NOTHING = "–"
ROLES: tuple[Role, ...] = get_args(Role)


def permissions_document() -> str:
    """Who may do what, as Markdown."""
    kinds = [
        f"## {served.kind.name.replace('-', ' ').capitalize()}: commands\n\n"
        f"`POST /v1/{served.collection}/{{id}}/{{command}}`{_opening(served.opens_with, served.kind.name)}\n\n"
        + _table("Command", COMMANDS[served.kind.name])
        for served in SERVED
    ]
    return (
        "\n\n".join(
            [
                _INTRODUCTION,
                *kinds,
                _READS + "\n\n" + _table("Operation", {f"GET /v1/{one.collection}…": PROCESS_READS for one in SERVED}),
                "## Everything else\n\n" + _table("Operation", OPERATIONS),
                _WITHOUT_TOKEN + "\n\n" + "\n".join(f"- `{path}`" for path in sorted(PUBLIC)),
                _MEMBERS + "\n\n" + _members(),
                _TOKENS,
            ]
        )
        + "\n"
    )


def _opening(command: str, kind: str) -> str:
    return f"; `{command}` begins a process and has no `/{{id}}`." if command in COMMANDS[kind] else "."


def _table(first: str, permissions: Mapping[str, Permission]) -> str:
    rows = [
        (f"`{name}`", *(permission.relation(role) or _NOTHING for role in ROLES))
        for name, permission in permissions.items()
    ]
    return _rows((first, *ROLES), rows)


def _members() -> str:
    readers = dict(READERS)
    for member in sorted(hidden_from("merchant")):
        readers[member] = frozenset(role for role in ROLES if member not in hidden_from(role))
    rows = [
        (f"`{member}`", *("yes" if role in roles else _NOTHING for role in ROLES))
        for member, roles in sorted(readers.items())
    ]
    return _rows(("Member", *ROLES), rows)


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(head), *map(list, rows)]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(cells[0]), *lines[1:]])


_INTRODUCTION = """\
# Who may do what

Written by `make permissions` from `luyue/api/permissions.py`, the table that the API asks for every request before it
judges anything else of it. What is not in the table is not done.

- **own**: only where the creator or merchant of the token is the one whom it is about: a party to the process, or the
  one named by the path, the query or the body; its own messages and webhooks. `any`: whosever it is. `–`: not at all.
- Without a good token: 401. What is somebody else's, or what one's role cannot see: 404, the same as what is not there.
  What one sees but one's role may not do: 403. None of these leaves anything behind, no event and no idempotency key.
- Whether the process's status allows a command comes after that: 409, with `allowed_actions`. A command that either
  party may send carries `by`, which is filled in from the role; a service says for whom it acts."""

_READS = """\
## Every process: reading

Lists, processes, their events, texts and dossiers; the same goes for the feed and for webhooks."""

_WITHOUT_TOKEN = "## Without a token"

_MEMBERS = """\
## Members of answers that not everybody reads

They are left out, or null, for the others."""

_TOKENS = f"""\
## Tokens

JWTs with `sub` (1 to 128 visible ASCII characters), `role` and, for creators and merchants, `party_id`; `iss`, `aud`,
`iat` and `exp` are required, `nbf` is heeded. At most {LONGEST_TOKEN} characters.

| Setting | Meaning |
|---|---|
| `LUYUE_JWKS` | The path or https address of the keys (JWKS). Needed in production, and with it the next two |
| `LUYUE_JWT_ISSUER` | What `iss` must be |
| `LUYUE_JWT_AUDIENCE` | What `aud` must be, or hold |
| `LUYUE_JWT_LONGEST_LIFETIME` | The longest time from `iat` to `exp`: by default `PT24H` |
| `LUYUE_JWT_SECRET` | Proves development tokens (HS256, `luyue token`). Production does not start with it |

- A key proves one algorithm alone: RSA of 2048 bits or more RS256, P-256 ES256, Ed25519 EdDSA. `none` is refused, HS256
  with a key of the JWKS as well. `kid` is required where there are several keys. Keys for encryption, of other types,
  and private ones are passed over; where none is left, or a `kid` is there twice, the whole set counts as not readable.
- The issuer's clock may be {round(CLOCK_SKEW.total_seconds())} s from ours.
- Keys are read every {round(READ_EVERY / 60)} minutes, and at once when a token names an unknown one, though not more
  often than every {round(READ_AT_MOST_EVERY)} s. So a **new** key with a `kid` counts at once, and a **removed** one
  proves nothing any more {round(READ_EVERY / 60)} minutes and {round(PATIENCE)} s later. Where they cannot be read,
  those known stay for {round(LONGEST_UNCONFIRMED / 3600)} h at most. With no keys at hand the answer is 503: nobody
  knows whether the token is good."""
