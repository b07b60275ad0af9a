"""The configuration of a production Temporal server on loopback, with Postgres beneath it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from luyue.devstack.layout import LOOPBACK, SERVER_PORTS, StackUnavailableError, free_port

DATABASE, VISIBILITY_DATABASE = "temporal", "temporal_visibility"
HISTORY_SHARDS = 4
"""Set for good with the first start: Temporal cannot change it afterwards."""
_CONNECTIONS, _VISIBILITY_CONNECTIONS = 30, 10


@dataclass(frozen=True)
class ServerTls:
    """What the server proves itself by, and the authority whose certificates it takes from its clients.

    All of them PEM files. Its own workers are clients too, and show `certificate`.
    """

    certificate: Path
    key: Path
    client_authority: Path
    server_authority: Path
    server_name: str


@dataclass(frozen=True)
class ServerPorts:
    """All on loopback; clients know only the first. Temporal's schema has room for numbers up to 32767."""

    frontend: int
    frontend_membership: int
    history: int
    history_membership: int
    matching: int
    matching_membership: int
    worker: int
    worker_membership: int

    @classmethod
    def free(cls, frontend: int | None = None) -> "ServerPorts":
        """Ports that nobody listens on now, and that no outgoing connection takes."""
        if frontend is not None and frontend >= SERVER_PORTS.stop:
            highest = SERVER_PORTS.stop
            raise StackUnavailableError(f"Temporal's production server needs a port below {highest}, not {frontend}.")
        return cls(frontend or free_port(), *(free_port() for _ in range(7)))


@dataclass(frozen=True)
class DatabaseAddress:
    """A Postgres server and who connects to it."""

    host: str
    port: int
    user: str
    password: str

    @classmethod
    def of(cls, url: str) -> "DatabaseAddress":
        """The server of a `postgresql://` address; which database it names does not matter."""
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres") or not parts.hostname:
            raise StackUnavailableError(f"{url!r} is no address of a Postgres server (postgresql://…).")
        return cls(parts.hostname, parts.port or 5432, unquote(parts.username or ""), unquote(parts.password or ""))


def configuration(
    address: DatabaseAddress, ports: ServerPorts, dynamic_configuration: Path, tls: ServerTls | None
) -> dict[str, Any]:
    """The server's configuration file; JSON is YAML too."""
    services = {
        "frontend": (ports.frontend, ports.frontend_membership),
        "history": (ports.history, ports.history_membership),
        "matching": (ports.matching, ports.matching_membership),
        "worker": (ports.worker, ports.worker_membership),
    }
    return {
        "log": {"stdout": True, "level": "warn"},
        "persistence": {
            "numHistoryShards": HISTORY_SHARDS,
            "defaultStore": "default",
            "visibilityStore": "visibility",
            "datastores": {
                "default": _store(address, DATABASE, _CONNECTIONS),
                "visibility": _store(address, VISIBILITY_DATABASE, _VISIBILITY_CONNECTIONS),
            },
        },
        "global": {
            "membership": {"maxJoinDuration": "30s", "broadcastAddress": LOOPBACK},
            **({"tls": _tls(tls)} if tls is not None else {}),
        },
        "services": {
            name: {"rpc": {"grpcPort": port, "membershipPort": membership, "bindOnIP": LOOPBACK}}
            for name, (port, membership) in services.items()
        },
        "clusterMetadata": {
            "enableGlobalNamespace": False,
            "failoverVersionIncrement": 10,
            "masterClusterName": "active",
            "currentClusterName": "active",
            "clusterInformation": {
                "active": {
                    "enabled": True,
                    "initialFailoverVersion": 1,
                    "rpcName": "frontend",
                    "rpcAddress": f"{LOOPBACK}:{ports.frontend}",
                }
            },
        },
        "dcRedirectionPolicy": {"policy": "noop"},
        "dynamicConfigClient": {"filepath": str(dynamic_configuration), "pollInterval": "10s"},
    }


def dynamic_configuration() -> dict[str, Any]:
    """Limits that a bench on one machine would run into, and the length of ids that the SQL schema has room for."""
    values = {"frontend.namespaceRPS": 100_000, "frontend.namespaceCount": 20_000, "limit.maxIDLength": 255}
    return {name: [{"value": value}] for name, value in values.items()}


def _store(address: DatabaseAddress, database: str, connections: int) -> dict[str, Any]:
    return {
        "sql": {
            "pluginName": "postgres12_pgx",
            "databaseName": database,
            "connectAddr": f"{address.host}:{address.port}",
            "connectProtocol": "tcp",
            "user": address.user,
            "password": address.password,
            "maxConns": connections,
            "maxIdleConns": connections,
            "maxConnLifetime": "1h",
        }
    }


def _tls(tls: ServerTls) -> dict[str, Any]:
    own = {"certFile": str(tls.certificate), "keyFile": str(tls.key)}
    to_frontend = {"serverName": tls.server_name, "rootCaFiles": [str(tls.server_authority)]}
    return {
        "frontend": {
            "server": {**own, "requireClientAuth": True, "clientCaFiles": [str(tls.client_authority)]},
            "client": to_frontend,
        },
        "systemWorker": {**own, "client": to_frontend},
    }
