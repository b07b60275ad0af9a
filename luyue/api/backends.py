"""The API's two backends, Postgres and Temporal: reached when first needed, so that either may be away at the start."""

import asyncio
import time

from temporalio.client import Client
from temporalio.service import RPCError

from luyue.api.settings import ApiSettings
from luyue.journal.journal import Journal
from luyue.temporal.connection import connect, explained
from luyue.temporal.search_attributes import OtherTypeError, lacking_search_attributes

_OPENING_PATIENCE = 5.0
# Anybody may ask whether this process is ready, as often as they like.
_ATTRIBUTES_HOLD = 5.0


class Backends:
    def __init__(self, settings: ApiSettings) -> None:
        self._settings = settings
        self._journal: Journal | None = None
        self._client: Client | None = None
        self._opening = asyncio.Lock()
        self._attributes: tuple[str | None, float] | None = None

    async def journal(self) -> Journal:
        """The journal; raises one of `UNAVAILABLE` while Postgres cannot be reached for the first time."""
        if self._journal is None:
            # Those who come one after the other would each wait for all before them.
            async with asyncio.timeout(_OPENING_PATIENCE), self._opening:
                if self._journal is None:
                    settings = self._settings
                    self._journal = await Journal.open(settings.database_url, size=settings.database_connections)
        return self._journal

    async def temporal(self) -> Client:
        """A client that connects by itself, and again whenever it has to."""
        if self._client is None:
            self._client = await connect(self._settings, lazy=True)
        return self._client

    async def unsearchable(self) -> str | None:
        """What is wrong with the search attributes of Temporal's namespace, as of the last five seconds.

        None also where Temporal does not say: that it is away is found out otherwise.
        """
        if self._attributes is None or time.monotonic() - self._attributes[1] >= _ATTRIBUTES_HOLD:
            try:
                lacking = await lacking_search_attributes(await self.temporal())
            except OtherTypeError as error:
                wrong: str | None = str(error)
            except RPCError:
                return None
            else:
                names = ", ".join(lacking)
                wrong = f"lacks the search attributes {names}: luyue search-attributes adds them" if names else None
            self._attributes = wrong, time.monotonic()
        return self._attributes[0]

    def why(self, error: Exception) -> str:
        """What went wrong on the way to Temporal, with the setting that is probably to blame."""
        return explained(error, self._settings)

    async def close(self) -> None:
        """Lets go of Postgres; whoever needs it afterwards reaches it anew."""
        journal, self._journal = self._journal, None
        if journal is not None:
            await journal.close()
