"""`python -m studio`: the command line, the ready line, and a clean end."""

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Literal

import uvicorn
from pydantic import SecretStr, ValidationError

from studio.account.key import KEY_FILE, WEBHOOK_FILE, generated_secret
from studio.app import create_app
from studio.settings import DEFAULT_PORT, RETRY_SECONDS, DoneWord, RendererKind, Settings
from studio.voice.voice_models import VoiceModelError

logger = logging.getLogger("studio")

KEY_VARIABLE = "STUDIO_API_KEY"
WEBHOOK_VARIABLE = "STUDIO_WEBHOOK_SECRET"
PIPER_VARIABLE = "STUDIO_PIPER"

GRACE_SECONDS = 1
"""For answers on their way when the server is told to stop; a supervisor waits 2 s at least."""


class _Server(uvicorn.Server):
    """Says on standard output when it takes requests."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the one line a parent process waits for."""
        await super().startup(sockets)
        sys.stdout.write(json.dumps({"event": "ready", "url": self._url}) + "\n")
        sys.stdout.flush()
        logger.info("studio serves on %s", self._url)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "studio", description="A local service that renders product videos.", allow_abbrev=False
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes a free port")
    parser.add_argument("--data", type=Path, default=Path("studio-data"), help="folder for everything that stays")
    parser.add_argument("--api-key", default=os.environ.get(KEY_VARIABLE), help=f"or ${KEY_VARIABLE}")
    parser.add_argument("--posts-per-minute", type=int, default=20, help="0 for no limit")
    parser.add_argument("--credits", type=int, help="without it the account never runs dry")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="videos rendered at a time")
    parser.add_argument("--renderer", type=RendererKind, choices=list(RendererKind), default=RendererKind.REAL)
    parser.add_argument("--render-seconds", type=float, default=0.0, help="what the instant renderer takes")
    parser.add_argument("--render-deadline", type=float, default=600.0, help="seconds until a job is failed")
    parser.add_argument("--video-length", type=int, default=15, help="seconds")
    parser.add_argument(
        "--piper",
        type=Path,
        default=os.environ.get(PIPER_VARIABLE) or None,
        help=f"a Piper voice (name.onnx, beside it name.onnx.json) or a folder of such; or ${PIPER_VARIABLE}",
    )
    parser.add_argument(
        "--finished-status",
        type=DoneWord,
        choices=list(DoneWord),
        default=DoneWord.COMPLETED,
        help="of a video in generation 2: as specified, or as the live service was seen to say",
    )
    parser.add_argument("--allow-private", action="store_true", help="fetch pages from private addresses too")
    parser.add_argument(
        "--webhook-secret",
        default=os.environ.get(WEBHOOK_VARIABLE),
        help=f"signs what goes to the webhook_url of a request; or ${WEBHOOK_VARIABLE}",
    )
    parser.add_argument("--webhook-retry-seconds", type=float, default=RETRY_SECONDS, help="between two attempts")
    parser.add_argument(
        "--allow-loopback-webhooks", action="store_true", help="deliver to receivers on this machine, over http too"
    )
    parser.add_argument("--test-controls", action="store_true", help="serve counters and faults under /studio/")
    parser.add_argument("--exit-with-parent", action="store_true", help="end when standard input does")
    return parser


def _settings(arguments: argparse.Namespace) -> Settings:
    values = vars(arguments).copy()
    del values["exit_with_parent"]
    given = values.pop("api_key")
    key = SecretStr(given) if given else generated_secret(arguments.data, KEY_FILE)
    if not given:
        logger.info("The API key is in %s.", arguments.data / KEY_FILE)
    secret = values.pop("webhook_secret")
    values["webhook_secret"] = SecretStr(secret) if secret else generated_secret(arguments.data, WEBHOOK_FILE)
    return Settings(api_key=key, **values)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    # A restarted server takes its port back at once (socket(7), SO_REUSEADDR).
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    return listener


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _end(_: int, __: FrameType | None) -> None:
    """Both signals are an orderly end; uvicorn raises them once more when it has stopped."""
    raise SystemExit(0)


def _exit_with_parent(server: uvicorn.Server) -> None:
    # The bare descriptor: a buffered reader's lock would be held at the interpreter's end.
    while os.read(0, 4096):
        pass
    server.should_exit = True


def _protocol(settings: Settings) -> "type[asyncio.Protocol] | Literal['auto']":
    if not settings.test_controls:
        return "auto"
    from studio.controls.connections import DroppableProtocol  # noqa: PLC0415 - not loaded without the flag

    return DroppableProtocol


def _serve(settings: Settings, *, exit_with_parent: bool) -> None:
    listener = _listen(settings)
    port = listener.getsockname()[1]
    own_hosts = frozenset(_address(host, port) for host in (settings.host, "127.0.0.1", "localhost"))
    config = uvicorn.Config(
        create_app(settings, own_hosts),
        http=_protocol(settings),
        log_config=None,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config, f"http://{_address(settings.host, port)}")
    if exit_with_parent:
        threading.Thread(target=_exit_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[listener])


def main() -> int:
    """Serve until told to stop; 2 for a command line that makes no sense."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    # It logs every address with its query, and a query may hold a secret of the shop's.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    arguments = _parser().parse_args()
    try:
        _serve(_settings(arguments), exit_with_parent=arguments.exit_with_parent)
    except ValidationError as error:
        for problem in error.errors():
            logger.error("--%s: %s", str(problem["loc"][0]).replace("_", "-"), problem["msg"])
        return 2
    except VoiceModelError as error:
        logger.error("--piper: %s", error)
        return 2
    except OSError as error:
        logger.error("studio cannot start: %s", error)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
