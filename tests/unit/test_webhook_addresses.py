"""Which addresses webhooks may be sent to, in every form in which a private one has been hidden before."""

import socket
from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from luyue.webhooks.addresses import Addresses, AddressRefused, LookUpFailed, is_public

PUBLIC = "8.8.8.8"


def addresses(*found: str, development: bool = False) -> Addresses:
    """The rule, where every name stands for what is given."""

    async def resolve(_host: str) -> Sequence[str]:
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return found

    return Addresses(development=development, resolve=resolve)


async def refusal(text: str, *found: str, development: bool = False) -> str:
    with pytest.raises(AddressRefused) as refused:
        await addresses(*(found or (PUBLIC,)), development=development).check(text)
    assert refused.value.text.zh
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "https://hooks.example.com/luyue",
        "https://hooks.example.com:443/",
        "https://hooks.example.com:8443/?token=a@b",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/hook",
        "https://xn--fiqs8s.example/",
    ],
)
async def test_public_addresses_are_let_through(text: str) -> None:
    destination = await addresses(PUBLIC).check(text)
    assert destination.host in text
    assert all(is_public(ip) for ip in destination.ips)


async def test_a_host_is_resolved_once_and_its_addresses_are_kept() -> None:
    asked = []

    async def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        return ["2606:4700:4700::1111", "8.8.4.4", PUBLIC]

    destination = await Addresses(development=False, resolve=resolve).check("https://Hooks.example.com/")
    assert asked == ["hooks.example.com"]
    assert [str(ip) for ip in destination.ips] == ["8.8.4.4", PUBLIC, "2606:4700:4700::1111"]


NOT_PUBLIC = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2606:4700::5efe:a00:1",
    "2606:4700::200:5efe:a00:1",
    "2606:4700::300:5efe:808:808",
    "2a00:1450:4001:801:0:5efe:7f00:1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("ip", NOT_PUBLIC)
async def test_names_that_stand_for_anything_else_are_refused(ip: str) -> None:
    assert "private, loopback or reserved" in await refusal("https://hooks.example.com/", ip)
    assert "private, loopback or reserved" in await refusal("https://hooks.example.com/", PUBLIC, ip)


@pytest.mark.parametrize("ip", NOT_PUBLIC)
async def test_and_so_are_the_addresses_themselves(ip: str) -> None:
    await refusal(f"https://[{ip}]/" if ":" in ip else f"https://{ip}/")


def test_a_mapped_address_is_judged_as_what_it_stands_for() -> None:
    assert not is_public(ip_address("::ffff:8.8.8.8"))
    assert is_public(ip_address("8.8.8.8"))


async def test_a_mapped_public_address_is_let_through() -> None:
    assert (await addresses("::ffff:8.8.8.8").check("https://hooks.example.com/")).ips


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.0x1",
        "10.0.0.1.",
        "127.0.0.1.",
        "1.2.3.4.5",
        "256.0.0.1",
        "08.8.8.8",
        "hooks.0x",
    ],
)
async def test_numbers_that_are_no_usual_address_are_refused_before_anybody_resolves_them(host: str) -> None:
    assert "private, loopback" not in await refusal(f"https://{host}/")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("http://hooks.example.com/", "https://"),
        ("ftp://hooks.example.com/", "https://"),
        ("file:///etc/passwd", "https://"),
        ("gopher://hooks.example.com/", "https://"),
        ("//hooks.example.com/", "https://"),
        ("hooks.example.com", "https://"),
        ("https://user:password@hooks.example.com/", "credentials"),
        ("https://user@hooks.example.com/", "credentials"),
        ("https://8.8.8.8@127.0.0.1/", "credentials"),
        ("https://hooks.example.com/#here", "fragment"),
        ("https://hooks.example.com/#@127.0.0.1/", "fragment"),
        ("https://hooks.example.com:22/", "port"),
        ("https://hooks.example.com:80/", "port"),
        ("https://hooks.example.com:0/", "port"),
        ("https://hooks.example.com:99999/", ""),
        ("https://hooks.example.com:x/", ""),
        ("https:///hook", ""),
        ("https://", ""),
        ("https:hooks.example.com", ""),
        ("https://hooks .example.com/", "ASCII"),
        ("https://hooks.example.com/\r\nX-Injected: 1", "ASCII"),
        ("https://hooks.example.com\\@127.0.0.1/", "ASCII"),
        ("https://hooks。example。com/", "ASCII"),
        ("https://①②⑦.⓪.⓪.①/", "ASCII"),
        ("https://%31%32%37.0.0.1/", ""),
        ("https://127.0.0.1%2f.example.com/", ""),
        ("https://[::1]@example.com/", ""),
        ("https://[::1", ""),
        ("https://[fe80::1%25eth0]/", ""),
        (f"https://hooks.example.com/{'a' * 2048}", "ASCII"),
    ],
)
async def test_what_is_no_plain_https_address_is_refused(text: str, why: str) -> None:
    assert why in await refusal(text)


@pytest.mark.parametrize(
    "error", [socket.gaierror(socket.EAI_NONAME, ""), socket.gaierror(socket.EAI_NODATA, ""), UnicodeError()]
)
async def test_a_name_that_does_not_exist_is_refused(error: Exception) -> None:
    with pytest.raises(AddressRefused, match="does not exist"):
        await failing_look_ups(error).check("https://hooks.example.com/")


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(socket.EAI_AGAIN, ""),
        socket.gaierror(socket.EAI_FAIL, ""),
        socket.gaierror(socket.EAI_SYSTEM, ""),
        TimeoutError(),
        OSError("no file descriptors"),
    ],
)
async def test_a_look_up_that_fails_says_nothing_of_the_name(error: Exception) -> None:
    with pytest.raises(LookUpFailed):
        await failing_look_ups(error).check("https://hooks.example.com/")


def failing_look_ups(error: Exception) -> Addresses:
    async def resolve(_host: str) -> Sequence[str]:
        raise error

    return Addresses(development=False, resolve=resolve)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://127.0.0.1:9000/hook", PUBLIC),
        ("http://[::1]:9000/", PUBLIC),
        ("http://localhost:9000/", "127.0.0.1"),
        ("https://receiver.internal/", "10.1.2.3"),
        ("http://receiver:8080/", "172.18.0.2"),
    ],
)
async def test_in_development_the_own_machine_and_networks_are_let_through(text: str, found: str) -> None:
    assert (await addresses(found, development=True).check(text)).ips
    await refusal(text, found)


@pytest.mark.parametrize("ip", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "::"])
async def test_but_nothing_that_is_no_ordinary_host(ip: str) -> None:
    await refusal("http://receiver.internal/", ip, development=True)


async def test_the_systems_own_resolver_is_used() -> None:
    assert (await Addresses(development=True).check("http://localhost:9000/")).ips
    with pytest.raises(AddressRefused, match="private, loopback"):
        await Addresses(development=False).check("https://localhost/")
