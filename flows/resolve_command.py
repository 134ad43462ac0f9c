"""The command by which a person settles an ambiguous item: what errors show, and what is typed."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from flows.approve_command import service_words
from flows.settings import ServiceChoice


@dataclass(frozen=True, slots=True)
class ResolveCommand:
    """`url2video resolve FINGERPRINT …` with all that the run was given and that is not the default."""

    to: str
    service: ServiceChoice

    def line(self, fingerprint: str) -> str:
        """The command as it is typed in a POSIX shell, without what is decided."""
        return " ".join(shlex.quote(word) for word in ("url2video", "resolve", fingerprint, *self._options()))

    def _options(self) -> Iterator[str]:
        yield from ("--to", self.to)
        yield from ("--api", self.service.generation.value)
        yield from service_words(self.service)
