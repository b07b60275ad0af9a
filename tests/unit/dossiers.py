"""Small dossiers for tests, whose chain is computed as the journal computes it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.dossier.document import Chain, ChainedEvent, Dossier, PolicyPart, ProcessPart
from luyue.dossier.keys import Keyring, new_signing_key
from luyue.dossier.named import evidence_in, rules_in
from luyue.journal.canonical import NO_HASH, chain_hash

BEGIN = datetime(2026, 3, 1, 8, 30, 0, 123456, UTC)
STREAM = "cooperation-order/co_1"
DATA: tuple[Mapping[str, Any], ...] = (
    {"merchant_id": "m1", "terms": {"products": [{"product_id": "p1", "commission_rate": "0.15"}], "note": None}},
    {"by": "creator", "reason": {"id": "txt_1", "digest": "ab12"}},
    {"dispute_id": "ds_1", "by": "merchant", "evidence": [{"reference": "s3:/a.mp4", "sha256": "0f" * 32}]},
)


def keyring(retired: str | None = None) -> Keyring:
    return Keyring.of(new_signing_key(), retired)


def chained(*data: Mapping[str, Any], stream: str = STREAM, **changed: Any) -> tuple[ChainedEvent, ...]:
    """Events with these data, one an hour, each chained to the one before."""
    events: list[ChainedEvent] = []
    previous = NO_HASH
    for number, content in enumerate(data, start=1):
        hashed: dict[str, Any] = {
            "version": number,
            "id": f"00000000-0000-0000-0000-{number:012}",
            "type": "Happened",
            "schema_version": 1,
            "data": content,
            "actor": "creator:c1",
            "command_id": f"command-{number}",
            "occurred_at": BEGIN + timedelta(hours=number),
        } | changed
        previous = chain_hash(previous, stream=stream, **hashed)
        recorded_at = hashed["occurred_at"] + timedelta(milliseconds=20)
        events.append(ChainedEvent(**hashed, recorded_at=recorded_at, withheld=(), hash=previous.hex()))
    return tuple(events)


def dossier(events: tuple[ChainedEvent, ...] = (), **changed: Any) -> Dossier:
    """A dossier of these events, by default of three."""
    events = events or chained(*DATA)
    contents = [(event.version, event.data) for event in events]
    content: dict[str, Any] = {
        "made_at": BEGIN + timedelta(days=1),
        "made_for": "ops",
        "process": ProcessPart(
            stream=STREAM,
            kind="cooperation_order",
            id="co_1",
            status="CANCELLED",
            closed=True,
            closed_reason="agreed",
            version=len(events),
            creator_id="c1",
            merchant_id="m1",
            product_id=None,
            created_at=events[0].occurred_at,
            updated_at=events[-1].occurred_at,
        ),
        "ending": {"rule": "CO-04", "wording": {"zh": "双方协商取消。", "en": "Cancelled by agreement."}},
        "details": {"terms": {"form": "live"}, "note_id": None, "late": False},
        "links": ("dispute/ds_1",),
        "rules": rules_in(contents),
        "evidence": evidence_in(contents),
        "policy": PolicyPart(version="v1", effective_from=None, parameters={"acceptance_window": "PT72H"}),
        "events": events,
        "chain": Chain(head=events[-1].hash),
    }
    return Dossier(**content | changed)
