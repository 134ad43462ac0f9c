"""Videos of studio that are signed: players still play them, and a reader of credentials believes them."""

import datetime as dt
import json
from pathlib import Path

import av
import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from blocks.delivery.probe import VideoProbe
from studio.credentials import Signer, SigningError, SigningRenderer
from studio.jobs.instant import InstantRenderer
from studio.product import Product
from studio.render_request import RenderRequest
from studio.serving import run

Pair = tuple[Path, Path]


def _name(text: str) -> x509.Name:
    named = ((NameOID.ORGANIZATION_NAME, "Wrenhollow"), (NameOID.COMMON_NAME, text))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in named])


def _builder(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("issuer"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A certificate with its issuer's behind it, as C2PA asks for, and its key."""
    above, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = (
        _builder("issuer", above)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(above.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    own = (
        _builder("studio", key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    folder, encoding = tmp_path_factory.mktemp("certificates"), serialization.Encoding.PEM
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(own.public_bytes(encoding) + issuer.public_bytes(encoding))
    private.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    return chain, private


def pictures(video: Path) -> list[int]:
    """The times of all pictures, in ticks."""
    with av.open(str(video)) as container:
        return [frame.pts or 0 for frame in container.decode(video=0)]


@pytest.mark.slow
async def test_a_signed_video_plays_as_before_and_is_believed(pair: Pair, tmp_path: Path) -> None:
    request = RenderRequest(Product("https://shop.example/mug", "Mug"), ())
    renderer = SigningRenderer(InstantRenderer(0), Signer(*pair))
    rendered = await renderer.render(request, tmp_path, lambda _, __: None)
    body = rendered.video.read_bytes()
    probe = VideoProbe()
    probe.feed(body)
    assert probe.finish().credentials
    assert body.index(b"moov") < body.index(b"mdat")
    assert pictures(rendered.video) == pictures(tmp_path / "video.mp4")
    told = json.loads(c2pa.Reader(str(rendered.video)).json())
    assert told["manifests"][told["active_manifest"]]["title"] == "Mug"
    assert {each["code"] for each in told["validation_status"]} == {"signingCredential.untrusted"}

    changed = tmp_path / "changed.mp4"
    changed.write_bytes(body[:-100] + bytes(100))
    told = json.loads(c2pa.Reader(str(changed)).json())
    assert "assertion.bmffHash.mismatch" in {each["code"] for each in told["validation_status"]}


def test_what_does_not_sign_is_refused_before_the_first_video(
    pair: Pair, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chain, key = pair
    no_key = tmp_path / "key.pem"
    no_key.write_text("nothing")
    for certificate, private in ((chain, no_key), (no_key, key), (chain, tmp_path / "absent.pem")):
        with pytest.raises(SigningError):
            Signer(certificate, private)
    options = {
        "data": tmp_path / "data",
        "port": 0,
        "api_key": "key-123456789",
        "webhook_secret": "",
        "sign": (chain, no_key),
    }
    assert run(options, exit_with_parent=False) == 2
    assert "--sign: " in caplog.text
