"""What a decision was made on is kept with it, and found again: what stood on record, and events of others."""

from datetime import UTC, datetime
from typing import Any

import pytest

from luyue.domain.facts import Facts, Found, Needs, OnRecord, closing_claim
from luyue.journal.reports import facts_as_seen
from luyue.journal.seen import Seen

AT = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
WANTED = Needs(record_of="creator/c1")
DEFAULT = OnRecord(stream="cooperation-order/co_1", what="default", at=AT)
NAMELESS = OnRecord(stream=None, what="breach", at=LATER)


def kept(seen: Seen) -> Seen:
    """As it comes back from where it is stored."""
    return Seen.model_validate_json(seen.model_dump_json(exclude_defaults=True))


@pytest.mark.parametrize("record", [(), (DEFAULT,), (DEFAULT, DEFAULT)])
def test_what_stood_on_record_is_found_again(record: tuple[OnRecord, ...]) -> None:
    seen = kept(Seen.of(WANTED, Facts(record=record)))
    assert facts_as_seen(WANTED, seen, LATER, []).record == record


@pytest.mark.parametrize(
    ("stored", "record"),
    [
        ({}, ()),
        ({"breaches": 0}, ()),
        ({"breaches": 2}, (NAMELESS, NAMELESS)),
        ({"breaches": 2, "record": []}, ()),
        ({"breaches": 2, "record": [DEFAULT.model_dump()]}, (DEFAULT,)),
    ],
)
def test_what_was_only_counted_is_nameless_and_dated_when_it_was(
    stored: dict[str, Any], record: tuple[OnRecord, ...]
) -> None:
    assert facts_as_seen(WANTED, Seen.model_validate(stored), LATER, []).record == record


def test_a_record_that_is_not_wanted_is_not_kept_and_not_found() -> None:
    nothing = Needs(streams=("creator/c1",))
    assert Seen.of(nothing, Facts(record=(DEFAULT,))).record is None
    assert facts_as_seen(nothing, Seen(record=(DEFAULT,)), LATER, []).record == ()


def test_events_of_others_are_found_again_where_they_are_wanted() -> None:
    wanted = Needs(found_by=("number:SF:1",))
    used = Found(stream="shipment/sh_1", type="Used", at=AT, data={"found_by": "number:SF:1"})
    other = Found(stream="shipment/sh_2", type="Used", at=AT, data={"found_by": "number:SF:2"})
    seen = kept(Seen.of(wanted, Facts(found=(used, other))))
    assert facts_as_seen(wanted, seen, LATER, []).found == (used,)
    assert facts_as_seen(Needs(), seen, LATER, []).found == ()


def test_ix_28_a_closing_shop_is_found_again_where_a_products_merchant_is_wanted() -> None:
    wanted = Needs(merchant_of="product/p1")
    claims = {closing_claim("m1"): "merchant-account/m1"}
    seen = kept(Seen.of(wanted, Facts(claims=claims)))
    assert facts_as_seen(wanted, seen, LATER, []).claims == claims
    assert facts_as_seen(WANTED, seen, LATER, []).claims == {}
