"""What a receiver gets: an event in a CloudEvents 1.0 envelope, signed as Standard Webhooks 1.0 has it."""

import base64
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from standardwebhooks import Webhook

from luyue.domain.process import Role
from luyue.journal.readable import event_answer
from luyue.journal.streams import Recorded

SOURCE = "/luyue"
CONTENT_TYPE = "application/cloudevents+json"
_SECRET_BYTES = 32


def new_secret() -> str:
    """A secret for signatures, in the form that the receivers' libraries take."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def event_type(event: Recorded) -> str:
    """The event's type as CloudEvents name it."""
    return f"luyue.{event.stream.partition('/')[0]}.{event.type}"


def envelope(event: Recorded, role: Role) -> bytes:
    """An event as far as a role may read it; the same bytes on every try."""
    shown = event_answer(event, role).model_dump(mode="json")
    content = {
        "specversion": "1.0",
        "id": event.id,
        "source": SOURCE,
        "type": event_type(event),
        "subject": event.stream,
        "time": shown["occurred_at"],
        "datacontenttype": "application/json",
        "sequence": event.version,
        "data": shown,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(body: bytes, event: Recorded, keys: Iterable[str], at: datetime) -> dict[str, str]:
    """The headers by which a receiver knows a message, its time and its sender: a signature by each of the keys."""
    moment = at.astimezone(UTC)
    signatures = [Webhook(key).sign(event.id, moment, body.decode()) for key in keys]
    return {
        "webhook-id": event.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
