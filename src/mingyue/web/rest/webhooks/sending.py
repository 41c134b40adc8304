"""Sending one message: signed, to the address that was looked at, without following where it points next."""

from __future__ import annotations

import hmac
import socket
import ssl
from collections.abc import Mapping
from hashlib import sha256
from http.client import HTTPConnection, HTTPException

from mingyue import __version__
from mingyue.web.rest.webhooks.addresses import Target, resolved

_TIMEOUT_S = 10
SIGNATURE = "Mingyue-Signature"


def signature(secret: str, body: bytes, moment: int) -> str:
    """t=<Unix seconds>,v1=<hex of HMAC-SHA256 over "<t>.<body>">: the receiver computes it anew and looks at the age of t."""
    return f"t={moment},v1={hmac.new(secret.encode(), b'%d.%b' % (moment, body), sha256).hexdigest()}"


class _Pinned(HTTPConnection):
    """Connects to the address that was checked: looked up a second time, the name might lead elsewhere."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=_TIMEOUT_S)
        self._target = target

    def connect(self) -> None:
        """The certificate must be that of the name."""
        plain = socket.create_connection((self._target.ip, self._target.port), _TIMEOUT_S)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host)
            if self._target.secure
            else plain
        )


def send(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Posts the body and gives the status of the answer. Raises AddressError, OSError (HTTP that is none among them)."""
    connection = _Pinned(resolved(url))
    own = {"Content-Type": "application/json", "User-Agent": f"Mingyue/{__version__}", "Connection": "close"}
    try:
        connection.request("POST", connection._target.path, body, {**own, **headers})
        return connection.getresponse().status
    except HTTPException as error:
        raise OSError(f"{type(error).__name__}") from error
    finally:
        connection.close()
