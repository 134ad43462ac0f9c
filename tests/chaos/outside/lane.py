"""A lane of the attack from outside: services and an S3 server behind proxies, clocks, and a warm parent."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from blocks.jogg.settings import ApiGeneration
from tests.chaos.ground import Ground, run_environment
from tests.chaos.outside.clock import ClockFile
from tests.chaos.outside.command_line import CommandLine
from tests.chaos.outside.feed_reader import ENVIRONMENT
from tests.chaos.outside.proxy_process import ProxyProcess
from tests.chaos.warm import Child, WarmParent
from tests.prefect_server import PrefectServer
from tests.s3_servers import S3Server


class Shared:
    """What several lanes share: a Prefect server, an S3 server, and the warm parent of all commands."""

    def __init__(self, parent: WarmParent, server: PrefectServer, s3: S3Server, *, has_feeds: bool) -> None:
        """`has_feeds`: runs write feeds, and somebody reads them."""
        self.parent = parent
        self.server = server
        self.s3 = s3
        self.has_feeds = has_feeds


@contextlib.contextmanager
def open_shared(folder: Path, server: PrefectServer, s3: S3Server, *, has_feeds: bool = False) -> Iterator[Shared]:
    """Start the warm parent; its children follow clocks of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = run_environment(folder, server.api_url, s3) | ClockFile(folder / "parent.clock").environment
    environment |= ENVIRONMENT if has_feeds else {}
    command = (sys.executable, "-m", "tests.chaos.outside.command_line")
    with WarmParent(command, environment, folder / "parent.log") as parent:
        yield Shared(parent, server, s3, has_feeds=has_feeds)


class OutsideLane(Ground):
    """Starts commands. A context manager: it owns its services and proxies and works below `folder`."""

    def __init__(self, folder: Path, shared: Shared) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.shared = shared
        self.service_clock = ClockFile(folder / "service.clock")
        super().__init__(folder, shared.s3, self.service_clock.environment)
        self._proxies = contextlib.ExitStack()

    def __enter__(self) -> Self:
        super().__enter__()
        self.service = self._proxy(0, "service")
        self.objects = self._proxy(_port(self.shared.s3.endpoint), "objects")
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._proxies.close()
        super().__exit__(*exc_info)

    def speak(self, generation: ApiGeneration) -> None:
        """Choose the service of the next round, with a proxy in front of it."""
        super().speak(generation)
        self.service.forward_to(_port(self.studio.url))

    def run_clock(self, number: int) -> ClockFile:
        """The clock of one of the runs at the same time."""
        return ClockFile(self._folder / f"run-{number}.clock")

    def start(self, name: str, arguments: tuple[str, ...], environment: dict[str, str]) -> Child:
        """Start `url2video …`; its output is in `<name>.out` and `<name>.err`, its flow runs have the tag `name`."""
        reaches = {"AWS_ENDPOINT_URL": self.objects.url}
        output, errors = self._folder / f"{name}.out", self._folder / f"{name}.err"
        for file in (output, errors):
            # It may be killed before it has opened them.
            file.touch()
        command = CommandLine(arguments, environment | reaches, str(output), str(errors), self.tag(name))
        return self.shared.parent.start(command.to_line())

    def tag(self, name: str) -> str:
        """Of the flow runs of a command."""
        return f"{self._folder.name}-{name}"

    def _proxy(self, port: int, name: str) -> ProxyProcess:
        proxy = ProxyProcess(port, self._folder / f"{name}.journal")
        return self._proxies.enter_context(proxy)


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port
