"""Which addresses may be called: the server must not be made to call what stands behind its own wall."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError

_TRANSLATED = ip_network("64:ff9b::/96")  # an IPv4 address in IPv6 clothes
_Address = IPv4Address | IPv6Address


class AddressError(UserError):
    """An address that is not called; the message says why and the mend."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: ip is what the name stood for when it was looked at, and the very one that is called."""

    ip: str
    port: int
    host: str
    path: str
    secure: bool


def parsed(url: str) -> SplitResult:
    """The parts of an address as one may write it. Raises AddressError."""
    wrong = _("地址写错了：须如 https://hooks.example.com/mingyue，不带用户名、口令和 #。")
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AddressError(wrong)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressError(wrong) from None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or "@" in parts.netloc
        or parts.fragment
        or port == 0
    ):
        raise AddressError(wrong)
    return parts


def resolved(url: str) -> Target:
    """The address looked up now. Raises AddressError: not https, unknown name, or a name of the inner network."""
    parts = parsed(url)
    host, secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise AddressError(_("找不到主机 %(host)s：请核对地址和域名解析。") % {"host": host}) from None
    addresses = [ip_address(each.partition("%")[0]) for each in sorted(found)]
    for each in addresses:
        _check(each, host)
    if not secure and not all(each.is_loopback for each in addresses):
        raise AddressError(_("地址须以 https:// 开头：内容和签名不能明文经过网络。"))
    path = parts.path or "/"
    return Target(str(addresses[0]), port, host, f"{path}?{parts.query}" if parts.query else path, secure)


def _check(address: _Address, host: str) -> None:
    """Refuses what is not on the open internet, unless the installation allows that network."""
    real = _unwrapped(address)
    if any(real in ip_network(each) for each in settings.WEBHOOK_NETWORKS):
        return
    if not real.is_global or real.is_multicast or real.is_reserved or real.is_unspecified:
        told = _(
            "%(host)s 是内部网络的地址（%(ip)s），不能调用：确有需要，请管理员在 MINGYUE_WEBHOOK_NETWORKS 中写明这个网段。"
        )
        raise AddressError(told % {"host": host, "ip": real})


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one leads to, where it does."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
    if inner:
        return inner
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else address
