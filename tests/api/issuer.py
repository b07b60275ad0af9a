"""An issuer of tokens: its keys, its tokens, and a server on loopback that publishes the keys, or fails to."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

ISSUER, AUDIENCE = "https://id.example", "luyue-production"


@dataclass(frozen=True)
class SigningKey:
    """A key by its id, and the algorithm it signs by."""

    id: str
    algorithm: str
    private: Any

    @classmethod
    def made(cls, id: str, algorithm: str = "ES256") -> "SigningKey":
        match algorithm:
            case "RS256":
                return cls(id, algorithm, rsa.generate_private_key(65537, 2048))
            case "ES256":
                return cls(id, algorithm, ec.generate_private_key(ec.SECP256R1()))
            case _:
                return cls(id, algorithm, ed25519.Ed25519PrivateKey.generate())

    @property
    def public(self) -> dict[str, Any]:
        """The public key as a JWK."""
        return {**jwk(self.private.public_key()), "kid": self.id, "use": "sig", "alg": self.algorithm}

    def token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token for ops unless claims say otherwise; those that are None are left out."""
        return signed(self.private, self.algorithm, {"kid": self.id, **(header or {})}, claims)


def jwk(public: Any) -> dict[str, Any]:
    """A public key as a bare JWK."""
    kinds = ((rsa.RSAPublicKey, RSAAlgorithm), (ec.EllipticCurvePublicKey, ECAlgorithm))
    algorithm = next((algorithm for kind, algorithm in kinds if isinstance(public, kind)), OKPAlgorithm)
    bare: dict[str, Any] = algorithm.to_jwk(public, as_dict=True)
    return bare


def signed(key: Any, algorithm: str, header: dict[str, Any], claims: dict[str, Any]) -> str:
    now = int(time.time())
    good = {"sub": "li", "role": "ops", "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 600}
    given = {name: value for name, value in {**good, **claims}.items() if value is not None}
    named = {name: value for name, value in header.items() if value is not None}
    return jwt.PyJWS().encode(json.dumps(given).encode(), key, algorithm=algorithm, headers=named)


def jwks(*keys: SigningKey) -> bytes:
    return json.dumps({"keys": [key.public for key in keys]}).encode()


@dataclass
class Publisher:
    """What a server on loopback answers: a status line and a body, once `answers` is set."""

    content: bytes
    status: str = "200 OK"
    headers: str = ""
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    port: int = 0
    _server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/jwks.json"

    async def begin(self) -> None:
        """Serves, on the port it had before if any."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def end(self) -> None:
        """Nobody listens any more."""
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        await self.answers.wait()
        head = (
            f"HTTP/1.1 {self.status}\r\nContent-Length: {len(self.content)}\r\nConnection: close\r\n{self.headers}\r\n"
        )
        writer.write(head.encode() + self.content)
        writer.close()


@asynccontextmanager
async def published(*keys: SigningKey) -> AsyncIterator[Publisher]:
    """A server that publishes these keys."""
    publisher = Publisher(jwks(*keys))
    publisher.answers.set()
    await publisher.begin()
    try:
        yield publisher
    finally:
        publisher.answers.set()
        publisher.end()
