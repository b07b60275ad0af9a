"""Which addresses webhooks may be sent to: nothing that leads into a network which is not the public one."""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

import httpx

from luyue.domain.messages import Text

IPAddress: TypeAlias = IPv4Address | IPv6Address
Resolve: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""The network addresses of a name; raises OSError, as `getaddrinfo` does, where there are none or nobody knows them."""

PORTS = frozenset({443, 8443})
"""Where receivers outside development listen: to other ports, other protocols are spoken."""

LONGEST = 2048
RESOLVED_WITHIN = 3.0
"""Seconds."""

_PRINTABLE = re.compile(r"[!-\[\]-~]+")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
# What inet_aton takes for a number, in whichever notation, or for a part of one.
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.IGNORECASE)
_PUBLIC_V6 = IPv6Network("2000::/3")
# In these an IPv4 address is hidden.
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
# In the third quarter of others too, with the interface's bits for being universal and for groups left out.
_ISATAP, _ISATAP_BITS = 0x0000_5EFE, 0xFCFF_FFFF
# What a resolver says of a name that does not exist, or has no address.
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, socket.EAI_NODATA, socket.EAI_ADDRFAMILY})
# A cloud's metadata on an otherwise public address, protocols' own addresses, and a tunnel's relays.
_NO_RECEIVERS = tuple(IPv4Network(one) for one in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"))


class AddressRefused(Exception):
    """An address that webhooks may not be sent to. `text` says why, without the address."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class LookUpFailed(Exception):
    """Nobody could say now what a host's name stands for: it may be well, and is to be looked up again."""


@dataclass(frozen=True)
class Destination:
    """An address with the network addresses that its host stands for, each of which has been checked."""

    url: httpx.URL
    host: str
    ips: tuple[IPAddress, ...]


class Addresses:
    """The rule for addresses: in development it lets through what is on the developer's machine and networks."""

    def __init__(self, *, development: bool, resolve: Resolve | None = None) -> None:
        self._development = development
        self._resolve = resolve or _Resolver().resolve

    async def check(self, text: str) -> Destination:
        """Where an address leads to now; raises `AddressRefused`, and `LookUpFailed` where that can't be told now.

        Whoever connects must connect to these network addresses, and not have the name resolved again.
        """
        url = self._read(text)
        host = _host(url)
        ips = tuple(ip_address(found) for found in await self._resolved(host))
        if not ips or not all(self._is_allowed(ip) for ip in ips):
            raise _refused("不得指向内网、本机或保留的网络地址", "it leads to a private, loopback or reserved network")
        # Those that more networks can reach first.
        return Destination(url, host, tuple(sorted(ips, key=lambda ip: ip.version)))

    def _read(self, text: str) -> httpx.URL:
        if len(text) > LONGEST or not _PRINTABLE.fullmatch(text):
            raise _refused("须为 ASCII 字符组成的网址", "it must be an address in ASCII without spaces or backslashes")
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL:
            raise _refused("不是有效的网址", "it is no valid address") from None
        if url.scheme != "https" and not (self._development and url.scheme == "http"):
            raise _refused("须以 https:// 开头", "it must begin with https://")
        if url.userinfo:
            raise _refused("不得包含用户名或密码", "it must not hold credentials")
        if "#" in text:
            raise _refused("不得包含 # 片段", "it must not have a fragment")
        if not self._development and (443 if url.port is None else url.port) not in PORTS:
            raise _refused("端口须为 443 或 8443", "its port must be 443 or 8443")
        _check_host(_host(url))
        return url

    async def _resolved(self, host: str) -> Sequence[str]:
        if _literal(host) is not None:
            return [host]
        try:
            async with asyncio.timeout(RESOLVED_WITHIN):
                return await self._resolve(host)
        except UnicodeError:
            raise _unknown() from None
        except OSError as error:
            if isinstance(error, socket.gaierror) and error.errno in _NO_SUCH_NAME:
                raise _unknown() from None
            raise LookUpFailed from error

    def _is_allowed(self, ip: IPAddress) -> bool:
        if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        if is_public(ip):
            return True
        return self._development and (ip.is_loopback or (ip.is_private and not _is_special(ip)))


def is_public(ip: IPAddress) -> bool:
    """Whether an address is one host's on the public network. One that holds another address is not."""
    if _is_special(ip) or not ip.is_global:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _NO_RECEIVERS)
    return ip in _PUBLIC_V6 and not _is_isatap(ip) and not any(ip in network for network in _TUNNELS)


def _is_isatap(ip: IPv6Address) -> bool:
    return (int(ip) >> 32) & _ISATAP_BITS == _ISATAP


def _is_special(ip: IPAddress) -> bool:
    return ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved


def _host(url: httpx.URL) -> str:
    """The host as names are resolved and certificates are made out to: in ASCII."""
    return url.raw_host.decode("ascii")


def _check_host(host: str) -> None:
    if _literal(host) is not None:
        return
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise _refused("主机名无效", "its host is no valid name")
    if _NUMERIC.fullmatch(host.rpartition(".")[2]):
        raise _refused("IP 地址须为通常的十进制写法", "an IP address must be written in the usual decimal form")


def _literal(host: str) -> IPAddress | None:
    try:
        ip = ip_address(host)
    except ValueError:
        return None
    return None if isinstance(ip, IPv6Address) and ip.scope_id is not None else ip


def _unknown() -> AddressRefused:
    return _refused("主机名不存在", "its host does not exist")


def _refused(zh: str, en: str) -> AddressRefused:
    return AddressRefused(Text(zh=zh, en=en))


class _Resolver:
    """Resolves on threads of its own: who makes names resolve slowly must not hold up anything else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(16, thread_name_prefix="resolver")

    async def resolve(self, host: str) -> list[str]:
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(one[4][0]) for one in found))
