"""What a command says beside its table: whether credits are spoken of, and the commands that people want next."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from blocks.jogg.settings import ApiGeneration
from blocks.ledger.state import ItemState
from flows.catalog.run import Where
from flows.items.commands import service_words
from flows.items.result import BatchResult

NOT_COLLECTED = (ItemState.RENDERING, ItemState.AMBIGUOUS, ItemState.SUBMITTING)
"""Ends that `url2video finish` brings further, without paying."""

MAX_STEPS = 2
"""More are not read."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The next commands after a run of make, preview or finish."""

    where: Where
    is_free: bool = False
    """Nothing is paid by it: nobody wants to read of credits."""

    def lines(self, batch: BatchResult, gallery: str) -> tuple[str, ...]:
        """Return at most `MAX_STEPS` commands as they are typed in a POSIX shell."""
        return tuple(shlex.join(words) for words in self._commands(batch, gallery))[:MAX_STEPS]

    def _commands(self, batch: BatchResult, gallery: str) -> Iterator[list[str]]:
        to, service = self.where.to, self.where.service
        is_default = to == Where().to
        store = [] if is_default else [to]
        options = [] if is_default else ["--to", to]
        if service.generation is not ApiGeneration.OPEN:
            options += ["--api", service.generation.value]
        options += service_words(service)
        if any(batch.counts[state] for state in NOT_COLLECTED):
            yield ["url2video", "finish", *options]
        if gallery and (batch.bad_rows or any(result.state not in NOT_COLLECTED for result in batch.left)):
            retry = gallery.removesuffix("index.html") + "retry.jsonl"
            yield ["url2video", "make", "--catalog", retry, *options]
        yield ["url2video", "status", *store]
        yield ["url2video", "make", "--catalog", "products.csv", "--changed", *options, "--dry-run"]


@dataclass(frozen=True, slots=True)
class DemoSteps(NextSteps):
    """After the demo: the same with pages of one's own, here and at the service."""

    is_free: bool = True

    def _commands(self, batch: BatchResult, gallery: str) -> Iterator[list[str]]:
        if not find_spec("hibari"):  # what brings the first of studio's natural voices
            yield ["pip", "install", "url2video[voices]"]
        yield ["url2video", "studio"]
        yield ["url2video", "make", "https://shop.example/p/1", "--dry-run"]
