"""`luyue verify` agrees with whatever was really played and finds every kind of tampering."""

import pytest

from luyue.domain.facts import Video

STREAM = "sample-request/sr_1"


async def test_everything_that_was_played_agrees(player, luyue):
    await player.fulfilled("sr_1")
    await player.cancelled_late("sr_2")
    await player.shipped("sr_3")
    await player.send("sr_3", "advance", by="PT180H")
    await player.send("sr_4", "apply", creator_id="c1", product_id="unknown")
    result = await luyue("verify")
    assert result.exit_code == 0, result.output
    assert "4 processes (1 open), 6 facts" in result.output
    assert "everything agrees" in result.output


async def test_one_process_alone(player, luyue):
    await player.shipped("sr_1")
    assert "1 processes (1 open), 0 facts, 3 events, 3 commands" in (await luyue("verify", "sr_1")).output
    unknown = await luyue("verify", "sr_2")
    assert unknown.exit_code == 1
    assert "There is no sample-request/sr_2" in unknown.output


TAMPERED = {
    "a state": (
        f"update processes set state = jsonb_set(state, '{{late}}', 'true') where stream = '{STREAM}'",
        "state late",
    ),
    "a status": (f"update processes set status = 'COMPLETED' where stream = '{STREAM}'", "row status"),
    "a closed flag": (f"update processes set closed = true where stream = '{STREAM}'", "row closed"),
    "a version": (f"update processes set version = 7 where stream = '{STREAM}'", "row version"),
    "a deadline": (
        f"update processes set next_deadline_at = next_deadline_at + interval '1 s' where stream = '{STREAM}'",
        "row next_deadline_at",
    ),
    "a claim": (f"update processes set claim = 'sample:c9:p9' where stream = '{STREAM}'", "row claim"),
    "a lost claim": (f"update processes set claim = null where stream = '{STREAM}'", "row claim"),
    "a record": (
        f"update processes set record_of = 'creator/c1', record_what = 'breach', record_at = now()"
        f" where stream = '{STREAM}'",
        "row record_what",
    ),
    "a row's hash": (f"update processes set hash = '\\x00' where stream = '{STREAM}'", "row hash"),
    "a listener": (f"delete from listeners where stream = '{STREAM}'", "row listens"),
    "an event's data": (
        f"update events set data = jsonb_set(data, '{{carrier}}', '\"JD\"') where stream = '{STREAM}' and version = 3",
        "event 3 hash",
    ),
    "an event's time": (
        f"update events set occurred_at = occurred_at - interval '1 ms' where stream = '{STREAM}' and version = 2",
        "event 2 hash",
    ),
    "an event's actor": (f"update events set actor = 'x' where stream = '{STREAM}' and version = 2", "event 2 hash"),
    "a hash": (f"update events set hash = '\\x00' where stream = '{STREAM}' and version = 3", "event 3 hash"),
    "a missing event": (f"delete from events where stream = '{STREAM}' and version = 2", "event 2"),
    "a missing last event": (f"delete from events where stream = '{STREAM}' and version = 3", "row version"),
    "all events missing": (f"delete from events where stream = '{STREAM}'", "events"),
    "a missing row": (f"delete from processes where stream = '{STREAM}'", "row"),
    "a missing command": (f"delete from commands where stream = '{STREAM}' and name = 'ship'", "command sr_1:ship"),
    "a command's payload": (
        f"update commands set payload = '{{}}' where stream = '{STREAM}' and name = 'ship'",
        "digest",
    ),
    "a command's events": (
        f"update commands set last_version = 3 where stream = '{STREAM}' and name = 'approve'",
        "events",
    ),
    "a fact": ("update facts set fact = jsonb_set(fact, '{title}', '\"酒\"') where stream = 'product/p1'", "fact fact"),
    "a fact's event": ("update events set data = '{}' where stream = 'creator/c1'", "event 1 hash"),
    "a missing fact": ("delete from facts where stream = 'product/p1'", "fact row"),
    "a missing subject": ("delete from fact_subjects where stream = 'video/v9'", "subject"),
    "a stream of no kind": (
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
        " values ('order/1', 1, gen_random_uuid(), 'T', 1, '{}', 'a', 'c', now(), '')",
        "kind",
    ),
}


@pytest.mark.parametrize(("statement", "where"), TAMPERED.values(), ids=TAMPERED.keys())
async def test_tampering_is_found(player, luyue, tamper, statement, where):
    await player.shipped("sr_1")
    await player.report("video/v9", Video(creator_id="c9", product_ids=("p1",), state="published"))
    await tamper(statement)
    result = await luyue("verify")
    assert result.exit_code == 1
    assert where in result.output
    assert "everything agrees" not in result.output
