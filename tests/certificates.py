"""Which certificates the tests trust, from the import of this module on; and one for a TLS server of a test."""

import datetime as dt
import os
import ssl
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FILE_NAME = "server.pem"

ONLY_TRUSTED = str(Path(__file__).with_name("only_trusted.pem"))
"""Of nobody, as no test speaks TLS with a public server. Each client that reads the 130 public certificates takes 30 ms
of CPU: together a fifth of what the tests of the flow took."""

_USUAL = "TESTS_USUAL_SSL_CERT_FILE"
"""Hands the public ones on to child processes."""


def usual_certificates() -> str:
    """Return the file of the public ones, for what loads packages."""
    return os.environ.get(_USUAL) or os.environ.get("SSL_CERT_FILE") or certifi.where()


def _trust_nobody() -> None:
    """Have this process and its children read one certificate.

    A live service (tests/contract/conftest.py) needs the public ones.
    """
    os.environ[_USUAL] = usual_certificates()
    if "URL2VIDEO_CONTRACT_KEY" not in os.environ:
        os.environ["SSL_CERT_FILE"] = ONLY_TRUSTED


_trust_nobody()


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's TLS context with a self-signed certificate, and a client's context that trusts it.

    The certificate is left in `folder` as `FILE_NAME`.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / FILE_NAME
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(encoding))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=certificate.public_bytes(encoding).decode())
