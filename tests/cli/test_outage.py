"""`luyue outage`: declares with Postgres alone, shows what is held, and says what has not gone on yet."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from luyue.cli import outage
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.outages import OutageRegister
from luyue.journal.verification import verify

DIGEST_KEY = {"LUYUE_DIGEST_KEY": "a key for tests"}
SPAN = ("--from", "2026-01-01T08:00:00+08:00", "--until", "2026-01-01T16:00:00+08:00")


async def declared(luyue, *arguments):
    result = await luyue("outage", "declare", "--reason", "机房断电", *arguments, **DIGEST_KEY)
    assert result.exit_code == 0, result.output
    [id] = re.findall(r"ou_[0-9a-z]{26}", result.output)
    return id


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(outage, "PATIENCE", 0.1)
    monkeypatch.setattr(outage, "PAUSE", 0.01)


async def test_what_is_declared_and_released_is_listed(luyue, journal):
    first = await declared(luyue, *SPAN)
    second = await declared(luyue)
    listed = (await luyue("outage", "list")).output
    assert listed.index(second) < listed.index(first)
    assert "2026-01-01 00:00:00Z" in listed
    assert "2026-01-01 08:00:00Z" in listed
    assert listed.count("not yet") == 2
    assert "机房断电" in listed
    result = await luyue("outage", "release", first)
    assert result.exit_code == 0, result.output
    assert "gets 8 h" in result.output
    listed = (await luyue("outage", "list")).output
    assert listed.count("not yet") == 1
    await journal.personal_data.erase_texts_of(f"outage/{first}")
    assert "(erased)" in (await luyue("outage", "list")).output
    assert (await verify(journal, [SAMPLE_REQUEST])).differences == []


async def test_what_cannot_be_is_said_and_nothing_is_done(luyue):
    for arguments, said in (
        (("declare", "--reason", " "), "--reason: "),
        (("declare", "--reason", "x", "--from", "tomorrow"), "--from: "),
        (("declare", "--reason", "x", "--from", SPAN[3], "--until", SPAN[1]), "--until: it must be after"),
        (("release", "ou_none"), "There is no outage ou_none"),
    ):
        result = await luyue("outage", *arguments, **DIGEST_KEY)
        assert result.exit_code == 1, arguments
        assert said in result.output
    assert "ou_" not in (await luyue("outage", "list")).output
    id = await declared(luyue, *SPAN)
    for arguments, said in (
        (("--extend-by", "PT7H"), "at least the length of the outage"),
        (("--extend-by", "a day"), "--extend-by: "),
        (("--until", "2026-01-01T16:00:01+08:00"), "ends_at: "),
    ):
        result = await luyue("outage", "release", id, *arguments)
        assert result.exit_code == 1, arguments
        assert said in result.output
    assert (await luyue("outage", "release", id)).exit_code == 0
    again = await luyue("outage", "release", id)
    assert again.exit_code == 1
    assert "was released at" in again.output


async def test_a_dry_run_shows_what_becomes_of_each_and_does_nothing(luyue, player):
    player.now = datetime.now(UTC) - timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    due_at = player.now + timedelta(hours=48)
    id = await declared(luyue, "--from", (due_at - timedelta(hours=1)).isoformat())
    await player.pass_time("sr_1", timedelta(hours=49))

    result = await luyue("outage", "release", id, "--extend-by", "PT12H", "--dry-run")
    assert result.exit_code == 0, result.output
    [row] = [line for line in result.output.splitlines() if "sample-request/sr_1" in line]
    for at in (due_at, due_at + timedelta(hours=12)):
        assert at.strftime("%Y-%m-%d %H:%M:%S") in row
    assert "Deadlines: 1." in result.output
    result = await luyue("outage", "release", id, "--extend-by", "PT0S", "--dry-run")
    assert " acts" in result.output
    other = await declared(luyue, "--from", due_at.isoformat())
    assert "held by another" in (await luyue("outage", "release", id, "--dry-run")).output
    assert (await luyue("outage", "list")).output.count("not yet") == 2
    assert (await player.pass_time("sr_1", timedelta(seconds=1))).events == ()
    assert (await luyue("outage", "release", other, "--dry-run")).exit_code == 0


async def test_what_no_worker_has_told_yet_is_named(luyue, player, impatient):
    player.now = datetime.now(UTC) - timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    id = await declared(luyue, "--from", (player.now + timedelta(hours=47)).isoformat())
    await player.pass_time("sr_1", timedelta(hours=49))

    result = await luyue("outage", "release", id)
    assert result.exit_code == 1
    assert "1 still to go on, once a worker tells them" in result.output
    assert "sample-request/sr_1 approval_window" in result.output
    player.now = datetime.now(UTC)
    outcome = await player.pass_time("sr_1", timedelta(0))
    assert [event.type for event in outcome.events] == ["DeadlineExtended"]


async def test_what_was_held_though_it_came_due_after_the_end_is_shown_and_waited_for(luyue, player, impatient):
    player.now = datetime.now(UTC) - timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    due_at = player.now + timedelta(hours=48)
    id = await declared(luyue, "--from", (due_at - timedelta(hours=2)).isoformat())
    await player.pass_time("sr_1", timedelta(hours=49))

    until = ("--until", (due_at - timedelta(hours=1)).isoformat())
    result = await luyue("outage", "release", id, *until, "--dry-run")
    [row] = [line for line in result.output.splitlines() if "sample-request/sr_1" in line]
    assert row.rstrip().endswith("acts")
    result = await luyue("outage", "release", id, *until)
    assert result.exit_code == 1
    assert "1 still to go on, once a worker tells them" in result.output
    player.now = datetime.now(UTC)
    outcome = await player.pass_time("sr_1", timedelta(0))
    assert [event.type for event in outcome.events] == ["SampleRequestCancelled"]


async def test_a_release_is_made_after_what_is_held_has_been_read(luyue, player, monkeypatch):
    read_at = []
    held_by = outage.held_by

    async def reading(*arguments):
        found = await held_by(*arguments)
        read_at.append(datetime.now(UTC))
        return found

    monkeypatch.setattr(outage, "held_by", reading)
    id = await declared(luyue)
    assert (await luyue("outage", "release", id)).exit_code == 0
    found = await OutageRegister(player.journal.pool).find(id)
    assert found.outage.release.at >= read_at[0]
    assert found.outage.ends_at == found.outage.release.at


async def test_of_outages_that_overlap_what_they_hold_is_shown_by_each(luyue, player):
    player.now = datetime.now(UTC) - timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    due_at = player.now + timedelta(hours=48)
    first = await declared(luyue, "--from", (due_at - timedelta(hours=1)).isoformat())
    second = await declared(luyue, "--from", (due_at + timedelta(minutes=30)).isoformat())
    await player.pass_time("sr_1", timedelta(hours=49))
    await OutageRegister(player.journal.pool).release(
        first,
        ends_at=due_at + timedelta(hours=1),
        extend_by=None,
        actor="ops:test",
        command_id="release",
        at=datetime.now(UTC),
    )
    assert f"held by {second}" in (await luyue("show", "sr_1")).output
    result = await luyue(
        "outage", "release", second, "--until", (due_at + timedelta(minutes=90)).isoformat(), "--dry-run"
    )
    [row] = [line for line in result.output.splitlines() if "sample-request/sr_1" in line]
    assert (due_at + timedelta(minutes=150)).strftime("%Y-%m-%d %H:%M:%S") in row


async def test_lag_names_the_outage_that_holds_what_is_overdue_until_its_release(luyue, player):
    player.now = datetime.now(UTC) - timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    assert "holds" not in (await luyue("lag")).output
    begun = player.now + timedelta(hours=47)
    id = await declared(luyue, "--from", begun.isoformat())
    told = f"Outage {id} holds those of them that were due from {begun:%Y-%m-%d %H:%M:%S}"
    assert told in (await luyue("lag")).output
    await OutageRegister(player.journal.pool).release(
        id, ends_at=None, extend_by=None, actor="ops:test", command_id="release", at=datetime.now(UTC)
    )
    output = (await luyue("lag")).output
    assert "approval_window" in output
    assert "holds" not in output
