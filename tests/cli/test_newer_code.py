"""Events that only newer code knows: every command says so, and does what it can without them."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from luyue.dossier.keys import new_signing_key
from tests import eligible
from tests.cli.shop_player import ShopPlayer

REQUEST = "sample-request/sr_1"
SHIPMENT = "shipment/sh_sr_1"
DIGEST_KEY = {"LUYUE_DIGEST_KEY": "a key for tests"}


@pytest.fixture
def written_by_newer_code(tamper):
    """Makes a stream's event one of a type or a version that this code does not know, and its state one of its."""

    async def write(stream: str, version: int, *, schema_version: int | None = None) -> None:
        name = "type" if schema_version is None else "schema_version"
        value = "'SampleInsured'" if schema_version is None else schema_version
        await tamper(f"update events set {name} = {value} where stream = $1 and version = $2", stream, version)
        await tamper("update processes set state_shape = 1000 where stream = $1", stream)

    return write


def is_told_of(result, stream: str, event: str) -> bool:
    """Whether the command gave up in one plain line that names the stream, the event and what helps."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    told = rf"{stream} cannot be read: newer code wrote .*{event}.* Use that version's `luyue`\.\n"
    return bool(re.fullmatch(told, result.output))


@pytest.mark.parametrize(
    ("schema_version", "event"),
    [(None, "SampleInsured v1"), (99, "SampleRequestApproved v99")],
    ids=["type", "version"],
)
async def test_a_process_is_not_shown_without_an_event_that_is_not_known(
    player, luyue, written_by_newer_code, schema_version, event
):
    await player.shipped("sr_1")
    await written_by_newer_code(REQUEST, 2, schema_version=schema_version)
    assert is_told_of(await luyue("show", "sr_1"), REQUEST, event)
    assert is_told_of(await luyue("dossier", "sr_1", LUYUE_DOSSIER_KEY=new_signing_key()), REQUEST, event)


async def test_why_it_was_begun_is_explained_as_long_as_its_first_event_is_known(player, luyue, written_by_newer_code):
    await player.shipped("sr_1")
    before = (await luyue("explain", "sr_1")).output
    await written_by_newer_code(REQUEST, 2)
    assert (await luyue("explain", "sr_1")).output == before
    await written_by_newer_code(REQUEST, 1)
    assert is_told_of(await luyue("explain", "sr_1"), REQUEST, "SampleInsured v1")


async def test_a_shipment_is_not_explained_while_anything_of_it_is_not_known(journal, luyue, written_by_newer_code):
    await ShopPlayer(journal).no_transit_centre()
    events = await journal.streams.history(SHIPMENT)
    await written_by_newer_code(SHIPMENT, events[-1].version)
    assert is_told_of(await luyue("explain", "sh_sr_1"), SHIPMENT, "SampleInsured v1")


async def test_it_is_a_difference_to_verify_with_what_to_do_about_it(player, luyue, written_by_newer_code):
    await player.shipped("sr_1")
    await written_by_newer_code(REQUEST, 2)
    result = await luyue("verify")
    assert result.exit_code == 1
    found, expected = "one of newer code, sample-request: SampleInsured v1", "events that this code knows: use that"
    assert f"{REQUEST}  events: found {found}, expected {expected} version's `luyue`" in result.output


async def test_a_journal_is_decided_again_up_to_it(player, luyue, written_by_newer_code, tmp_path):
    await player.shipped("sr_1")
    await written_by_newer_code(REQUEST, 2)
    exported = await luyue("replay", "--export", "sr_1")
    assert exported.exit_code == 0, exported.output
    file = tmp_path / "journal.json"
    file.write_text(exported.output)
    assert len(json.loads(exported.output)["decisions"]) == 3
    for arguments in (("--database",), ("--journals", str(file))):
        result = await luyue("replay", *arguments)
        assert result.exit_code == 1
        assert "1 decisions come out otherwise" in result.output
        assert "cannot be read: sample-request: SampleInsured v1" in result.output


async def due_with_an_unknown_one(player, written_by_newer_code) -> datetime:
    """When the deadlines of two requests were due; the first holds an event that is not known."""
    player.now = datetime.now(UTC) - timedelta(hours=50)
    await player.report("creator/c2", eligible.CREATOR)
    for id, creator in (("sr_1", "c1"), ("sr_2", "c2")):
        await player.send(id, "apply", creator_id=creator, product_id="p1")
    await written_by_newer_code(REQUEST, 1)
    return player.now + timedelta(hours=48)


async def test_the_deadlines_of_all_others_are_extended_and_it_is_named(player, luyue, written_by_newer_code):
    due_at = await due_with_an_unknown_one(player, written_by_newer_code)
    between = [(due_at + by).isoformat() for by in (-timedelta(hours=1), timedelta(hours=1))]
    result = await luyue("extend", "--due-between", *between, "--by", "PT6H", "--dry-run")
    assert result.exit_code == 1, result.output
    assert "1 to extend by 6 h" in result.output
    assert "sample-request/sr_2" in result.output
    [line] = [line for line in result.output.splitlines() if line.startswith(REQUEST)]
    assert "SampleInsured v1" in line


async def test_an_outage_is_released_and_it_is_named(player, luyue, written_by_newer_code):
    due_at = await due_with_an_unknown_one(player, written_by_newer_code)
    begun = (due_at - timedelta(hours=1)).isoformat()
    declared = await luyue("outage", "declare", "--reason", "x", "--from", begun, **DIGEST_KEY)
    [id] = re.findall(r"ou_[0-9a-z]{26}", declared.output)
    result = await luyue("outage", "release", id, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "Deadlines: 1." in result.output
    [line] = [line for line in result.output.splitlines() if line.startswith(REQUEST)]
    assert "SampleInsured v1" in line
