"""One try to deliver: what the receiver gets, what counts as delivered, and where a connection leads to."""

import asyncio
import datetime as dt
import json
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from standardwebhooks import Webhook, WebhookVerificationError

from luyue.devstack.layout import free_port
from luyue.journal.readable import event_answer
from luyue.journal.streams import Recorded
from luyue.journal.webhook_endpoints import Endpoint
from luyue.webhooks.addresses import Addresses
from luyue.webhooks.envelope import new_secret
from luyue.webhooks.sending import Answered, Sender
from tests.worker.webhook_receiver import (
    Behave,
    Got,
    Receiver,
    answers,
    hangs_up,
    receiver,
    says_nothing,
    talks_nonsense,
    talks_without_end,
    trickles,
)

NO_ANSWER = "the connection ended without a valid answer"
AT = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
EVENT = Recorded(
    stream="cooperation-order/co_1",
    version=12,
    id="0d9dbbf0-44a5-4ad8-9c4a-5f3b4b7b2a55",
    type="OrderAccepted",
    schema_version=1,
    data={"note": None, "evaluation": {"rules": "passed"}},
    actor="creator:c1",
    command_id="cmd-1",
    occurred_at=AT,
    recorded_at=AT + timedelta(seconds=1),
    transaction_id=7,
    position=9,
    hash=b"",
)


def endpoint(url: str) -> Endpoint:
    return Endpoint(
        id="wh_1",
        owner="service:billing",
        role="service",
        audience="all",
        url=url,
        kinds=None,
        event_types=None,
        secret=new_secret(),
        earlier_secrets=[],
        earlier_sign_until=[],
        last_succeeded=None,
        created_at=AT,
        disabled_at=None,
        disabled_because=None,
    )


def sender(patience: float = 5.0) -> Sender:
    return Sender(Addresses(development=True), patience=patience)


@pytest.fixture
async def target() -> AsyncIterator[Receiver]:
    async with receiver() as target:
        yield target


async def test_a_cloud_event_signed_by_standard_webhooks(target: Receiver) -> None:
    to = endpoint(target.url + "?tenant=1")
    assert await sender().send(to, EVENT) == Answered(204, None)
    (got,) = target.got
    assert got.path == "/hook?tenant=1"
    assert got.headers["host"] == f"127.0.0.1:{target.port}"
    assert got.headers["content-type"] == "application/cloudevents+json"
    envelope = Webhook(to.secret).verify(got.body, got.headers)
    assert envelope == {
        "specversion": "1.0",
        "id": EVENT.id,
        "source": "/luyue",
        "type": "luyue.cooperation-order.OrderAccepted",
        "subject": "cooperation-order/co_1",
        "time": "2026-07-01T08:30:00Z",
        "datacontenttype": "application/json",
        "sequence": 12,
        "data": json.loads(event_answer(EVENT, "service").model_dump_json()),
    }
    assert got.id == EVENT.id
    assert envelope["data"]["version"] == 12


async def test_a_changed_body_or_another_secret_does_not_verify(target: Receiver) -> None:
    to = endpoint(target.url)
    await sender().send(to, EVENT)
    (got,) = target.got
    with pytest.raises(WebhookVerificationError):
        Webhook(to.secret).verify(got.body.replace(b"OrderAccepted", b"OrderDeclined"), got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(got.body, got.headers)


async def test_merchants_are_not_told_how_a_creator_was_assessed(target: Receiver) -> None:
    await sender().send(endpoint(target.url), EVENT)
    await sender().send(replace(endpoint(target.url), role="merchant", audience="merchant:m1"), EVENT)
    for_service, for_merchant = (got.envelope["data"]["data"] for got in target.got)
    assert for_service == EVENT.data
    assert for_merchant == {"note": None}


async def test_after_rotations_each_earlier_secret_signs_until_its_own_end(target: Receiver) -> None:
    now = datetime.now(UTC)
    first, second = new_secret(), new_secret()
    rotated = replace(endpoint(target.url), earlier_secrets=[second, first])
    ends = [[now + timedelta(hours=1), now + timedelta(hours=2)], [now, now + timedelta(hours=2)], [now, now]]
    for until in ends:
        await sender().send(replace(rotated, earlier_sign_until=until), EVENT)
    verified = [[verifies(secret, got) for secret in (rotated.secret, second, first)] for got in target.got]
    assert verified == [[True, True, True], [True, False, True], [True, False, False]]


def verifies(secret: str, got: Got) -> bool:
    try:
        Webhook(secret).verify(got.body, got.headers)
    except WebhookVerificationError:
        return False
    return True


@pytest.mark.parametrize(
    ("behave", "answered"),
    [
        (answers(200, body=b"thanks"), Answered(200, None)),
        (answers(299), Answered(299, None)),
        (talks_without_end, Answered(200, None)),
        (answers(200, body=b"x" * 5_000_000), Answered(200, None)),
        (answers(500), Answered(500, "status 500")),
        (answers(410), Answered(410, "status 410")),
        (answers(404), Answered(404, "status 404")),
        (answers(304), Answered(304, "status 304")),
        (hangs_up, Answered(None, NO_ANSWER)),
        (talks_nonsense, Answered(None, NO_ANSWER)),
    ],
)
async def test_only_a_2xx_counts(target: Receiver, behave: Behave, answered: Answered) -> None:
    target.behave = behave
    assert await sender().send(endpoint(target.url), EVENT) == answered
    assert len(target.got) == 1


@pytest.mark.parametrize("behave", [says_nothing, trickles])
async def test_a_receiver_that_takes_too_long_is_left(target: Receiver, behave: Behave) -> None:
    target.behave = behave
    assert await sender(patience=0.2).send(endpoint(target.url), EVENT) == Answered(None, "no answer within 0.2 s")
    assert len(target.got) == 1


async def test_slow_resolution_counts_too() -> None:
    async def resolve(_host: str) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    slow = Sender(Addresses(development=True, resolve=resolve), patience=0.2)
    answered = await slow.send(endpoint("http://hooks.example.com/"), EVENT)
    assert answered == Answered(None, "no answer within 0.2 s")


async def test_a_look_up_that_fails_for_the_moment_is_a_failed_try() -> None:
    async def resolve(_host: str) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    unlucky = Sender(Addresses(development=True, resolve=resolve))
    assert await unlucky.send(endpoint("https://hooks.example.com/"), EVENT) == Answered(
        None, "its host could not be looked up"
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_not_followed(target: Receiver, status: int) -> None:
    async with receiver() as elsewhere:
        target.behave = answers(status, f"Location: {elsewhere.url}")
        assert await sender().send(endpoint(target.url), EVENT) == Answered(status, f"status {status}")
        assert elsewhere.got == []


async def test_nobody_listens() -> None:
    answered = await sender().send(endpoint(f"http://127.0.0.1:{free_port()}/"), EVENT)
    assert answered == Answered(None, "no connection")


async def test_a_name_that_comes_to_stand_for_a_private_address_is_not_connected_to(target: Receiver) -> None:
    found = [["8.8.8.8"], ["127.0.0.1"]]

    async def rebinding(_host: str) -> Sequence[str]:
        return found.pop(0)

    addresses = Addresses(development=False, resolve=rebinding)
    url = "https://hooks.example.com:8443/"
    assert (await addresses.check(url)).ips
    answered = await Sender(addresses).send(endpoint(url), EVENT)
    assert answered.status is None
    assert answered.error is not None
    assert answered.error.startswith("address refused")
    assert found == [] == target.got


async def test_the_checked_address_is_connected_to_and_no_name_is_resolved_again(target: Receiver) -> None:
    asked = []

    async def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    to = endpoint(f"http://hooks.example.invalid:{target.port}/hook")
    assert await Sender(Addresses(development=True, resolve=resolve)).send(to, EVENT) == Answered(204, None)
    assert asked == ["hooks.example.invalid"]
    assert target.got[0].headers["host"] == f"hooks.example.invalid:{target.port}"


async def test_of_several_addresses_the_first_that_can_be_connected_to_is_taken(target: Receiver) -> None:
    async def resolve(_host: str) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    to = endpoint(f"http://hooks.example.invalid:{target.port}/hook")
    assert await Sender(Addresses(development=True, resolve=resolve)).send(to, EVENT) == Answered(204, None)


async def test_the_certificate_must_be_the_names_though_the_address_is_connected_to(tmp_path: Path) -> None:
    server, trust = certificate_for("hooks.example.test", tmp_path)

    async def resolve(_host: str) -> Sequence[str]:
        return ["127.0.0.1"]

    names: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: names.append(name)
    async with receiver(tls=server) as target:
        addresses = Addresses(development=True, resolve=resolve)
        trusting = Sender(addresses, trust=trust)
        good = endpoint(f"https://hooks.example.test:{target.port}/hook")
        assert await trusting.send(good, EVENT) == Answered(204, None)
        other = endpoint(f"https://other.example.test:{target.port}/hook")
        assert await trusting.send(other, EVENT) == Answered(None, "TLS handshake failed")
        assert await Sender(addresses).send(good, EVENT) == Answered(None, "TLS handshake failed")
    assert names == ["hooks.example.test", "other.example.test", "hooks.example.test"]
    assert len(target.got) == 1


def test_neither_secrets_nor_addresses_are_shown_by_an_endpoint_or_an_error() -> None:
    to = replace(endpoint("https://hooks.example.com/?token=123"), earlier_secrets=["whsec_before"])
    for hidden in (to.secret, "whsec_before", "token=123"):
        assert hidden not in repr(to)


def certificate_for(name: str, directory: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for a name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    no_password = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    file = directory / "server.pem"
    file.write_bytes(private + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=pem.decode())
