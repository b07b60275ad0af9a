"""The dossier of a process of any kind, as a signed file or as a page, and the keys that prove dossiers."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from luyue.api.context import Asked
from luyue.api.kinds import Served
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import hidden_from
from luyue.api.routes.processes import ProcessId
from luyue.api.wording import chosen
from luyue.dossier.document import read_dossier
from luyue.dossier.keys import WELL_KNOWN, Keyring
from luyue.dossier.page import page
from luyue.dossier.signature import DossierFile, sign

Format = Literal["json", "html"]
_HTML = "text/html"
_AS_FILE_OR_PAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The signed file; or a page in Chinese or English that prints well, and carries that file.",
        "content": {_HTML: {"schema": {"type": "string"}}},
    }
}
_AS_KEY_SET: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/jwk-set+json": {
                "schema": {
                    "type": "object",
                    "properties": {"keys": {"type": "array", "items": {"type": "object"}}},
                    "required": ["keys"],
                },
                "example": {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "…", "x": "…", "use": "sig"}]},
            }
        }
    }
}


class KeySetResponse(JSONResponse):
    """A JWKS."""

    media_type = "application/jwk-set+json"


def dossier_routes(served: Served, keys: Keyring) -> APIRouter:
    """The dossiers of a kind, signed by `keys`."""
    router = APIRouter(prefix=f"/v1/{served.collection}", tags=[served.collection])

    @router.get(
        "/{id}/dossier",
        response_model=DossierFile,
        responses={**_AS_FILE_OR_PAGE, **documented(401, 404, 422, 503)},
    )
    async def read_process_dossier(
        id: ProcessId,
        asked: Asked,
        format: Annotated[
            Format | None, Query(description="By default what `Accept` prefers, a page only where it says so.")
        ] = None,
    ) -> Response:
        """Everything on record of a process: terms, events, evidence digests, rules, policy and the hash chain, signed.

        The answer's bytes are the canonical JSON (RFC 8785) of the dossier and its Ed25519 signature: save them as they
        are, and `luyue verify --dossier FILE` proves them by the keys at `/.well-known/luyue-dossier-keys.json`. With
        `Accept: text/html` or `?format=html` it is a page, in the language of `Accept-Language`. Free texts and
        contacts are never in it, only their ids and keyed digests; what the caller may not read of events is left out.
        """
        stream = served.kind.stream(id)
        role = asked.caller.role
        dossier = await read_dossier(
            asked.journal, served.kind, stream, made_for=role, hidden=hidden_from(role), made_at=datetime.now(UTC)
        )
        if dossier is None:
            raise Problem("not-found")
        signed = sign(dossier, keys)
        accept = ", ".join(asked.request.headers.getlist("accept"))
        wanted = format or ("html" if prefers_html(accept) else "json")
        headers = {
            "Cache-Control": "private, no-store",
            "Vary": "Accept, Accept-Language, Authorization",
            "Content-Disposition": f'inline; filename="dossier-{id}.{wanted}"',
        }
        if wanted == "json":
            return Response(signed, 200, headers, "application/json")
        language = chosen(asked.request.headers.get("accept-language"))
        headers["Content-Language"] = "zh-CN" if language == "zh" else "en"
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        keys_address = f"{asked.services.settings.address}{WELL_KNOWN}"
        return Response(page(signed, language, keys_address), 200, headers, f"{_HTML}; charset=utf-8")

    return router


def key_routes(keys: Keyring) -> APIRouter:
    """Where anybody finds the keys that prove dossiers."""
    router = APIRouter(tags=["dossiers"])

    @router.get(WELL_KNOWN, response_class=KeySetResponse, responses=_AS_KEY_SET)
    async def read_dossier_keys() -> Response:
        """The public keys as a JWKS (RFC 7517, RFC 8037): the one that signs now, then those that signed before."""
        return KeySetResponse(keys.published(), headers={"Cache-Control": "public, max-age=300"})

    return router


def prefers_html(accept: str) -> bool:
    """Whether an Accept header (RFC 9110) ranks a page above JSON; where it ranks them alike, JSON it is."""
    ranks = {name: quality for part in accept.split(",") for name, quality in [_ranked(part)]}
    html, json = (
        next((ranks[name] for name in (exact, exact.partition("/")[0] + "/*", "*/*") if name in ranks), 0.0)
        for exact in (_HTML, "application/json")
    )
    return html > json


def _ranked(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((value for value in parameters if value.startswith("q=")), "q=1")
    try:
        return name, float(quality.removeprefix("q="))
    except ValueError:
        return name, 0.0
