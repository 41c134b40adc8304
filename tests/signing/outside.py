"""Others, for tests: a time-stamp service (RFC 3161) on the loopback, and a program that checks signatures."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What poppler says of the signatures in it."""
    if shutil.which("pdfsig") is None:
        pytest.skip("poppler 的 pdfsig 没有安装")
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    home = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False, env=home).stdout


@contextmanager
def serving(moment: datetime) -> Iterator[tuple[str, str]]:
    """Its address and its certificate; it always says this moment; /broken answers with a fault."""
    service, pem = _service(moment)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            body = service.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(503 if self.path == "/broken" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", pem
    server.shutdown()
    server.server_close()


def _service(moment: datetime) -> tuple[DummyTimeStamper, str]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "测试时间戳服务")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=999))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (own,) = load_certs_from_pemder_data(pem)
    return DummyTimeStamper(own, load_private_key_from_pemder_data(plain, None), fixed_dt=moment), pem.decode()
