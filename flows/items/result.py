"""What became of each item and of the batch, and the rule that turns it into the run's final state."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from blocks.ledger.record import PublishedVideo, RecordedError
from blocks.ledger.records import UnreadableRecord
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.items.budget import counted, counted_credits, credits_text
from flows.items.item import Item
from flows.items.row import BadRow

BAD_ENDS = (
    ItemState.FAILED,
    ItemState.NEEDS_REVIEW,
    ItemState.STALE,
    ItemState.AMBIGUOUS,
    ItemState.UNAFFORDABLE,
    ItemState.RENDERING,
    ItemState.SUBMITTING,
    ItemState.AWAITING_REVIEW,
    ItemState.PLANNED,
)
"""What is left over at the end of a run, in the order in which the final state's name tells it."""

GOOD_ENDS = frozenset({ItemState.PUBLISHED, ItemState.SKIPPED, ItemState.REJECTED})
"""Nothing is left to do for these; a rejected item ended as its reviewer wished."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The end of one item in one run."""

    item: Item
    state: ItemState
    video: PublishedVideo | None = None
    address: str = ""
    """Of the video, for people: a file path or an s3:// address."""
    failure: RecordedError | None = None
    credits: Decimal = Decimal(0)
    """Taken for this item in this run."""
    open_credits: Decimal = Decimal(0)
    """May have been taken for it in this run: nobody can tell yet."""
    adopted: bool = False
    """The render had been accepted before, by an earlier run or an attempt whose answer was lost."""
    render_id: str = ""
    title: str = ""
    """Of the product, where the service told it."""
    thumbnail: str = ""
    """A small poster as a data URI, for the video's page in the UI."""

    @property
    def sentence(self) -> str:
        """What became of it, in one line: "Published moos-teekanne (square): 15.1 s, 2.5 MB, 1 credit, s3://…"."""
        facts = [f"{self.video.seconds:.1f} s", f"{self.video.size / 1e6:.1f} MB"] if self.video else []
        facts.append(counted_credits(self.credits))
        facts += filter(
            None, [self.address, f"{self.failure.message} {self.failure.next_step}" if self.failure else ""]
        )
        look = f" ({' '.join(self.item.look)})" if self.item.look else ""
        return f"{self.state.value.replace('_', ' ').capitalize()} {self.item.slug}{look}: {', '.join(facts)}".strip()


def batch_name(unique: str) -> str:
    """Name a batch that begins now: when it began, by UTC, and what no other batch of that second has."""
    return f"{utc_now():%Y%m%dT%H%M%S}-{unique}"


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The end of a batch. Nothing else decides its final state."""

    batch: str
    results: tuple[ItemResult, ...]
    bad_rows: tuple[BadRow, ...] = ()
    """Rows of the catalogue that make no item and were skipped."""
    unreadable: tuple[UnreadableRecord, ...] = ()
    """Ledger records of which nobody can tell what they say."""
    waits: bool = True
    """The run was to wait for its renders; if not, an accepted one is as far as it was to come."""
    credits: Decimal = field(init=False)
    counts: Counter[ItemState] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "credits", sum((result.credits for result in self.results), Decimal(0)))
        object.__setattr__(self, "counts", Counter(result.state for result in self.results))

    @property
    def left(self) -> tuple[ItemResult, ...]:
        """What is still to do: the rows of `retry.jsonl`."""
        good = GOOD_ENDS if self.waits else GOOD_ENDS | {ItemState.RENDERING}
        return tuple(result for result in self.results if result.state not in good)

    @property
    def succeeded(self) -> bool:
        """Everything came as far as it was to come."""
        return not self.left and not self.bad_rows and not self.unreadable

    @property
    def name(self) -> str:
        """The final state's name: "Completed", or what is wrong, as in "3 of 100 failed, 1 ambiguous".

        A run that did not wait is "3 submitted", so that nobody takes it for done.
        """
        if self.succeeded:
            submitted = self.counts[ItemState.RENDERING]
            return f"{submitted} submitted" if submitted else "Completed"
        ends = [(state, self.counts[state]) for state in BAD_ENDS if self.counts[state]]
        named = [f"{count} of {len(self.results)} {state}" for state, count in ends[:1]]
        named += [f"{count} {state}" for state, count in ends[1:]]
        return ", ".join([*named, *self._bad])

    @property
    def sentence(self) -> str:
        """All counts in one line, and the credits."""
        unsure = sum((result.open_credits for result in self.results), Decimal(0))
        more = f", {credits_text(unsure)} more may have been" if unsure else ""
        taken = f"{counted_credits(self.credits)} taken in this run{more}"
        return f"{self.ends_sentence} {taken}."

    @property
    def ends_sentence(self) -> str:
        """All counts in one line, most telling first."""
        ends = ", ".join(f"{count} {state}" for state, count in self.counts.most_common())
        told = ", ".join(filter(None, [ends, *self._bad])) or "nothing to do"
        return f"{counted(len(self.results), 'item')}: {told}."

    @property
    def _bad(self) -> list[str]:
        bad = ((self.bad_rows, "row", "invalid"), (self.unreadable, "ledger record", "unreadable"))
        return [f"{counted(len(each), noun)} {fault}" for each, noun, fault in bad if each]
