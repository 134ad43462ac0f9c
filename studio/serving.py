"""A running studio: its socket, the line that says it is ready, and a clean end."""

import asyncio
import json
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import ValidationError

from bounds.connections import BoundedProtocol, Seldom
from studio.account.key import CONSOLE_FILE, KEY_FILE, WEBHOOK_FILE, generated_secret
from studio.app import create_app
from studio.brand import BrandError
from studio.console.access import printed_address
from studio.credentials import SigningError
from studio.settings import RendererKind, Settings
from studio.voice.natural import missing_voices
from studio.voice.voice_models import VoiceModelError

logger = logging.getLogger("studio")

FRIBIDI = "apt-get install libfribidi0 (Debian), apk add fribidi (Alpine), brew install fribidi (macOS)"
"""Pillow's wheels for Windows have it inside, the others load the system's (Pillow's docs, "Building from source")."""

BAD_FILES = {SigningError: "--sign", VoiceModelError: "--piper", BrandError: "--brand"}
"""Errors over a file that an option names, each of which says what is wrong with it, and the option."""

GRACE_SECONDS = 1
"""For answers on their way when the server is told to stop; a supervisor waits 2 s at least."""


def run(options: dict[str, Any], *, exit_with_parent: bool) -> int:
    """Serve with the command line's options until told to stop; 2 for options that make no sense."""
    # Database, pictures, videos and secrets are nobody else's on this machine.
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    # It logs every address with its query, and a query may hold a secret of the shop's.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(Seldom())
    try:
        settings = _settings(options)
        if settings.renderer is RendererKind.REAL and not _sets_text():
            logger.error(
                "studio cannot start: the library FriBiDi, which sets text, is missing. Install it: %s.", FRIBIDI
            )
            return 2
        if settings.renderer is RendererKind.REAL and (missing := missing_voices(settings.voices)):
            logger.info("espeak-ng speaks for the natural voices that are not installed: %s.", missing)
        _serve(settings, exit_with_parent=exit_with_parent)
    except ValidationError as error:
        for problem in error.errors():
            option = str(problem["loc"][0]).replace("_", "-")
            logger.error("--%s: %s", option, problem["msg"].removeprefix("Value error, "))
        return 2
    except tuple(BAD_FILES) as error:
        logger.error("%s: %s", BAD_FILES[type(error)], error)
        return 2
    except OSError as error:
        logger.error("studio cannot start: %s", error)
        return 2
    return 0


def _sets_text() -> bool:
    from PIL import features  # noqa: PLC0415 - only what renders needs it

    return features.check("raqm") is True


def _settings(options: dict[str, Any]) -> Settings:
    """The options with the secrets that were not given, made or as kept in the data folder."""
    data: Path = options["data"]
    if not options["api_key"]:
        logger.info("The API key is in %s.", data / KEY_FILE)
    key = options["api_key"] or generated_secret(data, KEY_FILE)
    secret = options["webhook_secret"] or generated_secret(data, WEBHOOK_FILE)
    return Settings(**options | {"api_key": key, "webhook_secret": secret})


class _Server(uvicorn.Server):
    """Says on standard output when it takes requests."""

    def __init__(self, config: uvicorn.Config, url: str, console: str) -> None:
        super().__init__(config)
        self._url = url
        self._console = console

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the one line a parent process waits for."""
        await super().startup(sockets)
        sys.stdout.write(json.dumps({"event": "ready", "url": self._url, "console": self._console}) + "\n")
        sys.stdout.flush()
        logger.info("studio listens on %s", self._url)
        logger.info("Its page, for whoever has this address: %s", self._console)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    # A restarted server takes its port back at once (socket(7), SO_REUSEADDR).
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    return listener


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _exit_with_parent(server: uvicorn.Server) -> None:
    # The bare descriptor: a buffered reader's lock would be held at the interpreter's end.
    while os.read(0, 4096):
        pass
    server.should_exit = True


def _protocol(settings: Settings) -> type[asyncio.Protocol]:
    if not settings.test_controls:
        return BoundedProtocol
    from studio.controls.connections import DroppableProtocol  # noqa: PLC0415 - not loaded without the flag

    return DroppableProtocol


def _serve(settings: Settings, *, exit_with_parent: bool) -> None:
    listener = _listen(settings)
    port = listener.getsockname()[1]
    own_hosts = frozenset(_address(host, port) for host in (settings.host, "127.0.0.1", "localhost"))
    token = generated_secret(settings.data, CONSOLE_FILE)
    config = uvicorn.Config(
        create_app(settings, own_hosts, token),
        http=_protocol(settings),
        log_config=None,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        # Nothing here speaks it, and its connections would be outside of all bounds.
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    url = f"http://{_address(settings.host, port)}"
    server = _Server(config, url, printed_address(url, token))
    if exit_with_parent:
        threading.Thread(target=_exit_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[listener])
