"""Keys from a file or an address: read, rotated, removed; and the address down, slow, wrong or endless."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from luyue.api import jwks as module
from luyue.api.jwks import (
    LARGEST,
    LONGEST_UNCONFIRMED,
    READ_AT_MOST_EVERY,
    Jwks,
    KeysUnavailableError,
    check_place,
    reader,
)
from luyue.api.token_keys import Terms, UnknownKeyError
from luyue.api.tokens import InvalidTokenError
from tests.api.issuer import AUDIENCE, ISSUER, Publisher, SigningKey, jwks, published
from tests.conftest import Eventually

TERMS = Terms(ISSUER, AUDIENCE, timedelta(hours=24))
OLD, NEW = SigningKey.made("old"), SigningKey.made("new", "EdDSA")
PATIENCE = 60.0


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def of(publisher: Publisher, clock: Clock) -> Jwks:
    return Jwks(reader(publisher.address, PATIENCE), TERMS, clock)


async def test_keys_are_read_once_for_many(clock: Clock) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        callers = await asyncio.gather(*(keys.caller(OLD.token(sub=f"s{n}")) for n in range(20)))
        assert len({caller.subject for caller in callers}) == 20
        assert publisher.asked == 1


async def test_a_new_key_counts_at_once(clock: Clock) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        await keys.caller(OLD.token())
        publisher.content = jwks(OLD, NEW)
        clock.now += READ_AT_MOST_EVERY
        assert (await keys.caller(NEW.token())).subject == "li"
        assert (await keys.caller(OLD.token())).subject == "li"
        assert publisher.asked == 2


async def test_a_removed_key_proves_nothing_once_keys_are_read_again(clock: Clock) -> None:
    async with published(OLD, NEW) as publisher:
        keys, token = of(publisher, clock), OLD.token()
        # Also one whose proof is remembered.
        await keys.caller(token)
        publisher.content = jwks(NEW)
        await keys.read()
        for one in (token, OLD.token(sub="other")):
            with pytest.raises(InvalidTokenError):
                await keys.caller(one)
        assert (await keys.caller(NEW.token())).subject == "li"


async def test_a_key_replaced_under_its_id_proves_nothing(clock: Clock) -> None:
    impostor = SigningKey.made("old")
    async with published(OLD) as publisher:
        keys, token = of(publisher, clock), OLD.token()
        await keys.caller(token)
        publisher.content = jwks(impostor)
        await keys.read()
        with pytest.raises(InvalidTokenError):
            await keys.caller(token)
        assert (await keys.caller(impostor.token())).subject == "li"


async def test_unknown_keys_make_it_read_only_so_often(clock: Clock) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        await keys.caller(OLD.token())
        for _ in range(3):
            clock.now += READ_AT_MOST_EVERY
            for n in range(10):
                with pytest.raises(UnknownKeyError):
                    await keys.caller(OLD.token({"kid": f"made-up-{n}"}))
        assert publisher.asked == 4


async def test_bad_tokens_do_not_make_it_read(clock: Clock) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        await keys.caller(OLD.token())
        clock.now += READ_AT_MOST_EVERY
        for token in ("", "x.y.z", OLD.token(exp=1), OLD.token(aud="elsewhere"), SigningKey.made("old").token()):
            with pytest.raises(InvalidTokenError):
                await keys.caller(token)
        assert publisher.asked == 1


WRONG = {
    "no JSON": {"content": b"<html>"},
    "no keys": {"content": b'{"keys": []}'},
    "not found": {"status": "404 Not Found"},
    "an error": {"status": "500 Internal Server Error"},
    "elsewhere": {"status": "302 Found", "headers": "Location: https://elsewhere.example/\r\n"},
    "empty": {"content": b""},
    "huge": {"content": b" " * LARGEST + jwks(OLD)},
    "no HTTP": {"status": "what\r\never"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_wrong_answers_change_nothing(
    clock: Clock, wrong: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        await keys.caller(OLD.token())
        good = dict(vars(publisher))
        vars(publisher).update(wrong)
        with caplog.at_level(logging.WARNING):
            await keys.read()
        assert "could not be read" in caplog.text
        assert (await keys.caller(OLD.token())).subject == "li"
        # One with an unknown key may be good or not.
        clock.now += READ_AT_MOST_EVERY
        with pytest.raises(KeysUnavailableError):
            await keys.caller(NEW.token())
        publisher.status, publisher.headers, publisher.content = good["status"], good["headers"], jwks(OLD, NEW)
        clock.now += READ_AT_MOST_EVERY
        assert (await keys.caller(NEW.token())).subject == "li"


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_without_any_keys_nobody_knows(clock: Clock, wrong: dict[str, object]) -> None:
    async with published(OLD) as publisher:
        vars(publisher).update(wrong)
        with pytest.raises(KeysUnavailableError):
            await of(publisher, clock).caller(OLD.token())


async def test_down_and_back_again(clock: Clock) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        publisher.end()
        with pytest.raises(KeysUnavailableError):
            await keys.caller(OLD.token())
        await publisher.begin()
        # It was tried just now.
        with pytest.raises(KeysUnavailableError):
            await keys.caller(OLD.token())
        clock.now += READ_AT_MOST_EVERY
        assert (await keys.caller(OLD.token())).subject == "li"
        publisher.end()
        await keys.read()
        assert (await keys.caller(OLD.token())).subject == "li"
        await publisher.begin()


async def test_keys_that_nobody_confirms_end_some_day(clock: Clock) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        await keys.caller(OLD.token())
        publisher.end()
        clock.now += LONGEST_UNCONFIRMED
        assert (await keys.caller(OLD.token())).subject == "li"
        clock.now += 1
        with pytest.raises(KeysUnavailableError):
            await keys.caller(OLD.token())
        await publisher.begin()
        clock.now += READ_AT_MOST_EVERY
        assert (await keys.caller(OLD.token())).subject == "li"


async def test_a_slow_address_holds_up_nobody_whose_key_is_known(clock: Clock, eventually: Eventually) -> None:
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        await keys.caller(OLD.token())
        publisher.answers.clear()
        publisher.content = jwks(OLD, NEW)
        clock.now += READ_AT_MOST_EVERY
        waiting = asyncio.create_task(keys.caller(NEW.token()))
        gone = asyncio.create_task(keys.caller(NEW.token()))
        await eventually(lambda: publisher.asked == 2)
        assert (await keys.caller(OLD.token(sub="meanwhile"))).subject == "meanwhile"
        gone.cancel()
        assert not waiting.done()
        publisher.answers.set()
        assert (await waiting).subject == "li"
        assert publisher.asked == 2


async def test_an_address_that_never_answers_is_given_up(clock: Clock) -> None:
    async with published(OLD) as publisher:
        publisher.answers.clear()
        with pytest.raises(KeysUnavailableError):
            await Jwks(reader(publisher.address, patience=0.05), TERMS, clock).caller(OLD.token())


async def test_an_endless_answer_is_given_up(clock: Clock) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(b" " * 65536)
                await writer.drain()
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(endless, "127.0.0.1", 0)
    async with server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        with pytest.raises(ValueError, match="larger than"):
            await reader(address, 60)()


async def test_keys_are_read_again_and_again(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, eventually: Eventually
) -> None:
    monkeypatch.setattr(module, "READ_EVERY", 0.0)
    async with published(OLD) as publisher:
        keys = of(publisher, clock)
        reading = asyncio.create_task(keys.keep_reading())
        await eventually(lambda: publisher.asked > 2)
        with caplog.at_level(logging.WARNING):
            publisher.end()
            await eventually(lambda: "could not be read" in caplog.text)
        publisher.content = jwks(NEW)
        await publisher.begin()
        with caplog.at_level(logging.INFO):
            await eventually(lambda: "proven by the keys new" in caplog.text)
        with pytest.raises(InvalidTokenError):
            await keys.caller(OLD.token())
        reading.cancel()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_bytes(jwks(OLD))
    return path


async def test_a_file_is_read_and_replaced(file: Path, clock: Clock) -> None:
    keys = Jwks(reader(str(file)), TERMS, clock)
    assert (await keys.caller(OLD.token())).subject == "li"
    file.write_bytes(jwks(NEW))
    clock.now += READ_AT_MOST_EVERY
    assert (await keys.caller(NEW.token())).subject == "li"
    with pytest.raises(InvalidTokenError):
        await keys.caller(OLD.token())
    file.unlink()
    await keys.read()
    assert (await keys.caller(NEW.token())).subject == "li"


def test_places(file: Path, tmp_path: Path) -> None:
    for place in ("https://id.example/jwks.json", str(file)):
        check_place(place, is_production=True)
    check_place("http://127.0.0.1:80/jwks.json", is_production=False)
    (tmp_path / "empty.json").write_text("{}")
    (tmp_path / "huge.json").write_bytes(b" " * LARGEST + jwks(OLD))
    refused = {
        "http://127.0.0.1/jwks.json": "https",
        "http://id.example/jwks.json": "https",
        "https:///jwks.json": "https",
        "ftp://id.example/jwks.json": "https",
        str(tmp_path / "nowhere.json"): "No such file",
        str(tmp_path): "cannot be read",
        str(tmp_path / "empty.json"): "no JWKS",
        str(tmp_path / "huge.json"): "larger than",
        "nul\0": "null byte",
    }
    for place, said in refused.items():
        with pytest.raises(ValueError, match=said):
            check_place(place, is_production=True)
    with pytest.raises(ValueError, match="https"):
        check_place("http://id.example/jwks.json", is_production=False)
