"""Where a development stack keeps its files and which ports it listens on, and the lock that keeps a second one out."""

import fcntl
import os
import random
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

LOOPBACK = "127.0.0.1"
SERVER_PORTS = range(20_000, 32_768)
"""Below those that the system gives to outgoing connections, one of which might take a port before its server does."""


class StackUnavailableError(Exception):
    """The stack cannot run here; the message tells a person what to change."""


class StateInUseError(StackUnavailableError):
    """Another stack holds the same state directory."""


@dataclass(frozen=True)
class Ports:
    api: int = 8080
    temporal: int = 7233
    temporal_ui: int = 8233
    postgres: int = 15432

    @classmethod
    def from_base(cls, base: int) -> "Ports":
        """Four neighbouring ports, so that several stacks can run side by side."""
        return cls(api=base, temporal=base + 1, temporal_ui=base + 2, postgres=base + 3)


@dataclass(frozen=True)
class Layout:
    """The files and addresses of one stack. `database_url` and `temporal_address` name servers that run elsewhere.

    `production_temporal`: Temporal's server for production, with its data in Postgres, not the one for development.
    """

    state_directory: Path
    ports: Ports = Ports()
    external_database_url: str | None = None
    external_temporal_address: str | None = None
    external_temporal_ui_url: str | None = None
    production_temporal: bool = False

    @property
    def postgres_directory(self) -> Path:
        return self.state_directory / "postgres"

    @property
    def temporal_database(self) -> Path:
        return self.state_directory / "temporal.db"

    @property
    def log_directory(self) -> Path:
        return self.state_directory / "logs"

    @property
    def environment_file(self) -> Path:
        return self.state_directory / "env"

    @property
    def secrets_file(self) -> Path:
        return self.state_directory / "secrets.json"

    @property
    def dossier_key_file(self) -> Path:
        return self.state_directory / "dossier-key.pem"

    @property
    def lock_file(self) -> Path:
        return self.state_directory / "lock"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Layout":
        """Reads `LUYUE_STATE_DIR`, `LUYUE_PORT_BASE`, `DATABASE_URL`, `TEMPORAL_ADDRESS`, `TEMPORAL_UI_URL` and
        `LUYUE_TEMPORAL`.

        Raises StackUnavailableError for a port base that is not a number between 1024 and 65532, and for a
        `LUYUE_TEMPORAL` that is neither `development` nor `production`.
        """
        return cls(
            state_directory=Path(environment.get("LUYUE_STATE_DIR") or _clone() / ".dev").expanduser().resolve(),
            ports=_ports(environment.get("LUYUE_PORT_BASE")),
            external_database_url=environment.get("DATABASE_URL") or None,
            external_temporal_address=environment.get("TEMPORAL_ADDRESS") or None,
            external_temporal_ui_url=environment.get("TEMPORAL_UI_URL") or None,
            production_temporal=_is_production(environment.get("LUYUE_TEMPORAL")),
        )

    def prepare(self) -> None:
        """Creates the directories, which all may pass and the owner may read: Postgres may have another user."""
        for directory in (self.state_directory, self.log_directory):
            if not directory.exists():
                directory.mkdir(parents=True)
                directory.chmod(0o711)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the state directory until the context ends or the process dies. Raises StateInUseError."""
        self.prepare()
        with self.lock_file.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise StateInUseError(
                    f"A stack already runs on {self.state_directory} (process {lock.read().strip() or 'unknown'}). "
                    "Stop it, or set LUYUE_STATE_DIR and LUYUE_PORT_BASE to run a second one beside it."
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def check_ports(self, *, patience: float = 5.0) -> None:
        """Raises StackUnavailableError if a port that this stack needs is still taken after `patience` seconds.

        The patience is for the parts of a stack that was killed a moment ago and are still going away.
        """
        needed = {"API": self.ports.api}
        if self.external_temporal_address is None:
            needed |= {"Temporal": self.ports.temporal, "Temporal's web UI": self.ports.temporal_ui}
        if self.external_database_url is None:
            needed["Postgres"] = self.ports.postgres
        deadline = time.monotonic() + patience
        for part, port in needed.items():
            while not port_is_free(port):
                if time.monotonic() > deadline:
                    raise StackUnavailableError(
                        f"Port {port}, wanted for the {part}, is taken by another program. Stop that program, "
                        "or set LUYUE_PORT_BASE to the first of four free ports."
                    )
                time.sleep(0.05)


def port_is_free(port: int) -> bool:
    """Whether a server could listen on the loopback port now."""
    with socket.socket() as probe:
        # Connections of an earlier server that wait for their end must not count as a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind((LOOPBACK, port))
            return True
    return False


def free_port() -> int:
    """A port of `SERVER_PORTS` that nobody listens on now, and not one that this process was given lately.

    Raises StackUnavailableError where none is free.
    """
    ports = _ports_in_turn()
    for _ in SERVER_PORTS:
        port = next(ports)
        if port_is_free(port):
            return port
    raise StackUnavailableError(f"All ports from {SERVER_PORTS.start} to {SERVER_PORTS.stop - 1} are taken.")


@cache
def _ports_in_turn() -> Iterator[int]:
    """Those of `SERVER_PORTS`, for ever, in an order that no other process has, whatever it seeds."""
    ports = list(SERVER_PORTS)
    random.SystemRandom().shuffle(ports)
    return cycle(ports)


def _clone() -> Path:
    """The clone that this code is in, so that commands find its stack from wherever they are run."""
    return Path(__file__).parents[2]


def _is_production(temporal: str | None) -> bool:
    if temporal not in (None, "", "development", "production"):
        raise StackUnavailableError(f"LUYUE_TEMPORAL must be development or production, not {temporal!r}.")
    return temporal == "production"


def _ports(base: str | None) -> Ports:
    if not base:
        return Ports()
    if not base.isascii() or not base.isdigit() or not 1024 <= int(base) <= 65532:
        raise StackUnavailableError(f"LUYUE_PORT_BASE must be a port between 1024 and 65532, not {base!r}.")
    return Ports.from_base(int(base))
