"""`luyue dossier` and `luyue verify --dossier`: makes a process's dossier, and proves one."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import typer
from rich.console import Console

from luyue.cli.newer_code import known_events
from luyue.cli.output import console
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import address_of, database_url, dossier_key, give_up
from luyue.domain.process import Kind
from luyue.dossier.chain import Chained, check_against_journal, check_chain
from luyue.dossier.document import Dossier, read_dossier
from luyue.dossier.keys import WELL_KNOWN, Keyring, PublicKeys, public_keys
from luyue.dossier.page import Language, page
from luyue.dossier.signature import LARGEST, NotGenuine, SignedContent, check_signature, read, sign
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded

LONGEST_KEYS = 1024 * 1024
"""Bytes; more are no list of keys."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Found = TypeVar("Found")


def make(id: str, page_in: Language | None, output: Path | None) -> None:
    """Prints or writes a process's dossier, as the signed file or as a page in a language."""
    stream = stream_of(id)
    try:
        keys = Keyring.of(dossier_key())
    except ValueError as error:
        give_up(f"LUYUE_DOSSIER_KEY: {error}")
    dossier = asyncio.run(_dossier(kind_of(stream), stream))
    if dossier is None:
        give_up(f"There is no {stream}.")
    signed = sign(dossier, keys)
    content = signed if page_in is None else page(signed, page_in).encode()
    if output is None:
        # Not a byte more: a line break at the end would be an alteration.
        typer.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        give_up(f"{output} cannot be written: {error.strerror}.")
    console().print(f"{output}: {stream}, {len(dossier.events)} events, head {dossier.chain.head}", soft_wrap=True)


def check(file: Path, keys: str | None, *, against_journal: bool) -> None:
    """Prints each thing that was checked, in a line, and what is wrong; exits with 1 if anything is."""
    checking = Checking(console())
    content = checking.the(lambda: _read(file), lambda _: "The file is exactly the canonical JSON of what it says.")
    if content is None:
        raise typer.Exit(1)
    trusted = _keys(keys)
    checking.the(
        lambda: check_signature(content, trusted),
        lambda _: f"The signature is that of the trusted key {content.signature.key_id} on every byte of it.",
    )
    chained = checking.the(lambda: check_chain(content), _chain_told)
    if against_journal and chained is not None:
        found = asyncio.run(_history(chained.process.stream))
        checking.the(
            lambda: check_against_journal(chained, found),
            lambda _: f"The journal says the same of them, and has {len(found) - len(chained.events)} more since.",
        )
    if chained is None or checking.is_wrong:
        raise typer.Exit(1)
    checking.output.print(
        f"{chained.process.stream} at version {chained.process.version}: genuine", style="green", soft_wrap=True
    )


class Checking:
    """Prints how each check went. `is_wrong` once one of them found something."""

    def __init__(self, output: Console) -> None:
        self.output = output
        self.is_wrong = False

    def the(self, look: Callable[[], Found], told: Callable[[Found], str]) -> Found | None:
        """What `look` finds, told in a line; None where it raises `NotGenuine`."""
        try:
            found = look()
        except NotGenuine as error:
            self.is_wrong = True
            self.output.print(f"✗ {error}", style="red", soft_wrap=True)
            return None
        self.output.print(f"✓ {told(found)}", soft_wrap=True)
        return found


def _chain_told(chained: Chained) -> str:
    recomputed = f"{len(chained.events) - len(chained.withheld)} of {len(chained.events)} events recomputed"
    line = f"The chain is whole: {recomputed}, head {chained.chain.head}."
    if not chained.withheld:
        return line
    which = ", ".join(map(str, chained.withheld))
    return f"{line} Parts of {which} are withheld from its reader: the signature alone vouches for those."


async def _dossier(kind: Kind[Any], stream: str) -> Dossier | None:
    journal = await Journal.open(database_url(), size=2)
    try:
        with known_events(stream):
            # Whoever reads the journal itself may read all of it.
            return await read_dossier(
                journal, kind, stream, made_for="ops", hidden=frozenset(), made_at=datetime.now(UTC)
            )
    finally:
        await journal.close()


async def _history(stream: str) -> list[Recorded]:
    journal = await Journal.open(database_url(), size=2)
    try:
        return await journal.streams.history(stream)
    finally:
        await journal.close()


def _read(file: Path) -> SignedContent:
    return read(_content(file, LARGEST))


def _content(file: Path, most: int) -> bytes:
    """A file's bytes, one more than `most` at the most: that is enough to see that there are too many."""
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        give_up(f"{file} cannot be read: {error.strerror}.")


def _keys(given: str | None) -> PublicKeys:
    """The keys to trust, from a file or an address: never from a dossier."""
    source = given or address_of("LUYUE_API_URL").rstrip("/") + WELL_KNOWN
    content = _fetched(source) if source.startswith(("http://", "https://")) else _content(Path(source), LONGEST_KEYS)
    try:
        if len(content) > LONGEST_KEYS:
            raise ValueError("is too long for a list of keys")
        return public_keys(content.decode())
    except UnicodeDecodeError:
        give_up(f"{source} is no text.")
    except ValueError as error:
        give_up(f"{source} {error}.")


def _fetched(address: str) -> bytes:
    try:
        trust_env = urlsplit(address).hostname not in _LOOPBACK
        answer = httpx.get(address, timeout=10, trust_env=trust_env)
        answer.raise_for_status()
    except httpx.HTTPStatusError as error:
        give_up(f"{address} answers {error.response.status_code}. Name the keys by --keys.")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        give_up(f"{address} cannot be reached ({type(error).__name__}). Name the keys by --keys.")
    return answer.content
