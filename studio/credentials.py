"""Content Credentials for studio's own videos, signed on request with the operator's certificate (C2PA).

A video says in its own `uuid` box that studio made it, of what and when; a later change of the file shows. The package
c2pa-python comes with the extra `credentials`.
"""

import asyncio
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO

from pydantic import SecretBytes

from studio.jobs.dispatcher import Renderer
from studio.render_request import Progress, RenderedVideo, RenderError, RenderRequest

SIGNED_FILE = "signed.mp4"

_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC's word for what a program draws, without a trained model (Digital Source Type, 2024)."""

_ALGORITHMS = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
"""Curve of an elliptic key, and C2PA's name for a signature with it (Technical Specification 2.2, 13.2)."""


class SigningError(Exception):
    """A certificate or key that videos can't be signed with, in one sentence."""


class Signer:
    """Signs MP4 files. For any number of threads."""

    def __init__(self, certificate: Path, key: Path) -> None:
        """Read the PEM files: the certificate with those of its issuers behind it, and its private key.

        Raises SigningError.
        """
        try:
            self._certificate, self._key = certificate.read_bytes(), SecretBytes(key.read_bytes())
        except OSError as error:
            raise SigningError(f"{error.filename} can't be read: {error.strerror}") from None
        try:
            self._algorithm = _algorithm_of(self._key.get_secret_value())
            # A certificate that C2PA does not take shows only in a signature.
            self._sign(BytesIO(_trial()), BytesIO(), "image/jpeg", "")
        except ImportError:
            raise SigningError("needs the extra: pip install 'url2video[credentials]'") from None
        except Exception as error:  # noqa: BLE001 - the library raises its own kinds and those of the key's parser
            raise SigningError(f"{key} and {certificate} don't sign: {error}") from None

    def sign(self, video: Path, signed: Path, title: str) -> None:
        """Write the video with its credentials into another file."""
        with video.open("rb") as source, signed.open("w+b") as target:
            self._sign(source, target, "video/mp4", title)

    def _sign(self, source: IO[bytes], target: IO[bytes], form: str, title: str) -> None:
        import c2pa  # noqa: PLC0415 - of the extra

        info = c2pa.C2paSignerInfo(self._algorithm.encode(), self._certificate, self._key.get_secret_value(), None)
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder(_manifest(title, form)) as builder:
            builder.sign(signer, form, source, target)


class SigningRenderer:
    """A renderer whose videos are signed."""

    def __init__(self, renderer: Renderer, signer: Signer) -> None:
        """`renderer` makes them."""
        self.capacity = renderer.capacity
        self._renderer = renderer
        self._signer = signer

    async def render(self, request: RenderRequest, folder: Path, progress: Progress) -> RenderedVideo:
        """Render and sign into `folder`. Raises RenderError ("not_signed") and what the renderer raises."""
        rendered = await self._renderer.render(request, folder, progress)
        signed = folder / SIGNED_FILE
        try:
            await asyncio.to_thread(self._signer.sign, rendered.video, signed, request.product.title)
        except Exception as error:
            raise RenderError("not_signed", f"the video could not be signed: {error}") from error
        return replace(rendered, video=signed)

    async def close(self) -> None:
        """Stop everything at once."""
        await self._renderer.close()


def _trial() -> bytes:
    """The smallest picture."""
    from PIL import Image  # noqa: PLC0415 - the server starts without it

    picture = BytesIO()
    Image.new("L", (8, 8)).save(picture, "JPEG")
    return picture.getvalue()


def _manifest(title: str, form: str) -> str:
    action = {"action": "c2pa.created", "digitalSourceType": _SOURCE_TYPE}
    return json.dumps(
        {
            "claim_generator_info": [{"name": "url2video studio"}],
            "title": title,
            "format": form,
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
        }
    )


def _algorithm_of(key: bytes) -> str:
    """How a private key signs."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415 - of the extra
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - of the extra

    private = load_pem_private_key(key, None)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return _ALGORITHMS[private.curve.name]
    return "ed25519" if isinstance(private, ed25519.Ed25519PrivateKey) else "ps256"
