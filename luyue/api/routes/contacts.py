"""Contacts: who a parcel goes to, and where a creator is told by SMS. Personal data, outside the journal, erasable."""

import uuid
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from luyue.api.answers import answer, etag
from luyue.api.consignees import consignee_of
from luyue.api.context import Asked
from luyue.api.problems import Problem, documented
from luyue.domain.messages import Identifier, Value
from luyue.journal.personal_data import KeptContact

router = APIRouter(prefix="/v1/contacts", tags=["contacts"])

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ContactBody(Value):
    """A consignee."""

    name: Line
    phone: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+() -]{5,32}$")]
    region: Line
    address: Line


class ContactAnswer(BaseModel):
    id: str
    version: int
    recorded_at: datetime
    name: str
    phone: str
    region: str
    address: str


def _shown(id: str, kept: KeptContact) -> Response:
    content = ContactAnswer(id=id, version=kept.version, recorded_at=kept.recorded_at, **kept.contact)
    return answer(content, ETag=etag(kept.version))


@router.put("/{id}", response_model=ContactAnswer, responses=documented(401, 403, 422, 503))
async def put_contact(id: Identifier, asked: Asked, body: ContactBody) -> Response:
    """Stores a contact; the same content again changes nothing.

    The contact with a creator's own id is the creator's: its `phone` is where SMS go to (CO-02), if a gateway is set
    up. It is looked up each time one is sent, so that a changed number counts at once and an erased one gets nothing.
    Give consignees other ids.

    What parcels are checked against (SH-02, SH-03) is kept apart, for good: keyed digests of who and where it is, and
    the province.
    """
    kept = await asked.journal.personal_data.put_contact(id, body.model_dump())
    await asked.journal.facts.report(
        f"consignee/{id}",
        consignee_of(asked.services.settings.digest_key, **body.model_dump()),
        actor=asked.caller.actor,
        command_id=uuid.uuid4().hex,
        at=datetime.now(UTC),
    )
    return _shown(id, kept)


@router.get("/{id}", response_model=ContactAnswer, responses=documented(401, 403, 404, 503))
async def get_contact(id: Identifier, asked: Asked) -> Response:
    """The newest version of a contact."""
    kept = await asked.journal.personal_data.contact(id)
    if kept is None:
        raise Problem("not-found")
    return _shown(id, kept)


@router.delete("/{id}", status_code=204, responses=documented(401, 403, 404, 503))
async def erase_contact(id: Identifier, asked: Asked) -> Response:
    """Erases every version of a contact. The digests that parcels were checked against stay: alone they say nothing."""
    if not await asked.journal.personal_data.erase_contact(id):
        raise Problem("not-found")
    return Response(status_code=204)
