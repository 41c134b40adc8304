"""A small certificate authority of one's own, and the certificates of those who sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mingyue.connectors.signing.vault import seal, unseal

_AUTHORITY_DAYS: Final = 3650
_SIGNER_DAYS: Final = 730
_EARLIER: Final = timedelta(hours=1)  # a time-stamp of a slow clock lies within it
_COMMON, _ORGANISATION = 64, 64  # characters that X.520 allows


@dataclass(frozen=True, slots=True)
class Key:
    """A certificate and its private key. certificate: PEM; sealed: the private key as `vault.seal` wrote it; roots: PEM of who vouches."""

    certificate: str
    sealed: str
    expires: datetime
    root: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return x509.load_pem_x509_certificate(self.certificate.encode()).fingerprint(hashes.SHA256()).hex()


def authority(name: str, *, now: datetime, passphrase: str) -> Key:
    """A new root that vouches for signers; its private key opens with the passphrase."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_COMMON])])
    builder = (
        _builder(subject, subject, private.public_key(), now, _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certify=True), critical=True)
    )
    return _key(builder.sign(private, hashes.SHA256()), private, passphrase)


def signer(
    person: str, organisation: str, *, now: datetime, passphrase: str, issuer: Key, issuer_passphrase: str
) -> Key:
    """A new key of a person who signs for an organisation, with a certificate of the issuer. Raises WrongPassphrase (the issuer's)."""
    root = x509.load_pem_x509_certificate(issuer.certificate.encode())
    loaded = serialization.load_der_private_key(unseal(issuer.sealed, issuer_passphrase), None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise TypeError("an authority made here has an elliptic curve key")
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:_ORGANISATION]),
            x509.NameAttribute(NameOID.COMMON_NAME, person[:_COMMON]),
        ]
    )
    builder = (
        _builder(subject, root.subject, private.public_key(), now, _SIGNER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certify=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(loaded.public_key()),
            critical=False,
        )
    )
    return _key(builder.sign(loaded, hashes.SHA256()), private, passphrase, root=issuer.certificate)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, certify: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certify,
        content_commitment=not certify,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )


def _key(certificate: x509.Certificate, private: ec.EllipticCurvePrivateKey, passphrase: str, *, root: str = "") -> Key:
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return Key(pem, seal(private, passphrase), certificate.not_valid_after_utc, root)
