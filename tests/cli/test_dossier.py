"""`luyue dossier` makes what `luyue verify --dossier` proves, and that finds whatever was altered, here or there."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from luyue.dossier.keys import WELL_KNOWN, Keyring, new_signing_key
from luyue.journal.canonical import NO_HASH, chain_hash

KEY = new_signing_key()
STREAM = "sample-request/sr_1"


@pytest.fixture
def keys(tmp_path: Path) -> str:
    """The published keys as a file."""
    return published(tmp_path / "keys.json", KEY)


@pytest.fixture
async def file(player, luyue, tmp_path: Path) -> Path:
    """The dossier of a request on its way."""
    await player.shipped("sr_1")
    file = tmp_path / "dossier.json"
    result = await luyue("dossier", "sr_1", "--output", str(file), LUYUE_DOSSIER_KEY=KEY)
    assert result.exit_code == 0, result.output
    assert f"{STREAM}, 3 events, head " in result.output
    return file


def published(path: Path, key: str) -> str:
    """The key's public part, as a service with it publishes it."""
    path.write_text(json.dumps(Keyring.of(key).published()))
    return str(path)


async def test_what_is_made_is_genuine(luyue, file, keys):
    result = await luyue("verify", "--dossier", str(file), "--keys", keys, "--against-journal")
    assert result.exit_code == 0, result.output
    canonical, signature, chain, journal, verdict = result.output.splitlines()
    assert canonical == "✓ The file is exactly the canonical JSON of what it says."
    assert signature.startswith("✓ The signature is that of the trusted key ")
    assert chain.startswith("✓ The chain is whole: 3 of 3 events recomputed, head ")
    assert journal == "✓ The journal says the same of them, and has 0 more since."
    assert verdict == f"{STREAM} at version 3: genuine"


async def test_it_is_printed_without_a_byte_more(luyue, file, keys, tmp_path):
    result = await luyue("dossier", STREAM, LUYUE_DOSSIER_KEY=KEY)
    printed = tmp_path / "printed.json"
    printed.write_bytes(result.stdout_bytes)
    assert (await luyue("verify", "--dossier", str(printed), "--keys", keys)).exit_code == 0


async def test_the_page(luyue, file):
    for language, title in (("zh", "履约卷宗"), ("en", "Dossier")):
        result = await luyue("dossier", "sr_1", "--html", "--language", language, LUYUE_DOSSIER_KEY=KEY)
        assert result.stdout.startswith("<!doctype html>")
        assert f"<h1>{title}</h1>" in result.stdout


async def test_an_altered_byte(luyue, file, keys):
    altered = file.read_bytes().replace(b'"carrier":"SF"', b'"carrier":"JD"')
    file.write_bytes(altered)
    result = await luyue("verify", "--dossier", str(file), "--keys", keys)
    assert result.exit_code == 1
    assert "✗ The signature is not that of the key" in result.output
    assert "✗ The chain is broken at event 3" in result.output
    assert "genuine" not in result.output
    file.write_bytes(altered + b"\n")
    result = await luyue("verify", "--dossier", str(file), "--keys", keys)
    assert result.exit_code == 1
    assert "✗ The file is not the canonical JSON" in result.output


async def test_an_unknown_key(luyue, file, tmp_path):
    others = published(tmp_path / "others.json", new_signing_key())
    result = await luyue("verify", "--dossier", str(file), "--keys", others)
    assert result.exit_code == 1
    assert "is none of the 1 trusted ones" in result.output


async def test_a_journal_rewritten_and_rehashed_since_is_found(luyue, player, file, keys, tamper):
    await tamper(f"update events set data = '{{\"note\": null}}' where stream = '{STREAM}' and version = 2")
    previous = NO_HASH
    for event in await player.journal.streams.history(STREAM):
        previous = chain_hash(
            previous,
            stream=STREAM,
            version=event.version,
            id=event.id,
            type=event.type,
            schema_version=event.schema_version,
            data=event.data,
            actor=event.actor,
            command_id=event.command_id,
            occurred_at=event.occurred_at,
        )
        await tamper("update events set hash = $1 where stream = $2 and version = $3", previous, STREAM, event.version)
    await tamper("update processes set hash = $1 where stream = $2", previous, STREAM)
    # The journal alone agrees with itself again.
    assert "hash" not in (await luyue("verify", "sr_1")).output
    result = await luyue("verify", "--dossier", str(file), "--keys", keys, "--against-journal")
    assert result.exit_code == 1
    assert f"✗ The journal has another event 2 of {STREAM}: rewritten since the dossier was made" in result.output
    assert (await luyue("verify", "--dossier", str(file), "--keys", keys)).exit_code == 0


async def test_a_journal_that_has_lost_events_is_found(luyue, file, keys, tamper):
    await tamper(f"delete from events where stream = '{STREAM}' and version = 3")
    result = await luyue("verify", "--dossier", str(file), "--keys", keys, "--against-journal")
    assert result.exit_code == 1
    assert f"The journal lacks events of {STREAM}: it has 2 of 3." in result.output


async def test_a_journal_altered_without_new_hashes_is_found(luyue, file, keys, tamper):
    await tamper(f"update events set actor = 'x' where stream = '{STREAM}' and version = 1")
    result = await luyue("verify", "--dossier", str(file), "--keys", keys, "--against-journal")
    assert result.exit_code == 1
    assert f"The journal's own chain of {STREAM} is broken: event 1 hash." in result.output


async def test_what_has_happened_since_is_no_alteration(luyue, player, file, keys):
    await player.send("sr_1", "confirm-receipt")
    result = await luyue("verify", "--dossier", str(file), "--keys", keys, "--against-journal")
    assert result.exit_code == 0, result.output
    assert "and has 1 more since" in result.output


@pytest.fixture
async def service() -> AsyncIterator[str]:
    """A service that publishes the keys, and nothing else."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).decode().split()[1]
        found = asked == WELL_KNOWN
        body = json.dumps(Keyring.of(KEY).published() if found else {}).encode()
        status = "200 OK" if found else "404 Not Found"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def test_the_keys_are_those_that_the_running_service_publishes(luyue, file, service):
    result = await luyue("verify", "--dossier", str(file), LUYUE_API_URL=f"{service}/")
    assert result.exit_code == 0, result.output
    named = await luyue("verify", "--dossier", str(file), "--keys", f"{service}{WELL_KNOWN}")
    assert named.exit_code == 0, named.output
    elsewhere = await luyue("verify", "--dossier", str(file), "--keys", f"{service}/elsewhere")
    assert elsewhere.exit_code == 1
    assert "answers 404. Name the keys by --keys." in elsewhere.output


async def test_keys_that_cannot_be_had_are_clear_errors(luyue, file, tmp_path):
    garbage = tmp_path / "garbage"
    for content, said in ((b"\xff", "is no text"), (b"/etc/passwd", "must hold"), (b" " * 1024**2 + b" ", "too long")):
        garbage.write_bytes(content)
        result = await luyue("verify", "--dossier", str(file), "--keys", str(garbage))
        assert (result.exit_code, said in result.output) == (1, True), result.output
    for source in ("http://127.0.0.1:9/keys", "http://[", str(tmp_path / "nowhere")):
        result = await luyue("verify", "--dossier", str(file), "--keys", source)
        assert result.exit_code == 1
        assert "cannot be re" in result.output
        assert isinstance(result.exception, SystemExit)
    result = await luyue("verify", "--dossier", str(file), LUYUE_API_URL="", LUYUE_STATE_DIR=str(tmp_path))
    assert "Set LUYUE_API_URL" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"<html></html>", "Save the JSON instead of the page"),
        (b"{}", "exactly the members"),
        (None, "cannot be read: No such file"),
    ],
)
async def test_what_is_no_dossier_is_a_clear_error(luyue, keys, tmp_path, content, said):
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    result = await luyue("verify", "--dossier", str(file), "--keys", keys)
    assert result.exit_code == 1
    assert said in result.output
    assert isinstance(result.exception, SystemExit)


async def test_a_directory_and_an_endless_file_are_clear_errors(luyue, keys, tmp_path):
    for name, said in ((str(tmp_path), "cannot be read"), ("/dev/zero", "more than 64 MiB")):
        result = await luyue("verify", "--dossier", name, "--keys", keys)
        assert result.exit_code == 1
        assert said in result.output


async def test_options_that_do_not_go_together(luyue):
    for arguments, said in (
        (("sr_1", "--dossier", "x"), "give either"),
        (("--keys", "x"), "go with"),
        (("--against-journal",), "go with"),
    ):
        result = await luyue("verify", *arguments)
        assert result.exit_code == 2
        assert said in result.output


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("sr_9",), {}, "There is no sample-request/sr_9."),
        (("xx_9",), {}, "xx_9 is the id of no kind of process."),
        (("order/9",), {}, "There is no kind of process called order."),
        (("sr_9",), {"LUYUE_DOSSIER_KEY": "nonsense"}, "LUYUE_DOSSIER_KEY: the file cannot be read"),
        (("sr_9",), {"LUYUE_DOSSIER_KEY": "", "LUYUE_STATE_DIR": "/nowhere"}, "Set LUYUE_DOSSIER_KEY, or start"),
        (("sr_1", "--output", "/nowhere/at/all"), {}, "/nowhere/at/all cannot be written: No such file"),
    ],
)
async def test_what_cannot_be_made_is_a_clear_error(luyue, player, arguments, environment, said):
    await player.shipped("sr_1")
    result = await luyue("dossier", *arguments, **{"LUYUE_DOSSIER_KEY": KEY, **environment})
    assert result.exit_code == 1
    assert said in result.output
