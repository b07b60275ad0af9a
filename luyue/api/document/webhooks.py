"""What a subscriber is sent, for the document's `webhooks`: how it is sent is `luyue.webhooks`' matter."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Header
from pydantic import BaseModel, Field

from luyue.api.process_answers import EventAnswer
from luyue.webhooks.envelope import CONTENT_TYPE, SOURCE

router = APIRouter()


class CloudEvent(BaseModel):
    """An event in a CloudEvents 1.0 envelope; `sequence` is its version in its stream, `subject` the stream."""

    specversion: Literal["1.0"]
    id: str = Field(description="The event's id, the same on every try: drop what was seen before.")
    source: str = Field(examples=[SOURCE])
    type: str = Field(
        description="`luyue.`, the kind and the event's type. Unknown types must be ignored: there will be new ones.",
        examples=["luyue.sample-request.SampleRequestApproved"],
    )
    subject: str = Field(examples=["sample-request/sr_01kd3m8y7q5w2e4r6t8y0p1a3s"])
    time: datetime
    datacontenttype: Literal["application/json"]
    sequence: int = Field(ge=1)
    data: EventAnswer


@router.post(
    "event",
    status_code=204,
    tags=["webhooks"],
    responses={
        "2XX": {"description": "Any success within five seconds: the event is delivered."},
        410: {"description": "Nothing more is to be sent here: the webhook is disabled."},
        "default": {"description": "Anything else, or no answer in time: sent again, later and later, for three days."},
    },
)
async def event(
    body: Annotated[CloudEvent, Body(media_type=CONTENT_TYPE)],
    webhook_id: Annotated[str, Header(description="The event's id.")],
    webhook_timestamp: Annotated[str, Header(description="When this try was made, in seconds since 1970.")],
    webhook_signature: Annotated[
        str, Header(description="Standard Webhooks: `v1,` and a signature by each secret that is valid now.")
    ],
) -> None:
    """An event that the webhook's owner may read. Events of one process come in order, each at least once.

    Verify the signature (Standard Webhooks 1.0) with the webhook's secret before reading the body, and answer at once.
    """
