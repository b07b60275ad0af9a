"""Whether a dossier's chain of hashes is whole, and whether it is the journal's."""

from collections.abc import Sequence

from pydantic import ValidationError

from luyue.dossier.document import FORMAT, Chain, ChainedEvent, Part
from luyue.dossier.signature import NotGenuine, SignedContent
from luyue.journal.agreement import chain_differences
from luyue.journal.canonical import NO_HASH, chain_hash
from luyue.journal.inspection import Inspected
from luyue.journal.streams import Recorded


class _Named(Part):
    stream: str
    version: int


class Chained(Part):
    """What of a dossier hangs on its chain. Whatever else is in it is proven by the signature alone."""

    format: str
    process: _Named
    events: tuple[ChainedEvent, ...]
    chain: Chain

    @property
    def withheld(self) -> tuple[int, ...]:
        """The versions of events whose hash cannot be recomputed, as the reader may not see all of their data."""
        return tuple(event.version for event in self.events if event.withheld)


def check_chain(file: SignedContent) -> Chained:
    """Recomputes every event's hash; raises `NotGenuine` where one is not that of its content after the one before.

    An event of which something is withheld from the reader is taken at the signature's word.
    """
    if file.dossier.get("format") != FORMAT:
        raise NotGenuine(f"The dossier is not of the format {FORMAT}, the one that this version knows.")
    try:
        chained = Chained.model_validate(file.dossier)
    except ValidationError as error:
        where = ", ".join(dict.fromkeys(".".join(map(str, one["loc"])) for one in error.errors()))
        raise NotGenuine(f"The dossier lacks what a chain needs, or has it in another form: {where}.") from None
    previous = NO_HASH
    for number, event in enumerate(chained.events, start=1):
        if event.version != number:
            raise NotGenuine(f"The chain is broken: event {number} is missing, {event.version} is in its place.")
        try:
            whole = bool(event.withheld) or event.hash == _hash(previous, chained.process.stream, event)
            previous = bytes.fromhex(event.hash)
        except (ValueError, OverflowError):
            # No hexadecimal digits, a number or a time that cannot be hashed.
            whole = False
        if not whole:
            raise NotGenuine(f"The chain is broken at event {number}: its hash is not that of what it says.")
    if len(chained.events) != chained.process.version or chained.chain.head != previous.hex():
        raise NotGenuine("The chain is broken at its end: its head is not the hash of the process's last event.")
    return chained


def check_against_journal(chained: Chained, journal: Sequence[Recorded]) -> None:
    """Raises `NotGenuine` where the journal no longer says what it said when the dossier was made.

    `journal` is what it holds of the process now, in order.
    """
    stream = chained.process.stream
    for event, recorded in zip(chained.events, journal, strict=False):
        if event.hash != recorded.hash.hex():
            raise NotGenuine(
                f"The journal has another event {event.version} of {stream}: rewritten since the dossier was made."
            )
    if len(journal) < len(chained.events):
        raise NotGenuine(f"The journal lacks events of {stream}: it has {len(journal)} of {len(chained.events)}.")
    broken = next(chain_differences(Inspected(stream, list(journal))), None)
    if broken is not None:
        raise NotGenuine(f"The journal's own chain of {stream} is broken: {broken.where}.")


def _hash(previous: bytes, stream: str, event: ChainedEvent) -> str:
    return chain_hash(
        previous,
        stream=stream,
        version=event.version,
        id=event.id,
        type=event.type,
        schema_version=event.schema_version,
        data=event.data,
        actor=event.actor,
        command_id=event.command_id,
        occurred_at=event.occurred_at,
    ).hex()
